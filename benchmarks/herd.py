"""10,000 callbacks due at the same moment on PostgreSQL, two real workers: how late, and against whom.

    python -m benchmarks.herd

The workers send as they go, through the Slack adapter to a double of Slack. All of it is on one PostgreSQL as it comes, with
fsync: ours, procrastinate with jobs that do nothing, APScheduler with a persistent job each, and a bare loop of one SQL statement
that claims the same rows and writes the same rows, in batches of the same size, with no rules and nobody to send to.
"""

import asyncio
import statistics
import sys
import tempfile
import threading
import time as stopwatch
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import create_engine

from benchmarks.crew import crew, slack_double
from benchmarks.house import House, build
from benchmarks.persistent_jobs import fired
from benchmarks.queued_jobs import drained
from benchmarks.rows import LONG, Herd, filled, migrated, plain
from bot.store.database import Database
from scheduler.sweep import BATCH, sweep
from tests import postgres

DUE: Final = 10_000
OWNERS: Final = 1_000
ROUNDS: Final = 3
LEAD: Final = timedelta(seconds=45)
LOOK_SECONDS: Final = 0.01
LATE_GOAL, QUEUE_GOAL, SCHEDULER_GOAL, BARE_GOAL = 1, 10, 5, 3
PAST: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANY_DUE: Final = "SELECT EXISTS (SELECT FROM handovers WHERE next_due_at <= %s)"
LOOP: Final = """
    WITH due AS (
        SELECT id FROM handovers WHERE next_due_at <= %(now)s ORDER BY next_due_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
    ), claimed AS (
        UPDATE handovers SET next_due_at = %(next)s, rung_at = %(now)s FROM due WHERE handovers.id = due.id
        RETURNING handovers.id, cycle, 'person:' || owner AS owner
    )
    INSERT INTO outbox (kind, handover_id, cycle, rung, occurrence, recipient, first_occurrence, first_at, planned_at, state,
                        attempts, next_try_at, lane, place)
    SELECT 'ping', id, cycle, 'due', 0, owner, 0, %(now)s, %(now)s, 'pending', 0, %(now)s, 2, owner FROM claimed
"""


def run(due: int = DUE) -> None:
    """Print how late the last ping was in the outbox, and the three ratios."""
    programs = postgres.binaries()
    if programs is None:
        print("skipped: no PostgreSQL; install your system's package postgresql")
        return
    with postgres.cluster(programs, postgres.DURABLE) as server, tempfile.TemporaryDirectory() as made:
        house = build(Path(made), min(OWNERS, due))
        took: dict[str, list[float]] = {}
        kinds: dict[str, Callable[[str], float]] = {
            "ours": partial(_two_workers, house, due),
            "queue": partial(drained, jobs=due),
            "scheduler": lambda url: fired(create_engine(url), due),
            "sweep": lambda url: asyncio.run(_swept(url, house, due)),
            "bare": lambda url: asyncio.run(_looped(url, house, due)),
        }
        for number in range(ROUNDS):
            for name, measure in kinds.items():
                took.setdefault(name, []).append(measure(server.create(f"{name}{number}")))
            print(f"round {number + 1}: " + ", ".join(f"{name} {each[-1]:.2f} s" for name, each in took.items()), flush=True)
    _report(due, {name: statistics.median(each) for name, each in took.items()}, took["ours"])


def _report(due: int, took: dict[str, float], rounds: list[float]) -> None:
    ours, alone = took["ours"], took["sweep"]
    print(f"{due} callbacks due at the same moment, PostgreSQL, median of {ROUNDS} rounds")
    print(f"{'two workers: the last in the outbox':44}{ours:8.2f} s late (goal: {LATE_GOAL} s); {_listed(rounds)}")
    for name, goal, words in (
        ("queue", QUEUE_GOAL, "procrastinate, two workers"),
        ("scheduler", SCHEDULER_GOAL, "APScheduler, one persistent job each"),
    ):
        print(f"{words:44}{took[name]:8.2f} s {took[name] / ours:6.1f} x (goal: {goal} x)")
    print(f"{'one sweep, nothing sent beside it':44}{alone:8.2f} s {due / alone:8.0f} rows a second")
    bare = f"{took['bare']:8.2f} s {due / took['bare']:8.0f} rows a second"
    print(f"{'a bare SQL loop':44}{bare}; ours 1/{alone / took['bare']:.1f} of it (goal: 1/{BARE_GOAL})")


def _listed(rounds: list[float]) -> str:
    return "rounds " + ", ".join(f"{each:.2f}" for each in rounds)


def _two_workers(house: House, due: int, url: str) -> float:
    """Return how late the last of the herd was claimed and in the outbox, in seconds, as somebody else who reads sees it."""
    asyncio.run(migrated(url))
    with slack_double(house.people.parent / "posted.jsonl") as slack, crew(("worker", "worker"), url, house, slack) as running:
        running.ready()
        herd = Herd(due, (datetime.now(UTC) + LEAD).replace(microsecond=0))
        asyncio.run(filled(url, house, herd))
        wait = (herd.at - datetime.now(UTC)).total_seconds()
        if wait < 1:
            message = "the herd was due before it was written"
            raise RuntimeError(message)
        threading.Event().wait(wait)
        with psycopg.connect(plain(url), autocommit=True) as reader:
            while reader.execute(ANY_DUE, [herd.last]).fetchone() == (True,):
                threading.Event().wait(LOOK_SECONDS)
        return (datetime.now(UTC) - herd.last).total_seconds()


async def _swept(url: str, house: House, due: int) -> float:
    """Return the seconds of one sweep in this process."""
    await filled(url, house, Herd(due, PAST))
    database, office = Database(url, LONG), house.office
    begin = stopwatch.perf_counter()
    swept = await sweep(database, office, PAST)
    taken = stopwatch.perf_counter() - begin
    await database.close()
    return _checked(taken, swept, due)


async def _looped(url: str, house: House, due: int) -> float:
    """Return the seconds of the bare loop in this process."""
    await filled(url, house, Herd(due, PAST))
    done, values = 0, {"now": PAST, "next": PAST + timedelta(days=60), "batch": BATCH}
    async with await psycopg.AsyncConnection.connect(plain(url)) as connection:
        begin = stopwatch.perf_counter()
        while moved := (await connection.execute(LOOP, values)).rowcount:
            await connection.commit()
            done += moved
        taken = stopwatch.perf_counter() - begin
    return _checked(taken, done, due)


def _checked(taken: float, done: int, due: int) -> float:
    if done != due:
        message = f"{done} of {due} claimed"
        raise RuntimeError(message)
    return taken


if __name__ == "__main__":
    run(*map(int, sys.argv[1:2]))
