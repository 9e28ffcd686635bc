"""What the tests of posting have in common: a card, who is who in the emulator, and the ways in which a call can end unknown."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.address import Address, Place
from bot.chat.port import Button, Confirm, Line, Message, Section, Style
from bot.chat.slack import SlackChat
from tests.slack.emulated import Emulator

CHANNEL, BEN = Address(Place.CHANNEL, "express"), Address(Place.PERSON, "ben")
CANCEL = Button("Cancel", "cancel", "1:2", Style.DANGER, Confirm("Cancel CB-1?", "Yes", "No"))
CARD = Message(
    "CB-1: 6869419583 REQ-20418 2026-11-23 11:10. Open. Owner: Ben Huang.",
    "New callback for you",
    "6869419583 REQ-20418 2026-11-23 11:10",
    (
        Section(
            (Line("Owner", "Ben Huang"), Line("Wants", "<!channel> *now* & more")), (Button("Done", "finish", "1:2"),), (CANCEL,)
        ),
    ),
    "CB-1 · opened by Anna Li",
)


FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "drop"},
    {"kind": "broken", "status": 500},
    {"kind": "broken", "status": 503, "type": "text/plain"},
    {"kind": "broken", "status": 200},
    {"kind": "broken", "status": 200, "type": "text/plain"},
    {"kind": "error", "error": "internal_error"},
)
"""After each of these nobody knows whether the call was taken."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Finds people and channels by their names in the emulator; "express" is the team of the example directory."""

    emulator: Emulator

    async def user_id(self, handle: str) -> str | None:
        """Return the id of the account of that name."""
        return next((each["user_id"] for each in (await self.emulator.state())["users"] if each["name"] == handle), None)

    async def channel_id(self, team: str) -> str | None:
        """Return the id of the team's channel."""
        names = {"express": "express-callbacks"}
        return await self.emulator.channel_id(names[team]) if team in names else None


async def post(chat: SlackChat, to: Address = CHANNEL, **how: Any) -> str:  # noqa: ANN401
    """Post the card under the key of one outbox row."""
    return await chat.post(to, how.pop("message", CARD), **{"key": "card-1f2e", "thread": None, "at": datetime.now(UTC)} | how)
