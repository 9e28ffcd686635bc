"""The connection to the database, and what a transaction is: it commits at its end, and leaving it otherwise rolls back."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import StoreUnavailable

# Together under the three seconds that a chat platform waits for an answer.
BUSY_TIMEOUT_SECONDS = 1.5
POOL_TIMEOUT_SECONDS = 1.0

FILE: Final = "file"


class Database:
    """One engine. Nothing is connected before the first transaction."""

    def __init__(self, url: str) -> None:
        """Prepare the engine for an SQLAlchemy URL of an async driver."""
        self.url = make_url(url)
        is_sqlite = self.url.get_backend_name() == "sqlite"
        waits = {"timeout": BUSY_TIMEOUT_SECONDS} if is_sqlite else {}
        self.engine: AsyncEngine = create_async_engine(
            self.url, pool_pre_ping=True, pool_timeout=POOL_TIMEOUT_SECONDS, connect_args=waits
        )
        if is_sqlite:
            _prepare_sqlite(self.engine.sync_engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a writing transaction. Raises StoreUnavailable when the database is locked or gone; then nothing was changed."""
        with _translated():
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads; on SQLite it waits for no writer. Raises StoreUnavailable."""
        with _translated():
            async with self.engine.connect() as connection:
                await connection.execution_options(only_reads=True)
                yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(type(error.orig).__name__) from None
    except PoolTimeout as error:
        raise StoreUnavailable(type(error).__name__) from None
    except DBAPIError as error:
        if error.connection_invalidated or type(error) is DatabaseError:  # its subclasses are mistakes of ours
            raise StoreUnavailable(type(error.orig).__name__) from None
        raise


def _prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable and its transactions real: WAL, fsync at each commit, writers take the lock at their start."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
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
