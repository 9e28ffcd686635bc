"""What the outbox looks like from outside: what waits, what was set aside, and having that tried again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.lanes import Lane
from bot.store.database import ENQUEUED
from bot.store.outgoing import COLUMNS, Kind, Outgoing, State, as_outgoing
from bot.store.tables import outbox, resent


class Progress(StrEnum):
    """How far a row is that waits."""

    PENDING = "pending"
    RETRYING = "retrying"  # it failed before
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many rows of one lane and kind, equally far; when the oldest was planned for, and when the next is tried (aware UTC)."""

    lane: Lane
    kind: Kind
    progress: Progress
    count: int
    oldest: datetime
    next_try: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be sent for good, and how often somebody has had it tried again before."""

    row: Outgoing
    resent: int


async def waiting(connection: AsyncConnection) -> list[Waiting]:
    """Return everything that waits, most urgent first. It reads what waits, and nothing else."""
    progress = case(
        (outbox.c.state == State.SENDING, Progress.SENDING),
        (outbox.c.reason.is_not(None), Progress.RETRYING),
        else_=Progress.PENDING,
    ).label("progress")
    figures = (func.count(), func.min(outbox.c.planned_at), func.min(outbox.c.next_try_at))
    query = (
        select(outbox.c.lane, outbox.c.kind, progress, *figures)
        .where(outbox.c.next_try_at.is_not(None))
        .group_by(outbox.c.lane, outbox.c.kind, progress)
        .order_by(outbox.c.lane, outbox.c.kind, progress)
    )
    return [
        Waiting(Lane(lane), Kind(kind), Progress(far), count, oldest, next_try)
        for lane, kind, far, count, oldest, next_try in await connection.execute(query)
    ]


async def count_set_aside(connection: AsyncConnection) -> int:
    """Return how many rows could not be sent for good."""
    query = select(func.count()).select_from(outbox).where(outbox.c.state == State.FAILED)
    return int((await connection.execute(query)).scalar_one())


async def set_aside(connection: AsyncConnection, limit: int) -> list[SetAside]:
    """Return the latest rows that could not be sent for good, latest first."""
    again = select(func.count()).where(resent.c.outbox_id == outbox.c.id).scalar_subquery()
    query = select(*COLUMNS, again).where(outbox.c.state == State.FAILED).order_by(outbox.c.id.desc()).limit(limit)
    return [SetAside(as_outgoing(row[:-1]), row[-1]) for row in await connection.execute(query)]


async def try_again(connection: AsyncConnection, ids: Sequence[int] | None, by: str, now: datetime) -> list[int]:
    """Have rows that were set aside (None: all of them) tried again from `now` on (aware), as if for the first time.

    Returns which ones there were. Who had it done, and why they had failed, is kept.
    """
    query = select(outbox.c.id, outbox.c.attempts, outbox.c.reason).where(outbox.c.state == State.FAILED)
    if ids is not None:
        query = query.where(outbox.c.id.in_(ids))
    found = (await connection.execute(query.order_by(outbox.c.id).with_for_update())).all()
    if not found:
        return []
    kept = [{"outbox_id": row.id, "at": now, "by": by, "attempts": row.attempts, "reason": row.reason} for row in found]
    await connection.execute(insert(resent), kept)
    again = update(outbox).where(outbox.c.id.in_([row.id for row in found]), outbox.c.state == State.FAILED)
    await connection.execute(again.values(state=State.PENDING, attempts=0, next_try_at=now, reason=None))
    connection.info[ENQUEUED] = True
    return [row.id for row in found]
