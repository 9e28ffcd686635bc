"""Whether pieces at one end of a text are a time, or part of a wish ("parcel damaged on 12/1", 改天再送货, "3 boxes missing").

- A clock time, "in 45 min", "eod" or "asap" counts wherever the text begins or ends with it, refused or not.
- A day counts at the beginning when it can only lie ahead ("tomorrow", "1 Dec"); else, like a part of the day, a bare length of
  time or a vague word, when a comma, the end of the text or, beside Chinese, a blank sets it apart.
- Past days and "two hours ago" are what wishes talk about: only with a clock time are they refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.rules.phrases.pieces import Ahead, Day, Kind, MonthDay, Part, Piece, Weekday, Workdays, YearsAhead, kinds
from bot.rules.phrases.refusals import (
    OpenTime,
    PastPhrase,
    TimeAlternatives,
    TimeRange,
    TimeRefused,
    VagueTime,
)
from bot.rules.phrases.text import is_han

_SEPARATORS: Final = ",;:.!?|、…\n\"”'」』)"
_COMPACT: Final = re.compile(r"[0-9]+(?:hr?s?|m|mins?)")
# 三点要求: three points, not three o'clock.
_POINTS: Final = re.compile(" *(?:要求|建议|意见|问题|诉求|原因|疑问|说明|需求|情况|内容|注意|声明|事项|希望)")
_BARE_POINT: Final = re.compile("[0-9零一二两三四五六七八九十]+ *点")
_ONE_POINT: Final = "一点"
# A clock time after these words says when something happened: "was delivered at 10:00", "waiting since 9:30".
_HAPPENED: Final = re.compile(
    r"(?:(?:since|was|were|until|till|delivered|arrived|signed|attempted|came|scan|scanned|sent|collected|picked up|received|"
    r"closed?s?|opens?|left|from|called|missed|due)(?: +(?:at|on|by|before|from))*|[自从已于到为称是过显示]) *$"
)
# Words that mean "roughly" before a time and begin the wish after one: "16:00 about the fee", 16:00约客户送货.
_TOPICS: Final = frozenset({"about", "约"})
_EXACT: Final = re.compile("[CESJZ]|[ab]N|N.*P|P.*N")
_CALL: Final = re.compile("call|ring|phone|电|联系|打|回")
_OF_THINGS: Final = frozenset({"late", "early", "earlier", "lunch", "daily", "weekend"})  # a late delivery
_WEAK_NOW: Final = frozenset({"now", "现在", "this minute", "at once"})


class Side(Enum):
    """The end of the text at which a time is looked for."""

    BEGINNING = auto()
    END = auto()


class Gap(Enum):
    """How clearly a time is set apart from the rest of the text."""

    WIDE = auto()
    BLANK = auto()
    NONE = auto()
    NO_WAY = auto()


@dataclass(frozen=True, slots=True)
class Cut:
    """Pieces at one end of a (normalised) text, and what sets them apart."""

    text: str
    pieces: tuple[Piece, ...]
    gap: Gap
    side: Side

    @property
    def signature(self) -> str:
        """Return the kinds without commas and courtesies."""
        return kinds(piece for piece in self.pieces if piece.kind not in (Kind.GLUE, Kind.COURTESY))

    @property
    def day(self) -> Day | Weekday | None:
        """Return the day that is named."""
        return next((piece.value for piece in self.pieces if isinstance(piece.value, Day | Weekday)), None)

    @property
    def is_polite(self) -> bool:
        """Tell whether a call is asked for in the same words."""
        return any(piece.kind is Kind.COURTESY and _CALL.search(self.text[piece.start : piece.end]) for piece in self.pieces)


def gap_between(text: str, plain: str, place: int, side: Side) -> Gap:
    """Return what lies between the time that ends (or begins, at the end of the text) at `place` and the rest of the text.

    `plain` is the text in its normalised spelling.
    """
    step, inside, nearest = (1, plain[place - 1], place) if side is Side.BEGINNING else (-1, plain[place], place - 1)
    at = nearest
    while 0 <= at < len(plain) and plain[at] == " ":
        at += step
    if not 0 <= at < len(plain):
        return Gap.WIDE
    first, second = plain[at], plain[at + step] if 0 <= at + step < len(plain) else ""
    blanks = abs(at - nearest)
    is_dash = first in "-~" and (blanks > 0 or second == " ")
    if "\n" in text[min(at, nearest) : max(at, nearest) + 1] or is_dash or (first in _SEPARATORS and not second.isdigit()):
        return Gap.WIDE
    beside_han = is_han(inside) or is_han(first)
    if blanks:
        return Gap.WIDE if beside_han else Gap.BLANK
    return Gap.NONE if beside_han else Gap.NO_WAY


def before_topic(text: str, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces at the beginning of a longer text without an "about" that tells what the call is about.

    It does so after a time when no other follows; after a mere day no number may follow either ("tomorrow about 4").
    """
    for place, piece in enumerate(pieces):
        if text[piece.start : piece.end] in _TOPICS:
            before, after = kinds(pieces[:place]), kinds(pieces[place + 1 :])
            is_exact = _EXACT.search(before) is not None
            if (is_exact or re.search("[DWP]", before)) and not re.search("[CDEGJPSWZs]" if is_exact else "[CDEGJNPSWZs]", after):
                return pieces[:place]
    return pieces


def has_happened(cut: Cut) -> bool:
    """Tell whether the words before a time at the end say that it is when something happened."""
    return cut.side is Side.END and _HAPPENED.search(cut.text[: cut.pieces[0].start]) is not None


def could_be_meant(cut: Cut) -> bool:
    """Tell whether pieces that are no time by themselves name a coming day, or a vague time."""
    written = cut.text[cut.pieces[0].start : cut.pieces[-1].end]
    is_vague = "v" in cut.signature and written not in _OF_THINGS
    return (is_vague or "W" in cut.signature or _lies_ahead(cut)) and "G" not in cut.signature


def counts(cut: Cut) -> bool:
    """Tell whether the pieces are enough of a time, and set apart clearly enough, to be read as one."""
    signature = cut.signature
    last = cut.pieces[-1].kind
    if not signature or (
        cut.side is Side.BEGINNING and (last is Kind.GLUE or (last is Kind.COURTESY and cut.gap is not Gap.WIDE))
    ):
        return False
    if re.search("[CAJ]", signature):
        return _is_clock(cut)
    if cut.gap is Gap.WIDE or "S" in signature:
        return cut.gap is not Gap.NONE or cut.side is Side.BEGINNING
    if cut.is_polite and re.search("[ZEDW]", signature):
        return True
    return cut.gap is Gap.BLANK and _is_enough(cut, signature)


def _is_enough(cut: Cut, signature: str) -> bool:
    """Tell whether a blank between English words is enough to set the pieces apart."""
    if "Z" in signature:
        return not {cut.text[piece.start : piece.end] for piece in cut.pieces if piece.kind is Kind.NOW} & _WEAK_NOW
    if re.search("E|[ab]N|N.*P|P.*N", signature):
        return True
    if cut.side is Side.END:
        return "y" in signature
    return _lies_ahead(cut) or (signature == "s" and bool(_COMPACT.fullmatch(cut.text[cut.pieces[0].start : cut.pieces[-1].end])))


def refusal_counts(cut: Cut, refusal: type[TimeRefused]) -> bool:
    """Tell whether pieces that count as a time, and are refused, were meant as one."""
    signature = cut.signature
    if issubclass(refusal, PastPhrase):
        return _is_meant_past(cut, signature)
    if issubclass(refusal, VagueTime):
        return bool(re.search("[CSJN]", signature)) or cut.gap is Gap.WIDE
    if issubclass(refusal, TimeRange | TimeAlternatives | OpenTime):
        return bool(re.search("[CAJySZE]", signature)) or ("N" not in signature and cut.gap is Gap.WIDE)
    return True


def _is_meant_past(cut: Cut, signature: str) -> bool:
    if "G" in signature:
        return False
    if re.search("[CE]", signature):
        return cut.side is Side.BEGINNING or cut.gap is Gap.WIDE
    return cut.gap is Gap.WIDE and "P" in signature and cut.day == Ahead(0) and not _has_part(cut, Part.MORNING)


def _has_part(cut: Cut, part: Part) -> bool:
    return any(piece.value is part for piece in cut.pieces)


def _is_clock(cut: Cut) -> bool:
    """Tell whether a clock time is one, and not a number of points or the day of what follows."""
    first, last = cut.pieces[0], cut.pieces[-1]
    if cut.side is Side.END:
        return not (cut.gap is Gap.NONE and first.kind is Kind.CLOCK and ":" not in cut.text[first.start : first.end])
    written = cut.text[first.start : last.end]
    after = cut.text[last.end :]
    if _BARE_POINT.fullmatch(written) and (_POINTS.match(after) or (written == _ONE_POINT and cut.gap is Gap.NONE)):
        return False
    # 15:00 后天要出货: the day belongs to what follows.
    return not (cut.gap is Gap.NONE and last.kind in (Kind.DAY, Kind.WEEKDAY, Kind.PART))


def _lies_ahead(cut: Cut) -> bool:
    """Tell whether the day can only be one that is still to come, as nobody says it of what has happened."""
    day = cut.day
    if day == Ahead(0):
        return _has_part(cut, Part.AFTERNOON) or _has_part(cut, Part.EVENING)
    if isinstance(day, Workdays):
        # "2 working days late" is no day.
        return not cut.text[cut.pieces[0].start].isdigit()
    return (isinstance(day, Ahead) and (day.days > 0 or day.months > 0)) or isinstance(day, MonthDay | YearsAhead)
