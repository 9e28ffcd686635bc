"""A handover as a card: the standard subject, its state and due time, owner, what the customer wants, and its buttons."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.address import Place
from bot.cards.reader import Desk, Reader
from bot.chat.port import Button, Confirm, Line, Message, Section, Style, Tone
from bot.rules.dialling import dial
from bot.rules.handover import Act, Handover, Status
from bot.rules.ladder import URGENT
from bot.rules.recipients import asked
from bot.rules.staff import kept_from

DONE_FORM = "finish"
"""The *Done* button: it asks for the outcome, which is one of three acts."""


ONLY_NOTING = "only_noting"


def card(desk: Desk, handover: Handover, reader: Reader, now: datetime, headline: str = "") -> Message:
    """Return the card for this reader. `headline` says why it comes, where it is not plainly the card."""
    subject = desk.subject(handover)
    state = state_of(desk, handover, reader, now)
    to_take = reader.handle not in {None, handover.owner} and kept_from(desk.staff, handover, now) is not None
    section = Section(
        lines=tuple(_lines(desk, handover, reader, now, state)),
        buttons=tuple(buttons(handover, reader, to_take=to_take)),
        more=tuple(_more(handover, reader, to_take=to_take)),
        more_label=reader.language("button.more"),
    )
    text = reader.language(
        "card.text", reference=handover.reference, subject=subject, state=state, owner=desk.name(handover.owner)
    )
    return Message(
        text=f"{headline} {text}".strip(),
        headline=headline,
        subject=subject,
        sections=(section,),
        footer=_footer(desk, handover, reader),
        tone=tone(handover, now),
    )


def state_of(desk: Desk, handover: Handover, reader: Reader, now: datetime) -> str:
    """Return the state in words, with the route and whether it is late."""
    say = reader.language
    words = [say(f"state.{handover.status}")]
    if handover.declined and handover.active:
        words.append(say("state.declined"))
    if handover.is_late(now):
        words.append(say("state.late", since=desk.when(reader, handover, handover.promised_at)))
    if handover.active:
        words += [say(f"route.{route}") for route in handover.routes[:1]]
    if handover.warned:
        words.append(say("state.warned"))
    return say("card.joined").join(words)


def owner_of(desk: Desk, handover: Handover, reader: Reader, now: datetime) -> str:
    """Return the owner's name; of one who is away also until when, and who is asked to take it; else a hint."""
    say, name = reader.language, desk.name(handover.owner)
    absence = desk.absences.away(handover.owner, now) if handover.active else None
    if absence is None:
        hint = desk.hints.get(handover.owner) if handover.status is Status.OPEN and reader.handle != handover.owner else None
        return say(f"card.owner.{hint}", name=name) if hint else name
    until = desk.until(reader, handover, absence.until)
    if kept_from(desk.staff, handover, now) is None:
        return say("card.owner.away", name=name, until=until)
    reached = asked(handover, desk.staff, desk.office.worktime(handover), now)
    others = [desk.name(address.key) for address in reached if address.place is Place.PERSON] or [say("note.channel")]
    return say("card.owner.asked", name=name, until=until, names=say("card.comma").join(others))


def tone(handover: Handover, now: datetime) -> Tone:
    """Return how pressing the handover is."""
    if not handover.active:
        return Tone.DONE
    if handover.is_late(now):
        return Tone.LATE
    return Tone.URGENT if handover.warned or not URGENT.isdisjoint(handover.routes) else Tone.CALM


def value(handover: Handover) -> str:
    """Return what a button carries: the handover's id and version."""
    return f"{handover.id}:{handover.version}"


def button(handover: Handover, reader: Reader, action: str, style: Style = Style.PLAIN, confirm: str = "") -> Button:
    """Return the button of an act on this version of the handover; `confirm` is the key of the question asked first."""
    say = reader.language
    asked = Confirm(say(confirm, reference=handover.reference), say("confirm.yes"), say("confirm.no")) if confirm else None
    return Button(say(f"button.{action}"), action, value(handover), style, asked)


def take_or_note(handover: Handover, reader: Reader) -> tuple[Button, ...]:
    """Return what is offered to who has only said something: *Take it*, or *Only noting*."""
    say, action = reader.language, Act.ACKNOWLEDGE if handover.status is Status.OPEN else Act.TAKE_OVER
    return (
        Button(say("button.take_it"), action, value(handover), Style.PRIMARY),
        Button(say("button.only_noting"), ONLY_NOTING, value(handover)),
    )


def buttons(handover: Handover, reader: Reader, *, to_take: bool = False) -> Iterator[Button]:
    """Yield the buttons of the handover's state; `to_take`, because its owner is away: *Take it* and *Assign to …*."""
    if to_take:
        yield from take_or_assign(handover, reader)
    elif handover.status is Status.OPEN:
        yield button(handover, reader, Act.ACKNOWLEDGE, Style.PRIMARY)
    if handover.active:
        style = Style.PRIMARY if handover.status is Status.ACKNOWLEDGED and not to_take else Style.PLAIN
        yield button(handover, reader, DONE_FORM, style)
        if not to_take:
            yield button(handover, reader, Act.DECLINE)
    else:
        yield button(handover, reader, Act.REOPEN)


def take_or_assign(handover: Handover, reader: Reader) -> tuple[Button, Button]:
    """Return *Take it* and *Assign to …*, which those get who are asked in place of an owner who is away (section 6)."""
    take = Act.ACKNOWLEDGE if handover.status is Status.OPEN else Act.TAKE_OVER
    taking = replace(button(handover, reader, take, Style.PRIMARY), label=reader.language("button.take_it"))
    return taking, button(handover, reader, Act.ASSIGN)


def _more(handover: Handover, reader: Reader, *, to_take: bool) -> Iterator[Button]:
    if not handover.active:
        return
    if handover.status is Status.ACKNOWLEDGED and not to_take:
        yield button(handover, reader, Act.TAKE_OVER, confirm="confirm.take_over")
    if not to_take:
        yield button(handover, reader, Act.ASSIGN)
    for action in (Act.NEW_TIME, Act.CORRECT, Act.CALLED_AGAIN):
        yield button(handover, reader, action)
    yield button(handover, reader, Act.CANCEL, Style.DANGER, confirm="confirm.cancel")


def _lines(desk: Desk, handover: Handover, reader: Reader, now: datetime, state: str) -> Iterator[Line]:
    say, plainly = reader.language, desk.sees_customer(reader, handover, now)
    yield Line(say("label.state"), state)
    yield Line(say("label.due"), _due(desk, handover, reader))
    yield Line(say("label.owner"), owner_of(desk, handover, reader, now))
    if customer := desk.customer(handover, plainly=plainly):
        yield Line(say("label.customer"), customer)
    if phone := desk.phone(handover, plainly=plainly):
        link = dial(phone, desk.office.site(handover).phone_country) if plainly else None
        yield Line(say("label.phone"), phone, link)
    if wish := desk.wish(handover, plainly=plainly):  # gone when it was erased
        yield Line(say("label.wish"), wish)
    if url := desk.office.site(handover).case_url:
        yield Line(say("label.case"), handover.request_id, url.replace("{request_id}", handover.request_id))


def _due(desk: Desk, handover: Handover, reader: Reader) -> str:
    say = reader.language
    due = desk.when(reader, handover, handover.promised_at)
    origin = say("card.own_time") if handover.own_time else say("card.first_offer")
    provisional = say("card.provisional") if handover.provisional else ""
    return say("card.due", due=due, origin=origin, provisional=provisional)


def _footer(desk: Desk, handover: Handover, reader: Reader) -> str:
    opened = desk.when(reader, handover, handover.opened_at)
    return reader.language("card.footer", reference=handover.reference, opener=desk.name(handover.opener), opened=opened)
