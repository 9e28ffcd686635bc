"""What an incoming mail is about: which copy that was sent it answers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """One copy that was sent, or is about to be: `sent_at` (aware UTC) is its first try, `address` the mailbox it goes to."""

    key: str
    message_id: str
    nonce: str
    handover_id: int
    person: str
    address: str
    sent_at: datetime
