"""Queries for the audit: what the ladders went by in a span of time, from events alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.footing import Footing
from bot.rules.spells import Spell
from bot.store.tables import events


async def with_rungs(connection: AsyncConnection, since: datetime, until: datetime, beyond: int, limit: int) -> list[int]:
    """Return the ids, above `beyond`, of `limit` handovers of which a rung may have been due between both moments (aware)."""
    columns = events.c
    live = and_(columns.first_rung_at <= until, columns.replaced_at.is_(None))
    past = and_(columns.first_rung_at <= until, columns.replaced_at > since)
    found = select(columns.handover_id).where(or_(live, past), columns.handover_id > beyond)
    rows = await connection.execute(found.distinct().order_by(columns.handover_id).limit(limit))
    return list(rows.scalars())


async def spells(connection: AsyncConnection, handover_ids: Sequence[int], since: datetime) -> dict[int, list[Spell]]:
    """Return the spells of these handovers that lasted beyond `since` (aware), in order. Earlier versions left none."""
    columns = events.c
    lasting = or_(columns.replaced_at.is_(None), columns.replaced_at > since)
    query = select(columns.handover_id, columns.at, columns.replaced_at, columns.footing).where(
        columns.handover_id.in_(handover_ids), columns.footing.is_not(None), lasting
    )
    found: dict[int, list[Spell]] = {}
    for handover_id, at, replaced_at, footing in await connection.execute(query.order_by(columns.handover_id, columns.version)):
        found.setdefault(handover_id, []).append(Spell(handover_id, at, replaced_at, Footing.load(footing)))
    return found
