"""Texts as the page shows them: what people wrote stays text, and characters that would hide something are made visible."""

import re
import unicodedata
from typing import Final

# Marks that turn the direction of what follows, and separators that no font shows.
HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u061c\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
COMMAND: Final = re.compile(r"/|(回访|回訪)(\s|$)")
SAFE_LINK: Final = re.compile(r"(https?|tel|mailto):", re.IGNORECASE)


def shown(text: str) -> str:
    """Return the text with controls and marks of direction replaced by what can be seen: U+202E becomes "⟨U+202E⟩"."""
    text = text.replace("\r\n", "\n")
    text = HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "␡", text)  # noqa: PLR2004


def is_command(text: str) -> bool:
    """Tell whether the line is meant for the bot: it begins with a slash, full-width or not, or with 回访.

    A slash and a slip ("/callbak …") is a command too: what an agent types about a customer must not end up in the channel.
    """
    return COMMAND.match(unicodedata.normalize("NFKC", text).lstrip()) is not None


def safe_link(link: str | None) -> str | None:
    """Return the link when it leads to a page, a phone or a mail, else nothing."""
    return link if link is not None and SAFE_LINK.match(link) else None


def initials(name: str) -> str:
    """Return what stands in the picture of somebody without a picture: "AL" for Anna Li, "洁" for 周洁."""
    words = name.split()
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[-1:] if name[-1:] > "\u2e80" else name[:2].upper()
