"""Fronts that stand in for the one front: one always says the same, one always breaks."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields

from bot.chat.port import Answer, Message
from bot.cli.core import Core
from bot.clock import Clock
from handlers.front import Front, Incoming
from tests.slack.house import SlackHouse, house_of


@dataclass(frozen=True, slots=True)
class SayingFront:
    """Says the same to everything."""

    answer: Answer

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Say it."""
        return self.answer

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Say it."""
        return self.answer

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Show nothing."""

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Say it."""
        return self.answer

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Say it."""
        return self.answer


@dataclass(frozen=True, slots=True)
class BreakingFront:
    """Raises, with what people wrote in the message, as libraries do."""

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Break."""
        raise ValueError(incoming, text)

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Break."""
        raise ValueError(incoming, action, value)

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Break."""
        raise ValueError(incoming, action, value)

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Break."""
        raise ValueError(incoming, action, value, fields)

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Break."""
        raise ValueError(incoming, thread, text)


@dataclass(frozen=True, slots=True)
class OtherFront(Core):
    """The same bot with another front."""

    other: Front

    def front(self, clock: Clock) -> Front:
        """Return the other front."""
        return self.other


@asynccontextmanager
async def with_front(house: SlackHouse, front: Front) -> AsyncIterator[SlackHouse]:
    """Run the same bot, on the same database, with another front."""
    same = {field.name: getattr(house.core, field.name) for field in fields(Core)}
    async with house_of(OtherFront(**same, other=front), house.clock) as other:
        yield other
