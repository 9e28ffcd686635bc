"""The words of a person's answer by mail: the same as in a thread, with what mails have around them taken off."""

import re
from collections.abc import Iterable
from typing import Final

from bot.errors import Refusal
from bot.rules.cleaning import CONTROL
from handlers.thread_words import Said, read_words
from handlers.times import TimeReader

LONGEST_BLOCK: Final = 8  # lines of what stands below a name
LONGEST_LINE: Final = 60
_GREETING: Final = re.compile(
    r"(?:hi|hello|dear|good (?:morning|afternoon))\b[^.!?\n]{0,40}[,!，！:：]?"
    r"|(?:您好|你好|大家好|各位好)[^\n。？！]{0,10}[,!，！:：。]?",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"(?:(?:best|kind|warm|many)?[ ]?(?:regards|wishes|thanks)|cheers|thanks|thank you|thx|sincerely|br|rgds|best|yours(?: \w+)?"
    r"|谢谢|多谢|辛苦了|此致|敬礼|祝好|祝商祺|顺祝.{0,6}|祝.{1,6})[\s,.!。，！~]*",
    re.IGNORECASE,
)
_GAP: Final = re.compile(r"\n[ \t\r\u3000]*\n")
_SENTENCE: Final = re.compile(
    r"[?？。!！.]$|^p\.?\s?s\b|\b(?:not|no|but|please|however|actually|can't|cannot|can|will|i|i'm|i'll)\b|[不没但请麻烦转]",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(r"\d{3}|@|www\.|https?:", re.IGNORECASE)


def read_answer(text: str, times: TimeReader, names: Iterable[str]) -> Said | None:
    """Return what a person's answer does, or None when that is not plain. `names` are the writer's, as they sign.

    Below the one sentence only a farewell, their name and a block under these may stand: nothing else is passed over.
    """
    paragraphs = [[line.strip() for line in each.splitlines()] for each in _GAP.split(text.strip())]
    lines = [(line, number) for number, each in enumerate(paragraphs) for line in each if line]
    if len(lines) > 1 and _GREETING.fullmatch(lines[0][0]):
        lines = lines[1:]
    if not lines or not _signs_off(lines[1:], {name.casefold() for name in names}):
        return None
    try:
        return read_words(lines[0][0], times)
    except Refusal:
        return None


def shortened(text: str, limit: int) -> str:
    """Return the text without what no screen shows, and no longer than `limit` characters."""
    shown = CONTROL.sub(" ", text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


def _signs_off(lines: list[tuple[str, int]], names: set[str]) -> bool:
    """Tell whether these lines, each with the number of its paragraph, only sign."""
    signed: int | None = None
    for number, (line, paragraph) in enumerate(lines):
        if _FAREWELL.fullmatch(line) or _is_name(line, names):
            signed = paragraph
        elif signed is None or number > LONGEST_BLOCK or not _in_block(line, beside=paragraph == signed):
            return False
    return True


def _in_block(line: str, *, beside: bool) -> bool:
    """Tell whether a line may stand under a name; after a gap, so not `beside` it, only numbers and addresses may."""
    return len(line) <= LONGEST_LINE and not _SENTENCE.search(line) and (beside or _CONTACT.search(line) is not None)


def _is_name(line: str, names: set[str]) -> bool:
    """Tell whether the line is one of the names, or its first or last part."""
    plain = line.casefold().strip(" ,.-–—")
    return plain in names or any(plain in name.split() for name in names)
