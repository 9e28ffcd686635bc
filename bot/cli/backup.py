"""`backup FILE`: copies the SQLite database while the bot goes on, and checks the copy."""

import argparse
import sys
from pathlib import Path

from bot.cli.copying import CANNOT, database_file
from bot.i18n import FALLBACK, load_languages
from bot.store.copies import back_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `backup`; its namespace goes to `main`."""
    parser = subparsers.add_parser("backup", help="copy the SQLite database to a file, while the bot goes on")
    parser.add_argument("file", type=Path, help="the copy; replaced when it is there, once the new one is whole")
    return parser


def main(args: argparse.Namespace) -> int:
    """Make the copy; return the exit code. Raises ConfigError."""
    say = load_languages().of(FALLBACK)
    try:
        size = back_up(database_file(), args.file)
    except CANNOT as error:
        sys.stderr.write(say("copies.failed", reason=error) + "\n")
        return 1
    sys.stdout.write(say("copies.backed_up", file=args.file, size=size) + "\n")
    return 0
