"""Acts on buttons. A button carries the handover's id and version; a press on a stale one changes nothing."""

from dataclasses import replace

from bot.cards.card import DONE_FORM, ONLY_NOTING
from bot.cards.notes import NO_ANSWER, ONLY_TOLD, PHONE_NO_ANSWER, PHONE_REACHED, TAKES_IT
from bot.cards.pings import SHOW
from bot.chat.port import Answer
from bot.errors import Refusal
from bot.rules.handover import Act
from bot.service import Target
from handlers import commands, forms
from handlers.visit import Visit

MOST_DIGITS = 15  # of an id or a version; a longer number is none that the database could hold
AT_ONCE = frozenset({Act.ACKNOWLEDGE, Act.TAKE_OVER, Act.CALLED_AGAIN, Act.CANCEL, Act.REOPEN})
PHONE_RESULTS = frozenset({TAKES_IT, ONLY_TOLD})


class UnknownButton(Refusal):
    """The button is none of ours, or of a version of the bot that is gone."""


def target_of(value: str) -> Target:
    """Return the handover and version that a button carries. Raises UnknownButton."""
    handover_id, _, version = value.partition(":")
    if not all(part.isdecimal() and len(part) <= MOST_DIGITS for part in (handover_id, version)):
        raise UnknownButton
    return Target(int(handover_id), int(version))


def message_of(action: str) -> str:
    """Return the action that tells which message a button stood on: what phoning came to belongs to the phone list."""
    return PHONE_REACHED if action in PHONE_RESULTS or action == PHONE_NO_ANSWER else action


async def press(visit: Visit, action: str, target: Target) -> Answer:
    """Carry out a press. Raises Refusal and StoreUnavailable; nothing has changed then."""
    if action in AT_ONCE:
        answer = await commands.perform(visit, Act(action), target)
        return replace(answer, replace=await visit.refreshed(action, target))
    if action in forms.FORMS:
        return await _form(visit, action, target)
    if action == SHOW:
        return await commands.show(visit, target.id)
    if action == ONLY_NOTING:
        return visit.say("answer.noted")
    if action == PHONE_REACHED:
        return forms.ask_reached(visit, await visit.counter.service.check(Act.PHONE_ATTEMPT, target, visit.by))
    if action in PHONE_RESULTS or action == PHONE_NO_ANSWER:
        result = NO_ANSWER if action == PHONE_NO_ANSWER else action
        await visit.counter.service.phone_attempt(target, visit.by, result)
        return Answer(replace=await visit.refreshed(message_of(action), target))
    raise UnknownButton


async def _form(visit: Visit, action: str, target: Target) -> Answer:
    """Open a form only for those who may act, so that nobody fills one in vain."""
    act = Act.REACHED if action == DONE_FORM else Act(action)
    return Answer(form=forms.act_form(visit, await visit.counter.service.check(act, target, visit.by), action))
