"""The front, measured: what people do, how it ends, and how long it takes."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from bot.chat.port import Answer, Message
from bot.metrics import Metrics
from handlers.front import Front, Incoming


@dataclass(frozen=True, slots=True)
class MeteredFront:
    """Passes everything on and counts it."""

    front: Front
    metrics: Metrics

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Run what was typed."""
        return await self._measured("command", self.front.command(incoming, text))

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Act on a button."""
        return await self._measured("press", self.front.press(incoming, action, value))

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Return the pressed message as it reads now."""
        return await self.front.shown(incoming, action, value)

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Act on a form that was filled."""
        return await self._measured("submit", self.front.submit(incoming, action, value, fields))

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Act on words in a thread."""
        return await self._measured("reply", self.front.reply(incoming, thread, text))

    async def _measured(self, what: str, served: Awaitable[Answer]) -> Answer:
        time, outcome = asyncio.get_running_loop().time, "error"
        begun = time()
        try:
            answer = await served
            outcome = "failed" if answer.failed else "refused" if answer.refused else "done"
            return answer
        finally:
            self.metrics.served(what, outcome, time() - begun)
