"""Mail that comes back: what it is, and what it says of an absence. Pure; `read` and `classify` never raise."""

from bot.rules.autoreply.classify import classify
from bot.rules.autoreply.fields import Fields, Mailbox
from bot.rules.autoreply.letter import Letter, read
from bot.rules.autoreply.quoted import said
from bot.rules.autoreply.verdict import Cover, Failed, Kind, Verdict

__all__ = ["Cover", "Failed", "Fields", "Kind", "Letter", "Mailbox", "Verdict", "classify", "read", "said"]
