"""The history of a handover in lines: what was done and by whom, and when each ping was planned and sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from bot.address import Address, Place
from bot.cards.notes import act_note
from bot.cards.reader import Desk, Reader
from bot.chat.port import Line
from bot.rules.handover import Act, Handover
from bot.rules.ladder import RungName
from bot.rules.minutes import MINUTE
from bot.store.handovers import Event
from bot.store.outgoing import Outgoing, State

PINGS_AT_MOST: Final = 20
PINGED: Final[Mapping[str, str]] = {RungName.AT_ONCE: "history.at_once", Act.AWAY: "history.asked"}

Dated = tuple[datetime, str]


def history(
    desk: Desk, handover: Handover, reader: Reader, events: Iterable[Event], pings: Sequence[Outgoing]
) -> tuple[Line, ...]:
    """Return what happened in order; of many pings the latest ones, and how many came before."""
    said = list(_pinged(desk, handover, reader, pings))
    hidden = len(said) - PINGS_AT_MOST
    acts = [(event.at, _dated(desk, handover, reader, event)) for event in events]
    lines = sorted(acts + said[max(hidden, 0) :], key=lambda dated: dated[0])
    more = (Line("", reader.language.plural("history.earlier", hidden)),) if hidden > 0 else ()
    return (*more, *(Line(desk.when(reader, handover, at), text) for at, text in lines))


def _dated(desk: Desk, handover: Handover, reader: Reader, event: Event) -> str:
    """Return what was done; of words that came late also when they were written."""
    said, written = _done(desk, handover, reader, event), event.said_at
    if written == event.at:
        return said
    return reader.language("history.written", said=said, at=desk.when(reader, handover, written))


def _done(desk: Desk, handover: Handover, reader: Reader, event: Event) -> str:
    if event.act == Act.OPEN and "instead_of" in event.data:
        until = datetime.fromisoformat(event.data["until"]) if event.data["until"] else None
        away = {"person": desk.name(event.data["instead_of"]), "until": desk.until(reader, handover, until)}
        return reader.language("note.open.instead", actor=desk.name(event.actor), **away)
    if event.act == Act.OPEN:
        return reader.language("note.open", actor=desk.name(event.actor))
    return act_note(desk, handover, reader, event.act, event.actor, event.data)


def _pinged(desk: Desk, handover: Handover, reader: Reader, pings: Sequence[Outgoing]) -> Iterator[Dated]:
    """Yield one line for each rung and what became of it: whom it pinged, and when that was sent."""
    for (planned, rung, _), rows in groupby(sorted(pings, key=_rung), key=_rung):
        its = list(rows)
        names = reader.language("card.comma").join(dict.fromkeys(_name(desk, reader, row) for row in its))
        yield planned, _told(desk, handover, reader, reader.language(PINGED.get(rung, f"note.rung.{rung}"), names=names), its)


def _told(desk: Desk, handover: Handover, reader: Reader, said: str, rows: Sequence[Outgoing]) -> str:
    say, sent = reader.language, max((row.sent_at for row in rows if row.sent_at), default=None)
    if sent is None:
        return say(f"history.{_shown(rows[0])}", said=said)
    at, late = say.clock(sent, desk.office.worktime(handover).zone, seconds=True), sent - rows[0].planned_at
    if late > MINUTE:
        return say("history.late", said=said, sent=at, minutes=late // MINUTE)
    return say("history.sent", said=said, sent=at)


def _rung(row: Outgoing) -> tuple[datetime, str, State]:
    """Return what is one line: what was planned, and what came of it."""
    return row.planned_at, row.rung, _shown(row)


def _shown(row: Outgoing) -> State:
    return State.PENDING if row.state is State.SENDING else row.state


def _name(desk: Desk, reader: Reader, row: Outgoing) -> str:
    address = Address.parse(row.recipient)
    return reader.language("note.channel") if address.place is Place.CHANNEL else desk.name(address.key)
