"""How much each place has had lately, for all processes together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.pace import LONGEST_WAIT
from bot.store.dialect import once
from bot.store.tables import paces

REMEMBER = update(paces).where(paces.c.place == bindparam("of")).values(rested_at=bindparam("at"))


async def rested(connection: AsyncConnection, places: Sequence[str], now: datetime) -> dict[str, datetime]:
    """Return when each of these places will have rested (aware UTC), and keep others from them until this transaction ends.

    A moment too far ahead is left over from before the clock jumped back.
    """
    ordered = sorted(places)
    await connection.execute(once(connection, paces), [{"place": place, "rested_at": now} for place in ordered])
    query = select(paces.c.place, paces.c.rested_at).where(paces.c.place.in_(ordered)).order_by(paces.c.place)
    found = await connection.execute(query.with_for_update())
    return {row.place: min(row.rested_at, now + 2 * LONGEST_WAIT) for row in found}


async def remember(connection: AsyncConnection, rested_at: Mapping[str, datetime]) -> None:
    """Keep when each place will have rested."""
    await connection.execute(REMEMBER, [{"of": place, "at": moment} for place, moment in rested_at.items()])
