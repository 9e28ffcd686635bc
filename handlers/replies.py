"""Words in the thread of a card: only the owner's act (section 4); others on the ladder are asked, all else is conversation."""

from bot.chat.port import Answer
from bot.errors import Refusal
from bot.ledger import BOT
from bot.rules.cleaning import clean
from bot.rules.handover import Act, Handover
from bot.service import Target
from bot.store import facts, handovers
from handlers import commands, forms, refusals
from handlers.thread_words import Said, read_words
from handlers.visit import Visit


class Overtaken(Refusal):
    """Words in a thread came late, and somebody else has changed the handover since they were written."""


async def reply(visit: Visit, thread: str, text: str) -> Answer:
    """Act on a reply. Raises Refusal and StoreUnavailable; nothing has changed then."""
    async with visit.counter.database.reading() as connection:
        handover_id = await facts.handover_shown_at(connection, thread)
    if handover_id is None:
        return Answer()
    handover = await visit.handover(handover_id)
    if handover.owner != visit.incoming.person:
        return forms.ask_take_or_note(visit, handover) or Answer()
    said = read_words(clean(text, visit.desk.office.policy.acts.wish_limit), visit.times)
    if said is None:
        return Answer()
    await _check_still_meant(visit, handover)
    return await _act(visit, handover, said, text)


async def _check_still_meant(visit: Visit, handover: Handover) -> None:
    """Raise Overtaken for words that come late, when somebody else has changed the handover since they were written."""
    if not visit.late:
        return
    async with visit.counter.database.reading() as connection:
        since = await handovers.changed_by_others(connection, handover.id, visit.said_at, (visit.incoming.person, BOT))
    if since is not None:
        raise Overtaken(reference=handover.reference, actor=since.actor, act=Act(since.act))


async def _act(visit: Visit, handover: Handover, said: Said, text: str) -> Answer:
    target = Target(handover.id)
    if said.act is Act.NO_ANSWER:
        if said.asked is None:
            raise refusals.MissingTime(example=f"{text.strip()} 16:00")
        await visit.counter.service.no_answer(target, visit.by, said.asked.moment)
    else:
        await commands.perform(visit, said.act, target)
    return Answer()
