from bot.rules.autoreply.fields import Fields, Mailbox
from bot.rules.autoreply.letter import Letter, read

__all__ = ["Fields", "Letter", "Mailbox", "read"]
