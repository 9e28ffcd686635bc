"""Words in the thread of a card: only the owner's act (section 4); others on the ladder are asked, all else is conversation."""

from collections.abc import Sequence
from typing import Final

from bot.chat.port import Answer
from bot.errors import Refusal
from bot.ledger import BOT
from bot.rules.cleaning import ControlCharacters, TooLong, clean
from bot.rules.handover import Act, Handover, reference_of
from bot.service import Target
from bot.store import facts, handovers
from bot.store.handovers import Event
from handlers import commands, forms, refusals
from handlers.thread_words import Said, read_words
from handlers.visit import Visit

NAMED: Final = 5


class Overtaken(Refusal):
    """Words in a thread came late, and somebody else has changed the handover since they were written."""


class WhichOne(Refusal):
    """Words that act stand under a message about several handovers."""


async def reply(visit: Visit, thread: str, text: str) -> Answer:
    """Act on a reply. Raises Refusal and StoreUnavailable; nothing has changed then."""
    async with visit.counter.database.reading() as connection:
        about = await facts.handovers_shown_at(connection, thread)
    if len(about) != 1:
        return _of_several(visit, about, text)
    handover = await visit.handover(about[0])
    if visit.late and (since := await _acted_since(visit, handover)):
        return _overtaken(visit, handover, since, text)
    if handover.owner != visit.incoming.person:
        return forms.ask_take_or_note(visit, handover) or Answer()
    said = _read(visit, text)
    return Answer() if said is None else await _act(visit, handover, said, text)


def _of_several(visit: Visit, about: Sequence[int], text: str) -> Answer:
    """Leave words under a message about several, or about none. Raises WhichOne for those that would act."""
    if about and _read(visit, text) is not None:
        references = tuple(reference_of(each) for each in about)
        raise WhichOne(references=references[:NAMED], first=references[0])
    return Answer()


def _read(visit: Visit, text: str) -> Said | None:
    """Return what an owner's words do; what could not be kept is just part of the thread. Raises the Refusal of a time."""
    try:
        return read_words(clean(text, visit.desk.office.policy.acts.wish_limit), visit.times)
    except (TooLong, ControlCharacters):
        return None


async def _acted_since(visit: Visit, handover: Handover) -> list[Event]:
    async with visit.counter.database.reading() as connection:
        return await handovers.acted_since(connection, handover.id, visit.said_at, BOT)


def _overtaken(visit: Visit, handover: Handover, since: Sequence[Event], text: str) -> Answer:
    """Leave words that came late and that others' acts, or their writer's own, have overtaken. Raises Overtaken.

    Who was the owner when they wrote them is told of what others have done.
    """
    writer, others = visit.incoming.person, [event for event in since if event.actor != visit.incoming.person]
    was_owner = next((event.data["from"] for event in since if "from" in event.data), handover.owner) == writer
    if was_owner and others and _read(visit, text) is not None:
        raise Overtaken(reference=handover.reference, actor=others[-1].actor, act=Act(others[-1].act))
    return Answer()


async def _act(visit: Visit, handover: Handover, said: Said, text: str) -> Answer:
    target = Target(handover.id)
    if said.act is Act.NO_ANSWER:
        if said.asked is None:
            raise refusals.MissingTime(example=f"{text.strip()} 16:00")
        await visit.counter.service.no_answer(target, visit.by, said.asked.moment)
    elif said.act is Act.DECLINE and not said.reason:
        raise refusals.MissingReason(word=text.strip(), example=text.strip())
    else:
        await commands.perform(visit, said.act, target, said.reason)
    return Answer()
