"""What SQLite needs: durable commits, real transactions, and a look whether the file is still the one that was opened."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

CHUNK: Final = 64
BUSY_TIMEOUT_SECONDS: Final = 1.5
BEGIN: Final = "BEGIN"
TAKE_LOCK: Final = "BEGIN IMMEDIATE"


class Nearby(aiosqlite.Connection):
    """A connection whose thread does what may have to wait: for a lock, for the disk, for a long read.

    A statement of a writer who has the lock takes some ten microseconds. The way to the thread and back, four times for each
    statement, takes ten times that of the processor, and up to five milliseconds when the loop is busy.
    """

    writing: bool = False

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401
        """Run what aiosqlite gives to its thread."""
        ends = getattr(fn, "__self__", None) is self._connection and fn.__name__ != "cursor"
        if self.writing and not ends:
            return fn(*args, **kwargs)
        result: T = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        self.writing = args[:1] == (TAKE_LOCK,)
        return result


def connect(path: str, **options: Any) -> Nearby:  # noqa: ANN401
    """Return what opens a connection when it is awaited."""
    made = Nearby(lambda: sqlite3.connect(path, **options), CHUNK)
    made._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: a connection that is thrown away keeps no process
    return made


OPTIONS: Final[Mapping[str, Any]] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS, "async_creator_fn": connect}}
FILE: Final = "file"


def prepare(engine: Engine) -> None:
    """Make SQLite durable and its transactions real: WAL, fsync at each commit, and none that the driver begins by itself."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what retention erases is not left in the file
        cursor.close()
        record.info[FILE] = _identity(engine)

    @event.listens_for(engine, "checkout")
    def _checkout(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        # SQLite goes on writing to a file that was deleted or replaced: what it takes then is lost with the process.
        if record.info[FILE] != _identity(engine):
            raise DisconnectionError


def _identity(engine: Engine) -> tuple[int, int] | None:
    """Return which file the database is, or None when there is none by that name."""
    try:
        found = Path(engine.url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
