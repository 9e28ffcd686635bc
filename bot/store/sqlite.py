"""What SQLite needs: durable commits, real transactions, and a look whether the file is still the one that was opened."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_SECONDS: Final = 1.5
OPTIONS: Final[Mapping[str, Any]] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
FILE: Final = "file"


def prepare(engine: Engine) -> None:
    """Make SQLite durable and its transactions real: WAL, fsync at each commit, writers take the lock at their start."""

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

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get("only_reads", False)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _identity(engine: Engine) -> tuple[int, int] | None:
    """Return which file the database is, or None when there is none by that name."""
    try:
        found = Path(engine.url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
