"""Queries on handovers and their events. Each takes the connection of the transaction that it belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    func,
    insert,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.footing import Footing
from bot.rules.handover import ACTIVE, Act, Handover, Status
from bot.rules.people import Workload
from bot.rules.routes import Route
from bot.store.dialect import once
from bot.store.tables import deliveries, events, handovers

FIELDS = tuple(field.name for field in fields(Handover))
COLUMNS = tuple(handovers.c[name] for name in FIELDS)
IS_ACTIVE = handovers.c.status.in_([literal_column(f"'{status}'") for status in sorted(ACTIVE)])  # no values to send each time

# What every new handover asks and writes is put together once: making a statement takes longer than SQLite takes to run it.
OPEN_FOR_REQUEST = (
    select(*COLUMNS).where(IS_ACTIVE, handovers.c.request_id == bindparam("wanted")).order_by(handovers.c.id).limit(1)
)
_ACTIVE_FOR_REQUEST = select(func.min(handovers.c.id)).where(IS_ACTIVE, handovers.c.request_id == bindparam("wanted"))
_DELIVERED = select(func.coalesce(deliveries.c.handover_id, 0)).where(deliveries.c.key == bindparam("delivery"))
KNOWN = select(_DELIVERED.scalar_subquery(), _ACTIVE_FOR_REQUEST.scalar_subquery())
APPEND = insert(events)
REPLACE = (
    update(events)
    .where(events.c.handover_id == bindparam("replaced"), events.c.version == bindparam("earlier"))
    .values(replaced_at=bindparam("now"))
)

SAID_AT = "said_at"
"""In the details of an event whose actor's words came late: when they were written."""


class RequestHasOpenHandover(Exception):
    """The REQ ID already has an open handover; found by the unique key when two are opened at the same moment."""


class CameBefore(Exception):
    """The delivery has opened a handover already; found by its key when it comes twice at the same moment."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the handover between reading and writing it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change in the history of a handover: who, when (aware UTC), what, and its details."""

    handover_id: int
    version: int
    at: datetime
    actor: str
    act: str
    data: Mapping[str, Any]

    @property
    def said_at(self) -> datetime:
        """When the actor did it (aware UTC): before `at`, when words of theirs came late."""
        return datetime.fromisoformat(self.data[SAID_AT]) if SAID_AT in self.data else self.at


EVENT_COLUMNS = tuple(events.c[field.name] for field in fields(Event))


@dataclass(frozen=True, slots=True)
class Filter:
    """What `list` and `mine` ask for; None means any. `concerns` is the owner or the opener."""

    statuses: Iterable[Status] | None = None
    owner: str | None = None
    opener: str | None = None
    team: str | None = None
    request_id: str | None = None
    waybill: str | None = None
    due_before: datetime | None = None
    due_from: datetime | None = None
    concerns: str | None = None
    off_hours: bool = False
    warned: bool = False


async def add(connection: AsyncConnection, handover: Handover, next_due: datetime | None) -> Handover:
    """Insert a new handover whose next rung is then (aware), and return it with its id. Raises RequestHasOpenHandover."""
    values = {name: getattr(handover, name) for name in FIELDS if name != "id"}
    values |= {"next_due_at": next_due, "open_key": _open_key(handover)}
    new = (await connection.execute(once(connection, handovers, handovers.c.id), values)).scalar_one_or_none()
    if new is None:
        raise RequestHasOpenHandover
    return replace(handover, id=new, next_due_at=next_due)


async def get(connection: AsyncConnection, handover_id: int, *, lock: bool = False) -> Handover | None:
    """Return the handover of that id; with `lock`, no other transaction changes it until this one ends."""
    query = select(*COLUMNS).where(handovers.c.id == handover_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if row is None else as_handover(row)


async def change(connection: AsyncConnection, before: Handover, after: Handover) -> None:
    """Write what differs. Raises ChangedMeanwhile since `before`, RequestHasOpenHandover for its REQ ID."""
    changed = {name: getattr(after, name) for name in FIELDS if getattr(after, name) != getattr(before, name)}
    changed["open_key"] = _open_key(after)
    guarded = update(handovers).where(handovers.c.id == before.id, handovers.c.version == before.version)
    try:
        async with connection.begin_nested():
            result = await connection.execute(guarded.values(**changed))
    except IntegrityError:
        raise RequestHasOpenHandover from None
    if result.rowcount != 1:
        raise ChangedMeanwhile


async def find(connection: AsyncConnection, wanted: Filter, limit: int) -> tuple[list[Handover], int]:
    """Return the first `limit` handovers that fit, soonest promise first, and how many fit in all."""
    query = _narrowed(wanted)
    total = (await connection.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    rows = await connection.execute(query.order_by(handovers.c.promised_at, handovers.c.id).limit(limit))
    return [as_handover(row) for row in rows], total


async def open_for_request(connection: AsyncConnection, request_id: str) -> Handover | None:
    """Return an open handover of that REQ ID, the oldest when there are several."""
    row = (await connection.execute(OPEN_FOR_REQUEST, {"wanted": request_id})).one_or_none()
    return None if row is None else as_handover(row)


async def known(connection: AsyncConnection, delivery: str | None, request_id: str) -> tuple[int | None, int | None]:
    """Return the handover that the delivery opened, and the oldest open one of that REQ ID, by their ids."""
    found = (await connection.execute(KNOWN, {"delivery": delivery, "wanted": request_id})).one()
    return found[0], found[1]


async def many(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, Handover]:
    """Return the handovers of these ids."""
    rows = await connection.execute(select(*COLUMNS).where(handovers.c.id.in_(set(ids))))
    return {row.id: as_handover(row) for row in rows}


async def workloads(connection: AsyncConnection, owners: Sequence[str]) -> dict[str, Workload]:
    """Return how many open handovers each owner has, and when the last new one came."""
    if not owners:
        return {}
    rows = await connection.execute(_workloads(len(owners)), {f"owner{place}": owner for place, owner in enumerate(owners)})
    return {owners[row[0]]: Workload(row[1], row[2]) for row in rows}


async def waiting_for(connection: AsyncConnection, owners: Sequence[str]) -> list[Handover]:
    """Return the open handovers of these owners, and those that were handed back, locked, oldest first."""
    theirs = or_(handovers.c.owner.in_(owners), handovers.c.declined.is_(True))
    query = select(*COLUMNS).where(IS_ACTIVE, theirs).order_by(handovers.c.id).with_for_update()
    return [as_handover(row) for row in await connection.execute(query)]


async def provisional(connection: AsyncConnection) -> list[Handover]:
    """Return the open handovers whose promise lay past the known calendar when it was made."""
    query = _narrowed(Filter(statuses=ACTIVE)).where(handovers.c.provisional.is_(True))
    return [as_handover(row) for row in await connection.execute(query)]


async def append(connection: AsyncConnection, event: Event, footing: Footing, first_rung_at: datetime | None) -> None:
    """Append one event to the history, with what the ladder goes by from then on and its first rung (aware UTC)."""
    values = {field.name: getattr(event, field.name) for field in fields(Event)}
    await connection.execute(APPEND, {**values, "footing": footing.dump(), "first_rung_at": first_rung_at})
    if event.version > 1:
        await connection.execute(REPLACE, {"replaced": event.handover_id, "earlier": event.version - 1, "now": event.at})


async def history(connection: AsyncConnection, handover_id: int) -> list[Event]:
    """Return all events of a handover, oldest first."""
    query = select(*EVENT_COLUMNS).where(events.c.handover_id == handover_id).order_by(events.c.version)
    return [Event(*row) for row in await connection.execute(query)]


async def event_of(connection: AsyncConnection, handover_id: int, version: int) -> Event | None:
    """Return the event that made this version."""
    query = select(*EVENT_COLUMNS).where(events.c.handover_id == handover_id, events.c.version == version)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Event(*row)


async def acted_since(connection: AsyncConnection, handover_id: int, moment: datetime, but: str) -> list[Event]:
    """Return what anybody `but` one actor did after a moment (aware), first to last; late words from when they were said."""
    found = events.c.handover_id == handover_id, events.c.at > moment, events.c.actor != but, events.c.act != Act.ANSWERED
    rows = await connection.execute(select(*EVENT_COLUMNS).where(*found).order_by(events.c.version))
    return [event for event in (Event(*row) for row in rows) if event.said_at > moment]


async def last_asked(connection: AsyncConnection, waiting: Sequence[Handover]) -> dict[int, Event]:
    """Return the events by which others were asked last to take these handovers, in the ladders that they have now."""
    query = select(*EVENT_COLUMNS, events.c.footing).where(
        events.c.handover_id.in_([handover.id for handover in waiting]), events.c.act == Act.AWAY
    )
    cycles = {handover.id: handover.cycle for handover in waiting}
    rows = await connection.execute(query.order_by(events.c.handover_id, events.c.version))
    return {row.handover_id: Event(*row[:-1]) for row in rows if row.footing["cycle"] == cycles[row.handover_id]}


def as_handover(row: Row[Any]) -> Handover:
    """Return the handover of a row whose first columns are COLUMNS."""
    return Handover(*row[: len(FIELDS)])


@cache
def _workloads(count: int) -> CompoundSelect[int, int, datetime | None]:
    """Return the query for so many owners. Each is looked up in two indexes: what is closed is not counted again and again."""

    def one(place: int) -> Select[int, int, datetime | None]:
        of_owner = handovers.c.owner == bindparam(f"owner{place}")
        open_ = select(func.count()).where(of_owner, IS_ACTIVE).scalar_subquery()
        latest = select(func.max(handovers.c.opened_at)).where(of_owner).scalar_subquery()
        return select(literal_column(str(place), Integer), open_, latest)

    return union_all(*map(one, range(count)))


def _open_key(handover: Handover) -> str | None:
    return handover.request_id if handover.active and not handover.other_matter else None


def _narrowed(wanted: Filter) -> Any:  # noqa: ANN401
    query = select(*COLUMNS)
    if wanted.statuses is not None:
        query = query.where(handovers.c.status.in_(list(wanted.statuses)))
    for name in ("owner", "opener", "team", "request_id", "waybill"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(handovers.c[name] == value)
    if wanted.due_before is not None:
        query = query.where(handovers.c.promised_at < wanted.due_before)
    if wanted.due_from is not None:
        query = query.where(handovers.c.promised_at >= wanted.due_from)
    if wanted.concerns is not None:
        query = query.where(or_(handovers.c.owner == wanted.concerns, handovers.c.opener == wanted.concerns))
    if wanted.off_hours:
        query = query.where(type_coerce(handovers.c.routes, String).contains(Route.OFF_HOURS))
    if wanted.warned:
        query = query.where(handovers.c.warned.is_(True))
    return query
