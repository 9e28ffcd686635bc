"""The outbox: everything that is to be said, written in the transaction that decides it and sent after its commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.ladder import RungName
from bot.rules.lanes import Lane
from bot.store.database import ENQUEUED
from bot.store.dialect import add_once, passing_by
from bot.store.tables import outbox


class Kind(StrEnum):
    """What an outbox row becomes."""

    CARD = "card"  # the card in the channel, or in a person's direct messages; posted once, edited from then on
    PING = "ping"  # a rung of the ladder; those of one person are one message
    NOTE = "note"  # a short line in the card's thread
    PHONE = "phone"  # the phone list, in the card's thread
    MAIL = "mail"
    NOTICE = "notice"  # something one person has to know about a handover
    ALARM = "alarm"  # something the people who run the bot have to know


class State(StrEnum):
    """The states of a row. PENDING and SENDING have a next try; the others are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SUPERSEDED = "superseded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row of the outbox. Moments are aware UTC.

    `occurrence` counts what its rung repeats; missed repeats are one row, from `first_occurrence`, planned `first_at`, on.
    `reason` says why it was superseded or failed. `place` is where it is shown, the recipient when that is not said.
    """

    kind: Kind
    handover_id: int
    cycle: int
    rung: str
    occurrence: int
    recipient: str
    first_occurrence: int
    first_at: datetime
    planned_at: datetime
    state: State = State.PENDING
    attempts: int = 0
    next_try_at: datetime | None = None
    sent_at: datetime | None = None
    ref: str | None = None
    reason: str | None = None
    lane: Lane = Lane.CALM
    place: str = ""
    id: int = 0


NAMES = tuple(field.name for field in fields(Outgoing))
STORED = tuple(name for name in NAMES if name != "id")
COLUMNS = tuple(outbox.c[name] for name in NAMES)
_STORED_OF = attrgetter(*STORED)
HEADS = select(
    *(
        select(func.min(outbox.c.next_try_at)).where(outbox.c.lane == lane, outbox.c.next_try_at.is_not(None)).scalar_subquery()
        for lane in Lane
    )
)
PUT_OFF = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"))
    .values(state=State.PENDING, attempts=bindparam("tried"), next_try_at=bindparam("at"))
)


async def enqueue(connection: AsyncConnection, rows: Sequence[Outgoing]) -> None:
    """Add rows, to be sent as soon as this transaction has committed. One that is already there is left as it is."""
    if not rows:
        return
    connection.info[ENQUEUED] = True
    await add_once(connection, outbox, [_values(row) for row in rows])


async def heads(connection: AsyncConnection) -> dict[Lane, datetime]:
    """Return for each lane in which something waits when the next try of it is due."""
    found = (await connection.execute(HEADS)).one()
    return {lane: moment for lane, moment in zip(Lane, found, strict=True) if moment is not None}


async def lease(connection: AsyncConnection, lane: Lane, now: datetime, until: datetime, limit: int) -> list[Outgoing]:
    """Take up to `limit` rows of a lane that are due, and all due pings for the same people, away from others until `until`."""
    due = select(outbox.c.id).where(outbox.c.lane == lane, outbox.c.next_try_at <= now)
    taken = await _take(connection, due.order_by(outbox.c.next_try_at, outbox.c.id).limit(limit), now, until)
    people = {row.place for row in taken if row.kind is Kind.PING}
    if people:
        same = select(outbox.c.id).where(outbox.c.place.in_(people), outbox.c.next_try_at <= now, outbox.c.kind == Kind.PING)
        taken += await _take(connection, same, now, until)
    return sorted(taken, key=lambda row: row.id)


async def due_at(connection: AsyncConnection, place: str, now: datetime, limit: int) -> list[Outgoing]:
    """Return up to `limit` more rows that are due at a place, most urgent first; until this transaction ends, others pass by."""
    due = select(*COLUMNS).where(outbox.c.place == place, outbox.c.next_try_at <= now)
    ordered = due.order_by(outbox.c.lane, outbox.c.next_try_at, outbox.c.id).limit(limit)
    return [as_outgoing(row) for row in await connection.execute(passing_by(connection, ordered))]


async def put_off(connection: AsyncConnection, rows: Iterable[tuple[Outgoing, datetime]]) -> None:
    """Have each of these rows tried at its moment (aware UTC), and not before; who leased it has not tried it."""
    values = [{"of": row.id, "at": moment, "tried": row.attempts - (row.state is State.SENDING)} for row, moment in rows]
    if values:
        await connection.execute(PUT_OFF, values)


async def settle(connection: AsyncConnection, rows: Iterable[Outgoing], values: dict[str, Any]) -> None:
    """Write what became of leased rows. One that has been settled since, by whoever had it next, stays as it is."""
    leased = update(outbox).where(outbox.c.id.in_([row.id for row in rows]), outbox.c.state == State.SENDING)
    await connection.execute(leased.values(**values))


async def hand_back(connection: AsyncConnection, rows: Iterable[Outgoing], now: datetime) -> None:
    """Give leased rows back untried: they are due at once, and this lease does not count as a try."""
    back = update(outbox).where(outbox.c.id.in_([row.id for row in rows]), outbox.c.state == State.SENDING)
    await connection.execute(back.values(state=State.PENDING, attempts=outbox.c.attempts - 1, next_try_at=now))


async def undelivered(connection: AsyncConnection, handover_id: int) -> list[Outgoing]:
    """Return what could not be sent about a handover, for good or so far, in order, alarms left out."""
    waits = and_(outbox.c.state.in_((State.PENDING, State.SENDING)), outbox.c.reason.is_not(None))
    query = select(*COLUMNS).where(outbox.c.handover_id == handover_id, outbox.c.kind != Kind.ALARM)
    return [
        as_outgoing(row)
        for row in await connection.execute(query.where(or_(outbox.c.state == State.FAILED, waits)).order_by(outbox.c.id))
    ]


async def failed(connection: AsyncConnection, handover_ids: Sequence[int]) -> list[Outgoing]:
    """Return what could not be sent for good about these handovers, in order."""
    query = select(*COLUMNS).where(outbox.c.handover_id.in_(handover_ids), outbox.c.state == State.FAILED)
    return [as_outgoing(row) for row in await connection.execute(query.order_by(outbox.c.id))]


async def pinged(connection: AsyncConnection, handover_ids: Sequence[int], since: datetime) -> dict[int, list[Outgoing]]:
    """Return the pings of these handovers planned after `since` (aware), and the cards that came at once, in order."""
    card = and_(outbox.c.kind == Kind.CARD, outbox.c.rung == RungName.AT_ONCE)
    query = select(*COLUMNS).where(
        outbox.c.handover_id.in_(handover_ids), or_(outbox.c.kind == Kind.PING, card), outbox.c.planned_at > since
    )
    found: dict[int, list[Outgoing]] = {}
    for row in await connection.execute(query.order_by(outbox.c.id)):
        ping = as_outgoing(row)
        found.setdefault(ping.handover_id, []).append(ping)
    return found


async def tried_before(connection: AsyncConnection, row: Outgoing) -> bool:
    """Tell whether an earlier row for the same place was tried, and nobody knows yet what became of it."""
    earlier = select(outbox.c.id).where(outbox.c.handover_id == row.handover_id, outbox.c.id < row.id, outbox.c.attempts > 0)
    same = earlier.where(outbox.c.kind == row.kind, outbox.c.recipient == row.recipient)
    waiting = same.where(outbox.c.state.in_((State.PENDING, State.SENDING)))
    return (await connection.execute(waiting.limit(1))).first() is not None


async def next_try(connection: AsyncConnection) -> datetime | None:
    """Return when the next row is due."""
    return min((await heads(connection)).values(), default=None)


async def stuck(connection: AsyncConnection, before: datetime, limit: int) -> list[Outgoing]:
    """Return rows that should have been sent before that moment, alarms themselves left out."""
    query = select(*COLUMNS).where(outbox.c.next_try_at < before, outbox.c.planned_at < before, outbox.c.kind != Kind.ALARM)
    return [as_outgoing(row) for row in await connection.execute(query.order_by(outbox.c.id).limit(limit))]


async def _take(connection: AsyncConnection, ids: Select[Any], now: datetime, until: datetime) -> list[Outgoing]:
    taken = (
        update(outbox)
        .where(outbox.c.id.in_(passing_by(connection, ids).scalar_subquery()), outbox.c.next_try_at <= now)
        .values(state=State.SENDING, attempts=outbox.c.attempts + 1, next_try_at=until)
        .returning(*COLUMNS)
    )
    return [as_outgoing(row) for row in await connection.execute(taken)]


def _values(row: Outgoing) -> dict[str, Any]:
    values = dict(zip(STORED, _STORED_OF(row), strict=True))
    values["next_try_at"] = row.next_try_at or row.planned_at
    values["place"] = row.place or row.recipient
    return values


def as_outgoing(row: Any) -> Outgoing:  # noqa: ANN401
    """Return the row whose columns are COLUMNS."""
    found = dict(zip(NAMES, row, strict=True))
    words = {"kind": Kind(found["kind"]), "state": State(found["state"]), "lane": Lane(found["lane"])}
    return Outgoing(**found | words)


def grouped(rows: Iterable[Outgoing]) -> list[list[Outgoing]]:
    """Return the rows as messages: the pings of one person are one, every other row is its own.

    Pings that were tried before stay apart from new ones, so that a message whose fate is unknown keeps its key.
    """
    groups: dict[object, list[Outgoing]] = {}
    for row in rows:
        groups.setdefault((row.recipient, row.attempts) if row.kind is Kind.PING else row.id, []).append(row)
    return list(groups.values())
