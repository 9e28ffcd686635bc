"""What a text says of an absence: from when, until when, and on which day somebody is back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.rules.autoreply import lengths
from bot.rules.autoreply.patterns import END_OF_DAY
from bot.rules.autoreply.roles import Role, Told, told

_DAY: Final = timedelta(days=1)
_EVENING: Final = 17  # who is away until then is back the next day
_MONDAY: Final = 0
_NOON: Final = range(12, 14)  # where an afternoon begins
_ENDS: Final = frozenset({Role.RANGE, Role.LAST, Role.UNTIL})
_SPANS: Final = frozenset({Role.RANGE, Role.DURING})


@dataclass(frozen=True, slots=True)
class Absence:
    """What is known of an absence; see `Verdict` for the meaning of each. `stale` when all days that are named are past.

    `returns` when the day of a return is told in words: that alone is an absence, whatever else is said.
    """

    back_on: date | None = None
    until: date | datetime | None = None
    starts: date | None = None
    stale: bool = False
    returns: bool = False


def absence_in(text: str, written: datetime, zone: tzinfo) -> Absence:
    """Return what the text (see `wording.plain`), written at that moment, says of its writer's absence."""
    now = written.astimezone(zone)
    named = told(text, now.date())
    found = [one for one in named if one.days.last >= now.date()]
    starts = _starts(found, now)
    absence = _ended(found, now) or lengths.length(text, now.date(), starts)
    back = _returned(found, now)
    if back is not None:
        return Absence(*back, returns=back[0] > now.date() and _told_as_day(found))
    return Absence(*absence) if absence else Absence(starts=starts, stale=bool(named) and not found)


def _told_as_day(found: list[Told]) -> bool:
    return any(one.role is Role.BACK and not one.mention.clock_only for one in found)


def _starts(found: list[Told], now: datetime) -> date | None:
    return next((one.days.first for one in found if one.role is Role.FIRST and one.days.first > now.date()), None)


def _moment(day: date, at: time | None, now: datetime) -> datetime | None:
    return None if at is None else datetime.combine(day, at, at.tzinfo or now.tzinfo)


def _returned(found: list[Told], now: datetime) -> tuple[date, date | datetime, date | None] | None:
    ranges = [one.days.first for one in found if one.role is Role.RANGE]
    begins = min(ranges, default=_starts(found, now))
    for one in found:
        if one.role is not Role.BACK:
            continue
        back = _back(one, now)
        if back is None or (begins is not None and begins > now.date() and back[0] <= begins):
            continue
        return (*back, begins if begins is not None and now.date() < begins < back[0] else None)
    return None


def _back(one: Told, now: datetime) -> tuple[date, date | datetime] | None:
    day, at = one.days.first, one.at
    if at is None and one.mention.part is not None and one.mention.part in _NOON:
        at = time(_NOON[0])
    moment = _moment(day, at, now)
    if moment is not None and moment <= now and one.mention.clock_only:
        day, moment = day + _DAY, moment + _DAY
    if (moment is None and day <= now.date()) or (moment is not None and moment <= now):
        return None
    return day, moment or day - _DAY


def _ended(found: list[Told], now: datetime) -> tuple[date, date | datetime, date | None] | None:
    today, named = now.date(), _starts(found, now)
    ends = [one for one in found if one.role in _ENDS] or [one for one in found if one.role is Role.DURING]
    ends.sort(key=lambda one: one.role in _SPANS and one.days.first > today)
    inclusive = any(one.role is Role.FIRST for one in found)
    for one in ends:
        moment = _moment(one.days.last, one.at, now)
        if moment is not None and moment <= now:
            continue
        begins = one.days.first if one.role in _SPANS and one.days.first > today else named
        return (*_end(one, moment, now, inclusive=inclusive), begins if begins and begins <= one.days.last else None)
    return None


def _end(one: Told, moment: datetime | None, now: datetime, *, inclusive: bool) -> tuple[date, date | datetime]:
    day = one.days.last
    if moment is not None:
        local = moment.astimezone(now.tzinfo)
        return local.date() + (_DAY if local.hour >= _EVENING else timedelta(0)), moment
    that_day = one.role is Role.UNTIL and one.mention.part != END_OF_DAY
    if that_day and not (inclusive and day.weekday() != _MONDAY):
        return day, max(day - _DAY, now.date())
    return day + _DAY, day
