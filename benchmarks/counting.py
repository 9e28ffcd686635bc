"""What became of a herd, counted twice: by the database, and by what Slack's double was given."""

import json
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from benchmarks.house import House
from benchmarks.rows import Herd
from bot.store.database import Database
from bot.store.outgoing import Kind, State
from bot.store.tables import handovers, outbox
from scheduler.proof import Proof, prove

SECOND: Final = timedelta(seconds=1)
UNSENT: Final = (State.PENDING, State.SENDING)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was lost and what was said twice, and how late pings were, in seconds. `unproved` is what the audit misses."""

    sent: int
    lost: int
    repeated: int
    unproved: int
    late: tuple[float, float]
    forgotten: int


async def left(database: Database, herd: Herd) -> int:
    """Return how many pings of the herd are not sent yet, those that are not due included."""
    unclaimed = select(func.count()).where(handovers.c.id <= herd.count, handovers.c.next_due_at <= herd.last)
    unsent = select(func.count()).where(
        outbox.c.kind == Kind.PING, outbox.c.state.in_(UNSENT), outbox.c.handover_id <= herd.count
    )
    async with database.reading() as connection:
        counts = [(await connection.execute(query)).scalar_one() for query in (unclaimed, unsent)]
    return sum(counts)


async def counted(database: Database, house: House, herd: Herd, record: Path, opened: Mapping[int, str]) -> Counted:
    """Count what was said of each callback of the herd, and which commands that were answered are not in the database."""
    said = pings_said(record, herd)
    query = select(outbox.c.handover_id).where(outbox.c.kind == Kind.PING, outbox.c.state == State.SENT)
    kept = select(handovers.c.id, handovers.c.request_id).where(handovers.c.id > herd.count)
    async with database.reading() as connection:
        sent = set((await connection.execute(query.where(outbox.c.handover_id <= herd.count))).scalars())
        found = {row.id: row.request_id for row in await connection.execute(kept)}
    proof = await prove(database, house.office, herd.at - SECOND, herd.last + SECOND)
    return Counted(
        sent=len(said),
        lost=herd.count - len(sent & set(said)),
        repeated=repeated(record),
        unproved=len(proof.exceptions) + herd.count - len(proof.found),
        late=lateness(proof),
        forgotten=sum(found.get(reference) != request for reference, request in opened.items()),
    )


def lateness(proof: Proof) -> tuple[float, float]:
    """Return the median and the longest time, in seconds, from a ping's moment until it was sent."""
    late = [each.total_seconds() for each in proof.lateness] or [0.0]
    return statistics.median(late), late[-1]


def pings_said(record: Path, herd: Herd) -> Counter[int]:
    """Return how often each callback of the herd was named by a ping."""
    pings = [each for each in _posts(record) if each["key"].startswith(f"{Kind.PING}-")]
    return Counter(number for each in pings for number in each["handovers"] if number <= herd.count)


def repeated(record: Path) -> int:
    """Return how many messages of any kind said again what was said: under the same key, or a callback named by a second ping."""
    posts = _posts(record)
    keys = Counter(each["key"] for each in posts)
    again = sum(times - 1 for times in keys.values())
    named: set[int] = set()
    for each in {each["key"]: each for each in posts if each["key"].startswith(f"{Kind.PING}-")}.values():
        again += not named.isdisjoint(each["handovers"])
        named.update(each["handovers"])
    return again


def _posts(record: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
