"""The connection to the database, and what a transaction is: it commits at its end, and leaving it otherwise rolls back."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreUnavailable

BUSY_TIMEOUT_MS = 2000  # under the three seconds that a chat platform waits for an answer


class Database:
    """One engine. Nothing is connected before the first transaction."""

    def __init__(self, url: str) -> None:
        """Prepare the engine for an SQLAlchemy URL of an async driver."""
        self.url = make_url(url)
        self.engine: AsyncEngine = create_async_engine(self.url, pool_pre_ping=True)
        if self.url.get_backend_name() == "sqlite":
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
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable(type(error.orig).__name__) from None
        raise


def _prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable and its transactions real: WAL, fsync at each commit, writers take the lock at their start."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get("only_reads", False)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
