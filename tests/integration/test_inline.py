"""The connection to SQLite that waits in a thread only where it has to."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.inline import connect


async def database(path: Path) -> Database:
    """Return a database with one table."""
    made = Database(f"sqlite+aiosqlite:///{path / 'inline.db'}")
    async with made.transaction() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER UNIQUE)"))
    return made


async def count(made: Database) -> int:
    """Return how many rows there are."""
    async with made.reading() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM numbers"))).scalar_one())


async def test_many_writers_at_once_all_have_their_turn(tmp_path: Path) -> None:
    """A hundred transactions begun in the same moment: none is refused, all are kept."""
    made = await database(tmp_path)

    async def write(number: int) -> None:
        async with made.transaction() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number})

    await asyncio.gather(*(write(number) for number in range(100)))
    assert await count(made) == 100
    await made.close()


async def test_a_transaction_that_is_left_is_rolled_back(tmp_path: Path) -> None:
    """By an error, and by being cancelled."""
    made = await database(tmp_path)
    entered = asyncio.Event()

    async def left() -> None:
        async with made.transaction() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(left())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(IntegrityError):
        await _twice(made)
    assert await count(made) == 0
    await made.close()


async def _twice(made: Database) -> None:
    async with made.transaction() as connection:
        for _ in range(2):
            await connection.execute(text("INSERT INTO numbers VALUES (2)"))


async def test_a_lock_of_another_process_is_waited_for_beside_the_loop(tmp_path: Path) -> None:
    """While a writer waits, the loop goes on; when the lock stays, the caller is told."""
    made = await database(tmp_path)
    other = sqlite3.connect(tmp_path / "inline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(beat())
    with pytest.raises(StoreUnavailable):
        async with made.transaction():
            pass
    beating.cancel()
    other.close()
    assert beats > 100
    await made.close()


async def test_a_close_comes_after_what_is_under_way(tmp_path: Path) -> None:
    """A connection that is stopped in the middle of a commit ends it first."""
    path = tmp_path / "stopped.db"
    connection = await connect(str(path), isolation_level=None)
    cursor = connection.cursor()
    await cursor.execute("CREATE TABLE numbers (n INTEGER)")
    await cursor.execute("BEGIN IMMEDIATE")
    await cursor.executemany("INSERT INTO numbers VALUES (?)", [(1,), (2,)])
    committing = asyncio.create_task(connection.commit())
    await asyncio.sleep(0)
    connection.stop()
    await committing
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM numbers").fetchone() == (2,)
    other.close()
