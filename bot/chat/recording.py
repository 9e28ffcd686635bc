"""A chat that keeps what was said, for tests, and shows who is away.

It behaves as a platform does: it shows a key once, and edits by reference.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.address import Address
from bot.chat.port import Message
from bot.chat.presence import Seen
from bot.errors import SendFailed


@dataclass(slots=True)
class Posted:
    """One message as it stands now; `versions` are all that it ever was."""

    ref: str
    to: Address
    thread: str | None
    at: datetime
    versions: list[Message]

    @property
    def message(self) -> Message:
        """Return the message as it stands now."""
        return self.versions[-1]


@dataclass(slots=True)
class RecordingChat:
    """Keeps every message. `failing` may raise SendFailed for an address, as a platform would."""

    posted: list[Posted] = field(default_factory=list)
    failing: Callable[[Address], None] = lambda _address: None
    _refs: dict[str, str] = field(default_factory=dict)

    async def post(
        self,
        to: Address,
        message: Message,
        *,
        key: str,
        thread: str | None,
        at: datetime,
        tried: bool = False,
    ) -> str:
        """Keep the message; a key that was seen before is not shown twice."""
        self.failing(to)
        if key not in self._refs:
            ref = str(len(self.posted) + 1)
            self._refs[key] = ref
            self.posted.append(Posted(ref, to, thread, at, [message]))
        return self._refs[key]

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Keep what the message became."""
        found = next((posted for posted in self.posted if posted.ref == ref), None)
        if found is None:
            reason = "message_not_found"
            raise SendFailed(reason, permanent=True)
        self.failing(found.to)
        found.versions.append(message)

    def to(self, address: Address) -> list[Posted]:
        """Return everything that went to an address, thread notes left out, oldest first."""
        return [posted for posted in self.posted if posted.to == address and posted.thread is None]

    def notes(self, ref: str) -> list[str]:
        """Return the texts in the thread of a message."""
        return [posted.message.text for posted in self.posted if posted.thread == ref]


@dataclass(slots=True)
class RecordingPresence:
    """Shows what it was told to show, and keeps whom it was asked for. `failing` may raise SendFailed, as a platform would."""

    shown: dict[str, Seen] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: Callable[[str], None] = lambda _handle: None

    async def look(self, handle: str, at: datetime) -> Seen:
        """Return what is shown of somebody."""
        self.asked.append(handle)
        self.failing(handle)
        return self.shown.get(handle, Seen())
