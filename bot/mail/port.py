"""A mail as the bot writes it, and what a mail adapter can do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, in plain text. Addresses read "Name <address>"."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str


class Mailer(Protocol):
    """A way of sending mail."""

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Send; `key` is the same on every try of one mail. Raises bot.errors.SendFailed."""
        ...
