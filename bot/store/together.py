"""Writers who come at once share a transaction: each has a savepoint of its own, and all are kept by one commit.

A commit waits for the disk. While it does, others come; without this each of them would wait for a commit of its own.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreUnavailable
from bot.store.sqlite import mark

MOST: Final = 16  # writers in one transaction: the first of them waits for the last
STOPPED = "stopped"
THROWN_AWAY = "the connection was thrown away"


def _promised() -> asyncio.Future[bool]:
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True)
class _Writer:
    """One who writes. Each future tells whether it is so; `failure` says why not."""

    turn: asyncio.Future[bool] = field(default_factory=_promised)
    left: asyncio.Future[bool] = field(default_factory=_promised)
    kept: asyncio.Future[bool] = field(default_factory=_promised)
    connection: AsyncConnection | None = None
    failure: Exception | None = None

    def told(self, failure: Exception | None) -> None:
        """Hear what became of the transaction."""
        self.failure = failure
        for future in (self.turn, self.kept):
            if not future.done():
                future.set_result(failure is None)


class Together:
    """The writers of one database, served in the order in which they came."""

    def __init__(self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]]) -> None:
        """`begin` opens a transaction that commits at its end. What it raises is raised to all who shared it."""
        self._begin = begin
        self._waiting: deque[_Writer] = deque()
        self._serving: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Write when it is one's turn. What is left by an error is rolled back, and changes nothing for the others."""
        writer = _Writer()
        self._waiting.append(writer)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        well = False
        try:
            if await writer.turn and writer.connection is not None:
                yield writer.connection
            well = True
        finally:
            if not writer.left.done():
                writer.left.set_result(well)
        await writer.kept
        if writer.failure is not None:
            raise writer.failure

    async def settled(self) -> None:
        """Wait until everybody has been served."""
        if self._serving is not None:
            await asyncio.wait([self._serving])

    async def _serve(self) -> None:
        while self._waiting:
            sharing: list[_Writer] = []
            failure: Exception | None = StoreUnavailable(STOPPED)
            try:
                async with self._begin() as connection:
                    sharing = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
                    for writer in sharing:
                        await _write(connection, writer)
                failure = None
            except Exception as error:  # noqa: BLE001 - it is raised to each of the writers
                failure = error
            finally:
                if not sharing:  # there was no transaction for anybody
                    sharing, self._waiting = list(self._waiting), deque()
                for writer in sharing:
                    writer.told(failure)


async def _write(connection: AsyncConnection, writer: _Writer) -> None:
    """Let one write. Raises for all when its part cannot be told from theirs any more: SQLite has given up the transaction."""
    if writer.turn.done():  # given up while it waited
        return
    mark(connection, "SAVEPOINT writer")
    writer.connection = connection
    if not writer.turn.done():
        writer.turn.set_result(True)
    if not await writer.left:
        if connection.invalidated:
            raise StoreUnavailable(THROWN_AWAY)
        mark(connection, "ROLLBACK TO writer")
    mark(connection, "RELEASE writer")
