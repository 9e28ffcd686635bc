"""What is typed behind `away`: until when, and who covers. "until 15:00 @kate", "for 2 hours", "到明天 由 @kate 代班"."""

import re
from typing import Final

from bot.errors import PastTime, Refusal
from bot.rules.cleaning import flat
from handlers import parts
from handlers.intents import GoAway
from handlers.parts import Remaining
from handlers.times import TimeReader

_COVER: Final = re.compile(
    r"[,;]?\s*(?:covered by|cover(?:ing)?(?: by)?:?|(?:由|请)(?=\s|$)|代班人?:?|代理人?:?|顶班:?)(?=\s|$)\s*(?:代班|代理|顶班)?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"(?:(?:until|till|til|up to)\b|直到|到|至|直至)\s*", re.IGNORECASE)
_AFTER: Final = re.compile(r"\s*(?:为止|才?回来?|之前)$")
_FOR: Final = re.compile(r"for\s+", re.IGNORECASE)
_LASTING: Final = re.compile(r".*(?:小时|小時|分钟|分鐘|钟头)$")
_COVERING: Final = re.compile(r"(?:代班|代理|顶班)$")
_TODAY: Final = re.compile(
    r"(?:for\s+)?(?:today|all day|the (?:whole )?day|the rest of the day)|今天|今日|一天|一整天|全天|整天", re.IGNORECASE
)


class PastAbsence(Refusal):
    """The end of the absence has passed."""


def parse_away(text: str, times: TimeReader) -> GoAway:
    """Return until when the typist is away, and the cover as typed.

    Raises TwoOwners, PastAbsence, and what the reader of times raises.
    """
    remaining = Remaining(text)
    cover = parts.cut_owner(remaining)
    if cover is not None:
        while found := _COVER.search(remaining.plain):
            remaining.cut(*found.span())
        cover = _COVERING.sub("", cover)
    typed = remaining.tidy()
    until = _phrase(typed)
    try:
        return GoAway(times.read(until) if until else None, cover, until if until == typed else "")
    except PastTime:
        raise PastAbsence(text=until) from None


def _phrase(text: str) -> str:
    """Return the time as it is said of one moment: "for 2 hours" is "in 2 hours", 2小时 is 2小时后.

    "today" is no more than saying no time at all: the end of the working day.
    """
    plain = flat(text)
    if _TODAY.fullmatch(plain):
        return ""
    if found := _FOR.match(plain):
        return f"in {text[found.end() :]}"
    start = found.end() if (found := _BEFORE.match(plain)) else 0
    end = found.start() if (found := _AFTER.search(plain, start)) else len(plain)
    until = text[start:end].strip()
    return f"{until}后" if start == 0 and _LASTING.match(until) else until
