"""Queries on absences, and the order in which owners and absences are changed."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.absence import Absence, Source
from bot.store.dialect import alone, beside, locks_rows
from bot.store.tables import absences

MATTER: Final = 0x61776179  # the advisory lock's number
LOOK_BACK: Final = timedelta(days=2)  # pings that wait to be sent are judged by the moment that they were planned for

NAMES: Final = tuple(field.name for field in fields(Absence))
COLUMNS: Final = tuple(absences.c[name] for name in NAMES)
_LASTING = or_(absences.c.until.is_(None), absences.c.until > bindparam("late_enough"))
_GOING_ON = or_(absences.c.ended_at.is_(None), absences.c.ended_at > bindparam("late_enough"))
_OF_ROSTER = absences.c.source == Source.ROSTER
RECENT: Final = select(*COLUMNS).where(and_(_LASTING, or_(_GOING_ON, _OF_ROSTER))).order_by(absences.c.id)
ADD: Final = insert(absences).returning(absences.c.id)


async def change_owners(connection: AsyncConnection) -> None:
    """Wait until nobody changes absences, and keep them from changing until this transaction ends.

    So nobody becomes an owner by what is known of them while something else becomes known. To be asked before a handover is
    locked.
    """
    await beside(connection, MATTER)


async def change_absences(connection: AsyncConnection) -> None:
    """Wait until nobody changes owners or absences, and keep others from it until this transaction ends."""
    await alone(connection, MATTER)


def stay(connection: AsyncConnection) -> bool:
    """Tell whether what was read stays true until this transaction ends; else it is to be read again behind `change_owners`."""
    return not locks_rows(connection)


async def recent(connection: AsyncConnection, now: datetime) -> list[Absence]:
    """Return the absences that go on at `now` (aware) or have ended not long ago, and those of the roster that somebody ended."""
    rows = await connection.execute(RECENT, {"late_enough": now - LOOK_BACK})
    return [Absence(*row) for row in rows]


async def add(connection: AsyncConnection, absence: Absence) -> Absence:
    """Insert a new record and return it with its id."""
    values = {name: getattr(absence, name) for name in NAMES if name != "id"}
    return replace(absence, id=(await connection.execute(ADD, values)).scalar_one())


async def lengthen(connection: AsyncConnection, absence: Absence) -> None:
    """Write until when a recorded absence lasts now, and who covers."""
    changed = {"until": absence.until, "stated": absence.stated, "cover": absence.cover}
    await connection.execute(update(absences).where(absences.c.id == absence.id).values(**changed))


async def end(connection: AsyncConnection, ids: Iterable[int], at: datetime, by: str) -> None:
    """Write that recorded absences have ended, when (aware), and by whom."""
    found = absences.c.id.in_(list(ids)), absences.c.ended_at.is_(None)
    await connection.execute(update(absences).where(*found).values(ended_at=at, ended_by=by))
