"""What has to be said after an act, as rows of the outbox: cards, notes, the at-once rung, mail, the phone list.

Rows name what to say; the words are found when they are sent, from the state of that moment.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.address import Address, Place
from bot.cards.mails import readers_of
from bot.rules.handover import Act, Handover, Status
from bot.rules.ladder import Rung, RungName, cycle_base
from bot.rules.lanes import Lane, main_lane
from bot.rules.minutes import MINUTE
from bot.rules.office import Office
from bot.rules.recipients import phone_list, recipients, stand_in
from bot.rules.routes import Obligation, obligations_of
from bot.rules.staff import Staff
from bot.store.handovers import Event
from bot.store.outgoing import Kind, Outgoing, State

THREAD = "thread"
PHONE_LIST = "phone"
MAILING_ACTS = frozenset({Act.OPEN, Act.ASSIGN, Act.NEW_TIME})


@dataclass(frozen=True, slots=True)
class Change:
    """A handover before and after one act, and the event that records it; `before` is None for a new one."""

    before: Handover | None
    after: Handover
    event: Event


def announce(office: Office, staff: Staff, change: Change, shown: Iterable[str]) -> list[Outgoing]:
    """Return what the change makes the bot say. `shown` are the places where the handover's card already stands."""
    return [
        *_cards(change, shown),
        *_at_once(office, staff, change),
        *_asked(change),
        *_note(change),
        *_phone(office, change, shown),
        *_mail(office, change),
        *_notices(office, staff, change),
    ]


def rung_rows(office: Office, staff: Staff, handover: Handover, rung: Rung, now: datetime) -> list[Outgoing]:
    """Return the pings of a rung that fell due, and the note in the thread when it went beyond the owner.

    Whom it reaches goes by the planned moment, or by now when that is long past.
    """
    long_past = (now - rung.at).total_seconds() > office.policy.acts.late_after_seconds
    moment = now if long_past else rung.at
    reached = recipients(rung.name, handover, staff, office.worktime(handover), moment)
    if rung.at - handover.cycle_from < MINUTE:  # who was told of the handover in this very minute is not told twice
        told = recipients(RungName.AT_ONCE, handover, staff, office.worktime(handover), handover.cycle_from)
        reached = tuple(address for address in reached if address not in told)
    rows = [_rung_row(Kind.PING, handover, rung, str(address)) for address in reached]
    if any(address.key != handover.owner for address in reached):
        rows.append(_rung_row(Kind.NOTE, handover, rung, THREAD))
    if rung.name is RungName.OVERDUE_FIRST:
        late = replace(_rung_row(Kind.CARD, handover, rung, _channel(handover)), rung="late", lane=Lane.PAPER)
        rows.append(late)
    return rows


def stand_in_rows(
    office: Office, staff: Staff, failed: Iterable[Outgoing], found: Mapping[int, Handover], now: datetime
) -> list[Outgoing]:
    """Return the pings for the next higher in place of those that could not be sent to a person (section 6).

    They keep their rung and occurrence: who has been pinged by that rung already is not pinged again. Without its team in the
    configuration a handover has nobody higher; the people who run the bot are told of that by the sweep.
    """
    rows = []
    for row in failed:
        handover, address = found[row.handover_id], _pinged(row)
        if address is None or not handover.active or handover.team not in office.directory.teams:
            continue
        instead = stand_in(address.key, handover, staff, office.worktime(handover), now)
        fresh = replace(row, id=0, state=State.PENDING, attempts=0, next_try_at=now, reason=None)
        rows += [replace(fresh, recipient=str(to), place=str(to)) for to in instead]
    return rows


def refresh(row: Outgoing, handover: Handover) -> Outgoing:
    """Return the row that brings a card up to date which changed while `row` was being posted."""
    version = handover.version
    return replace(
        row,
        id=0,
        kind=Kind.CARD,
        rung="card",
        cycle=handover.cycle,
        occurrence=version,
        first_occurrence=version,
        state=State.PENDING,
        attempts=0,
        next_try_at=None,
        lane=Lane.PAPER,
    )


def alarm_row(handover_id: int, cycle: int, rung: str, occurrence: int, *, operator: str, now: datetime, reason: str) -> Outgoing:
    """Return the row that tells one of the people who run the bot what is wrong; the same occurrence alarms once."""
    return Outgoing(
        kind=Kind.ALARM,
        handover_id=handover_id,
        cycle=cycle,
        rung=rung,
        occurrence=occurrence,
        recipient=str(Address(Place.PERSON, operator)),
        first_occurrence=occurrence,
        first_at=now,
        planned_at=now,
        reason=reason,
        lane=Lane.ALARM,
    )


def to_mail(handover: Handover) -> bool:
    """Tell whether the route, or the warning (section 7), asks for a mail."""
    return handover.warned or Obligation.MAIL_OWNER in obligations_of(handover.routes)


def _pinged(row: Outgoing) -> Address | None:
    """Return the person whom the row pings; None for what is no ping, or goes elsewhere."""
    told = row.kind is Kind.NOTICE and row.rung != Act.PHONE_ATTEMPT  # the phone list goes on by itself
    if told or row.kind is Kind.PING or (row.kind is Kind.CARD and row.rung == RungName.AT_ONCE):
        address = Address.parse(row.recipient)
        return address if address.place is Place.PERSON else None
    return None


def _cards(change: Change, shown: Iterable[str]) -> Iterator[Outgoing]:
    stands = frozenset(shown)
    for place in dict.fromkeys([_channel(change.after), *shown]):
        if place != PHONE_LIST:
            row = _row(Kind.CARD, change, "card", place)
            yield replace(row, lane=Lane.PAPER) if place in stands else row


def _at_once(office: Office, staff: Staff, change: Change) -> Iterator[Outgoing]:
    after = change.after
    new_cycle = change.before is None or change.before.cycle != after.cycle
    if not (new_cycle and after.whole_ladder and after.active):
        return
    worktime = office.worktime(after)
    for address in recipients(RungName.AT_ONCE, after, staff, worktime, change.event.at):
        if address != Address(Place.PERSON, change.event.actor):
            yield _row(Kind.CARD, change, RungName.AT_ONCE, str(address))


def _asked(change: Change) -> Iterator[Outgoing]:
    """Yield the pings for those who are asked to take it in place of who is away."""
    if change.event.act == Act.AWAY:
        for address in change.event.data["asked"]:
            yield replace(_row(Kind.PING, change, Act.AWAY, address), lane=Lane.URGENT)


def _note(change: Change) -> Iterator[Outgoing]:
    if change.before is not None:
        yield _row(Kind.NOTE, change, "note", THREAD)


def _phone(office: Office, change: Change, shown: Iterable[str]) -> Iterator[Outgoing]:
    if change.after.phone_next is not None or PHONE_LIST in shown:
        starts = cycle_base(change.after, office.worktime(change.after))
        yield _row(Kind.PHONE, change, "phone", THREAD, at=max(starts, change.event.at))


def _mail(office: Office, change: Change) -> Iterator[Outgoing]:
    """Yield a row for each reader: every copy is sent, tried again and given up by itself."""
    if change.event.act in MAILING_ACTS and to_mail(change.after):
        known = change.after.team in office.directory.teams
        to, cc = readers_of(office, change.after) if known else ([change.after.owner], [])
        for handle in (*to, *cc):
            yield _row(Kind.MAIL, change, "mail", str(Address(Place.PERSON, handle)))


def _notices(office: Office, staff: Staff, change: Change) -> Iterator[Outgoing]:
    act, after, worktime = change.event.act, change.after, office.worktime(change.after)
    told: tuple[Address, ...] = ()
    if act == Act.CALLED_AGAIN:
        told = recipients(RungName.OWNER_AGAIN, after, staff, worktime, change.event.at)
        if after.status is Status.OPEN:
            told += recipients(RungName.UNACKNOWLEDGED, after, staff, worktime, change.event.at)
    elif act == Act.PHONE_ATTEMPT and change.event.data["result"] == "no_answer" and after.phone_next is not None:
        people = phone_list(after, staff, worktime, change.event.at)
        around = after.phone_next == 0
        told = (Address(Place.CHANNEL, after.team) if around else Address(Place.PERSON, people[after.phone_next]),)
    elif act == Act.CALENDAR and change.event.data["closed"]:
        told = recipients(RungName.BEFORE_DUE, after, staff, worktime, change.event.at)
    for address in dict.fromkeys(told):
        if address != Address(Place.PERSON, change.event.actor):
            yield _row(Kind.NOTICE, change, str(act), str(address))


def _row(kind: Kind, change: Change, rung: str, recipient: str, *, at: datetime | None = None) -> Outgoing:
    """Return a row that belongs to this change: its version is the occurrence."""
    moment, version = at or change.event.at, change.after.version
    return Outgoing(
        kind=kind,
        handover_id=change.after.id,
        cycle=change.after.cycle,
        rung=rung,
        occurrence=version,
        recipient=recipient,
        first_occurrence=version,
        first_at=moment,
        planned_at=moment,
        lane=_lane(kind, change.after),
        place=_place(recipient, change.after),
    )


def _rung_row(kind: Kind, handover: Handover, rung: Rung, recipient: str) -> Outgoing:
    return Outgoing(
        kind=kind,
        handover_id=handover.id,
        cycle=handover.cycle,
        rung=rung.name,
        occurrence=rung.occurrence,
        recipient=recipient,
        first_occurrence=rung.first_occurrence,
        first_at=rung.first_at,
        planned_at=rung.at,
        lane=_lane(kind, handover),
        place=_place(recipient, handover),
    )


def _lane(kind: Kind, handover: Handover) -> Lane:
    return Lane.PAPER if kind is Kind.NOTE else main_lane(handover)


def _place(recipient: str, handover: Handover) -> str:
    """Return where it is shown: what goes into the thread of a card, in the card's channel."""
    return _channel(handover) if recipient == THREAD else recipient


def _channel(handover: Handover) -> str:
    return str(Address(Place.CHANNEL, handover.team))
