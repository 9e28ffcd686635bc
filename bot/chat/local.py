"""The chat of the local workspace: what is sent is written into a log, and the page shows the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.address import Address
from bot.chat.codec import encode
from bot.chat.port import Message
from bot.errors import SendFailed, StoreUnavailable


class WorkspaceLog(Protocol):
    """Where messages are kept. Both methods raise bot.errors.StoreUnavailable."""

    async def post(self, *, key: str, place: str, body: Mapping[str, Any], at: datetime, thread: int | None) -> int:
        """Keep a message and return its id; a key that is there already keeps nothing and returns the id of then."""
        ...

    async def replace(self, ident: int, body: Mapping[str, Any], at: datetime) -> bool:
        """Put another body in the place of a message's; False when there is no such message."""
        ...


class LocalChat:
    """The chat port over a workspace log. A reference is the message's id in the log."""

    def __init__(self, log: WorkspaceLog) -> None:
        """Keep the log."""
        self._log = log

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
        """Write the message into the log, once for each key. Raises SendFailed when the log cannot be written."""
        root = None if thread is None else _ident(thread)
        try:
            return str(await self._log.post(key=key, place=str(to), body=encode(message), at=at, thread=root))
        except StoreUnavailable as error:
            raise SendFailed(str(error)) from None

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Replace the message. Raises SendFailed when the log cannot be written or has no such message."""
        try:
            found = await self._log.replace(_ident(ref), encode(message), at)
        except StoreUnavailable as error:
            raise SendFailed(str(error)) from None
        if not found:
            reason = "no message has this reference"
            raise SendFailed(reason, permanent=True)


def _ident(ref: str) -> int:
    try:
        return int(ref)
    except ValueError:
        reason = "not a reference of this workspace"
        raise SendFailed(reason, permanent=True) from None
