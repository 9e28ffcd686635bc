"""Turns rows of the outbox into messages, or finds that there is nothing left to say (decision 4: look again before sending)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.address import Address, Place
from bot.announce import PHONE_LIST, alarm_row
from bot.cards.card import card, take_or_note
from bot.cards.mails import Copy, Mailing, handover_mail, readers_of
from bot.cards.notes import act_note, phone_message, rung_note
from bot.cards.pings import Ping, instead, ping_message
from bot.cards.reader import Desk, Reader
from bot.chat.port import Message, Section
from bot.chat.presence import Hint
from bot.errors import SendFailed
from bot.mail.port import Mail
from bot.rules.absence import NOBODY, Absences
from bot.rules.handover import Act, Handover
from bot.rules.ladder import RungName
from bot.rules.recipients import recipients
from bot.rules.staff import kept_from
from bot.store.facts import Shown
from bot.store.handovers import Event
from bot.store.outgoing import Kind, Outgoing


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state that was read again before sending.

    `on_its_way`: an earlier row for the same place may have been posted already, and it is not known yet where.
    """

    handovers: Mapping[int, Handover]
    cards: Mapping[tuple[int, str], Shown]
    event: Event | None
    absences: Absences = NOBODY
    failed: Sequence[Outgoing] = ()
    on_its_way: bool = False
    hints: Mapping[str, Hint] = field(default_factory=dict)

    def unreached(self, row: Outgoing) -> list[str]:
        """Return the recipients in whose place the row goes to its own: what they should have had has failed for good."""
        same = (row.handover_id, row.cycle, row.rung, row.occurrence)
        return [
            each.recipient
            for each in self.failed
            if (each.handover_id, each.cycle, each.rung, each.occurrence) == same and each.recipient != row.recipient
        ]


@dataclass(frozen=True, slots=True)
class Post:
    """What to hand to an adapter: a mail, an edit of an earlier message, or a new one."""

    key: str
    to: Address
    message: Message
    thread: str | None = None
    edit: str | None = None
    mail: Mail | None = None


NOWHERE = Address(Place.PERSON, "")
NOTHING = Message("")


@dataclass(frozen=True, slots=True)
class Composer:
    """Finds the words for rows, from the state of the moment."""

    desk: Desk
    mailing: Mailing = field(default_factory=Mailing, kw_only=True)

    def knowing(self, snapshot: Snapshot) -> Self:
        """Return the same composer, with the absences and hints of the snapshot known."""
        return replace(self, desk=self.desk.knowing(snapshot.absences, snapshot.hints))

    def sift(
        self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime
    ) -> tuple[list[Outgoing], list[tuple[Outgoing, str]]]:
        """Return the rows that are still to be said, and the others with the reason why not."""
        judged = [(row, self._obsolete(row, snapshot, now)) for row in rows]
        return [row for row, reason in judged if reason is None], [(row, reason) for row, reason in judged if reason]

    def compose(self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime) -> Post:
        """Return the one message that these rows are. Raises SendFailed when it has to wait for the card: there is only one."""
        if snapshot.on_its_way:
            reason = "it waits for an earlier try"
            raise SendFailed(reason, patient=True)
        row, key = rows[0], _key(rows)
        handover = snapshot.handovers[row.handover_id]
        match row.kind:
            case Kind.MAIL:
                shown = snapshot.cards.get((handover.id, str(Address(Place.CHANNEL, handover.team))))
                copy = Copy(Address.parse(row.recipient).key, shown.ref if shown else None, row.planned_at, now)
                return Post(key, NOWHERE, NOTHING, mail=handover_mail(self.desk, handover, copy, self.mailing))
            case Kind.NOTE | Kind.PHONE:
                return self._in_thread(row, key, handover, snapshot, now)
            case Kind.CARD:
                return self._card(row, key, handover, snapshot, now)
            case Kind.PING:
                address = Address.parse(row.recipient)
                pings = [self._ping(each, snapshot) for each in rows]
                return Post(key, address, ping_message(self.desk, pings, self._reader(address), now))
            case Kind.NOTICE:
                address = Address.parse(row.recipient)
                return Post(key, address, self._notice(row, handover, self._reader(address), snapshot, now))
            case Kind.ALARM:
                address = Address.parse(row.recipient)
                say = self._reader(address).language
                return Post(key, address, Message(say(row.rung, reference=handover.reference, reason=row.reason or "")))

    def alarms(self, failed: Outgoing, now: datetime, reason: str) -> list[Outgoing]:
        """Return what tells the people who run the bot that a message could not be sent."""
        return [
            alarm_row(failed.handover_id, failed.cycle, "alarm.failed", failed.id, operator=operator, now=now, reason=reason)
            for operator in self.desk.office.directory.operators
        ]

    def _obsolete(self, row: Outgoing, snapshot: Snapshot, now: datetime) -> str | None:
        """Return why the row need not be said any more."""
        handover = snapshot.handovers[row.handover_id]
        if row.kind is Kind.PING:
            return self._dealt_with(row, handover, snapshot, now)
        if row.kind is Kind.CARD:
            return _card_obsolete(row, handover, snapshot)
        if row.kind is Kind.NOTE and row.rung in set(RungName):
            return self._over(row, handover)
        if row.kind in {Kind.MAIL, Kind.NOTICE}:
            return _past(row, handover) or self._not_a_reader(row, handover)
        if row.kind is Kind.PHONE and (handover.id, PHONE_LIST) not in snapshot.cards and handover.phone_next is None:
            return "nobody has to be phoned"
        return None

    def _over(self, row: Outgoing, handover: Handover) -> str | None:
        """Return why this rung cannot come any more."""
        if not handover.active:
            return "closed"
        if row.cycle != handover.cycle:
            return "a new ladder has started"
        live = any(track.name == row.rung for track in self.desk.office.plan(handover))
        return None if live else "acknowledged"

    def _not_a_reader(self, row: Outgoing, handover: Handover) -> str | None:
        """Return why this person has no copy any more, as when somebody else has become the owner."""
        if row.kind is not Kind.MAIL:
            return None
        to, cc = readers_of(self.desk.office, handover)
        return None if Address.parse(row.recipient).key in {*to, *cc} else "somebody else has it"

    def _dealt_with(self, row: Outgoing, handover: Handover, snapshot: Snapshot, now: datetime) -> str | None:
        if row.rung == Act.AWAY:
            return self._taken(row, handover, now)
        if over := self._over(row, handover):
            return over
        rung, office = RungName(row.rung), self.desk.office
        worktime = office.worktime(handover)
        reached = {
            str(address)
            for moment in (row.planned_at, now)
            for address in recipients(rung, handover, self.desk.staff, worktime, moment)
        }
        return "somebody else has it" if reached.isdisjoint((row.recipient, *snapshot.unreached(row))) else None

    def _taken(self, row: Outgoing, handover: Handover, now: datetime) -> str | None:
        """Return why nobody has to take it any more in place of who was away."""
        if not handover.active:
            return "closed"
        if row.cycle != handover.cycle:
            return "a new ladder has started"
        waits = handover.declined or kept_from(self.desk.staff, handover, now) is not None
        return None if waits else "its owner is there"

    def _card(self, row: Outgoing, key: str, handover: Handover, snapshot: Snapshot, now: datetime) -> Post:
        address = Address.parse(row.recipient)
        reader = self._reader(address)
        if row.rung == RungName.AT_ONCE:
            headline = self._instead(row, snapshot, reader, self._at_once(handover, reader, snapshot.event))
            return Post(key, address, card(self.desk, handover, reader, now, headline))
        shown = snapshot.cards.get((handover.id, row.recipient))
        return Post(key, address, card(self.desk, handover, reader, now), edit=shown.ref if shown else None)

    def _at_once(self, handover: Handover, reader: Reader, event: Event | None) -> str:
        """Return why a card comes at once: to its owner, or to others who are told with them."""
        say = reader.language
        if event is not None and "instead_of" in event.data and reader.handle == handover.owner:
            until = self.desk.until(reader, handover, _moment(event.data["until"]))
            away = {"person": self.desk.name(event.data["instead_of"]), "until": until}
            return say("at_once.open.instead", actor=self.desk.name(event.actor), **away)
        act, actor = (event.act, self.desk.name(event.actor)) if event else (Act.OPEN, self.desk.name(handover.opener))
        whose = "owner" if reader.handle == handover.owner else "other"
        return say(f"at_once.{act}.{whose}", actor=actor, owner=self.desk.name(handover.owner))

    def _in_thread(self, row: Outgoing, key: str, handover: Handover, snapshot: Snapshot, now: datetime) -> Post:
        channel = Address(Place.CHANNEL, handover.team)
        place = snapshot.cards.get((handover.id, str(channel)))
        if place is None:
            reason = "the card has not been posted yet"
            raise SendFailed(reason, patient=True)
        reader = self.desk.channel(handover.team)
        if row.kind is Kind.PHONE:
            shown = snapshot.cards.get((handover.id, PHONE_LIST))
            message = phone_message(self.desk, handover, reader, now)
            return Post(key, channel, message, thread=place.ref, edit=shown.ref if shown else None)
        offered: tuple[Section, ...] = ()
        if snapshot.event is not None and snapshot.event.act == Act.ANSWERED and handover.active and row.rung == "note":
            offered = (Section(buttons=take_or_note(handover, reader)),)
        return Post(key, channel, Message(self._note(row, handover, reader, snapshot), sections=offered), thread=place.ref)

    def _note(self, row: Outgoing, handover: Handover, reader: Reader, snapshot: Snapshot) -> str:
        if row.rung in set(RungName):
            return rung_note(self.desk, handover, reader, RungName(row.rung), row.planned_at)
        if snapshot.event is None:
            reason = "the event of this note is missing"
            raise SendFailed(reason, permanent=True)
        event = snapshot.event
        return act_note(self.desk, handover, reader, event.act, event.actor, event.data)

    def _notice(self, row: Outgoing, handover: Handover, reader: Reader, snapshot: Snapshot, now: datetime) -> Message:
        actor = self.desk.name(snapshot.event.actor) if snapshot.event else ""
        key = f"notice.{row.rung}"
        if row.rung == Act.PHONE_ATTEMPT and reader.handle is None:
            key = "notice.phone_attempt.channel"
        said = reader.language(key, reference=handover.reference, actor=actor)
        return card(self.desk, handover, reader, now, self._instead(row, snapshot, reader, said))

    def _ping(self, row: Outgoing, snapshot: Snapshot) -> Ping:
        missed = row.occurrence - row.first_occurrence + 1
        instead_of = self._names(snapshot.unreached(row))
        return Ping(snapshot.handovers[row.handover_id], row.rung, row.first_at, row.planned_at, missed, instead_of)

    def _instead(self, row: Outgoing, snapshot: Snapshot, reader: Reader, said: str) -> str:
        """Return what is said, and before it in whose place it comes."""
        return instead(reader, self._names(snapshot.unreached(row)), said)

    def _names(self, recipients: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.desk.name(Address.parse(each).key) for each in recipients)

    def _reader(self, address: Address) -> Reader:
        return self.desk.channel(address.key) if address.place is Place.CHANNEL else self.desk.person(address.key)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _past(row: Outgoing, handover: Handover) -> str | None:
    """Return why nobody has to be told any more; the mail of a ladder that has ended would be that of the next one twice."""
    if not handover.active:
        return "closed"
    return "a new ladder has started" if row.kind is Kind.MAIL and row.cycle != handover.cycle else None


def _card_obsolete(row: Outgoing, handover: Handover, snapshot: Snapshot) -> str | None:
    shown = snapshot.cards.get((handover.id, row.recipient))
    if row.rung == RungName.AT_ONCE:
        return None if handover.active and row.cycle == handover.cycle else "dealt with"
    if shown is not None and row.rung == "card" and shown.version >= handover.version:
        return "already shown"
    if shown is None and Address.parse(row.recipient).place is Place.PERSON:
        return "not shown to them"
    return None


def _key(rows: Sequence[Outgoing]) -> str:
    """Return a key that is the same on every try of the same rows, and another as soon as one is added."""
    ids = ",".join(str(row.id) for row in rows)
    return f"{rows[0].kind}-{hashlib.sha256(ids.encode()).hexdigest()[:24]}"
