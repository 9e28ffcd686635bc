"""What SQLite needs: durable commits, real transactions, and a look whether the file is still the one that was opened."""

import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Engine, event
from sqlalchemy.connectors.asyncio import AsyncIODBAPICursor
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import EMPTY_DICT

from bot.errors import StoreUnavailable

BUSY_TIMEOUT_SECONDS: Final = 1.5
DRIVER: Final = "aiosqlite"
BEGIN: Final = "BEGIN"
TAKE_LOCK: Final = "BEGIN IMMEDIATE"


class _NearCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor of sqlite3 itself. Its rows are fetched at once, as they are from the thread."""

    __slots__ = ("_near",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Open one."""
        self._near = connection.cursor()
        self._cursor = cast("AsyncIODBAPICursor", self._near)
        self._soft_closed_memoized = EMPTY_DICT
        self._rows = deque()

    def execute(self, operation: Any, parameters: Any = None) -> None:  # noqa: ANN401
        """Run a statement."""
        self._near.execute(operation, parameters or ())
        if self._near.description:
            self._rows = deque(self._near.fetchall())

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:  # noqa: ANN401
        """Run a statement for each of many rows."""
        self._near.executemany(operation, seq_of_parameters)

    def close(self) -> None:
        """Close it."""
        self._rows.clear()
        self._near.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    """A connection whose thread does what may have to wait: for a lock, for the disk, for a long read.

    A statement of a writer who has the lock takes some ten microseconds. The way to the thread and back, four times for each
    statement, takes ten times that of the processor, and up to five milliseconds when the loop is busy.
    """

    near: sqlite3.Connection | None = None

    def has_lock(self) -> None:
        """From now on until the end of the transaction, open cursors nearby."""
        self.near = self.driver_connection._conn  # noqa: SLF001 - the way past the thread

    def cursor(self, server_side: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Open a cursor."""
        return super().cursor(server_side) if self.near is None else _NearCursor(self.near)

    def commit(self) -> None:
        """Commit, and give the lock back."""
        self.near = None
        super().commit()

    def rollback(self) -> None:
        """Roll back what there is, and give the lock back."""
        self.near = None
        raw = self.driver_connection._connection  # noqa: SLF001 - None once it was closed
        if raw is not None and raw.in_transaction:
            super().rollback()


class Writer(AsyncConnection):
    """A connection that has the lock: what it executes waits for nothing."""

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:  # noqa: ANN401
        """Run a statement."""
        return self._proxied.execute(statement, parameters, execution_options=execution_options)

    async def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:  # noqa: ANN401
        """Run a statement that is written out."""
        return self._proxied.exec_driver_sql(statement, parameters, execution_options)


@asynccontextmanager
async def begin(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Take the lock, in the thread. Commits at the end; leaving it otherwise rolls back."""
    async with engine.begin() as connection:
        await connection.exec_driver_sql(TAKE_LOCK)
        underneath = (await connection.get_raw_connection()).dbapi_connection
        if isinstance(underneath, _Connection):
            underneath.has_lock()
            yield Writer(engine, connection.sync_connection)
        else:
            yield connection


def mark(connection: AsyncConnection, statement: str) -> None:
    """Run a statement on a savepoint, while one has the lock. Raises StoreUnavailable: SQLite has given up the transaction."""
    assert connection.sync_connection is not None
    try:
        connection.sync_connection.connection.cursor().execute(statement)
    except sqlite3.Error as error:
        raise StoreUnavailable(type(error).__name__) from None


OPTIONS: Final[Mapping[str, Any]] = {"connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
FILE: Final = "file"


def prepare(engine: Engine, *, shared: bool) -> None:
    """Make SQLite durable and its transactions real: WAL, fsync at each commit, and none that the driver begins by itself.

    Where transactions are `shared`, what a savepoint would bring back is kept in memory: in a file it is thirty writes each.
    """

    @event.listens_for(engine, "do_connect")
    def _do_connect(dialect: Any, _record: ConnectionPoolEntry, args: Any, options: Any) -> _Connection | None:  # noqa: ANN401
        if dialect.driver != DRIVER:
            return None
        return _Connection(dialect.dbapi, dialect.connect(*args, **options).driver_connection)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what retention erases is not left in the file
        if shared:
            cursor.execute("PRAGMA temp_store = MEMORY")
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
