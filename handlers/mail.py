"""What mail brings back, as acts of the procedure (section 6)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.attendance import Attendance
from bot.ledger import BOT, By
from bot.mail.port import Envelope, Mail
from bot.rules.absence import Report, Source

REFUSED: Final = "the mail server refuses the address"


def delivery(*parts: str) -> str:
    """Return the key of a delivery, from what is the same each time that it comes."""
    return f"mail:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class Refusals:
    """Takes what a mail server says while it is handed a mail."""

    attendance: Attendance

    async def refused(self, mail: Mail, envelope: Envelope, at: datetime) -> None:
        """Note at `at` (aware UTC) that an address takes no mail, as a bounce would say later. Raises StoreUnavailable."""
        report = Report(Source.BOUNCE, at, evidence=REFUSED, handover_id=mail.handover_id)
        await self.attendance.mark_unreachable(mail.reader, report, By(BOT, at, delivery("refused", envelope.message_id)))
