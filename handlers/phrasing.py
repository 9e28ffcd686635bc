"""Words around a time that say only that the call is repeated: "again at 16:00", "16:00 再打"."""

import re
from typing import Final

from bot.rules.cleaning import flat

_BEFORE: Final = re.compile(
    r"(?:(?:(?:will|i'll)\s+)?(?:try|call|calling|trying|retry)?\s*(?:again|back|retry)\b|(?:then|new time)\b|to\b"
    r"|改到|改为|改成|约在|约到|约|到|请|再约)[\s,:]*",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"[\s,]*(?:(?:再|重新?)(?:打|试|联系|回电|拨|打一次|试一次)|again)[。.!]*$", re.IGNORECASE)


def bare_time(text: str) -> str:
    """Return the time phrase without the words that say only that the call is repeated."""
    plain = flat(text)
    start = found.end() if (found := _BEFORE.match(plain)) else 0
    end = found.start() if (found := _AFTER.search(plain, start)) else len(plain)
    return text[start:end].strip(" \t\n,，;；。")
