"""A book of mails for tests that have no handovers: every copy is known by its key."""

from datetime import datetime

from bot.mail.local import ADDRESS
from bot.mail.port import Envelope, Mail


class Book:
    """Knows every copy."""

    async def envelope(self, _mail: Mail, key: str, _at: datetime) -> Envelope:
        """Return the same for the same key."""
        return Envelope(f"<{key}@workspace.localhost>", ADDRESS)
