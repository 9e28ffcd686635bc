"""`check`: reads the whole configuration and says everything that is wrong with it, by file, key and reason."""

import argparse
import sys
from collections.abc import Callable

from bot.i18n import FALLBACK, load_languages
from bot.rules.calendars import build_worktimes
from config.files import ConfigError, Problem
from config.policy import load_policy
from config.settings import Files
from config.whole import load_config


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `check`; its namespace goes to `main`."""
    return subparsers.add_parser("check", help="say everything that is wrong with the configuration")


def main(_args: argparse.Namespace) -> int:
    """Print what was read; return the exit code. Raises ConfigError with all that is wrong."""
    # The clocks need the policy only: what is wrong with them is said whatever else is wrong.
    problems = [*_problems(load_config), *_problems(lambda: build_worktimes(load_policy(Files().policy)))]
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    config = load_config()
    say = load_languages().of(FALLBACK)
    counts = {"sites": len(config.policy.sites), "teams": len(config.people.teams), "people": len(config.people.people)}
    sys.stdout.write(say("check.fine", **counts) + "\n")
    return 0


def _problems(read: Callable[[], object]) -> list[Problem]:
    try:
        read()
    except ConfigError as error:
        return error.problems
    return []
