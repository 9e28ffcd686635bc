"""The forms that ask one person for more before an act, and the questions with two buttons."""

from bot.cards.card import DONE_FORM, take_or_note, value
from bot.cards.notes import ONLY_TOLD, TAKES_IT
from bot.chat.port import Answer, Button, Field, Form, Message, Option, Section, Style
from bot.rules.handover import Act, Handover, Status, allowed
from bot.rules.recipients import phone_list
from handlers.visit import Visit

OPEN_FORM = "open"
OUTCOMES = (Act.REACHED, Act.NO_ANSWER, Act.NOT_NEEDED)
FORMS = frozenset({DONE_FORM, Act.DECLINE, Act.ASSIGN, Act.NEW_TIME, Act.CORRECT})


def open_form(visit: Visit) -> Form:
    """Return the form of a new handover."""
    say = visit.reader.language
    people = tuple(Option(visit.desk.name(handle), f"@{handle}") for handle in visit.desk.office.directory.owners())
    return Form(
        title=say("form.open"),
        action=OPEN_FORM,
        value="",
        submit=say("form.open.submit"),
        cancel=say("form.cancel"),
        fields=(
            Field("waybill", say("field.waybill"), hint="6869419583"),
            Field("request_id", say("field.request_id"), hint="REQ-20418"),
            Field("wish", say("field.wish"), multiline=True),
            Field("time", say("field.time"), hint=say("form.open.time_hint"), optional=True),
            Field("owner", say("field.owner"), options=(Option(say("form.open.owner_by_rule"), ""), *people), optional=True),
            Field("customer_name", say("field.customer_name"), optional=True),
            Field("customer_phone", say("field.customer_phone"), optional=True),
            Field("marks", say("field.marks"), options=_marks(visit), optional=True),
        ),
    )


def act_form(visit: Visit, handover: Handover, action: str) -> Form:
    """Return the form that an act needs."""
    say = visit.reader.language
    return Form(
        title=say(f"form.{action}", reference=handover.reference),
        action=action,
        value=value(handover),
        submit=say(f"form.{action}.submit"),
        cancel=say("form.cancel"),
        fields=_fields(visit, handover, action),
        intro=visit.desk.subject(handover),
    )


def cancel_form(visit: Visit, handover: Handover, note: str) -> Form:
    """Return what is asked once before a handover is cancelled; the note that was typed goes on with it."""
    say = visit.reader.language
    return Form(
        title=say("confirm.cancel", reference=handover.reference),
        action=Act.CANCEL,
        value=value(handover),
        submit=say("form.cancel_callback.submit"),
        cancel=say("form.cancel_callback.keep"),
        fields=(Field("reason", say("field.reason"), note, optional=True),),
        intro=visit.desk.subject(handover),
    )


def ask_reached(visit: Visit, handover: Handover) -> Answer:
    """Return what *Reached* on the phone list asks: takes it, or only told (section 3)."""
    say = visit.reader.language
    people = phone_list(handover, visit.desk.staff, visit.desk.office.worktime(handover), visit.now)
    name = visit.desk.name(people[(handover.phone_next or 0) % len(people)])
    buttons = (
        Button(say("button.takes_it"), TAKES_IT, value(handover), Style.PRIMARY),
        Button(say("button.only_told"), ONLY_TOLD, value(handover)),
    )
    return Answer(Message(say("ask.reached", name=name), sections=(Section(buttons=buttons),)))


def ask_to_take_over(visit: Visit, handover: Handover) -> Answer | None:
    """Return the question "X has it. Take over?", for those who may."""
    standing = visit.desk.office.standings(handover, visit.incoming.person, visit.now, visit.desk.absences)
    if handover.owner == visit.incoming.person or not standing & allowed(Act.TAKE_OVER, handover):
        return None
    say = visit.reader.language
    take = Button(say("button.take_over"), Act.TAKE_OVER, value(handover), Style.PRIMARY)
    question = say("ask.take_over", owner=visit.desk.name(handover.owner), reference=handover.reference)
    return Answer(Message(question, sections=(Section(buttons=(take,)),)))


def ask_take_or_note(visit: Visit, handover: Handover) -> Answer | None:
    """Return what somebody else on the ladder is offered who writes in the thread: *Take it*, or *Only noting*."""
    standing = visit.desk.office.standings(handover, visit.incoming.person, visit.now, visit.desk.absences)
    action = Act.ACKNOWLEDGE if handover.status is Status.OPEN else Act.TAKE_OVER
    if handover.owner == visit.incoming.person or not standing & allowed(action, handover):
        return None
    say = visit.reader.language
    buttons = take_or_note(handover, visit.reader)
    question = say("ask.take_or_note", owner=visit.desk.name(handover.owner), reference=handover.reference)
    return Answer(Message(question, sections=(Section(buttons=buttons),)))


def _marks(visit: Visit) -> tuple[Option, ...]:
    say = visit.reader.language
    return tuple(Option(say(f"form.marks.{mark or 'none'}"), mark) for mark in ("", "warned", "other", "warned other"))


def _fields(visit: Visit, handover: Handover, action: str) -> tuple[Field, ...]:
    say = visit.reader.language
    time = Field("time", say("field.new_time"), hint=say("form.time_hint"), optional=True)
    if action == DONE_FORM:
        outcomes = tuple(Option(say(f"outcome.{outcome}"), outcome) for outcome in OUTCOMES)
        return Field("outcome", say("field.outcome"), Act.REACHED, options=outcomes), time
    if action == Act.NEW_TIME:
        return (time,)
    if action == Act.ASSIGN:
        owners = [handle for handle in visit.desk.office.directory.owners() if handle != handover.owner]
        options = tuple(Option(visit.desk.name(handle), f"@{handle}") for handle in owners)
        return (Field("owner", say("field.owner"), options[0].value, options=options),)
    if action == Act.DECLINE:
        return (Field("reason", say("field.reason"), hint=say("form.decline.hint")),)
    return _correctable(visit, handover)


def _correctable(visit: Visit, handover: Handover) -> tuple[Field, ...]:
    """Return what can be corrected; the customer's name and phone stand there only for people on the ladder."""
    say, plainly = visit.reader.language, visit.desk.sees_customer(visit.reader, handover, visit.now)
    keep = "" if plainly else say("form.correct.keep")
    name, phone = (handover.customer_name or "", handover.customer_phone or "") if plainly else ("", "")
    wish = handover.wish if plainly else ""
    return (
        Field("waybill", say("field.waybill"), handover.waybill),
        Field("request_id", say("field.request_id"), handover.request_id),
        Field("customer_name", say("field.customer_name"), name, keep, optional=True),
        Field("customer_phone", say("field.customer_phone"), phone, keep, optional=True),
        Field("wish", say("field.wish"), wish, keep, multiline=True, optional=True),
    )
