"""`forget`: removes the embedded database with everything that was handed over on it, while nothing works on it."""

import argparse
import sys
from pathlib import Path
from typing import Final

from bot.i18n import FALLBACK, load_languages
from bot.store.alone import AlreadyRunning, forget

FOLDER: Final = Path("var")
NOT_FORGOTTEN: Final = 1


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `forget`; its namespace goes to `main`."""
    return subparsers.add_parser("forget", help=f"remove the folder {FOLDER} with the embedded database; the bot must not run")


def main(_args: argparse.Namespace) -> int:
    """Remove the folder; return the exit code."""
    say = load_languages().of(FALLBACK)
    try:
        forget(FOLDER)
    except AlreadyRunning as running:
        sys.stderr.write(say("forget.running", process=running.process, file=running.file) + "\n")
        return NOT_FORGOTTEN
    except OSError as error:
        sys.stderr.write(say("forget.failed", folder=FOLDER, reason=error.strerror) + "\n")
        return NOT_FORGOTTEN
    sys.stdout.write(say("forget.done", folder=FOLDER) + "\n")
    return 0
