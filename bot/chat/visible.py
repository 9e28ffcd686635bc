"""Texts as people see them: what was typed stays text, and characters that would hide something are made visible."""

import re
from typing import Final

# Marks that turn the direction of what follows, separators that no font shows, and halves of characters.
HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u061c\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Return the text with controls and marks of direction replaced by what can be seen: U+202E becomes "⟨U+202E⟩"."""
    if text.isprintable():  # most are: there is nothing to replace
        return text
    text = text.replace("\r\n", "\n")
    text = HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "␡", text)  # noqa: PLR2004


def cut(text: str, most: int) -> str:
    """Return the text as people see it, in at most that many characters; "…" stands for the rest."""
    seen = visible(text[: most + 1])
    return seen if len(text) <= most and len(seen) <= most else seen[: most - 1] + "…"
