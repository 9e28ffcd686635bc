"""The mail of the local workspace: every mail is written into a log that the page shows, and goes to a server if there is one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol

from bot.errors import SendFailed, StoreUnavailable
from bot.mail.port import Mail, Mailer


class MailLog(Protocol):
    """Where mails are kept."""

    async def post_mail(self, *, key: str, body: Mapping[str, Any], at: datetime) -> int:
        """Keep a mail and return its id, once for each key. Raises bot.errors.StoreUnavailable."""
        ...


class LocalMailer:
    """The mail port over a workspace log."""

    def __init__(self, log: MailLog, beyond: Mailer | None = None) -> None:
        """Keep the log, and what sends besides."""
        self._log, self._beyond = log, beyond

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Write the mail into the log, once for each key, when it has been sent. Raises SendFailed."""
        if self._beyond is not None:
            await self._beyond.send(mail, key=key, at=at)
        try:
            await self._log.post_mail(key=key, body=asdict(mail), at=at)
        except StoreUnavailable as error:
            raise SendFailed(str(error)) from None


def decode(body: Mapping[str, Any]) -> Mail:
    """Return the mail that was written."""
    return Mail(**{**body, "to": tuple(body.get("to", ())), "cc": tuple(body.get("cc", ()))})
