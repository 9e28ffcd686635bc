"""How long a `/callback` takes to be answered while a herd of 10,000 is said, against at rest: `python -m benchmarks.beside`.

PostgreSQL as it comes, one web and two workers, a double of Slack; all on this machine. Signed commands come at a steady rate,
whether the earlier ones are answered or not, and each opens a handover. At rest they are all that happens. Beside the herd they
come from the moment when it is due until its last ping is sent.
"""

import asyncio
import statistics
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import aiohttp
import psycopg

from benchmarks.commands import signed_command
from benchmarks.counting import UNSENT
from benchmarks.crew import ON_POSTGRESQL, crew, slack_double
from benchmarks.house import House, agent_of, build
from benchmarks.rows import Herd, filled, migrated, plain
from bot.web.slack import ROUTE
from tests import postgres

DUE: Final = 10_000
OWNERS: Final = 1_000
LEAD: Final = timedelta(seconds=45)
A_SECOND: Final = 10
WARM_UP: Final = 40
REST: Final = timedelta(seconds=20)
ROUNDS: Final = 3
GOAL: Final = 3
LOOK_SECONDS: Final = 0.2
ANY_LEFT: Final = """
    SELECT EXISTS (SELECT FROM handovers WHERE id <= %(count)s AND next_due_at <= %(last)s)
        OR EXISTS (SELECT FROM outbox WHERE kind = 'ping' AND handover_id <= %(count)s AND state = ANY(%(unsent)s))
"""


def run(due: int = DUE) -> None:
    """Print p50 and p99 of both, and the ratio."""
    programs = postgres.binaries()
    if programs is None:
        print("skipped: no PostgreSQL; install your system's package postgresql")
        return
    rest: list[float] = []
    beside: list[float] = []
    took: list[float] = []
    with postgres.cluster(programs, postgres.DURABLE) as server, tempfile.TemporaryDirectory() as made:
        house = build(Path(made), min(OWNERS, due))
        for number in range(ROUNDS):
            quiet, busy, seconds = asyncio.run(_round(server.create(f"beside{number}"), house, due))
            rest += quiet
            beside += busy
            took.append(seconds)
    print(f"/callback {A_SECOND} times a second, PostgreSQL, a web and two workers, {ROUNDS} rounds together")
    for words, each in (("at rest", rest), (f"while {due} pings are said", beside)):
        print(f"{words:32}{len(each):6} commands   p50 {statistics.median(each):7.1f} ms   p99 {_p99(each):7.1f} ms")
    print(f"p99 beside the herd: {_p99(beside) / _p99(rest):.1f} x (goal: at most {GOAL} x)")
    print(f"the herd was sent in {statistics.median(took):.1f} s (median), with the commands beside it")


async def _round(url: str, house: House, due: int) -> tuple[list[float], list[float], float]:
    """Return the times of the commands at rest and beside the herd, in milliseconds, and the seconds until it was sent."""
    await migrated(url)
    with slack_double(house.people.parent / "posted.jsonl") as slack, crew(ON_POSTGRESQL, url, house, slack) as running:
        running.ready()
        web, numbers = f"http://127.0.0.1:{running.web.port}{ROUTE}", iter(range(10**6))
        herd = Herd(due, (datetime.now(UTC) + LEAD + REST).replace(microsecond=0))
        await filled(url, house, herd)
        async with aiohttp.ClientSession() as session:
            for _ in range(WARM_UP):
                await _answered(session, web, next(numbers))
            end = herd.at - timedelta(seconds=1)
            rest = await _steadily(session, web, numbers, lambda: datetime.now(UTC) >= end)
            await asyncio.sleep((herd.at - datetime.now(UTC)).total_seconds())
            said = asyncio.create_task(_said(url, herd))
            beside = await _steadily(session, web, numbers, said.done)
        return rest, beside, (await said - herd.at).total_seconds()


async def _said(url: str, herd: Herd) -> datetime:
    """Wait until the last ping of the herd is sent; return when that was seen."""
    asked = {"count": herd.count, "last": herd.last, "unsent": [str(state) for state in UNSENT]}
    left: object = (True,)
    async with await psycopg.AsyncConnection.connect(plain(url), autocommit=True) as reader:
        while left == (True,):
            await asyncio.sleep(LOOK_SECONDS)
            left = await (await reader.execute(ANY_LEFT, asked)).fetchone()
    return datetime.now(UTC)


async def _steadily(session: aiohttp.ClientSession, url: str, numbers: Iterator[int], over: Callable[[], bool]) -> list[float]:
    """Send commands at the rate until it is over; return how long each took, in milliseconds."""
    begin, sent = stopwatch.perf_counter(), list[asyncio.Task[float]]()
    while not over():
        sent.append(asyncio.create_task(_answered(session, url, next(numbers))))
        await asyncio.sleep(begin + len(sent) / A_SECOND - stopwatch.perf_counter())
    return await asyncio.gather(*sent)


async def _answered(session: aiohttp.ClientSession, url: str, number: int) -> float:
    user, channel = agent_of(number)
    body, headers = signed_command(number, user=user, channel=channel)
    begin = stopwatch.perf_counter()
    async with session.post(url, data=body, headers=headers) as response:
        text = await response.text()
    took = (stopwatch.perf_counter() - begin) * 1000
    if response.status != 200 or "CB-" not in text:
        message = f"not answered as it should be: {response.status} {text[:300]}"
        raise RuntimeError(message)
    return took


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


if __name__ == "__main__":
    run(*map(int, sys.argv[1:2]))
