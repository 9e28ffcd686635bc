"""Claims of due handovers: set-based, and guarded so that two workers never claim one rung."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.handover import Handover
from bot.store.dialect import MANY, among, locks_rows, passing_by
from bot.store.handovers import COLUMNS, as_handover
from bot.store.tables import handovers


async def claim(connection: AsyncConnection, now: datetime, limit: int) -> list[Handover]:
    """Take up to `limit` handovers whose next rung is due, earliest first; `advance` has to move them on in this transaction.

    A claim that is not committed was never made: the rows stay due. Where rows can be locked that is the guard, and each is
    written once; elsewhere they have no next rung until `advance`.
    """
    if locks_rows(connection):
        due = select(*COLUMNS).where(handovers.c.next_due_at <= now).order_by(handovers.c.next_due_at).limit(limit)
        return [as_handover(row) for row in await connection.execute(passing_by(connection, due))]
    due = select(handovers.c.id).where(handovers.c.next_due_at <= now).order_by(handovers.c.next_due_at).limit(limit)
    taken = (
        update(handovers)
        .where(handovers.c.id.in_(passing_by(connection, due).scalar_subquery()), handovers.c.next_due_at <= now)
        .values(next_due_at=None)
        .returning(*COLUMNS)
    )
    return [as_handover(row) for row in await connection.execute(taken)]


async def advance(connection: AsyncConnection, climbed: Iterable[tuple[int, datetime, datetime | None]]) -> None:
    """Set for each claimed handover (by id) up to when its rungs are now claimed, and when the next one is due.

    Many that go on to the same moments take one statement; the others share one that is run once for each.
    """
    together: dict[tuple[datetime, datetime | None], list[int]] = {}
    for handover_id, until, moment in climbed:
        together.setdefault((until, moment), []).append(handover_id)
    alone: list[dict[str, Any]] = []
    for (until, moment), ids in together.items():
        if len(ids) >= MANY:
            statement = update(handovers).where(among(connection, handovers.c.id, ids)).values(rung_at=until, next_due_at=moment)
            await connection.execute(statement)
        else:
            alone += [{"claimed": handover_id, "until": until, "next": moment} for handover_id in ids]
    if alone:
        each = update(handovers).where(handovers.c.id == bindparam("claimed"))
        await connection.execute(each.values(rung_at=bindparam("until"), next_due_at=bindparam("next")), alone)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """Return when the next rung of any handover is due (aware UTC)."""
    soonest = select(func.min(handovers.c.next_due_at)).where(handovers.c.next_due_at.is_not(None))  # as the index says it
    found: datetime | None = (await connection.execute(soonest)).scalar_one()
    return found


async def figures(connection: AsyncConnection, now: datetime) -> tuple[int, int]:
    """Return how many handovers have a next rung, and of how many it is due at `now` (aware UTC). Reads their index only."""
    query = select(func.count(), func.count().filter(handovers.c.next_due_at <= now)).where(handovers.c.next_due_at.is_not(None))
    active, due = (await connection.execute(query)).one()
    return active, due


async def overdue(connection: AsyncConnection, before: datetime, limit: int) -> list[Handover]:
    """Return handovers whose rung was due before that moment and is still unclaimed."""
    query = select(*COLUMNS).where(handovers.c.next_due_at < before).order_by(handovers.c.next_due_at).limit(limit)
    return [as_handover(row) for row in await connection.execute(query)]


async def silent(connection: AsyncConnection, limit: int) -> list[Handover]:
    """Return handovers that are open and have no next rung: a ladder never ends in silence."""
    query = select(*COLUMNS).where(handovers.c.next_due_at.is_(None), handovers.c.status.in_(["open", "acknowledged"]))
    return [as_handover(row) for row in await connection.execute(query.limit(limit))]
