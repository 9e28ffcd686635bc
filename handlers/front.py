"""The one door for what people bring in, whatever the platform: commands, buttons, forms and thread replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.address import Address
from bot.chat.port import Answer, Message


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who did something, and the key of its delivery: the same key again changes nothing.

    `place` is where the pressed message stands; a card that is brought up to date there shows what that place may see.
    `said_at` (aware UTC) is when the words were written, where the platform tells.
    """

    person: str
    delivery: str
    place: Address | None = None
    said_at: datetime | None = None


class Front(Protocol):
    """What a platform's thin file calls. Nothing here raises for bad input: the answer says what is wrong."""

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Run what was typed, with or without `/callback` before it."""
        ...

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Act on a button."""
        ...

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Return the message on which a button was pressed, as it reads now; None when that cannot be said."""
        ...

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Act on a form that was filled."""
        ...

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Act on words in the thread of the message with that reference; an empty answer when they are just words."""
        ...
