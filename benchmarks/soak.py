"""A crash soak with real processes: `python -m benchmarks.soak`. 10,000 pings come due while the bot is killed 20 times.

`python -m bot run` on SQLite; one web and two workers on PostgreSQL, where the server itself is also stopped, as a crash stops
it, and started. They send through the real Slack adapter to a double of Slack of our own that outlives them; agents type commands
all the while. Nothing may be lost, what was answered has to be in the database, and no more may be said twice than was in
flight: one message for each kill of a sender.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.counting import Counted, counted, left
from benchmarks.crew import ON_POSTGRESQL, ON_SQLITE, Agents, Crew, crew, slack_double, typing
from benchmarks.house import House, build
from benchmarks.rows import LONG, Herd, fill
from bot.store.database import Database
from bot.store.migrate import migrate
from tests import postgres

PINGS: Final = 10_000
KILLS: Final = 20
STOPS: Final = 3
OWNERS: Final = 1_000
SPAN: Final = timedelta(seconds=120)
LEAD_IN: Final = timedelta(seconds=25)
WORKING_SECONDS: Final = 3.0  # a process is killed so long after it can work, at the most
DOWN_SECONDS: Final = 4.0
PATIENCE: Final = timedelta(minutes=15)

Trouble = Callable[[Crew], int]
"""Makes trouble while the herd comes due; returns how many messages may have been in flight when something died."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one soak. `left` pings were not sent yet when the last trouble was over."""

    counted: Counted
    in_flight: int
    left: int
    answered: int
    unanswered: int
    seconds: float

    @property
    def well(self) -> bool:
        """Tell whether the bot kept its promise."""
        found = self.counted
        return not (found.lost or found.unproved or found.forgotten) and found.repeated <= self.in_flight


def play(folder: Path, url: str, roles: tuple[str, ...], pings: int, trouble: Trouble) -> Played:
    """Let the herd come due while there is trouble, wait until all is sent, and count."""
    house, record = build(folder, min(OWNERS, pings)), folder / "posted.jsonl"
    herd = asyncio.run(_prepared(url, house, pings))
    begin = time.monotonic()
    with slack_double(record) as slack, crew(roles, url, house, slack) as running:
        running.ready()
        _until(herd.at)
        with typing(running.web) as agents:
            in_flight = trouble(running)
            unsent = asyncio.run(_left(url, herd))
        _drain(running, url, herd)
        seconds = time.monotonic() - begin
        found = asyncio.run(_counted(url, house, herd, record, agents))
    return Played(found, in_flight, unsent, len(agents.opened), agents.unanswered, seconds)


def kills(times: int, dice: random.Random) -> Trouble:
    """Kill one process after another, each at a random moment of its work."""

    def killing(running: Crew) -> int:
        senders = 0
        for _ in range(times):
            place = dice.randrange(len(running.processes))
            running.processes[place].becomes("/healthz", 200)
            threading.Event().wait(dice.uniform(0, WORKING_SECONDS))
            senders += running.processes[place].role != "web"
            running.kill(place)
        return senders

    return killing


def stops(times: int, server: postgres.Cluster, dice: random.Random) -> Trouble:
    """Stop PostgreSQL at once, and start it again after a while."""

    def stopping(running: Crew) -> int:
        for _ in range(times):
            threading.Event().wait(dice.uniform(0, 4 * WORKING_SECONDS))
            server.stop()
            threading.Event().wait(dice.uniform(0, DOWN_SECONDS))
            server.start()
        return times * sum(process.role != "web" for process in running.processes)

    return stopping


def report(name: str, played: Played) -> str:
    """Return one soak in a few lines."""
    found, (median, longest) = played.counted, played.counted.late
    return (
        f"{name}: {'well' if played.well else 'NOT WELL'}, in {played.seconds:.0f} s\n"
        f"  pings planned and sent {found.sent}, lost {found.lost}, not proved by the audit {found.unproved}\n"
        f"  messages said twice {found.repeated} (in flight at a kill: at most {played.in_flight})\n"
        f"  commands answered {played.answered}, of them not in the database {found.forgotten}; unanswered {played.unanswered}\n"
        f"  pings late by {median:.1f} s (median), {longest:.1f} s (longest); {played.left} left after the last trouble"
    )


@contextmanager
def postgresql() -> Iterator[postgres.Cluster]:
    """Start a private PostgreSQL as it comes: with fsync."""
    programs = postgres.binaries()
    if programs is None:
        sys.exit("no PostgreSQL: install your system's package postgresql")
    with postgres.cluster(programs, postgres.DURABLE) as server:
        yield server


async def _prepared(url: str, house: House, pings: int) -> Herd:
    database = Database(url, LONG)
    await migrate(database)
    herd = Herd(pings, (datetime.now(UTC) + LEAD_IN).replace(microsecond=0), SPAN * pings / PINGS)
    await fill(database, house, herd)
    await database.close()
    return herd


def _until(moment: datetime) -> None:
    threading.Event().wait(max((moment - datetime.now(UTC)).total_seconds(), 0))


def _drain(running: Crew, url: str, herd: Herd) -> None:
    """Wait until everything is sent, while what ends is started again."""
    end = datetime.now(UTC) + PATIENCE
    while asyncio.run(_left(url, herd)) and datetime.now(UTC) < end:
        running.revive()
        threading.Event().wait(1)


async def _left(url: str, herd: Herd) -> int:
    database = Database(url, LONG)
    try:
        return await left(database, herd)
    finally:
        await database.close()


async def _counted(url: str, house: House, herd: Herd, record: Path, agents: Agents) -> Counted:
    database = Database(url, LONG)
    try:
        return await counted(database, house, herd, record, agents.opened)
    finally:
        await database.close()


def main() -> int:
    """Play every soak and print what came of it; return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--pings", type=int, default=PINGS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--stops", type=int, default=STOPS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", choices=("sqlite", "postgresql", "stops"))
    asked = parser.parse_args()
    dice, fine = random.Random(asked.seed), True
    print(f"{asked.pings} pings, seed {asked.seed}", flush=True)
    with postgresql() as server, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        soaks: dict[str, tuple[str, Callable[[Path], Played]]] = {
            "sqlite": (
                f"SQLite, {asked.kills} kills",
                lambda at: play(at, f"sqlite+aiosqlite:///{at / 'soak.db'}", ON_SQLITE, asked.pings, kills(asked.kills, dice)),
            ),
            "postgresql": (
                f"PostgreSQL, {asked.kills} kills",
                lambda at: play(at, server.create("kills"), ON_POSTGRESQL, asked.pings, kills(asked.kills, dice)),
            ),
            "stops": (
                f"PostgreSQL stopped {asked.stops} times",
                lambda at: play(at, server.create("stops"), ON_POSTGRESQL, asked.pings, stops(asked.stops, server, dice)),
            ),
        }
        for name, (heading, soak) in soaks.items():
            if asked.only in {None, name}:
                (folder / name).mkdir()
                played = soak(folder / name)
                print(report(heading, played), flush=True)
                fine = fine and played.well
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
