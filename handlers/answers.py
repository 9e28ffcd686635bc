"""The private answers to what was typed. They lead with the sentence to say to the customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards.card import card, state_of, tone, value
from bot.cards.notes import act_note
from bot.cards.pings import SHOW
from bot.chat.port import Answer, Button, Line, Message, Section, Tone
from bot.explain import sentences
from bot.opening import Opened
from bot.rules.handover import Act, Handover
from bot.rules.promise import Promise
from bot.rules.routes import Obligation
from bot.rules.waybill import Waybill
from bot.rules.worktime import Worktime
from bot.store.handovers import Event
from handlers.visit import Visit


def promised(visit: Visit, promise: Promise, worktime: Worktime, headline: str) -> Message:
    """Return what to tell the customer, which routes it takes, and why."""
    say, zone = visit.reader.language, worktime.zone
    routes = say("card.joined").join(say(f"route.{route}") for route in promise.routes)
    owed = say("card.semicolon").join(say(f"obligation.{obligation}") for obligation in promise.obligations)
    lines = [Line(say("label.route"), routes), Line(say("label.obligations"), owed)]
    if promise.asked is not None:
        lines.append(Line(say("label.first_offer"), say.moment(promise.first_offer, zone)))
    why = " ".join(sentences(say, promise.steps, zone, promise.opened))
    lines.append(Line(say("label.why"), why))
    return Message(text=f"{headline} {routes}", headline=headline, sections=(Section(tuple(lines)),), tone=Tone.CALM)


def when(visit: Visit, promise: Promise, worktime: Worktime) -> Answer:
    """Answer what may be promised, before anything is opened."""
    return Answer(promised(visit, promise, worktime, _to_say(visit, promise, worktime)))


def opened(visit: Visit, result: Opened, waybill: Waybill | None) -> Answer:
    """Answer that a handover was opened: the sentence for the customer first, then who has it and what else is to be done."""
    say, handover, desk = visit.reader.language, result.handover, visit.desk
    worktime = desk.office.worktime(handover)
    message = promised(visit, result.promise, worktime, _to_say(visit, result.promise, worktime))
    lines = [Line(handover.reference, say("answer.owner", owner=desk.name(handover.owner), subject=desk.subject(handover)))]
    if waybill is not None and not waybill.check_ok:
        lines.append(Line(say("label.look_again"), say("answer.check_digit", number=waybill.number, carrier=waybill.carrier)))
    if handover.phone_next is not None:
        lines.append(Line(say("label.phone_now"), say("answer.phone_list")))
    elif Obligation.TELL_AGENT_TO_PHONE in result.promise.obligations:
        phone = desk.office.directory.person(handover.owner).phone
        lines.append(Line(say("label.phone_now"), say("answer.phone_too", owner=desk.name(handover.owner), number=phone)))
    if result.repeated:
        lines.append(Line("", say("answer.repeated")))
    section = Section((*lines, *message.sections[0].lines), (Button(say("button.show"), SHOW, value(handover)),))
    return Answer(
        Message(f"{message.headline} {handover.reference}", message.headline, "", (section,), tone=tone(handover, visit.now))
    )


def listed(visit: Visit, found: Sequence[Handover], total: int, title: str) -> Answer:
    """Answer with a list, soonest promise first."""
    say = visit.reader.language
    if not found:
        return visit.say(f"{title}.none")
    headline = say.plural(title, total)
    sections = []
    for handover in found:
        subject = Line(handover.reference, visit.desk.subject(handover))
        state = state_of(visit.desk, handover, visit.reader, visit.now)
        owner = Line(visit.desk.name(handover.owner), state)
        sections.append(Section((subject, owner), (Button(say("button.show"), SHOW, value(handover)),)))
    text = say("card.semicolon").join(f"{handover.reference} {visit.desk.subject(handover)}" for handover in found)
    hidden = total - len(found)
    footer = say.plural("list.hidden", hidden) if hidden else ""
    return Answer(Message(f"{headline} {text}", headline, "", tuple(sections), footer))


def shown(visit: Visit, handover: Handover, events: Sequence[Event]) -> Answer:
    """Answer with the card, its next ping, and its history."""
    say, desk = visit.reader.language, visit.desk
    message = card(desk, handover, visit.reader, visit.now)
    history = tuple(Line(desk.when(visit.reader, handover, event.at), _happened(visit, handover, event)) for event in events)
    following: tuple[Line, ...] = ()
    if handover.next_due_at is not None:
        following = (Line(say("label.next_ping"), desk.when(visit.reader, handover, handover.next_due_at)),)
    extra = Section((*following, *history))
    return Answer(
        Message(
            message.text,
            say("show.headline", reference=handover.reference),
            message.subject,
            (*message.sections, extra),
            message.footer,
            message.tone,
        )
    )


def done(visit: Visit, handover: Handover, act: Act) -> Answer:
    """Answer that an act was carried out, in one sentence."""
    desk, say = visit.desk, visit.reader.language
    due = desk.when(visit.reader, handover, handover.promised_at)
    return visit.say(
        f"did.{act}", reference=handover.reference, owner=desk.name(handover.owner), due=due, route=say(f"route.{handover.route}")
    )


def _happened(visit: Visit, handover: Handover, event: Event) -> str:
    if event.act == Act.OPEN:
        return visit.reader.language("note.open", actor=visit.desk.name(event.actor))
    return act_note(visit.desk, handover, visit.reader, event.act, event.actor, event.data)


def _to_say(visit: Visit, promise: Promise, worktime: Worktime) -> str:
    """Return the sentence for the customer: a clock time today, else with its day."""
    say = visit.reader.language
    today = _day(worktime, promise.promised) == _day(worktime, promise.opened)
    soon = promise.promised - promise.opened < timedelta(minutes=1)
    due = say.clock(promise.promised, worktime.zone) if today else say.moment(promise.promised, worktime.zone)
    key = "say.now" if soon else ("say.today" if today else "say.later")
    return say(key, due=due) + (say("say.provisional") if promise.provisional else "")


def _day(worktime: Worktime, moment: datetime) -> object:
    return worktime.local(moment).date()
