"""What is watched: a promise that was broken, a message that was taken, a delivery, and the words of a message."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.chat.port import Message

FINAL = {"sent", "superseded", "failed"}
RUNGS = {
    "start",
    "owner_again",
    "unacknowledged",
    "urgent_first",
    "urgent_second",
    "urgent_repeat",
    "before_due",
    "due",
    "overdue_first",
    "overdue",
}
Said = tuple[str, int, int, str, int, str]


class Broken(Exception):
    """A promise of the bot was broken: which, and how."""

    def __init__(self, invariant: str, detail: str) -> None:
        """Keep both."""
        super().__init__(f"{invariant}: {detail}")
        self.invariant = invariant


class Fate(StrEnum):
    """What the sender knows of a message that a platform took."""

    UNDER_WAY = "under way"
    MARKED = "marked as sent"
    UNKNOWN = "unknown"
    PASSED_BY = "not marked, though the next was sent"


@dataclass(slots=True)
class Taken:
    """A message that a platform took, and who sent it."""

    task: "asyncio.Task[Any] | None"
    fate: Fate = Fate.UNDER_WAY


@dataclass(slots=True)
class Delivery:
    """What came in: its key, the handover and version that the pressed button carried; what is forged must change nothing."""

    key: str
    person: str
    pressed: tuple[int, int] | None = None
    forged: bool = False


def everything(message: Message) -> str:
    """Return every word of a message."""
    lines = [f"{line.label} {line.plain} {line.link or ''}" for section in message.sections for line in section.lines]
    return "\n".join([message.headline, message.subject, message.text, *lines, message.footer])


def values(message: Message) -> list[str]:
    """Return what the buttons of a message carry."""
    return [button.value for section in message.sections for button in (*section.buttons, *section.more)]
