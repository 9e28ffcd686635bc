"""Many handovers at once on PostgreSQL: claims that lock, and rows of the outbox that are written together."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.ladder import RungName
from bot.store import outgoing, timers
from bot.store.database import Database
from bot.store.dialect import MANY
from bot.store.outgoing import Kind, Outgoing
from bot.store.tables import outbox
from tests import postgres
from tests.integration import crashing
from tests.integration.crashing import DUE, HANDOVERS

NUMBERS = itertools.count(1)
TAKEN = 100


@pytest.fixture
async def database(cluster: postgres.Cluster) -> AsyncIterator[Database]:
    """Return a database on which 600 handovers fall due together."""
    name = f"many{next(NUMBERS)}"
    database = Database(cluster.create(name))
    await crashing.prepare_database(database)
    database = Database(database.url.render_as_string(hide_password=False))
    yield database
    await database.close()
    cluster.drop(name)


async def test_what_one_worker_has_claimed_another_passes_by(database: Database) -> None:
    """Two claim at once: nobody waits, no handover goes to both, and what was claimed and not committed is due again."""
    async with database.reading() as reading:
        due = await count(reading)
    async with database.transaction() as second:
        async with database.transaction() as first:
            some = {each.id for each in await timers.claim(first, DUE, TAKEN)}
            others = {each.id for each in await timers.claim(second, DUE, HANDOVERS)}
            await first.rollback()
        assert (len(some), some & others, len(others)) == (TAKEN, set(), due - TAKEN)
        again = {each.id for each in await timers.claim(second, DUE, HANDOVERS)}
        assert again == some | others


async def test_what_was_claimed_and_moved_on_is_due_no_more(database: Database) -> None:
    """After a claim has committed, the next one finds nothing."""
    async with database.transaction() as connection:
        claimed = await timers.claim(connection, DUE, HANDOVERS)
        await timers.advance(connection, ((each.id, DUE, None) for each in claimed))
    async with database.transaction() as connection:
        assert await timers.claim(connection, DUE, HANDOVERS) == []


async def test_rows_written_together_are_written_once(database: Database) -> None:
    """Many pings that are enqueued a second time, among new ones, stay as they were: one each."""
    rows = [ping(number) for number in range(1, 2 * MANY + 1)]
    async with database.transaction() as connection:
        before = await rows_of_outbox(connection)
        await outgoing.enqueue(connection, rows[:MANY])
        await outgoing.enqueue(connection, [replace(row, reason="the second time") for row in rows])
        assert await rows_of_outbox(connection) == before + len(rows)
        query = select(func.count()).where(outbox.c.reason == "the second time", outbox.c.rung == RungName.DUE)
        assert (await connection.execute(query)).scalar_one() == MANY


async def test_rows_written_together_are_cut_off_nowhere(database: Database) -> None:
    """A text that is too long for its column is an error, for many rows as for one."""
    rows = [replace(ping(number), recipient="x" * 61) for number in range(1, MANY + 1)]
    for some in (rows, rows[:1]):
        with pytest.raises(DataError):
            async with database.transaction() as connection:
                await outgoing.enqueue(connection, some)


def ping(number: int) -> Outgoing:
    """Return the ping of a handover at its promised time, with everything about it as plain as can be."""
    return Outgoing(Kind.PING, number, 1, RungName.DUE, 0, "person:ben", 0, DUE, DUE)


async def count(connection: AsyncConnection) -> int:
    """Return how many handovers are due."""
    return (await timers.figures(connection, DUE))[1]


async def rows_of_outbox(connection: AsyncConnection) -> int:
    """Return how many rows the outbox has."""
    found: int = (await connection.execute(select(func.count()).select_from(outbox))).scalar_one()
    return found


async def test_who_comes_with_many_waits_for_a_connection_as_long_as_for_an_answer(database: Database) -> None:
    """Of a hundred at once nobody is turned away while the deadline has not passed, although the connections are few."""
    patient = Database(database.url.render_as_string(hide_password=False), 30.0)

    async def asked() -> None:
        async with patient.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(0.25)"))

    try:
        await asyncio.gather(*(asked() for _ in range(100)))
        assert patient.failures == 0
    finally:
        await patient.close()
