"""The connection to the database, and what a transaction is: it commits at its end, and leaving it otherwise rolls back.

Every transaction has a deadline on this side. When it has passed, the connection is thrown away and StoreUnavailable raised: a
server that hangs, or a network that swallows, is a database that is gone.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreUnavailable
from bot.store import postgresql, sqlite
from bot.store.together import Together

# Under the three seconds that a chat platform waits for an answer.
DEADLINE_SECONDS = 2.5
TOO_SLOW = "no answer in time"
ENQUEUED = "enqueued"


class Database:
    """One engine. Nothing is connected before the first transaction.

    `enqueued` is set whenever a transaction has committed that put something into the outbox: a hint to look, and no more.
    `failures` counts the transactions that the database did not do.
    `turn` is what writers of one SQLite file wait for in this process: in order, while SQLite's own lock is left to luck, and
    among many at once somebody has none. `together` is whether writers who come at once share transactions on SQLite.
    """

    def __init__(self, url: str, deadline: float = DEADLINE_SECONDS, *, together: bool = False) -> None:
        """Prepare the engine for an SQLAlchemy URL of an async driver; a transaction may last `deadline` seconds."""
        self.url = make_url(url)
        self.deadline = deadline
        self.enqueued = asyncio.Event()
        self.failures = 0
        self.turn: AbstractAsyncContextManager[object] = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._together = Together(self._alone) if together and self.is_sqlite else None
        prepared = sqlite.OPTIONS if self.is_sqlite else postgresql.options(deadline, self.url)
        self.engine: AsyncEngine = create_async_engine(
            self.url,
            pool_pre_ping=not self.is_sqlite,  # the way to a file is not lost
            pool_timeout=deadline,  # many at once wait for a connection as they wait for an answer
            hide_parameters=True,  # an error's text goes to the log, and the values of its statement are customers' data
            **prepared,
        )
        if self.is_sqlite:
            sqlite.prepare(self.engine.sync_engine, shared=together)
        else:
            postgresql.prepare(self.engine.sync_engine)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a file that one process works on."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """Return the file that the database is; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a writing transaction. Raises StoreUnavailable when the database is locked, gone or too slow.

        Then nothing was changed, unless the answer to the commit was what did not come: whoever tries again is known by a key.
        """
        writing = self._alone() if self._together is None else self._together.transaction()
        async with self._guarded(), writing as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads; on SQLite it waits for no writer. Raises StoreUnavailable."""
        async with self._guarded(), self.engine.connect() as connection:
            if self.is_sqlite:
                await connection.exec_driver_sql(sqlite.BEGIN)
            yield connection

    async def close(self) -> None:
        """Close every connection, after what is being committed."""
        if self._together is not None:
            await self._together.settled()
        await self.engine.dispose()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction of one's own."""
        async with self.turn, sqlite.begin(self.engine) if self.is_sqlite else self.engine.begin() as connection:
            connection.info.pop(ENQUEUED, None)
            yield connection
            said = connection.info.pop(ENQUEUED, False)
        if said:
            self.enqueued.set()

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        """Hold the deadline, and say in one way that the database is not there."""
        try:
            async with self._translated():
                yield
        except StoreUnavailable:
            self.failures += 1
            raise

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        limit = asyncio.timeout(self.deadline)
        try:
            async with limit:
                yield
        except TimeoutError:
            if not limit.expired():
                raise
            raise StoreUnavailable(TOO_SLOW) from None
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(type(error.orig).__name__) from None
        except PoolTimeout as error:
            raise StoreUnavailable(type(error).__name__) from None
        except DBAPIError as error:
            if error.connection_invalidated or type(error) is DatabaseError:  # its subclasses are mistakes of ours
                raise StoreUnavailable(type(error.orig).__name__) from None
            raise
