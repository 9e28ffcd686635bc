"""Short lines for the card's thread: what was done, by whom; and the phone list of section 3."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.address import Address, Place
from bot.cards.card import button
from bot.cards.reader import Desk, Reader
from bot.chat.port import Line, Message, Section, Style, Tone
from bot.rules.dialling import dial
from bot.rules.handover import Act, Handover, Status
from bot.rules.ladder import RungName
from bot.rules.recipients import phone_list, recipients

PHONE_REACHED = "phone_reached"
PHONE_NO_ANSWER = "phone_no_answer"
TAKES_IT = "takes_it"
ONLY_TOLD = "only_told"
NO_ANSWER = "no_answer"
PHONE_ASKS = (PHONE_REACHED, PHONE_NO_ANSWER)


def act_note(desk: Desk, handover: Handover, reader: Reader, act: str, actor: str, data: Mapping[str, Any]) -> str:
    """Return what was done, in one line that names no customer."""
    say = reader.language
    who = desk.name(actor)
    if act == Act.CORRECT:
        return _corrected(desk, handover, reader, who, data["fields"])
    if act == Act.PHONE_ATTEMPT:
        return say(f"note.phone.{data['result']}", actor=who, person=desk.name(data["person"]))
    if act == Act.AWAY:
        return _away(desk, handover, reader, data)
    if act == Act.CALENDAR:
        return say("note.calendar.closed" if data["closed"] else "note.calendar.open")
    if act == Act.ANSWERED:
        said = say("note.answered.refused" if data["refused"] else "note.answered", actor=who)
        return say("note.remark", said=said, remark=desk.masked(handover, data["note"])) if data["note"] else said
    took = act in {Act.ACKNOWLEDGE, Act.REACHED} and data.get("from") not in {None, actor}
    said = say(f"note.{act}" + (".from" if took else ""), actor=who, **_details(desk, handover, reader, data))
    remark = data.get("reason") or data.get("note")
    return say("note.remark", said=said, remark=desk.masked(handover, remark)) if remark else said


def rung_note(desk: Desk, handover: Handover, reader: Reader, rung: RungName, planned: datetime) -> str:
    """Return whom a rung pinged beyond the owner."""
    reached = recipients(rung, handover, desk.staff, desk.office.worktime(handover), planned)
    return reader.language(f"note.rung.{rung}", names=_names(desk, reader, reached))


def phone_message(desk: Desk, handover: Handover, reader: Reader, now: datetime) -> Message:
    """Return the phone list: whom to phone now, with the number as a link, and two buttons; closed once somebody has it."""
    say = reader.language
    if handover.status is not Status.OPEN or handover.phone_next is None:
        return Message(text=say("phone.closed", owner=desk.name(handover.owner)), tone=Tone.DONE)
    people = phone_list(handover, desk.staff, desk.office.worktime(handover), now)
    following = handover.phone_next % len(people)
    lines = []
    for position, handle in enumerate(people):
        person = desk.office.directory.person(handle)
        label = say("phone.now") if position == following else say("phone.place", place=position + 1)
        link = dial(person.phone, desk.office.site(handover).phone_country)
        absence = desk.absences.away(handle, now)
        said = say("phone.person", name=person.name, number=person.phone)
        if absence is not None:
            said = say("phone.away", person=said, until=desk.until(reader, handover, absence.until))
        lines.append(Line(label, said, link))
    first = desk.name(people[following])
    return Message(
        text=say("phone.text", name=first, reference=handover.reference),
        headline=say("phone.headline"),
        sections=(
            Section(
                lines=tuple(lines),
                buttons=(
                    button(handover, reader, PHONE_REACHED, Style.PRIMARY),
                    button(handover, reader, PHONE_NO_ANSWER),
                ),
            ),
        ),
        tone=Tone.URGENT,
    )


def _away(desk: Desk, handover: Handover, reader: Reader, data: Mapping[str, Any]) -> str:
    """Return who is away, until when and how that is known, and who is asked to take it: the agent reads it in the thread."""
    say = reader.language
    addresses = [Address.parse(each) for each in data["asked"]]
    names = _names(desk, reader, addresses)
    if "person" not in data:
        return say("note.away.asked", names=names)
    until = desk.until(reader, handover, datetime.fromisoformat(data["until"]) if data["until"] else None)
    said = say(
        "note.away",
        opener=desk.name(handover.opener),
        person=desk.name(data["person"]),
        until=until,
        how=say(f"source.{data['source']}"),
        names=names,
    )
    return said + say("note.away.cover", name=desk.name(data["cover"])) if data.get("cover") else said


def _names(desk: Desk, reader: Reader, addresses: Iterable[Address]) -> str:
    say = reader.language
    names = [say("note.channel") if address.place is Place.CHANNEL else desk.name(address.key) for address in addresses]
    return say("card.comma").join(names)


def _details(desk: Desk, handover: Handover, reader: Reader, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the people and moments of an event in words."""
    people = {f"{name}_name": desk.name(data[name]) for name in ("from", "to") if name in data}
    moments = {name: desk.when(reader, handover, datetime.fromisoformat(data[name])) for name in ("old", "new") if name in data}
    return people | moments | {"route": reader.language(f"route.{handover.route}")}


def _corrected(desk: Desk, handover: Handover, reader: Reader, who: str, fields: Mapping[str, Mapping[str, str | None]]) -> str:
    """Return the old and new values of a correction; of the customer's name and phone only that they were corrected."""
    say = reader.language
    parts = []
    for name, change in fields.items():
        label = say(f"field.{name}")
        if name in {"customer_name", "customer_phone"}:
            parts.append(label)
        else:
            old, new = (desk.masked(handover, change[side] or "–") for side in ("old", "new"))
            parts.append(say("note.corrected_field", label=label, old=old, new=new))
    return say("note.correct", actor=who, fields=say("card.semicolon").join(parts))
