"""Writers who come at once on SQLite: they share a commit, and nothing else."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.together import MOST

CROWD = 100
FAILURE = "disk I/O error"
ADD = text("INSERT INTO numbers (n) VALUES (:n)")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Return a database with one table, whose writers share transactions."""
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'together.db'}", together=True)
    async with made.transaction() as connection:
        await connection.execute(text("CREATE TABLE numbers (id INTEGER PRIMARY KEY, n INTEGER UNIQUE)"))
    yield made
    await made.close()


class Commits:
    """Counts the commits of a database, and lets as many of the next fail as it is told."""

    def __init__(self, database: Database) -> None:
        """Listen."""
        self.count = 0
        self.to_fail = 0
        event.listen(database.engine.sync_engine, "commit", self._commit)

    def _commit(self, _connection: Connection) -> None:
        if self.to_fail:
            self.to_fail -= 1
            raise OperationalError(None, None, sqlite3.OperationalError(FAILURE))
        self.count += 1


async def write(database: Database, *numbers: int) -> None:
    """Write numbers in one transaction."""
    async with database.transaction() as connection:
        for number in numbers:
            await connection.execute(ADD, {"n": number})


async def kept(database: Database) -> list[int]:
    """Return the numbers that are kept, as another process sees them, in the order in which they were written."""
    assert database.file is not None
    other = sqlite3.connect(database.file)
    try:
        return [row[0] for row in other.execute("SELECT n FROM numbers ORDER BY id")]
    finally:
        other.close()


async def test_a_crowd_shares_commits_and_keeps_its_order(database: Database) -> None:
    """A hundred who come at once take few commits, and write in the order in which they came."""
    commits = Commits(database)
    await asyncio.gather(*(write(database, number) for number in range(CROWD)))
    assert await kept(database) == list(range(CROWD))
    assert commits.count <= CROWD / MOST + 2


async def test_what_is_answered_is_on_the_disk(database: Database) -> None:
    """Whoever has left their transaction finds it in the file, whatever the others still do."""

    async def checked(number: int) -> None:
        await write(database, number)
        assert number in await kept(database)

    await asyncio.gather(*(checked(number) for number in range(CROWD)))


async def test_one_who_fails_changes_nothing_for_the_others(database: Database) -> None:
    """A refusal, and a number that is there already, take back what their own writer wrote and no more."""

    async def refused(number: int) -> None:
        async with database.transaction() as connection:
            await connection.execute(ADD, {"n": number})
            raise LookupError

    outcomes = await asyncio.gather(
        write(database, 1), refused(2), write(database, 3), write(database, 4, 1), write(database, 5), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), LookupError, type(None), IntegrityError, type(None)]
    assert await kept(database) == [1, 3, 5]


async def test_one_sees_what_those_before_have_written(database: Database) -> None:
    """Who comes second in a shared transaction decides by what the first has written."""

    async def once(number: int) -> bool:
        async with database.transaction() as connection:
            query = text("INSERT INTO numbers (n) VALUES (:n) ON CONFLICT DO NOTHING RETURNING n")
            return (await connection.execute(query, {"n": number})).one_or_none() is not None

    assert await asyncio.gather(*(once(7) for _ in range(5))) == [True, False, False, False, False]


async def test_a_commit_that_fails_fails_for_all_who_shared_it(database: Database) -> None:
    """Each is told that the database is not there, nothing is kept, and those who come next write again."""
    commits = Commits(database)
    commits.to_fail = 1
    outcomes = await asyncio.gather(*(write(database, number) for number in range(MOST + 3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * MOST + [type(None)] * 3
    assert await kept(database) == list(range(MOST, MOST + 3))


async def test_a_transaction_that_sqlite_gave_up_fails_for_all(database: Database) -> None:
    """Where SQLite itself rolls everything back, nobody is told that their part was kept; the next transaction is a new one."""

    async def given_up() -> None:
        async with database.transaction() as connection:
            await connection.exec_driver_sql("ROLLBACK")

    outcomes = await asyncio.gather(write(database, 1), given_up(), write(database, 2), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 3
    await write(database, 3)
    assert await kept(database) == [3]


@pytest.mark.parametrize("position", [0, 1, 2])
async def test_one_who_is_cancelled_holds_up_nobody(database: Database, position: int) -> None:
    """While they wait for their turn, or in the middle of their part: that is taken back, the others are kept."""
    entered, never = asyncio.Event(), asyncio.Event()

    async def stuck() -> None:
        async with database.transaction() as connection:
            await connection.execute(ADD, {"n": -1})
            entered.set()
            await never.wait()

    works = [write(database, 1), write(database, 2), write(database, 3)]
    works.insert(position, stuck())
    tasks = [asyncio.ensure_future(work) for work in works]
    waiting = asyncio.ensure_future(write(database, 4))
    await entered.wait()
    waiting.cancel()
    tasks[position].cancel()
    outcomes = await asyncio.gather(*tasks, waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(asyncio.CancelledError) == 2
    assert await kept(database) == [1, 2, 3]


async def test_one_who_takes_too_long_is_told_and_the_others_are_kept(database: Database) -> None:
    """The deadline of a writer who is stuck ends its own part."""
    patient, database.deadline = database.deadline, 0.2

    async def stuck() -> None:
        async with database.transaction() as connection:
            await connection.execute(ADD, {"n": 1})
            await asyncio.Event().wait()

    outcome = asyncio.gather(stuck(), return_exceptions=True)
    await asyncio.sleep(0)
    database.deadline = patient
    await write(database, 2)
    assert [type(each) for each in await outcome] == [StoreUnavailable]
    assert await kept(database) == [2]


async def test_a_lock_that_another_holds_is_told_to_everybody_in_time(database: Database) -> None:
    """While another program has the lock, the whole crowd is told at once, and the loop goes on meanwhile."""
    other = sqlite3.connect(database.file or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(beat())
    crowd = (write(database, number) for number in range(CROWD))
    outcomes = await asyncio.gather(*crowd, return_exceptions=True)
    beating.cancel()
    other.close()
    assert {type(outcome) for outcome in outcomes} == {StoreUnavailable}
    assert beats > CROWD
    await write(database, 1)
    assert await kept(database) == [1]


async def test_a_writer_stays_where_the_loop_is_and_a_reader_does_not(tmp_path: Path) -> None:
    """SQL that a writer runs is run by the loop's own thread, what only reads by another."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'threads.db'}", together=True)

    async def thread(connection: AsyncConnection) -> int:
        return int((await connection.exec_driver_sql("SELECT thread()")).scalar_one())

    @event.listens_for(database.engine.sync_engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.create_function("thread", 0, threading.get_ident)

    async with database.transaction() as connection:
        assert await thread(connection) == threading.get_ident()
    async with database.reading() as connection:
        assert await thread(connection) != threading.get_ident()
    await database.close()


async def test_work_in_the_background_takes_its_turn_among_them(database: Database) -> None:
    """Another pool of the same process writes between two shared transactions, not inside one."""
    background = Database(database.url.render_as_string(), 10)
    background.turn = database.turn
    works = [write(background if number % 10 == 0 else database, number) for number in range(CROWD)]
    await asyncio.gather(*works)
    assert sorted(await kept(database)) == list(range(CROWD))
    await background.close()
