"""The private answers to what was typed. They lead with the sentence to say to the customer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.address import Place
from bot.cards.card import card, state_of, tone, value
from bot.cards.pings import SHOW
from bot.chat.port import Answer, Button, Line, Message, Section
from bot.explain import explained
from bot.opening import Opened
from bot.rules.dialling import dial
from bot.rules.handover import Act, Handover, Status
from bot.rules.ladder import cycle_base
from bot.rules.promise import Promise
from bot.rules.routes import Obligation, Route, obligations_of
from bot.rules.waybill import Waybill
from bot.rules.worktime import Worktime
from bot.store.handovers import Event
from bot.store.outgoing import Kind, Outgoing, State
from handlers.history import history
from handlers.visit import Visit


def when(visit: Visit, promise: Promise, worktime: Worktime, *, warned: bool) -> Answer:
    """Answer what may be promised, before anything is opened."""
    headline = _to_say(visit, worktime.zone, promise.promised, provisional=promise.provisional)
    section = Section(_why(visit, promise, worktime, warned=warned))
    return Answer(Message(_with_route(visit, headline, promise.routes), headline, sections=(section,)))


def opened(visit: Visit, result: Opened, waybill: Waybill, left: str = "") -> Answer:
    """Answer that a handover was opened: the sentence for the customer first, then who has it and what else is to be done."""
    say, handover, desk = visit.reader.language, result.handover, visit.desk
    owner = say("answer.owner", owner=desk.name(handover.owner), subject=desk.subject(handover))
    lines = [Line(handover.reference, owner)]
    if not waybill.check_ok:
        lines.append(Line(say("label.look_again"), say("answer.check_digit", number=waybill.number, carrier=waybill.carrier)))
    if left:
        lines.append(Line(say("label.look_again"), say("answer.left_in_wish", words=left, reference=handover.reference)))
    if (absence := result.absence) is not None:
        until = desk.until(visit.reader, handover, absence.until)
        said = say("answer.instead", person=desk.name(absence.person), until=until, owner=desk.name(handover.owner))
        if absence.person == handover.owner:
            said = say("answer.nobody_instead", person=desk.name(absence.person), until=until)
        lines.append(Line(say("label.away"), said))
    lines += _to_phone(visit, handover)
    if result.repeated:
        lines.append(Line(say("label.state"), say("answer.repeated")))
    worktime, promise = desk.office.worktime(handover), result.promise
    lines += _why(visit, promise, worktime, warned=handover.warned)
    section = Section(tuple(lines), (Button(say("button.show"), SHOW, value(handover)),))
    headline = _to_say(visit, worktime.zone, promise.promised, provisional=promise.provisional)
    text = say("answer.text", said=headline, reference=handover.reference, text=owner)
    return Answer(Message(text, headline, sections=(section,), tone=tone(handover, visit.now)), acted=True)


def listed(visit: Visit, found: Sequence[Handover], total: int, title: str, number: str | None = None) -> Answer:
    """Answer with a list, soonest promise first; `number` is the one thing that was asked for."""
    say = visit.reader.language
    if not found:
        return visit.say("list.number.none", number=number) if number else visit.say(f"{title}.none")
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


def shown(
    visit: Visit, handover: Handover, events: Sequence[Event], undelivered: Sequence[Outgoing], pings: Sequence[Outgoing]
) -> Answer:
    """Answer with the card, its next ping, what could not be delivered, and its history."""
    say, desk = visit.reader.language, visit.desk
    message = card(desk, handover, visit.reader, visit.now)
    following: tuple[Line, ...] = ()
    if handover.next_due_at is not None:
        following = (Line(say("label.next_ping"), desk.when(visit.reader, handover, handover.next_due_at)),)
    failures = tuple(Line(say("label.undelivered"), _not_delivered(visit, row)) for row in undelivered)
    extra = Section((*following, *failures, *history(desk, handover, visit.reader, events, pings)))
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
    desk = visit.desk
    due = desk.when(visit.reader, handover, handover.promised_at)
    said = visit.say(f"did.{act}", reference=handover.reference, owner=desk.name(handover.owner), due=due)
    return replace(said, acted=True)


def assigned(visit: Visit, handover: Handover) -> Answer:
    """Answer that it is somebody else's now; who is away is said to be. The visit knows who is."""
    desk = visit.desk
    absence = desk.absences.away(handover.owner, visit.now)
    if absence is None:
        return done(visit, handover, Act.ASSIGN)
    until = desk.until(visit.reader, handover, absence.until)
    due = desk.when(visit.reader, handover, handover.promised_at)
    return visit.say("did.assign.away", reference=handover.reference, owner=desk.name(handover.owner), due=due, until=until)


def new_time(visit: Visit, handover: Handover) -> Answer:
    """Answer that a new time was agreed: the sentence for the customer first, then its route and whom to phone."""
    say, zone = visit.reader.language, visit.desk.office.worktime(handover).zone
    headline = _to_say(visit, zone, handover.promised_at, provisional=handover.provisional)
    subject = Line(handover.reference, visit.desk.subject(handover))
    lines = (subject, Line(say("label.route"), _routes(visit, handover.routes)), *_to_phone(visit, handover))
    text = _with_route(visit, headline, handover.routes)
    return Answer(Message(text, headline, sections=(Section(lines),), tone=tone(handover, visit.now)), acted=True)


def _not_delivered(visit: Visit, row: Outgoing) -> str:
    """Return whom a message did not reach, for good or so far, and why; thread notes belong to the channel."""
    say = visit.reader.language
    failed = row.state is State.FAILED
    place, _, handle = row.recipient.partition(":")
    name = visit.desk.name(handle) if place == Place.PERSON else say("note.channel")
    if row.kind is Kind.MAIL:
        return say("show.undelivered.mail" if failed else "show.waiting.mail", name=name, reason=row.reason or "")
    return say("show.undelivered" if failed else "show.waiting", name=name, reason=row.reason or "")


def _to_say(visit: Visit, zone: ZoneInfo, promised: datetime, *, provisional: bool) -> str:
    """Return the sentence for the customer: a clock time today, else with its day; the zone for a reader who is elsewhere."""
    say = visit.reader.language
    here = visit.reader.zone == zone
    today = here and promised.astimezone(zone).date() == visit.now.astimezone(zone).date()
    due = say.clock(promised, zone) if today else say.moment(promised, zone)
    if not here:
        due = say("card.elsewhere", when=due, zone=zone.key)
    key = "say.now" if promised - visit.now < timedelta(minutes=1) else ("say.today" if today else "say.later")
    return say(key, due=due) + (say("say.provisional") if provisional else "")


def _why(visit: Visit, promise: Promise, worktime: Worktime, *, warned: bool) -> tuple[Line, ...]:
    """Return the routes, what they oblige to, and why; of a customer's own time also the first offer and its reason.

    Of a `warned` customer first of all who knows at once (section 7).
    """
    say, zone = visit.reader.language, worktime.zone
    obligations = [say(f"obligation.{obligation}") for obligation in promise.obligations]
    if warned:
        key = "answer.warned" if worktime.is_working(promise.opened) else "answer.warned.closed"
        obligations.insert(0, say(key))
    owed = say("card.semicolon").join(obligations)
    lines = (Line(say("label.route"), _routes(visit, promise.routes)), Line(say("label.obligations"), owed))
    if promise.asked is None:
        return (*lines, Line(say("label.why"), explained(say, promise.steps, zone, promise.opened)))
    why = explained(say, promise.route_steps, zone, promise.opened)
    offer = explained(say, promise.offer_steps, zone, promise.opened)
    moment = say.moment(promise.first_offer, zone)
    return (*lines, Line(say("label.why"), why), Line(say("label.first_offer"), say("answer.first_offer", due=moment, why=offer)))


def _to_phone(visit: Visit, handover: Handover) -> Iterator[Line]:
    """Yield whom the agent has to phone besides (section 3)."""
    say, desk = visit.reader.language, visit.desk
    starts = cycle_base(handover, desk.office.worktime(handover))
    if handover.phone_next is not None and starts > visit.now:
        yield Line(say("label.phone_later"), say("answer.phone_list_later", at=desk.when(visit.reader, handover, starts)))
    elif handover.phone_next is not None:
        yield Line(say("label.phone_now"), say("answer.phone_list"))
    elif handover.status is Status.OPEN and Obligation.TELL_AGENT_TO_PHONE in obligations_of(handover.routes):
        owner = desk.office.directory.person(handover.owner)
        said = say("answer.phone_too", owner=owner.name, number=owner.phone)
        yield Line(say("label.phone_now"), said, dial(owner.phone, desk.office.site(handover).phone_country))


def _routes(visit: Visit, routes: Iterable[Route]) -> str:
    say = visit.reader.language
    return say("card.joined").join(say(f"route.{route}") for route in routes)


def _with_route(visit: Visit, headline: str, routes: Iterable[Route]) -> str:
    say = visit.reader.language
    return say("answer.text", said=headline, reference=say("label.route"), text=_routes(visit, routes))
