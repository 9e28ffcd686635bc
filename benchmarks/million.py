"""100 callbacks due among ever more open ones that are not: a sweep, its audit, the start. Run by `python -m benchmarks.million`.

What is not due is never read: time and memory should not grow with it. On SQLite and on PostgreSQL.

    python -m benchmarks.million URL FOLDER    prints the seconds of a sweep and of an audit here, and the peak memory in MB
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import delete

from benchmarks.crew import free_port, slack_double
from benchmarks.house import House, build
from benchmarks.peak import own_peak
from benchmarks.rows import LONG, Herd, filled, move, multiply
from bot.store import facts, tables
from bot.store.database import Database
from scheduler.audit import LOOK_BACK
from scheduler.proof import prove
from scheduler.sweep import sweep
from scheduler.ticker import TICKED
from tests import postgres
from tests.integration.processes import Process

DUE: Final = 100
OPEN: Final = (1_000, 100_000, 1_000_000)
OWNERS: Final = 20
ROUNDS: Final = 7  # in one process
TURNS: Final = 3
STARTS: Final = 3
FLAT_GOAL, START_GOAL = 1.5, 2
PAST: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER: Final = timedelta(days=90)
OPENED: Final = timedelta(days=120)  # before they are due, so that nothing has happened to them of late
LOOK_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 60


class Measured(NamedTuple):
    """Seconds of a sweep and of the audit of what it claimed, and the peak memory of their process in MB."""

    sweep: float
    audit: float
    peak: float


def run(sizes: tuple[int, ...] = OPEN) -> None:
    """Print time and memory of a sweep and an audit for each size, and the time to the first recorded sweep with the largest."""
    with tempfile.TemporaryDirectory() as made:
        house = build(Path(made), OWNERS)
        print(f"a sweep of {DUE} due and its audit, medians of {TURNS} processes, and their peak memory (goal: {FLAT_GOAL} x)")
        _all("SQLite", "run", lambda size: f"sqlite+aiosqlite:///{Path(made) / f'{size}.db'}", house, sizes)
        programs = postgres.binaries()
        if programs is None:
            print("PostgreSQL skipped: install your system's package postgresql")
            return
        with postgres.cluster(programs, postgres.DURABLE) as server:
            _all("PostgreSQL", "worker", lambda size: server.create(f"open{size}"), house, sizes)


def _all(name: str, role: str, place: Callable[[int], str], house: House, sizes: tuple[int, ...]) -> None:
    """Measure the sizes in turn, so that whatever else the machine does meets all of them."""
    urls = {size: place(size) for size in sizes}
    for size, url in urls.items():
        asyncio.run(_filled(url, house, size))
    turns = [{size: _measured(url, house) for size, url in urls.items()} for _ in range(TURNS)]
    medians = {size: Measured(*map(statistics.median, zip(*(turn[size] for turn in turns), strict=True))) for size in sizes}
    first = medians[sizes[0]]
    for size, each in medians.items():
        print(
            f"{f'{name}, {size} open':28}"
            f"sweep {each.sweep * 1000:6.1f} ms {each.sweep / first.sweep:5.2f} x   "
            f"audit {each.audit * 1000:6.1f} ms {each.audit / first.audit:5.2f} x   "
            f"{each.peak:5.0f} MB {each.peak / first.peak:5.2f} x",
            flush=True,
        )
    starts = [[_started(role, urls[size], house) for size in (sizes[0], sizes[-1])] for _ in range(STARTS + 1)]
    few, many = map(statistics.median, zip(*starts[1:], strict=True))
    beside = f"{few:.2f} s with {sizes[0]}: {many / few:.2f} x"
    print(f"{f'{name}, {sizes[-1]} open: start to first sweep':50}{many:6.2f} s (goal: {START_GOAL} s); {beside}", flush=True)


async def _filled(url: str, house: House, size: int) -> None:
    """Make a database with so many open handovers that are due in three months."""
    await filled(url, house, Herd(OPEN[0], datetime.now(UTC).replace(microsecond=0) + LATER, lead=OPENED))
    database = Database(url, LONG)
    if size > OPEN[0]:
        await multiply(database, OPEN[0], size // OPEN[0] - 1)
    await database.close()


def _measured(url: str, house: House) -> Measured:
    command = [sys.executable, "-m", "benchmarks.million", url, str(house.people.parent)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Measured(*map(float, printed.split()))


async def _measure_here(url: str, folder: Path) -> tuple[float, float]:
    """Return the medians of the seconds of a sweep and of an audit; the first ones of a process prepare their statements."""
    house = House(folder / "people.toml", folder / "policy.toml", OWNERS)
    database, office, took = Database(url, LONG), house.office, []
    for _ in range(ROUNDS + 1):
        await move(database, house, Herd(DUE, PAST))
        begin = stopwatch.perf_counter()
        swept = await sweep(database, office, PAST)
        between = stopwatch.perf_counter()
        proof = await prove(database, office, PAST - LOOK_BACK, PAST)
        took.append((between - begin, stopwatch.perf_counter() - between))
        if (swept, len(proof.found)) != (DUE, DUE):
            message = f"{swept} swept, {len(proof.found)} audited"
            raise RuntimeError(message)
    await database.close()
    sweeps, audits = zip(*took[1:], strict=True)
    return statistics.median(sweeps), statistics.median(audits)


def _started(role: str, url: str, house: House) -> float:
    """Return the seconds from the start of a process until it has written down that it has swept.

    It finds Python's bytecode where an earlier start has left it, as a service that is started again does.
    """
    asyncio.run(_nobody_ticked(url))
    with slack_double(house.people.parent / "posted.jsonl") as slack, _bot(role, url, house, slack) as begin:
        return asyncio.run(_until_ticked(url)) - begin


@contextmanager
def _bot(role: str, url: str, house: House, slack: str) -> Iterator[float]:
    """Have a process running; yield when it was started, on the machine's monotonic clock."""
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(house.people.parent / "bytecode")}
    process, begin = Process(role, url, free_port(), house.environment(slack) | bytecode), stopwatch.perf_counter()
    process.start()
    try:
        yield begin
    finally:
        process.kill()


async def _nobody_ticked(url: str) -> None:
    database = Database(url, LONG)
    async with database.transaction() as connection:
        await connection.execute(delete(tables.facts).where(tables.facts.c.name == TICKED))
    await database.close()


async def _until_ticked(url: str) -> float:
    database = Database(url, LONG)
    async with asyncio.timeout(PATIENCE_SECONDS):
        ticked = None
        while ticked is None:
            await asyncio.sleep(LOOK_SECONDS)
            async with database.reading() as connection:
                ticked = await facts.read(connection, TICKED)
    seen = stopwatch.perf_counter()
    await database.close()
    return seen


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(*asyncio.run(_measure_here(sys.argv[1], Path(sys.argv[2]))), own_peak() / 1024)
    else:
        run()
