"""Small things to remember: incoming deliveries, where cards stand, and named facts such as the last tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.dialect import inserting, once
from bot.store.handovers import IS_ACTIVE
from bot.store.tables import deliveries, facts, handovers, outbox, shown


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a handover's card stands: for whom, the platform's reference, and the version that it shows."""

    handover_id: int
    recipient: str
    ref: str
    version: int


async def deliver_once(connection: AsyncConnection, key: str, now: datetime, handover_id: int | None = None) -> bool:
    """Note an incoming delivery. Return False when it came before: then it must change nothing."""
    noted = {"key": key, "at": now, "handover_id": handover_id}
    return (await connection.execute(once(connection, deliveries), noted)).rowcount == 1


async def came(connection: AsyncConnection, keys: Sequence[str]) -> bool:
    """Tell whether a delivery with one of these keys was noted before."""
    query = select(deliveries.c.key).where(deliveries.c.key.in_(keys)).limit(1)
    return (await connection.execute(query)).one_or_none() is not None


async def show(connection: AsyncConnection, card: Shown) -> None:
    """Remember where a card stands now."""
    values = {"handover_id": card.handover_id, "recipient": card.recipient, "ref": card.ref, "version": card.version}
    statement = inserting(connection, shown).values(**values)
    keys = [shown.c.handover_id, shown.c.recipient]
    await connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"ref": card.ref, "version": card.version})
    )


async def forget(connection: AsyncConnection, handover_id: int, recipient: str) -> None:
    """Forget where a card stood."""
    await connection.execute(shown.delete().where(shown.c.handover_id == handover_id, shown.c.recipient == recipient))


async def cards_of(connection: AsyncConnection, handover_ids: Sequence[int]) -> dict[tuple[int, str], Shown]:
    """Return where the cards of these handovers stand, by handover and recipient."""
    columns = (shown.c.handover_id, shown.c.recipient, shown.c.ref, shown.c.version)
    rows = await connection.execute(select(*columns).where(shown.c.handover_id.in_(handover_ids)))
    return {(row.handover_id, row.recipient): Shown(*row) for row in rows}


async def handovers_shown_at(connection: AsyncConnection, ref: str) -> list[int]:
    """Return the ids of what the message with this reference is about: who writes in its thread writes about one of them.

    A card is about one, wherever it stands now; so is an older message to one person, unless it told of several.
    """
    standing = select(shown.c.handover_id).where(shown.c.ref == ref).limit(1)
    card = list((await connection.execute(standing)).scalars())
    if card:
        return card
    older = select(outbox.c.handover_id).where(outbox.c.ref == ref).distinct().order_by(outbox.c.handover_id)
    return list((await connection.execute(older)).scalars())


async def threads_since(connection: AsyncConnection, moment: datetime) -> list[list[str]]:
    """Return where the cards stand, by handover, of what is open or was closed after a moment (aware); soonest due first."""
    matters = or_(IS_ACTIVE, handovers.c.closed_at > moment)
    query = select(shown.c.handover_id, shown.c.ref).join(handovers, handovers.c.id == shown.c.handover_id).where(matters)
    soonest = func.coalesce(handovers.c.next_due_at, handovers.c.promised_at)
    rows = await connection.execute(query.order_by(soonest, shown.c.handover_id, shown.c.ref))
    return [[row.ref for row in its] for _, its in groupby(rows, key=attrgetter("handover_id"))]


async def read(connection: AsyncConnection, name: str) -> str | None:
    """Return the value of a named fact."""
    return (await connection.execute(select(facts.c.value).where(facts.c.name == name))).scalar_one_or_none()


async def take_turn(connection: AsyncConnection, name: str, now: datetime, every: timedelta) -> bool:
    """Return whether it is this process's turn to do what is done once in `every`, whoever does it; `now` is aware UTC.

    A clock that has jumped back does not make everybody wait.
    """
    moment, before = _text(now), _text(now - every)
    if (await connection.execute(once(connection, facts, facts.c.name), {"name": name, "value": moment})).one_or_none():
        return True
    passed = or_(facts.c.value <= before, facts.c.value > moment)
    turn = update(facts).where(facts.c.name == name, passed).values(value=moment)
    return (await connection.execute(turn)).rowcount == 1


def _text(moment: datetime) -> str:
    """Return a moment as a text that sorts as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


async def write(connection: AsyncConnection, name: str, value: str) -> None:
    """Set a named fact."""
    statement = inserting(connection, facts).values(name=name, value=value)
    await connection.execute(statement.on_conflict_do_update(index_elements=[facts.c.name], set_={"value": value}))
