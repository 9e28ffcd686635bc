"""SQLite for SQLAlchemy's asyncio without a thread: each statement waits outside once, then runs inline."""

import sqlite3
from collections import deque
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import URL, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.concurrency import await_

BUSY_SECONDS = 1.5
TRY_AGAIN_SECONDS = 0.03
UNNOTICED = ("PRAGMA", "SELECT 1", "SAVEPOINT", "RELEASE", "ROLLBACK")

registry.register("sqlite.inline", "tests.simulation.driver", "InlineSqlite")


class Host(Protocol):
    """The process that a connection belongs to: it may die, or its database fail, wherever it waits."""

    @property
    def dead(self) -> bool:
        """Tell whether the process has died."""
        ...

    def rewrite(self, statement: str) -> str:
        """Return the statement that is run."""
        ...

    async def statement(self) -> None:
        """Wait before a statement. Raises sqlite3.OperationalError, and Killed."""
        ...

    async def committing(self) -> None:
        """Wait before a commit. Raises sqlite3.OperationalError, and Killed."""
        ...

    async def committed(self) -> None:
        """Wait after a commit. Raises sqlite3.OperationalError (its outcome is unknown then), and Killed."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let time pass. Raises Killed."""
        ...

    def began(self) -> None:
        """Note that a transaction has begun."""
        ...

    def now(self) -> float:
        """Return the seconds since the run began."""
        ...


class InlineConnection:
    """A DB-API connection whose calls wait by SQLAlchemy's greenlets."""

    def __init__(self, host: Host, path: str) -> None:
        """Connect."""
        self.host = host
        self.raw = sqlite3.connect(path, isolation_level=None, timeout=0)
        self.isolation_level: str | None = None

    def cursor(self) -> "InlineCursor":
        """Return a cursor."""
        return InlineCursor(self)

    def create_function(self, *args: Any, **options: Any) -> None:
        """Add a function to SQL."""
        self.raw.create_function(*args, **options)

    def commit(self) -> None:
        """Commit, when a transaction is open."""
        if self.host.dead or self.raw.in_transaction:
            await_(self._commit())

    def rollback(self) -> None:
        """Roll back; of a dead process nothing is left to roll back."""
        if not self.host.dead and self.raw.in_transaction:
            self.raw.rollback()

    def close(self) -> None:
        """Close: what was not committed is gone."""
        self.raw.close()

    async def _commit(self) -> None:
        await self.host.committing()
        self.raw.commit()
        await self.host.committed()


class InlineCursor:
    """A DB-API cursor that keeps its rows."""

    arraysize = 1

    def __init__(self, connection: InlineConnection) -> None:
        """Belong to a connection."""
        self.connection = connection
        self._raw = connection.raw.cursor()
        self._rows: deque[Any] = deque()

    @property
    def description(self) -> Any:
        """Return what the columns are."""
        return self._raw.description

    @property
    def rowcount(self) -> int:
        """Return how many rows were changed."""
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Return the id of the row that was inserted."""
        return self._raw.lastrowid

    def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement."""
        if not operation.startswith(UNNOTICED):
            await_(self._wait(operation))
        if not operation.startswith("BEGIN"):
            self._raw.execute(self.connection.host.rewrite(operation), parameters)
            self._rows = deque(self._raw.fetchall() if self._raw.description else ())

    def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        await_(self._wait(operation))
        self._raw.executemany(self.connection.host.rewrite(operation), parameters)

    def fetchone(self) -> Any:
        """Return the next row."""
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows."""
        return [self._rows.popleft() for _ in range(min(size or self.arraysize, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        """Return the rest of the rows."""
        rows = list(self._rows)
        self._rows.clear()
        return rows

    def close(self) -> None:
        """Close."""
        self._raw.close()

    async def _async_soft_close(self) -> None:
        """Keep the rows: they are read already."""

    async def _wait(self, operation: str) -> None:
        host = self.connection.host
        await host.statement()
        if not operation.startswith("BEGIN"):
            return
        host.began()
        patience = host.now() + BUSY_SECONDS
        while True:
            try:
                self._raw.execute(operation)
            except sqlite3.OperationalError:
                if host.now() >= patience:
                    raise
                await host.sleep(TRY_AGAIN_SECONDS)
            else:
                return


class InlineSqlite(SQLiteDialect_pysqlite):
    """The dialect; connections come from an engine's `do_connect` event."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[Pool]:
        """Return the pool of asyncio's engines."""
        return AsyncAdaptedQueuePool
