"""`run`: the bot on Slack when Slack's tokens are in the environment, else on the local workspace, until it is told to stop."""

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

from bot.chat.slack_lookup import SlackNotReady
from bot.cli.core import NeedsPostgresql
from bot.cli.logs import log_to_stderr
from bot.cli.working import Role
from bot.errors import StoreUnavailable
from bot.i18n import FALLBACK, Languages, load_languages
from bot.store.alone import AlreadyRunning
from bot.store.migrate import SchemaIsNewer
from bot.web.listening import CannotListen
from bot.web.loopback import NotLoopback
from config.whole import Config, load_config
from scheduler.watch import STALLED, Stalled

CANNOT_START = 1
CANNOT = (NotLoopback, CannotListen, StoreUnavailable, SchemaIsNewer, AlreadyRunning, NeedsPostgresql, SlackNotReady)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `run`; its namespace goes to `main`."""
    return subparsers.add_parser("run", help="run the bot (the default)")


def main(_args: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ConfigError."""
    return start(Role.RUN)


def start(role: Role) -> int:
    """Start this process's part of the bot; return the exit code when it has ended. Raises ConfigError."""
    config, languages = load_config(), load_languages()
    log_to_stderr(config.settings.log_level, config.settings.secrets)
    try:
        asyncio.run(_platform(config, languages, role))
    except CANNOT as error:
        sys.stderr.write(languages.of(FALLBACK)("run.cannot_start", reason=error) + "\n")
        return CANNOT_START
    except Stalled:
        return STALLED
    except KeyboardInterrupt:
        pass
    return 0


def _platform(config: Config, languages: Languages, role: Role) -> Coroutine[Any, Any, None]:
    """Return the run on the platform that the settings ask for; the other one is not even imported."""
    if config.settings.transport is None:
        from bot.cli.local import run_local  # noqa: PLC0415

        return run_local(config, languages, role)
    from bot.cli.slack import run_slack  # noqa: PLC0415

    return run_slack(config, languages, role)
