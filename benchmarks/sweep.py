"""10,000 callbacks due in the same second: our sweep against APScheduler with one persistent job for each.

Both on SQLite with the same durability (WAL, fsync at each commit). Ours claims the rungs and writes the pings to the outbox;
a job of APScheduler only counts, in the scheduler's own thread, so that its time is the time of its store. Peak memory is that of
a process of its own which does nothing else.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time as stopwatch
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, func, select

from benchmarks.peak import own_peak
from benchmarks.persistent_jobs import fired
from bot.rules.calendars import build_worktimes
from bot.rules.handover import Handover, Status
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.rules.routes import Route
from bot.store import tables
from bot.store.database import Database
from bot.store.migrate import migrate
from config.people import load_people
from config.policy import load_policy
from scheduler.sweep import sweep

CONFIG: Final = Path(__file__).parent.parent / "config"
DUE: Final = 10_000
NOT_DUE: Final = (1_000, 100_000)
ROUNDS: Final = 3
CHUNK: Final = 5_000
# Cases opened from 15:31 to 16:00 all get 09:00 of the next day as their first offer: there most callbacks fall due at once.
OPENED: Final = datetime(2026, 11, 23, 7, 31, tzinfo=UTC)
PROMISED: Final = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
GOAL: Final = 5


def run() -> None:
    """Print both times and their ratio, and the peak memory of each process."""
    with tempfile.TemporaryDirectory() as folder:
        ours = [_swept(Path(folder) / f"ours-{number}.db") for number in range(ROUNDS)]
        theirs = [_fired(Path(folder) / f"theirs-{number}.db", durable=True) for number in range(ROUNDS)]
        default = _fired(Path(folder) / "default.db", durable=False)
        fast, slow = statistics.median(ours), statistics.median(theirs)
        print(f"{DUE} callbacks due in the same second, SQLite, median of {ROUNDS} rounds")
        print(f"{'ours, claimed and in the outbox':44}{fast:8.2f} s")
        print(f"{'APScheduler, one persistent job each':44}{slow:8.2f} s {slow / fast:6.1f} x (goal: {GOAL} x)")
        print(f"{'the same, with its store as it comes':44}{default:8.2f} s {default / fast:6.1f} x (one round)")
        print(f"{'peak memory: process before the sweep':44}{_peak('nothing', Path(folder) / 'ours-0.db'):8.0f} MB")
        print(f"{f'peak memory: sweep of {DUE}':44}{_memory(Path(folder), DUE, 0):8.0f} MB")
        for count in NOT_DUE:
            print(f"{f'peak memory: sweep of 1000, {count} more not due':44}{_memory(Path(folder), 1_000, count):8.0f} MB")


def office() -> Office:
    """Return the example office."""
    policy = load_policy(CONFIG / "policy.toml")
    return Office(policy, Directory(load_people(CONFIG / "people.toml", policy)), build_worktimes(policy))


def _swept(path: Path) -> float:
    """Return the seconds that one sweep takes; all is claimed and in the outbox then."""

    async def measured() -> float:
        rules = office()
        database = await _database(path, rules, DUE, 0)
        begin = stopwatch.perf_counter()
        claimed = await sweep(database, rules, PROMISED)
        taken = stopwatch.perf_counter() - begin
        async with database.reading() as connection:
            pings = (await connection.execute(select(func.count()).where(tables.outbox.c.kind == "ping"))).scalar_one()
        await database.close()
        if (claimed, pings) != (DUE, DUE):
            message = f"{claimed} claimed, {pings} in the outbox"
            raise RuntimeError(message)
        return taken

    return asyncio.run(measured())


async def _database(path: Path, office: Office, due: int, not_due: int) -> Database:
    """Return a database with so many open handovers whose first ping is due, and so many whose is not."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    for values in _chunks(office, due, not_due):
        async with database.transaction() as connection:
            await connection.execute(tables.handovers.insert(), values)
    return database


def _chunks(office: Office, due: int, not_due: int) -> Iterator[list[dict[str, Any]]]:
    numbers = range(1, due + not_due + 1)
    for start in range(0, len(numbers), CHUNK):
        yield [_values(office, number, due=number <= due) for number in numbers[start : start + CHUNK]]


def _values(office: Office, number: int, *, due: bool) -> dict[str, Any]:
    opened = OPENED + number % 30 * MINUTE
    own = replace(HANDOVER, id=number, request_id=f"REQ-{number}", opened_at=opened, acknowledged_at=opened, cycle_from=opened)
    next_due = office.next_due(own)
    if next_due != PROMISED:
        raise RuntimeError(next_due)
    later = {} if due else {"promised_at": PROMISED + timedelta(days=1), "next_due_at": PROMISED + timedelta(days=1)}
    return asdict(own) | {"next_due_at": next_due, "open_key": own.request_id} | later


HANDOVER: Final = Handover(
    id=0,
    version=2,
    status=Status.ACKNOWLEDGED,
    kind="callback",
    waybill="6869419583",
    request_id="",
    customer_name="Li Hua",
    customer_phone="13800138000",
    wish="asks why customs holds the parcel, and what papers are missing",
    warned=False,
    other_matter=False,
    site="shanghai",
    team="express",
    opener="anna",
    owner="ben",
    closer=None,
    opened_at=OPENED,
    first_offer=PROMISED,
    promised_at=PROMISED,
    own_time=False,
    provisional=False,
    routes=(Route.STANDARD,),
    declined=False,
    kept=None,
    acknowledged_at=OPENED,
    closed_at=None,
    cycle=1,
    cycle_from=OPENED,
    whole_ladder=True,
    rung_at=PROMISED - 15 * MINUTE,
    next_due_at=None,
    phone_next=None,
)


def _fired(path: Path, *, durable: bool) -> float:
    """Return the seconds that APScheduler takes with a store in that file."""
    engine = create_engine(f"sqlite:///{path}")
    if durable:
        _make_durable(engine)
    return fired(engine, DUE)


def _make_durable(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")


def _memory(folder: Path, due: int, not_due: int) -> float:
    """Return the peak memory in MB of a process that sweeps such a database."""
    path = folder / f"memory-{due}-{not_due}.db"

    async def prepared() -> None:
        await (await _database(path, office(), due, not_due)).close()

    asyncio.run(prepared())
    return _peak("sweep", path)


def _peak(what: str, path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.sweep", what, str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _child(what: str, path: Path) -> None:
    """Sweep in this process, or do nothing, and print its peak memory in MB."""

    async def swept() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        if what == "sweep":
            await sweep(database, office(), PROMISED)
        await database.close()

    asyncio.run(swept())
    print(own_peak() / 1024)


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
