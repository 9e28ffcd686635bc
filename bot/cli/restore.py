"""`restore FILE`: puts a copy in the place of the SQLite database, while nothing else works on it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.copying import CANNOT, database_file
from bot.i18n import FALLBACK, load_languages
from bot.store.copies import restore


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `restore`; its namespace goes to `main`."""
    parser = subparsers.add_parser("restore", help="put a copy in the place of the SQLite database; the bot must not run")
    parser.add_argument("file", type=Path, help="what `backup` made")
    return parser


def main(args: argparse.Namespace) -> int:
    """Put the copy back; return the exit code. Raises ConfigError."""
    say = load_languages().of(FALLBACK)
    try:
        database = database_file()
        aside = database.with_name(f"{database.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        kept = restore(args.file, database, aside)
    except CANNOT as error:
        sys.stderr.write(say("copies.failed", reason=error) + "\n")
        return 1
    said = say("copies.restored_kept", file=database, aside=aside) if kept else say("copies.restored", file=database)
    sys.stdout.write(said + "\n")
    return 0
