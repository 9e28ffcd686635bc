"""The front desk: the one implementation of `handlers.front.Front`, behind every platform."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.about import about_nothing_yet
from bot.chat.port import Answer, Message
from bot.errors import Refusal
from bot.i18n import FALLBACK
from bot.rules.people import UnknownPerson
from handlers import buttons, commands, replies, submissions
from handlers.front import Incoming
from handlers.visit import Counter, Visit


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """Serves each delivery as one visit."""

    counter: Counter

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Run what was typed, with or without `/callback` before it."""
        return await self._serve(incoming, lambda visit: visit.guarded(commands.run(visit, text)))

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Act on a button; a press on a stale card also brings it up to date."""

        async def pressed(visit: Visit) -> Answer:
            try:
                target = buttons.target_of(value)
            except buttons.UnknownButton as refusal:
                return Answer(visit.refusal(refusal), refused=True)
            return await visit.guarded(buttons.press(visit, action, target), action, target)

        return await self._serve(incoming, pressed)

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Return the message on which a button was pressed, as it reads now; None when that cannot be said."""
        try:
            visit, target = self.counter.visit(incoming), buttons.target_of(value)
            return await visit.refreshed(buttons.message_of(action), target)
        except Refusal:
            return None

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Act on a form that was filled."""
        return await self._serve(incoming, lambda visit: visit.guarded(submissions.submit(visit, action, value, fields)))

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Act on words in a thread; an empty answer when they are just words."""
        return await self._serve(incoming, lambda visit: visit.guarded(replies.reply(visit, thread, text)))

    async def _serve(self, incoming: Incoming, answer: Callable[[Visit], Awaitable[Answer]]) -> Answer:
        about_nothing_yet()
        try:
            visit = self.counter.visit(incoming)
        except UnknownPerson as stranger:
            say = self.counter.desk.languages.of(FALLBACK)
            return Answer(Message(say(f"refusal.{stranger.key}", handle=incoming.person)), refused=True)
        given = await answer(visit)
        if not (given.failed or given.acted or visit.late):
            await visit.is_here()
        return given
