"""Which day a mention means, for who wrote it on a certain day: the nearest one, and rather one to come than one that was."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from bot.rules.autoreply.mentions import Mention
from bot.rules.autoreply.readings import LAST_DAY, NEXT_MONTH, THIS_MONTH, Written

_DAY: Final = timedelta(days=1)
_PAST_IS_FAR: Final = 3  # a day that was counts as so many times further away
_MONTHS: Final = 12
_FURTHEST: Final = 800  # days: what is further away is no end of an absence
_LONGEST: Final = 200  # days of an absence that is believed because it holds today
_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that a mention means; the same one unless it names a range."""

    first: date
    last: date


def days(mention: Mention, today: date) -> Days | None:
    """Return the days meant, None when there are none or they are too far away."""
    if mention.week is not None:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=mention.week)
        return Days(max(today, monday), monday + timedelta(days=_FRIDAY))
    if mention.near is not None:
        return Days(today + mention.near * _DAY, today + mention.near * _DAY)
    if not mention.written:
        one = _weekday(mention, today) if mention.weekday is not None else today
        return Days(one, one)
    first = [day for one in mention.written for day in _possible(one, today)]
    if mention.last:
        return _range(first, [day for one in mention.last for day in _possible(one, today)], today)
    if mention.weekday is not None:
        first = [day for day in first if day.weekday() == mention.weekday] or first
    if len(mention.written) > 1 and (mention.written[0][0] or mention.weekday is not None):
        first = [day for day in first if 0 <= (day - today).days <= _LONGEST] or first
    day = min(first, key=lambda one: _distance(one, today), default=None)
    return None if day is None or abs((day - today).days) > _FURTHEST else Days(day, day)


def between(one: Mention, other: Mention, today: date) -> Days | None:
    """Return the days from one mention to another, None when they cannot be a range."""
    ends = days(other, today)
    if ends is None:
        return None
    firsts = list(_all(one, today))
    lasts = list(_all(other, today)) or [ends.last]
    if other.weekday is not None and not other.written and firsts:
        near = min(firsts, key=lambda day: _distance(day, today))
        lasts = [near + timedelta(days=(other.weekday - near.weekday()) % 7)] if other.shift is None else [ends.last]
    return _range(firsts, lasts, today)


def _all(mention: Mention, today: date) -> Iterator[date]:
    if mention.written:
        for written in mention.written:
            yield from (day for day in _possible(written, today) if mention.weekday in {None, day.weekday()})
        if not mention.last and mention.weekday is not None:
            found = days(mention, today)
            if found:
                yield found.first
        return
    if mention.clock_only:
        return
    found = days(mention, today)
    if found:
        yield found.first
        if mention.weekday is not None and mention.shift is None:
            yield found.first - timedelta(weeks=1)


def _range(firsts: list[date], lasts: list[date], today: date) -> Days | None:
    pairs = [Days(a, b) for a, b in product(firsts, lasts) if timedelta(0) <= b - a <= timedelta(days=_FURTHEST)]
    found = min(pairs, key=lambda pair: _unlikely(pair, today), default=None)
    return None if found is None or abs((found.last - today).days) > _FURTHEST else found


def _unlikely(pair: Days, today: date) -> tuple[bool, int, int]:
    length = (pair.last - pair.first).days
    covers = pair.first <= today <= pair.last and length <= _LONGEST
    return not covers, 0 if covers else _distance(pair.last, today), length


def _distance(day: date, today: date) -> int:
    away = (day - today).days
    return away if away >= 0 else -away * _PAST_IS_FAR


def _possible(written: Written, today: date) -> Iterator[date]:
    year, month, number = written
    if month == THIS_MONTH:
        month, year = today.month, today.year
    if month == NEXT_MONTH:
        month, year = today.month % _MONTHS + 1, today.year + today.month // _MONTHS
    if month is None:
        months = [
            (today.year + (today.month - 1 + ahead) // _MONTHS, (today.month - 1 + ahead) % _MONTHS + 1) for ahead in (-1, 0, 1)
        ]
    else:
        months = [(one, month) for one in ([year] if year else [today.year - 1, today.year, today.year + 1])]
    for one, other in months:
        try:
            yield date(one, other, monthrange(one, other)[1] if number == LAST_DAY else number)
        except ValueError:
            continue


def _weekday(mention: Mention, today: date) -> date:
    assert mention.weekday is not None
    monday = today - timedelta(days=today.weekday())
    if mention.shift is not None:
        return monday + timedelta(weeks=mention.shift, days=mention.weekday)
    return today + timedelta(days=(mention.weekday - today.weekday()) % 7)
