"""What a chat platform shows of somebody: signs that they are away, and hints that they may not look (procedure, section 6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Sign(StrEnum):
    """What on a platform says that somebody is away."""

    STATUS = "status"  # on leave, sick
    DND = "dnd"  # do not disturb
    ACCOUNT = "account"  # deactivated


class Hint(StrEnum):
    """What may mean that somebody does not look just now. It is shown, and nothing follows from it."""

    IDLE = "idle"
    HUDDLE = "huddle"  # in a call


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sign shows: `away` or not, until when (aware UTC; None when that is not said), and what it was in a word.

    `lasting` says that there will be no end, as of a deactivated account. `words` are the platform's or the policy's, never what
    the person has written.
    """

    sign: Sign
    away: bool
    until: datetime | None = None
    lasting: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a platform shows of one person; a sign that could not be read is not among them."""

    signs: tuple[Shown, ...] = ()
    hint: Hint | None = None


class Presence(Protocol):
    """A chat platform that shows who is there."""

    async def look(self, handle: str, at: datetime) -> Seen:
        """Return what it shows of a person at `at` (aware). Raises SendFailed when it does not answer."""
        ...


class NothingShown:
    """A platform that shows nothing of anybody, as the local workspace."""

    async def look(self, handle: str, at: datetime) -> Seen:
        """Return nothing."""
        return Seen()
