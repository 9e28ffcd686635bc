"""A mailer that keeps what was mailed, for tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.mail.port import Mail


@dataclass(slots=True)
class RecordingMailer:
    """Keeps every mail once. `failing` may raise SendFailed for a mail, as a server would."""

    mails: list[Mail] = field(default_factory=list)
    failing: Callable[[Mail], None] = lambda _mail: None
    _keys: set[str] = field(default_factory=set)

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Keep the mail."""
        self.failing(mail)
        if key not in self._keys:
            self._keys.add(key)
            self.mails.append(mail)
