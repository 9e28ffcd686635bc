"""Puts the pieces of a whole phrase together, or says why they are not one moment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from bot.rules.phrases.pieces import (
    NOON,
    Ahead,
    Clock,
    Day,
    DayOfMonth,
    Kind,
    MonthDay,
    Number,
    Part,
    Piece,
    Sign,
    Slashed,
    Span,
    Weekday,
    Workdays,
    YearsAhead,
    kinds,
)
from bot.rules.phrases.refusals import (
    MaybeNumber,
    NoTime,
    OpenTime,
    PastPhrase,
    TimeAlternatives,
    TimeRange,
    TimeRefused,
    UnclearTime,
    Unreadable,
    VagueTime,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said, not yet placed in time. At most one of `clock`, `span`, `is_now` and `is_closing` is set."""

    day: Day | None = None
    weekday: Weekday | None = None
    part: Part | None = None
    clock: Clock | None = None
    span: Span | None = None
    is_now: bool = False
    is_closing: bool = False


_DATE: Final = "b?[ao]?D(?:o?W)?|b?[ao]?W(?:o?D)?"
_PART: Final = "[bao]?P"
_CLOCK: Final = "b?[ao]?C|b?[ao]?E|b?[ao]?N|[ba]{0,2}J"
_SLOTS: Final = (_DATE, _PART, _CLOCK)
_ORDERS: Final = "|".join(
    "".join(f"(?:{slot})q?" for slot in order) for count in (1, 2, 3) for order in permutations(_SLOTS, count)
)
_PHRASE: Final = re.compile(f"(?:{_ORDERS})|b?[sS]q?|Z+")
_TIMES: Final = "DWPCNESsZJG"
_SOMETHING: Final = f"[{_TIMES}]"
_MARKS: Final = "aiobq"
# The first kind of trouble that fits names the refusal.
_TROUBLES: Final[tuple[tuple[re.Pattern[str], type[TimeRefused]], ...]] = (
    (re.compile("A"), TimeAlternatives),
    (re.compile("v"), VagueTime),
    (re.compile("[Nn]+"), MaybeNumber),
    (re.compile(f"{_SOMETHING}[{_MARKS}]*r[{_MARKS}]*{_SOMETHING}"), TimeRange),
    (re.compile(f"y[{_MARKS}]*{_SOMETHING}.*k[{_MARKS}]*{_SOMETHING}|{_SOMETHING}k{_SOMETHING}.*k"), TimeRange),
    (re.compile(f"x.*{_SOMETHING}|{_SOMETHING}.*x"), VagueTime),
    (re.compile(f"{_SOMETHING}[{_MARKS}]*[hk][{_MARKS}]*{_SOMETHING}"), TimeAlternatives),
    (re.compile(f"[my][{_MARKS}]*{_SOMETHING}|{_SOMETHING}.*m|r[{_MARKS}]*{_SOMETHING}"), OpenTime),
    (re.compile("G"), PastPhrase),
)


def understood(pieces: Sequence[Piece]) -> Phrase:
    """Return the phrase that all the pieces make. Raises Unreadable."""
    core = _core(pieces)
    signature = kinds(core)
    if _PHRASE.fullmatch(signature):
        return _phrase(core, signature)
    raise Unreadable(_trouble(core, signature))


def _core(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out commas and courtesies, and a part of the day that has been named already ("tonight at 8 in the evening")."""
    core = [piece for piece in pieces if piece.kind not in (Kind.GLUE, Kind.COURTESY)]
    parts = {piece.value: piece for piece in reversed(core) if piece.kind is Kind.PART}
    return [piece for piece in core if piece.kind is not Kind.PART or parts[piece.value] is piece]


def _trouble(core: Sequence[Piece], signature: str) -> type[TimeRefused]:
    known = signature.replace("u", "")
    has_time = bool(re.search("[DWPCESsZJGAv]", known))
    if "u" in signature:
        if has_time:
            return VagueTime if set(known) <= {"v"} | set(_MARKS) else UnclearTime
        return MaybeNumber if known and set(known) <= set("Nnr") and _only_numbers(core) else NoTime
    if set(signature) <= set("Nnrkhy") | set(_MARKS) and any(_is_long(piece) for piece in core):
        return MaybeNumber
    for pattern, refusal in _TROUBLES:
        if pattern.fullmatch(signature) if refusal is MaybeNumber else pattern.search(signature):
            return refusal
    if not has_time:
        return NoTime if "N" not in signature else MaybeNumber
    several = any(signature.count(kind) > 1 for kind in "CDWESs") or ("C" in signature and "E" in signature)
    return TimeAlternatives if several else UnclearTime


def _only_numbers(core: Sequence[Piece]) -> bool:
    """Tell whether what is unknown is a single sign or letter, as in "+86 138…"."""
    return all(piece.kind is not Kind.UNKNOWN or piece.end - piece.start == 1 for piece in core)


def _is_long(piece: Piece) -> bool:
    return piece.kind is Kind.DECIMAL or (isinstance(piece.value, Number) and piece.value.is_long)


def _phrase(core: Sequence[Piece], signature: str) -> Phrase:
    found: dict[Kind, Piece] = {piece.kind: piece for piece in core}
    day, weekday, span = (_value(found, kind) for kind in (Kind.DAY, Kind.WEEKDAY, Kind.SPAN))
    bare = _value(found, Kind.BARE_SPAN)
    assert day is None or isinstance(day, Ahead | Workdays | MonthDay | YearsAhead | DayOfMonth | Slashed)
    assert weekday is None or isinstance(weekday, Weekday)
    spans = [value for value in (span, bare) if isinstance(value, Span)]
    return Phrase(
        day=day,
        weekday=weekday,
        part=next((piece.value for piece in core if isinstance(piece.value, Part)), None),
        clock=_clock(found, signature),
        span=spans[0] if spans else None,
        is_now=Kind.NOW in found,
        is_closing=Kind.CLOSING in found,
    )


def _value(found: dict[Kind, Piece], kind: Kind) -> object:
    return found[kind].value if kind in found else None


def _clock(found: dict[Kind, Piece], signature: str) -> Clock | None:
    if Kind.SPAN_OR_CLOCK in found:
        clock = found[Kind.SPAN_OR_CLOCK].value
        assert isinstance(clock, Clock)
        if signature == "J":
            hours = f"{clock.hour}h{clock.minute:02}" if clock.minute else f"{clock.hour}h"
            raise Unreadable(TimeAlternatives, f"in {hours}", f"{clock.hour}:{clock.minute:02}")
        return clock
    if Kind.CLOCK in found:
        clock = found[Kind.CLOCK].value
        assert isinstance(clock, Clock)
        return clock
    if Kind.NUMBER not in found:
        return None
    number = found[Kind.NUMBER].value
    assert isinstance(number, Number)
    if number.is_long:
        raise Unreadable(MaybeNumber)
    is_hour = re.search("[ab]N", signature) or "P" in signature or isinstance(_value(found, Kind.DAY), Ahead)
    if not is_hour:
        raise Unreadable(MaybeNumber)
    is_by_day = number.value == 0 or number.value > NOON or number.written[0] == "0"
    return Clock(number.value, sign=Sign.DAY if is_by_day else Sign.BARE)
