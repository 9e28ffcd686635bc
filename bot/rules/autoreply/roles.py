"""Which part each day that a text names has in an absence: the day of the return, the last one, the first one, or none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum, auto
from typing import Final

from bot.rules.autoreply import words
from bot.rules.autoreply.days import Days, between, days
from bot.rules.autoreply.mentions import Mention, mentions
from bot.rules.autoreply.roleforms import (
    AND,
    BACK_AFTER,
    BACK_BEFORE,
    BEFORE_CHINESE,
    BETWEEN,
    CLAUSE,
    FIRST,
    FIRST_AFTER,
    LAST,
    LAST_AFTER,
    NOT_MEANT,
    TO,
    UNTIL,
)

_DAY: Final = timedelta(days=1)
_CLAUSE_LENGTH: Final = 160
_FEW_DAYS: Final = 3  # "on 24 and 26 November" is one absence as long as no more lies between
_MONDAY: Final = 0
_END_OF: Final = re.compile(r"end of (?:the )?$")
_SINCE: Final = re.compile(r"\b(?:back|returned|available|here) [^.;!?\n]{0,30}since (?:the |last )?$")
_AFTER: Final = re.compile(r"\bafter (?:the )?$")


class Role(Enum):
    """What a day is to an absence."""

    BACK = auto()
    LAST = auto()  # the last day away
    UNTIL = auto()  # "until" as English has it: somebody is back that day
    FIRST = auto()
    RANGE = auto()
    DURING = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """Days with their role, and the time of day at which the absence ends if one is told."""

    role: Role
    mention: Mention
    days: Days
    at: time | None = None


def told(text: str, today: date) -> list[Told]:
    """Return the days that the text (see `wording.plain`), written `today`, names as parts of an absence, in their order."""
    return list(_told(text, today))


def _told(text: str, today: date) -> Iterator[Told]:
    found, skip = mentions(text), -1
    for place, one in enumerate(found):
        start, end = _clause(text, one)
        around = text[start:end]
        if place == skip or (NOT_MEANT.search(around) and not (one.written and words.absence(around))):
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        before = text[max(start, found[place - 1].end if place else 0) : one.start]
        joined = _joined(text, one, after, before, today)
        if joined is not None and joined.mention is after:
            skip = place + 1
        single = joined or _single(around, one, (before, text[one.end : end]), today)
        if single is not None:
            yield single


def _clause(text: str, one: Mention) -> tuple[int, int]:
    start = max(0, one.start - _CLAUSE_LENGTH)
    for found in CLAUSE.finditer(text, start, one.start):
        start = found.end()
    end = min(len(text), one.end + _CLAUSE_LENGTH)
    following = CLAUSE.search(text, one.end, end)
    return start, following.start() if following else end


def _joined(text: str, one: Mention, after: Mention | None, before: str, today: date) -> Told | None:
    if one.last:
        span = days(one, today)
        return Told(Role.RANGE, one, span) if span else None
    if after is None:
        return None
    gap = text[one.end : after.start]
    if TO.fullmatch(gap):
        return _from_to(text, one, after, before, today)
    returning = BACK_AFTER.search(text[after.end : _clause(text, after)[1]])
    if (
        AND.fullmatch(gap)
        and not returning
        and not (one.clock_only or after.clock_only or one.week is not None or after.week is not None)
    ):
        span, whole = between(one, after, today), bool(BETWEEN.search(before))
        if span is not None and (whole or (span.last - span.first).days <= _FEW_DAYS):
            return Told(Role.RANGE, after, span)
    return None


def _from_to(text: str, one: Mention, after: Mention, before: str, today: date) -> Told | None:
    if after.clock_only:  # 14:00 - 16:00, Monday 14:00 - 16:00
        span = Days(today, today) if one.clock_only else days(one, today)
        return Told(Role.RANGE, after, span, after.at) if span and one.at and after.at else None
    returning = BACK_AFTER.search(text[after.end : _clause(text, after)[1]])
    if one.clock_only or (returning and not one.written and not FIRST.search(before)):
        return None
    span = between(one, after, today)
    if span is None:
        return None
    if _english_until(text[one.end : after.start]) and span.last.weekday() == _MONDAY and span.first < span.last:
        return Told(Role.RANGE, after, Days(span.first, span.last - _DAY), after.at)
    return Told(Role.RANGE, after, span, after.at)


def _english_until(gap: str) -> bool:
    return "until" in gap or "till" in gap


def _single(around: str, one: Mention, beside: tuple[str, str], today: date) -> Told | None:
    span = days(one, today)
    role = _role(around, one, *beside)
    if span is None or role is None:
        return None
    if role is Role.BACK and _AFTER.search(beside[0]) and not one.clock_only:
        span = Days(span.first + _DAY, span.first + _DAY)
    return Told(role, one, span, None if role is Role.DURING else one.at)


def _role(around: str, one: Mention, before: str, after: str) -> Role | None:
    first = bool(FIRST.search(before) or FIRST_AFTER.search(after))
    last = bool(LAST.search(before) or LAST_AFTER.search(after))
    if _SINCE.search(before):
        return None
    if BACK_AFTER.search(after) or (BACK_BEFORE.search(before) and not LAST_AFTER.search(after)):
        return Role.BACK
    if one.clock_only and one.at is None:
        return None
    if UNTIL.search(before) or BEFORE_CHINESE.search(after):
        return (
            Role.LAST
            if one.week is not None or one.month_end or _END_OF.search(before) or LAST_AFTER.search(after)
            else Role.UNTIL
        )
    if first or last:
        return Role.FIRST if first else Role.LAST
    return Role.DURING if not one.clock_only and words.absence(around) else None
