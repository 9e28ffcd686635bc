"""A process of the bot: built as the bot is, on a database and a platform that may fail it, and it may die wherever it waits."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event

from bot.attendance import Attendance
from bot.cards.reader import Desk
from bot.chat.port import Chat
from bot.compose import Composer, Post, Snapshot
from bot.limits import Limits
from bot.mail.local import ADDRESS
from bot.mail.port import Mailer
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.rules.binding import Binder
from bot.rules.office import Office
from bot.rules.pace import Pace
from bot.service import Service
from bot.store.database import Database
from bot.store.outgoing import Outgoing
from handlers.desk import FrontDesk
from handlers.front import Front
from handlers.mail import Postroom
from handlers.visit import Counter
from scheduler.ticker import Ticker
from tests.simulation.driver import InlineConnection
from tests.simulation.loop import Loop

SECRET = b"a secret that only the simulation knows"
PACE = Pace(timedelta(seconds=1), 3)


class Killed(BaseException):
    """The process has died: nothing of it goes on."""


class Trouble(StrEnum):
    """What can go wrong with a process or its database while a step is played."""

    DEATH = "death"
    STATEMENT = "statement"  # the database fails a statement
    COMMIT = "commit"  # the database fails a commit
    UNKNOWN = "unknown"  # the database commits and its answer is lost
    SLOW = "slow"  # the database answers late


class Observer(Protocol):
    """Who watches a process."""

    def began(self, machine: "Machine") -> None:
        """A transaction begins."""
        ...

    def committed(self, machine: "Machine") -> None:
        """A transaction has been committed."""
        ...

    def version(self, handover_id: int) -> int:
        """Return the version that a handover has now."""
        ...

    def lost(self, task: "asyncio.Task[Any] | None") -> None:
        """The task cannot know any more what became of what it sent."""
        ...

    def looked(self) -> None:
        """The running task has read the state again, and judges what is to be said."""
        ...

    def composed(self, key: str, rows: Sequence[Outgoing]) -> None:
        """These rows are one message of that key."""
        ...


@dataclass(frozen=True)
class Noting(Composer):
    """The composer, which tells the observer what it judges and makes."""

    observer: Observer

    def sift(
        self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime
    ) -> tuple[list[Outgoing], list[tuple[Outgoing, str]]]:
        """Judge what is still to be said."""
        self.observer.looked()
        return super().sift(rows, snapshot, now)

    def compose(self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime) -> Post:
        """Make the message."""
        post = super().compose(rows, snapshot, now)
        self.observer.composed(post.key, rows)
        return post


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bot is made of. A guard is broken by putting something careless in its place."""

    outbox: type[Outbox] = Outbox
    composer: type[Noting] = Noting
    binder: type[Binder] = Binder
    front: Callable[["Machine", Front], Front] = lambda _machine, front: front
    rewrite: Callable[[str], str] = lambda statement: statement
    schema: Callable[[str], str] = lambda statement: statement


@dataclass(slots=True)
class World:
    """What outlives every process: time, the clock, who watches, the platforms, the office."""

    loop: Loop
    now: Callable[[], datetime]
    observer: Observer
    chat: Callable[["Machine"], Chat]
    mailer: Callable[["Machine"], Mailer]
    desk: Desk
    parts: Parts
    luck: Callable[[], float]

    @property
    def office(self) -> Office:
        """Return the office."""
        return self.desk.office


@dataclass(eq=False)
class Machine:
    """One process, which is started again after its death. Trouble comes at the `countdown`th place where it could."""

    name: str
    path: Path
    world: World
    dead: bool = True
    trouble: Trouble | None = None
    countdown: int = 0
    lives: int = 0
    tasks: set["asyncio.Task[Any]"] = field(default_factory=set)
    connections: list[InlineConnection] = field(default_factory=list)

    def start(self) -> None:
        """Build the bot anew. The engine is kept for its compiled statements; its connections are not."""
        world = self.world
        self.dead, self.trouble = False, None
        self.lives += 1
        self.rewrite = world.parts.rewrite
        self.database = _database(self)
        desk = world.desk
        self.service = Service(self.database, world.office)
        self.attendance = Attendance(self.database, world.office)
        self.composer = world.parts.composer(desk, world.observer)
        chat, mailer, luck = world.chat(self), world.mailer(self), world.luck
        outbox = world.parts.outbox(self.database, self.composer, chat, mailer, Limits(PACE), luck)
        self.postroom = Postroom(self.database, world.office, self.service, world.parts.binder(ADDRESS, SECRET), self, Metrics())
        self.ticker = Ticker(self.database, world.office, outbox, self)
        self.front = world.parts.front(self, FrontDesk(Counter(self.service, self.database, desk, self)))

    def kill(self) -> None:
        """Die: nothing that was under way goes on, and what was not committed is gone."""
        self.dead, self.trouble = True, None
        for task in sorted(self.tasks, key=lambda each: each.get_name()):
            self.world.observer.lost(task)
            task.cancel()
        for connection in self.connections:
            connection.close()
        self.connections.clear()

    def run(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Start something in this process."""
        task = self.world.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def now(self) -> datetime:
        """Return the present moment (aware UTC): a process is its bot's clock."""
        return self.world.now()

    def connect(self) -> InlineConnection:
        """Open a connection to the database. Raises Killed."""
        if self.dead:
            raise Killed
        connection = InlineConnection(Host(self), str(self.path))
        self.connections.append(connection)
        return connection

    async def wait(self, *kinds: Trouble) -> Trouble | None:
        """Wait outside; return the trouble that comes now. Raises Killed."""
        if self.dead:
            raise Killed
        await self.world.loop.park()
        if self.dead:
            raise Killed
        if self.trouble not in kinds:
            return None
        self.countdown -= 1
        if self.countdown > 0:
            return None
        trouble, self.trouble = self.trouble, None
        if trouble is Trouble.DEATH:
            self.kill()
            raise Killed
        self.world.observer.lost(asyncio.current_task())
        return trouble

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self.tasks.discard(task)
        self.world.observer.lost(task)
        if not task.cancelled():
            task.exception()


@dataclass(frozen=True, slots=True)
class Host:
    """A machine as its database driver sees it."""

    machine: Machine

    @property
    def dead(self) -> bool:
        """Tell whether the process has died."""
        return self.machine.dead

    def rewrite(self, statement: str) -> str:
        """Return the statement that is run."""
        return self.machine.rewrite(statement)

    async def statement(self) -> None:
        """Wait before a statement."""
        trouble = await self.machine.wait(Trouble.DEATH, Trouble.STATEMENT, Trouble.SLOW)
        if trouble is Trouble.SLOW:
            await self.sleep(10)
        elif trouble is not None:
            message = "disk I/O error"
            raise sqlite3.OperationalError(message)

    async def committing(self) -> None:
        """Wait before a commit."""
        if await self.machine.wait(Trouble.DEATH, Trouble.COMMIT) is not None:
            message = "disk I/O error"
            raise sqlite3.OperationalError(message)

    async def committed(self) -> None:
        """Wait after a commit."""
        self.machine.world.observer.committed(self.machine)
        if await self.machine.wait(Trouble.DEATH, Trouble.UNKNOWN) is not None:
            message = "the connection was lost"
            raise sqlite3.OperationalError(message)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)
        if self.machine.dead:
            raise Killed

    def began(self) -> None:
        """Note that a transaction has begun."""
        self.machine.world.observer.began(self.machine)

    def now(self) -> float:
        """Return the seconds since the run began."""
        return self.machine.world.loop.now


@dataclass(slots=True)
class _Holder:
    machine: Machine | None = None

    def connect(self, *_args: object) -> InlineConnection:
        """Connect for the process of this run."""
        assert self.machine is not None
        return self.machine.connect()


@cache
def _kept(_name: str, path: Path) -> tuple[Database, _Holder]:
    database, holder = Database(f"sqlite+inline:///{path}"), _Holder()
    event.listen(database.engine.sync_engine, "do_connect", holder.connect)
    return database, holder


def _database(machine: Machine) -> Database:
    """Return the database of a process. Making an engine costs more than a run: it is kept, and told whose it is now."""
    database, holder = _kept(machine.name, machine.path)
    holder.machine = machine
    database.engine.sync_engine.dispose(close=False)
    return database
