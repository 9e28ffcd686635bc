"""SQLite for asyncio that changes threads only where it may have to wait: to take the write lock, and to commit.

A statement takes some ten microseconds, and the way to a thread and back a hundred; while the loop is busy, as with many commands
at once, Python hands over every five milliseconds only. SQLAlchemy's dialect takes this connection as it takes aiosqlite's.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Self, TypeVar

T = TypeVar("T")

WAITS: Final = "BEGIN IMMEDIATE"
ASK_AGAIN_SECONDS: Final = 0.01


async def connect(path: str, timeout: float = 5, **options: Any) -> "InlineConnection":  # noqa: ANN401, ASYNC109 - as theirs
    """Open a connection, as `aiosqlite.connect` does; `timeout` is how long a lock is waited for, in seconds."""
    return InlineConnection(sqlite3.connect(path, timeout=timeout, **options | {"check_same_thread": False}), timeout)


class InlineConnection:
    """A connection. What waits has one thread, so that nothing overtakes it: a close comes after a commit that was given up."""

    def __init__(self, raw: sqlite3.Connection, patience: float) -> None:
        """Take over an open connection."""
        self._connection = raw
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, "sqlite")

    def cursor(self) -> "InlineCursor":
        """Return a cursor."""
        return InlineCursor(self, self._connection.cursor())

    async def create_function(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Add a function to SQL."""
        self._connection.create_function(*args, **options)

    async def take_lock(self, cursor: sqlite3.Cursor) -> None:
        """Begin to write. Who else may hold the lock is another process: it is asked for again and again beside the loop."""
        cursor.execute("PRAGMA busy_timeout = 0")
        end = time.monotonic() + self._patience
        try:
            while True:
                try:
                    cursor.execute(WAITS)
                except sqlite3.OperationalError:
                    if time.monotonic() > end:
                        raise
                    await asyncio.sleep(ASK_AGAIN_SECONDS)
                else:
                    return
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {self._patience * 1000:.0f}")

    async def commit(self) -> None:
        """Commit, and wait until it is on the disk."""
        if self._connection.in_transaction:
            await self.waited(self._connection.commit)

    async def rollback(self) -> None:
        """Roll back, if there is something: a connection that goes back to the pool is asked to as well."""
        if self._connection.in_transaction:
            await self.waited(self._connection.rollback)

    async def close(self) -> None:
        """Close, after what is under way."""
        await self.waited(self._connection.close)
        self._thread.shutdown(wait=False)

    def stop(self) -> None:
        """Close as soon as what is under way has ended; nobody waits for it."""
        self._thread.submit(self._connection.close)
        self._thread.shutdown(wait=False)

    async def waited(self, work: Callable[[], T]) -> T:
        """Do something that may have to wait."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class InlineCursor:
    """A cursor."""

    def __init__(self, connection: InlineConnection, raw: sqlite3.Cursor) -> None:
        """Belong to a connection."""
        self._connection = connection
        self._raw = raw
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Return the cursor: there is nothing to wait for."""
        return self

    @property
    def description(self) -> Any:  # noqa: ANN401
        """Return what the columns are."""
        return self._raw.description

    @property
    def rowcount(self) -> int:
        """Return how many rows were changed."""
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Return the id of the row that was inserted last."""
        return self._raw.lastrowid

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement."""
        if operation == WAITS:
            await self._connection.take_lock(self._raw)
        else:
            self._raw.execute(operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row."""
        self._raw.executemany(operation, parameters)

    async def fetchall(self) -> list[Any]:
        """Return all rows."""
        return self._raw.fetchall()

    async def close(self) -> None:
        """Close."""
        self._raw.close()
