"""Queries for the audit: what the ladders went by in a span of time, from events alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.footing import Footing
from bot.rules.spells import Spell
from bot.store.tables import events


async def with_rungs(connection: AsyncConnection, since: datetime, until: datetime) -> list[int]:
    """Return the ids of all handovers of which a rung may have been due between both moments (aware), in order.

    Two queries in one, each on an index of its own: what cannot have had a rung then is never read, however much is open.
    """
    columns = events.c
    due = select(columns.handover_id).where(columns.first_rung_at <= until)
    found = union(due.where(columns.replaced_at.is_(None)), due.where(columns.replaced_at > since))
    return sorted((await connection.execute(found)).scalars())


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
