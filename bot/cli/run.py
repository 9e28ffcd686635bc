"""`run`: the bot on Slack when Slack's tokens are in the environment, else on the local workspace, until it is told to stop."""

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

from bot.chat.slack_lookup import SlackNotReady
from bot.cli.logs import log_to_stderr
from bot.errors import StoreUnavailable
from bot.i18n import FALLBACK, Languages, load_languages
from bot.web.listening import CannotListen
from bot.web.loopback import NotLoopback
from config.whole import Config, load_config

CANNOT_START = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `run`; its namespace goes to `main`."""
    return subparsers.add_parser("run", help="run the bot (the default)")


def main(_args: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ConfigError."""
    config, languages = load_config(), load_languages()
    log_to_stderr(config.settings.log_level, config.settings.secrets)
    try:
        asyncio.run(_platform(config, languages))
    except (NotLoopback, CannotListen, StoreUnavailable, SlackNotReady) as error:
        sys.stderr.write(languages.of(FALLBACK)("run.cannot_start", reason=error) + "\n")
        return CANNOT_START
    except KeyboardInterrupt:
        pass
    return 0


def _platform(config: Config, languages: Languages) -> Coroutine[Any, Any, None]:
    """Return the run on the platform that the settings ask for; the other one is not even imported."""
    if config.settings.transport is None:
        from bot.cli.local import run_local  # noqa: PLC0415

        return run_local(config, languages)
    from bot.cli.slack import run_slack  # noqa: PLC0415

    return run_slack(config, languages)
