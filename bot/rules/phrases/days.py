"""Which days a phrase can mean, the nearest first. All days are local days of the site."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.rules.phrases.grammar import Phrase
from bot.rules.phrases.pieces import Ahead, DayOfMonth, MonthDay, Slashed, Weekday, Workdays, YearsAhead
from bot.rules.phrases.refusals import AmbiguousDate, NoSuchTime, Unreadable, WrongWeekday
from bot.rules.worktime import Worktime

DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_MONTHS: Final = 12
_FAR: Final = 366
# A date without a year that has passed is next year's when that is nearer than this year's was: 5 January, said in November.
_NEAR: Final = timedelta(days=183)


def possible_days(phrase: Phrase, today: date, worktime: Worktime, lang: str) -> list[date]:
    """Return the days that the phrase's day or weekday can mean, the nearest first.

    Raises Unreadable (no such day, two readings, a weekday that does not fit the date).
    """
    day, weekday = phrase.day, phrase.weekday
    if day is None:
        assert weekday is not None
        return _of_week(weekday, today)
    if isinstance(day, Slashed):
        return _slashed(day, weekday, today, lang)
    match day:
        case Ahead(days, months):
            found = [today + relativedelta(days=days, months=months)]
        case Workdays(count):
            found = [_workday(count, today, worktime)]
        case MonthDay(month, number, year):
            found = _dates(month, number, year, today)
        case YearsAhead(years, month, number):
            found = _dates(month, number, today.year + years, today)
        case DayOfMonth(number, months):
            found = _in_month(number, months, today)
    if not found:
        raise Unreadable(NoSuchTime)
    found = [ahead for ahead in found if ahead >= today] or found
    if weekday is not None and not _fits(found[0], weekday, today):
        raise Unreadable(WrongWeekday)
    return found


def _of_week(weekday: Weekday, today: date) -> list[date]:
    monday = today - today.weekday() * DAY
    if weekday.weeks is not None:
        return [monday + (_WEEK * weekday.weeks + weekday.weekday) * DAY]
    nearest = today + (weekday.weekday - today.weekday()) % _WEEK * DAY
    return [nearest, nearest + _WEEK * DAY]


def _fits(day: date, weekday: Weekday, today: date) -> bool:
    return day.weekday() == weekday.weekday and (weekday.weeks is None or day in _of_week(weekday, today))


def _workday(count: int, today: date, worktime: Worktime) -> date:
    if not 0 < count <= _FAR:
        raise Unreadable(NoSuchTime)
    day = today
    for _ in range(count):
        day += DAY
        while not worktime.is_working_day(day):
            day += DAY
    return day


def _dates(month: int, number: int, year: int | None, today: date) -> list[date]:
    if year is not None:
        return list(_existing((year, month, number)))
    found = list(_existing((today.year, month, number), (today.year + 1, month, number)))
    return [day for day in found if day.year == today.year or day - today < _NEAR]


def _in_month(number: int, months: int | None, today: date) -> list[date]:
    first = today.replace(day=1)
    ahead = (0, 1, 2) if months is None else (months,)
    wanted = [first + relativedelta(months=count) for count in ahead]
    return list(_existing(*((month.year, month.month, number) for month in wanted)))


def _existing(*wanted: tuple[int, int, int]) -> Iterator[date]:
    for year, month, number in wanted:
        try:
            yield date(year, month, number)
        except ValueError:
            continue


def _slashed(day: Slashed, weekday: Weekday | None, today: date, lang: str) -> list[date]:
    orders = [(day.first, day.second)] if lang == "zh" else sorted({(day.first, day.second), (day.second, day.first)})
    readings = {order: _dates(*order, day.year, today) for order in orders if 1 <= order[0] <= _MONTHS}
    if weekday is not None:
        fitting = {order: days for order, days in readings.items() if days and _fits(days[-1], weekday, today)}
        if not fitting and any(readings.values()):
            raise Unreadable(WrongWeekday)
        readings = fitting
    possible = [(order, days) for order, days in readings.items() if days]
    if not possible:
        raise Unreadable(NoSuchTime)
    if len(possible) > 1:
        raise Unreadable(AmbiguousDate, *(days[-1].isoformat() for _, days in possible))
    return possible[0][1]
