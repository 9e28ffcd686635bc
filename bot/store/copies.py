"""Copies of an SQLite database: made while the bot goes on, checked before they count, and put back with nothing else running."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.store.alone import alone_on
from bot.store.migrate import check_known

PAGES_AT_ONCE = 1000  # between two such steps the bot may write


class NotACopy(Exception):
    """The file is damaged, or is no database of the bot."""

    def __init__(self, file: Path, reason: str) -> None:
        """Name the file and what is wrong with it."""
        super().__init__(f"{file}: {reason}")


class NoFolder(Exception):
    """The copy has no folder to be put in."""

    def __init__(self, folder: Path) -> None:
        """Name it."""
        super().__init__(f"{folder}: there is no such folder")


def back_up(database: Path, to: Path) -> int:
    """Copy a database that may be in use to a file, which is whole or not there; return its size in bytes.

    Raises NoFolder, NotACopy when the database itself is damaged or missing, and OSError.
    """
    if not to.parent.is_dir():
        raise NoFolder(to.parent)
    handle, name = tempfile.mkstemp(prefix=f".{to.name}.", dir=to.parent)
    os.close(handle)
    part = Path(name)
    try:
        with _opened(database) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target, pages=PAGES_AT_ONCE)
            target.execute("PRAGMA journal_mode = DELETE")  # the copy is one file
        check(part, database)
        _sync(part)
        part.replace(to)
        _sync(to.parent)
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def restore(copy: Path, database: Path, aside: Path) -> bool:
    """Put a copy in the place of the database; what was there is copied to `aside` first. Return whether there was something.

    It is one transaction of SQLite's: a crash leaves the one or the other.
    Raises NotACopy, SchemaIsNewer, AlreadyRunning and OSError.
    """
    check(copy, copy)
    with alone_on(database):
        kept = database.exists()
        if kept:
            back_up(database, aside)
        with _opened(copy) as source, closing(sqlite3.connect(database)) as target:
            target.execute("PRAGMA synchronous = FULL")
            source.backup(target)
        check(database, database)
    return kept


def check(file: Path, named: Path) -> None:
    """Raise NotACopy unless the file is a whole database of the bot, SchemaIsNewer when a newer version made it."""
    try:
        with _opened(file) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotACopy(named, str(error)) from None
    if found != ["ok"] or broken is not None:
        raise NotACopy(named, f"fails its integrity check: {found[0]}")
    check_known(revision[0] if revision else None)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that is there."""
    if not file.is_file():
        raise NotACopy(file, "no such file")
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as connection:
        yield connection


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
