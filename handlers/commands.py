"""Runs what was typed behind `/callback`: one function per command, each ending in a private answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.port import Answer, Message
from bot.ledger import By
from bot.opening import Draft
from bot.rules.handover import ACTIVE, Act, Handover, Status, WrongState
from bot.rules.minutes import MINUTE
from bot.rules.promise import promise
from bot.rules.waybill import Waybill
from bot.rules.worktime import whole_minute
from bot.service import AlreadyYours, Service, Target
from bot.store import handovers, outgoing
from bot.store.handovers import Filter
from handlers import answers, attendance, forms, intents, words
from handlers.grammar import parse
from handlers.visit import Visit

Performed = Callable[[Service, Target, By, str], Awaitable[Handover]]
PERFORMED: Mapping[Act, Performed] = {
    Act.ACKNOWLEDGE: lambda service, target, by, _note: service.acknowledge(target, by),
    Act.TAKE_OVER: lambda service, target, by, _note: service.take_over(target, by),
    Act.REACHED: lambda service, target, by, _note: service.reached(target, by),
    Act.DECLINE: lambda service, target, by, note: service.decline(target, by, note),
    Act.NOT_NEEDED: lambda service, target, by, note: service.not_needed(target, by, note),
    Act.CALLED_AGAIN: lambda service, target, by, note: service.called_again(target, by, note),
    Act.CANCEL: lambda service, target, by, note: service.cancel(target, by, note),
    Act.REOPEN: lambda service, target, by, note: service.reopen(target, by, note),
}


async def run(visit: Visit, text: str) -> Answer:
    """Carry out one command. Raises Refusal and StoreUnavailable; nothing has changed then."""
    typed = words.strip_invocation(text)
    typed = text.strip() if typed is None else typed
    if not typed:
        return Answer(form=forms.open_form(visit))
    return await carry_out(visit, parse(typed, visit.site, visit.times, wish_limit=visit.desk.office.policy.acts.wish_limit))


async def carry_out(visit: Visit, command: intents.Command) -> Answer:
    """Carry out what was understood."""
    answer: Answer
    match command:
        case intents.OpenCallback():
            answer = await open_callback(visit, command)
        case intents.TellTime():
            answer = tell_time(visit, command)
        case intents.Mine():
            answer = await _listed(visit, Filter(statuses=ACTIVE, concerns=visit.incoming.person), "list.mine")
        case intents.ListHandovers():
            answer = await list_handovers(visit, command)
        case intents.Show():
            answer = await show(visit, command.handover)
        case intents.Help():
            answer = help_text(visit, command)
        case intents.GoAway() | intents.ComeBack() | intents.WhoIsAway():
            answer = await _attendance(visit, command)
        case _:
            answer = await _act(visit, command)
    return answer


async def _attendance(visit: Visit, command: intents.AttendanceCommand) -> Answer:
    match command:
        case intents.GoAway():
            return await attendance.away(visit, command)
        case intents.ComeBack():
            return await attendance.back(visit)
        case intents.WhoIsAway():
            return await attendance.who(visit)


async def _act(visit: Visit, command: intents.ActCommand) -> Answer:
    match command:
        case intents.Perform(act=Act.CANCEL | Act.TAKE_OVER):
            return await ask_once(visit, command)
        case intents.Perform():
            return await perform(visit, command.act, Target(command.handover), command.note)
        case intents.PerformAt():
            return await perform_at(visit, command.act, Target(command.handover), command.asked.moment)
        case intents.AssignTo():
            handover = await visit.counter.service.assign(Target(command.handover), visit.by, command.owner)
            return answers.assigned(await visit.informed(), handover)
        case intents.CorrectHandover():
            return await correct(visit, command)


async def open_callback(visit: Visit, command: intents.OpenCallback) -> Answer:
    """Open a handover and say what to tell the customer."""
    draft = Draft(
        waybill=command.waybill.number,
        request_id=command.request_id,
        wish=command.wish,
        asked=command.asked.moment if command.asked else None,
        owner=command.owner,
        customer_name=command.customer_name,
        customer_phone=command.customer_phone,
        warned=command.warned,
        other_matter=command.other_matter,
    )
    return await open_draft(visit, draft, command.waybill, command.left)


async def open_draft(visit: Visit, draft: Draft, waybill: Waybill, left: str = "") -> Answer:
    """Open what was typed or filled in. `left` are words of the wish that may have been meant as the time."""
    return answers.opened(visit, await visit.counter.service.open(draft, visit.by), waybill, left)


def tell_time(visit: Visit, command: intents.TellTime) -> Answer:
    """Say what may be promised, on the clock of the typist's site; nothing is opened."""
    worktime = visit.desk.office.worktime_of(visit.incoming.person)
    asked = command.asked.moment if command.asked else None
    return answers.when(visit, promise(worktime, visit.now, asked, visit.desk.office.policy), worktime, warned=command.warned)


async def list_handovers(visit: Visit, command: intents.ListHandovers) -> Answer:
    """List by filters."""
    worktime = visit.desk.office.worktime_of(visit.incoming.person)
    midnight = worktime.local(visit.now).replace(hour=0, minute=0, second=0, microsecond=0)
    directory = visit.desk.office.directory
    wanted = Filter(
        statuses=command.statuses,
        owner=directory.owner_named(command.owner).handle if command.owner else None,
        team=directory.team_of(visit.incoming.person).key if command.own_team else None,
        request_id=command.request_id,
        waybill=command.waybill,
        off_hours=command.off_hours,
        warned=command.warned,
    )
    if command.today:
        wanted = replace(wanted, due_from=midnight, due_before=midnight + timedelta(days=1))
    if command.overdue:
        wanted = replace(wanted, due_before=whole_minute(visit.now))
    by_number = intents.ListHandovers(frozenset(Status), request_id=command.request_id, waybill=command.waybill)
    number = command.request_id or command.waybill
    return await _listed(visit, wanted, "list.found", number if command == by_number else None)


async def show(visit: Visit, handover_id: int) -> Answer:
    """Show one handover with its history."""
    visit, handover = await visit.informed(), await visit.handover(handover_id)
    async with visit.counter.database.reading() as connection:
        events = await handovers.history(connection, handover_id)
        undelivered = await outgoing.undelivered(connection, handover_id)
        pings = await outgoing.pinged(connection, [handover_id], handover.opened_at - MINUTE)
    return answers.shown(visit, handover, events, undelivered, pings.get(handover_id, ()))


def help_text(visit: Visit, command: intents.Help) -> Answer:
    """Explain the commands."""
    sentences = [visit.reader.language(key) for key in words.help_keys(command.topic)]
    return Answer(Message(text="\n".join(sentences)))


async def perform(visit: Visit, act: Act, target: Target, note: str = "") -> Answer:
    """Carry out an act that needs no more than a note; offer to take over what somebody else has."""
    try:
        handover = await PERFORMED[act](visit.counter.service, target, visit.by, note)
    except WrongState:
        offer = forms.ask_to_take_over(visit, await visit.handover(target.id)) if act is Act.ACKNOWLEDGE else None
        if offer is None:
            raise
        return offer
    return answers.done(visit, handover, act)


async def ask_once(visit: Visit, command: intents.Perform) -> Answer:
    """Ask before an act that section 4 has asked once; nothing is changed yet."""
    handover = await visit.counter.service.check(command.act, Target(command.handover), visit.by)
    if command.act is Act.CANCEL:
        return Answer(form=forms.cancel_form(visit, handover, command.note))
    offer = forms.ask_to_take_over(visit, handover)
    if offer is None:
        raise AlreadyYours(reference=handover.reference)
    return offer


async def perform_at(visit: Visit, act: Act, target: Target, again: datetime | None) -> Answer:
    """Carry out an act that needs a time: no answer, or a new time; None is the first offer."""
    service = visit.counter.service
    if act is Act.NO_ANSWER:
        return answers.done(visit, await service.no_answer(target, visit.by, again), act)
    return answers.new_time(visit, await service.new_time(target, visit.by, again))


async def correct(visit: Visit, command: intents.CorrectHandover) -> Answer:
    """Correct what was typed wrong."""
    fields = {
        "waybill": command.waybill.number if command.waybill else None,
        "request_id": command.request_id,
        "customer_name": command.customer_name,
        "customer_phone": command.customer_phone,
        "wish": command.wish,
    }
    given = {name: text for name, text in fields.items() if text is not None}
    handover = await visit.counter.service.correct(Target(command.handover), visit.by, given)
    return answers.done(visit, handover, Act.CORRECT)


async def _listed(visit: Visit, wanted: Filter, title: str, number: str | None = None) -> Answer:
    async with visit.counter.database.reading() as connection:
        found, total = await handovers.find(connection, wanted, visit.desk.office.policy.acts.list_limit)
    return answers.listed(visit, found, total, title, number)
