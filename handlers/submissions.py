"""Acts on forms that were filled: the same intentions as by command."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from bot.cards.card import DONE_FORM
from bot.chat.port import Answer
from bot.opening import Draft
from bot.rules.cleaning import TooLong, clean
from bot.rules.handover import Act
from bot.rules.waybill import Waybill, check
from bot.service import Target
from handlers import answers, commands, refusals
from handlers.buttons import UnknownButton, target_of
from handlers.forms import OPEN_FORM, OUTCOMES
from handlers.parts import read_name, read_phone, read_request_id
from handlers.visit import Visit

CORRECTABLE = ("waybill", "request_id", "customer_name", "customer_phone", "wish")


async def submit(visit: Visit, action: str, value: str, fields: Mapping[str, str]) -> Answer:
    """Carry out a form. Raises Refusal and StoreUnavailable; nothing has changed then."""
    limit = visit.desk.office.policy.acts.wish_limit
    filled = defaultdict(str, {name: _cleaned(name, text, limit) for name, text in fields.items()})
    if action == OPEN_FORM:
        return await _open(visit, filled)
    target = target_of(value)
    service, by = visit.counter.service, visit.by
    if action == DONE_FORM:
        return await _finish(visit, target, filled)
    if action in {Act.DECLINE, Act.CANCEL}:
        if action == Act.DECLINE and not filled["reason"]:
            raise refusals.MissingReason(example=f"CB-{target.id}")
        return await commands.perform(visit, Act(action), target, filled["reason"])
    if action == Act.ASSIGN:
        if not filled["owner"]:
            raise refusals.MissingOwner(example=f"CB-{target.id} @zhou")
        handover = await service.assign(target, by, filled["owner"])
        return answers.assigned(await visit.informed(), handover)
    if action == Act.NEW_TIME:
        return await commands.perform_at(visit, Act.NEW_TIME, target, _time(visit, filled))
    if action == Act.CORRECT:
        return answers.done(visit, await service.correct(target, by, _corrected(visit, filled)), Act.CORRECT)
    raise UnknownButton


def _cleaned(field: str, text: str, limit: int) -> str:
    try:
        return clean(text, limit).strip()
    except TooLong as refusal:
        raise refusals.FieldTooLong(field=field, limit=limit, length=refusal.params["length"]) from None


async def _open(visit: Visit, filled: Mapping[str, str]) -> Answer:
    waybill = _waybill(visit, filled["waybill"])
    if not filled["wish"]:
        raise refusals.NoWish
    marks = filled["marks"].split()
    draft = Draft(
        waybill=waybill.number,
        request_id=_request_id(visit, filled["request_id"]),
        wish=filled["wish"],
        asked=_time(visit, filled),
        owner=filled["owner"] or None,
        customer_name=read_name(filled["customer_name"] or None),
        customer_phone=read_phone(filled["customer_phone"] or None),
        warned="warned" in marks,
        other_matter="other" in marks,
    )
    return await commands.open_draft(visit, draft, waybill)


async def _finish(visit: Visit, target: Target, filled: Mapping[str, str]) -> Answer:
    outcome = filled["outcome"]
    if outcome not in OUTCOMES:
        raise UnknownButton
    if outcome == Act.NO_ANSWER:
        return await commands.perform_at(visit, Act.NO_ANSWER, target, _time(visit, filled))
    return await commands.perform(visit, Act(outcome), target)


def _time(visit: Visit, filled: Mapping[str, str]) -> datetime | None:
    """Return the time that was filled in; None, the first offer, when the field was left empty."""
    return visit.times.read(filled["time"]).moment if filled["time"] else None


def _waybill(visit: Visit, typed: str) -> Waybill:
    found = check(typed, visit.site.waybills)
    if found is None:
        raise refusals.NotAWaybill(typed=typed) if typed else refusals.NoWaybill
    return found


def _request_id(visit: Visit, typed: str) -> str:
    found = read_request_id(typed, visit.site)
    if found is None:
        raise refusals.NotARequestId(typed=typed) if typed else refusals.NoRequestId
    return found


def _corrected(visit: Visit, filled: Mapping[str, str]) -> dict[str, str | None]:
    """Return what was corrected; an empty field leaves the value as it is."""
    given: dict[str, str | None] = {name: filled[name] for name in CORRECTABLE if filled[name]}
    if "waybill" in given:
        given["waybill"] = _waybill(visit, filled["waybill"]).number
    if "request_id" in given:
        given["request_id"] = _request_id(visit, filled["request_id"])
    if "customer_name" in given:
        given["customer_name"] = read_name(filled["customer_name"])
    if "customer_phone" in given:
        given["customer_phone"] = read_phone(filled["customer_phone"])
    return given
