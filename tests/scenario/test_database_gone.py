"""A database that is locked or gone: the typist is told within the platform's limit, and nothing is half-done."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.chat.port import Answer
from bot.store.database import Database
from bot.store.tables import events, handovers, outbox
from handlers.desk import FrontDesk
from handlers.front import Incoming
from handlers.visit import Counter
from tests.scenario.house import Builder, House, said

LIMIT_SECONDS = 3.0
OPENING = "/callback 6869419583 REQ-20418 customs"
TOLD = {"anna": "The database does not answer, so nothing was changed.", "chen": "数据库没有响应，未做任何更改。"}


SQLITE_ONLY = True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock on the database, as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def refused(answering: Awaitable[Answer], typist: str = "anna") -> None:
    """Show that the typist is told in time, and that is all."""
    begin = time.monotonic()
    answer = await answering
    assert time.monotonic() - begin < LIMIT_SECONDS
    assert answer.refused
    assert TOLD[typist] in said(answer)


async def counts(house: House) -> list[int]:
    """Return how many rows the tables hold that an act writes."""
    return [len(await house.rows(table)) for table in (handovers, events, outbox)]


@pytest.mark.parametrize("typist", ["anna", "chen"])
async def test_a_locked_database(builder: Builder, typist: str) -> None:
    """While another holds the lock, an opening is answered in time; afterwards the same delivery opens one handover."""
    async with builder.house() as house:
        with locked(builder.path):
            await refused(house.front.command(Incoming(typist, "D1"), OPENING), typist)
            listed = await house.front.command(Incoming(typist, "D2"), "list")
            assert not listed.refused, "reading waits for no writer"
        assert await counts(house) == [0, 0, 0]
        assert not (await house.person(typist).types(OPENING, delivery="D1")).refused
        assert (await counts(house))[0] == 1
        assert len(house.channel()) == 1


async def test_every_door_answers_while_the_database_is_locked(builder: Builder) -> None:
    """A button, a form and a thread's words are answered like a command, and change nothing."""
    async with builder.house() as house:
        await house.person("anna").types(f"{OPENING} @ben")
        before = await house.everything()
        ben = Incoming("ben", "D")
        with locked(builder.path):
            await refused(house.front.press(ben, "acknowledge", "1:1"))
            await refused(house.front.submit(ben, "decline", "1:1", {"reason": "ill"}))
            await refused(house.front.reply(ben, house.channel()[0].ref, "on it"))
        assert await house.everything() == before


async def test_a_crowd_at_a_locked_database_is_told_in_time(builder: Builder) -> None:
    """More people than the bot has connections are all told within the limit."""
    async with builder.house() as house:
        with locked(builder.path):
            crowd = [house.front.command(Incoming("anna", f"D{number}"), OPENING) for number in range(40)]
            for answering in [asyncio.ensure_future(each) for each in crowd]:
                await refused(answering)


async def test_what_was_due_while_the_database_was_locked_is_sent_afterwards(builder: Builder) -> None:
    """A tick without database is no end: the next one pings what was due."""
    async with builder.house() as house:
        await house.person("anna").types(f"{OPENING} @ben")
        house.clock.set(house.moment("09:40"))
        with locked(builder.path):
            await house.ticker.tick()
        assert house.person("ben").pings("Not acknowledged") == []
        await house.ticker.tick()
        assert len(house.person("ben").pings("Not acknowledged")) == 1


async def test_a_deleted_database(builder: Builder) -> None:
    """Nothing is promised on a file that is gone: SQLite alone would go on writing to it until the bot ends."""
    async with builder.house() as house:
        await house.person("anna").types(OPENING)
        said_before = len(house.chat.posted)
        for name in (builder.path.name, f"{builder.path.name}-wal", f"{builder.path.name}-shm"):
            (builder.path.parent / name).unlink(missing_ok=True)
        await refused(house.front.command(Incoming("anna", "D2"), OPENING.replace("20418", "20419")))
        await refused(house.front.command(Incoming("anna", "D3"), "mine"))
        await refused(house.front.press(Incoming("ben", "D4"), "acknowledge", "1:1"))
        await house.ticker.tick()
        assert len(house.chat.posted) == said_before


async def test_a_damaged_database(builder: Builder) -> None:
    """A file that is no database is told like one that is gone."""
    async with builder.house() as house:
        await house.database.close()
        builder.path.write_bytes(b"no database" * 1000)
        await refused(house.front.command(Incoming("chen", "D1"), OPENING), "chen")
        await refused(house.front.command(Incoming("chen", "D2"), "列表"), "chen")


async def test_a_database_that_cannot_be_written(builder: Builder) -> None:
    """On a file that may only be read nothing is opened, and the typist is told."""
    async with builder.house() as house:
        await house.person("anna").types(OPENING)
        read_only = Database(f"sqlite+aiosqlite:///file:{builder.path}?mode=ro&uri=true")
        counter = house.front.counter
        front = FrontDesk(Counter(type(counter.service)(read_only, house.office), read_only, counter.desk, house.clock))
        try:
            await refused(front.command(Incoming("anna", "D2"), OPENING.replace("20418", "20419")))
        finally:
            await read_only.close()
        assert (await counts(house))[0] == 1
