"""A mail as the bot writes it, and what a mail adapter can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One person's copy of a mail, in plain text and as HTML. The addresses in `to` and `cc` read "Name <address>".

    All copies of a mail have the same `to`, `cc` and `subject`. This one goes to `address` alone, which is the mailbox of
    `reader` (a handle), and is about the handover of that id. `language` is the reader's: "en", "zh_CN".
    """

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str
    html: str = ""
    reader: str = ""
    address: str = ""
    handover_id: int = 0
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one copy is known by: its Message-ID, and the address that it comes from, in its envelope as in its head."""

    message_id: str
    sender: str


class Book(Protocol):
    """Where copies are written down."""

    async def envelope(self, mail: Mail, key: str, at: datetime) -> Envelope:
        """Write the copy of that key down at its first try; return the same on every try. Raises SendFailed: it has to wait."""
        ...


class Mailer(Protocol):
    """A way of sending mail."""

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Send one copy; `key` is the same on every try of it. Raises bot.errors.SendFailed."""
        ...
