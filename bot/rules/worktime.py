"""A site's working-time clock (procedure §2): what is working time, and how much of it lies between two moments.

All moments are aware: any zone goes in, UTC comes out. Days are the site's local days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, Protocol
from zoneinfo import ZoneInfo

Interval = tuple[time, time]

EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2199
DAY: Final = timedelta(days=1)


class Calendar(Protocol):
    """The days of a site that do not follow the weekly hours: holidays, half days and make-up working days alike."""

    def exceptions(self, year: int) -> Mapping[date, tuple[Interval, ...]]:
        """Return the working hours of every exceptional day of that year; no hours means closed."""
        ...

    def is_known(self, day: date) -> bool:
        """Tell whether the public-holiday calendar of that day is known, not only estimated."""
        ...


@dataclass(frozen=True, slots=True)
class _Table:
    """The working intervals of whole local years, as UTC epoch seconds; `worked[i]` is the working time before interval `i`."""

    years: tuple[int, int]
    begin: float
    end: float
    opens: Sequence[int]
    closes: Sequence[int]
    worked: Sequence[int]

    def worked_until(self, stamp: float) -> float:
        """Return the working seconds from the table's begin to `stamp`."""
        i = bisect_right(self.opens, stamp) - 1
        return min(self.worked[i] + stamp - self.opens[i], self.worked[i + 1]) if i >= 0 else 0


class Worktime:
    """The working-time clock of one site. Immutable; years are worked out when first needed and kept.

    Methods that look for a moment raise ValueError beyond the years 1970 to 2199, and for a moment without a zone.
    """

    def __init__(
        self, zone: ZoneInfo, weekly: Sequence[Sequence[Interval]], calendar: Calendar, morning: time, lunch: Interval
    ) -> None:
        """Keep the hours of the seven weekdays (Monday first). Raises ValueError when no first offer could ever land in them."""
        self.zone = zone
        self.morning = morning
        self.lunch = lunch
        self._weekly = tuple(tuple(day) for day in weekly)
        self._calendar = calendar
        self._exceptions: dict[int, Mapping[date, tuple[Interval, ...]]] = {}
        self._table: _Table | None = None
        if not any(self._past_windows(opening) <= closing for day in self._weekly for opening, closing in day):
            message = "has no working time outside the landing windows"
            raise ValueError(message)

    def local(self, moment: datetime) -> datetime:
        """Return the moment in the site's zone."""
        return moment.astimezone(self.zone)

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment at which the site's clocks show that time on that day.

        A time that is skipped when summer time begins is moved on by the length of the gap (02:30 → 03:30); of a time that
        occurs twice when it ends the first is meant.
        """
        return datetime.combine(day, clock.replace(fold=0), self.zone).astimezone(UTC)

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working intervals of that local day, in order."""
        found: list[tuple[datetime, datetime]] = []
        for opening, closing in self._hours(day):
            # Only where hours touch the hour that summer time skips can an interval vanish or reach into the one before.
            begin = max(self.at(day, opening), found[-1][1]) if found else self.at(day, opening)
            end = self.at(day, closing)
            if begin < end:
                found.append((begin, end))
        return tuple(found)

    def is_working_day(self, day: date) -> bool:
        """Tell whether there is working time on that local day."""
        return bool(self._hours(day))

    def is_weekly_working_day(self, day: date) -> bool:
        """Tell whether that weekday has working hours, whatever the calendar says of this one."""
        return bool(self._weekly[day.weekday()])

    def is_open(self, moment: datetime) -> bool:
        """Tell whether a case opened then is opened in working time: the closing time does not belong to it."""
        stamp = _stamp(moment)
        table = self._covering(stamp)
        i = bisect_right(table.opens, stamp) - 1
        return i >= 0 and stamp < table.closes[i]

    def is_working(self, moment: datetime) -> bool:
        """Tell whether a result or an asked time is in working time: the closing time belongs to it."""
        stamp = _stamp(moment)
        table = self._covering(stamp)
        i = bisect_right(table.opens, stamp) - 1
        return i >= 0 and stamp <= table.closes[i]

    def next_opening(self, moment: datetime) -> datetime:
        """Return the first opening that is later than the moment (at an opening: the one after it)."""
        stamp = _stamp(moment)
        table = self._covering(stamp)
        while not table.opens or table.opens[-1] <= stamp:
            table = self._with_later_year(table)
        return _moment(table.opens[bisect_right(table.opens, stamp)])

    def previous_opening(self, moment: datetime) -> datetime:
        """Return the last opening that is not later than the moment (inside working time: the one that began it)."""
        stamp = _stamp(moment)
        table = self._covering(stamp)
        while not table.opens or table.opens[0] > stamp:
            table = self._with_earlier_year(table)
        return _moment(table.opens[bisect_right(table.opens, stamp) - 1])

    def start_of_work(self, moment: datetime) -> datetime:
        """Return when work on a case opened at the moment starts: then, or else at the next opening."""
        return moment.astimezone(UTC) if self.is_open(moment) else self.next_opening(moment)

    def closing(self, day: date) -> datetime | None:
        """Return the last closing time of that local day; None on a closed day."""
        intervals = self.intervals(day)
        return intervals[-1][1] if intervals else None

    def add(self, start: datetime, minutes: int) -> datetime:
        """Return the moment that many working minutes after `start` (before it, when negative).

        Elapsed minutes count, also when the clocks change. A start outside working time counts from the next opening, going back
        from the previous closing. Where a closing and the following opening both fit, it is the one nearer to the start:
        15:30 + 120 is 17:30 the same day, 10:30 - 120 is 08:30 the same day.
        """
        stamp = _stamp(start)
        table = self._covering(stamp)
        if minutes > 0:
            while (target := table.worked_until(stamp) + minutes * 60) > table.worked[-1]:
                table = self._with_later_year(table)
            i = bisect_left(table.worked, target) - 1
        elif minutes < 0:
            while (target := table.worked_until(stamp) + minutes * 60) < 0:
                table = self._with_earlier_year(table)
            i = bisect_right(table.worked, target) - 1
        else:
            return self.start_of_work(start)
        return _moment(table.opens[i] + target - table.worked[i])

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`; negative when `end` is the earlier one."""
        first, last = _stamp(start), _stamp(end)
        self._covering(first)
        table = self._covering(last)
        return timedelta(seconds=table.worked_until(last) - table.worked_until(first))

    def land(self, moment: datetime) -> datetime:
        """Return where a result is moved to: the first moment from it on in working time and in no landing window.

        Before `morning` it becomes `morning`, in `lunch` (half-open) the end of lunch; what that moves past closing becomes
        `morning` of the next working day (its opening, when that is later).
        """
        landed = moment.astimezone(UTC)
        while True:
            if not self.is_working(landed):
                landed = self.next_opening(landed)
            local = self.local(landed)
            clock = local.time()
            past = self._past_windows(clock)
            if past == clock:
                return landed
            # The fold is kept: of an hour that occurs twice, the second must not lead back into the first.
            landed = local.replace(hour=past.hour, minute=past.minute, second=past.second, microsecond=0).astimezone(UTC)

    def is_provisional(self, moment: datetime) -> bool:
        """Tell whether the moment's local day lies where the public-holiday calendar is not known yet."""
        return not self._calendar.is_known(self.local(moment).date())

    def _past_windows(self, clock: time) -> time:
        later = max(clock, self.morning)
        begin, end = self.lunch
        return end if begin <= later < end else later

    def _hours(self, day: date) -> tuple[Interval, ...]:
        if day.year not in self._exceptions:
            self._exceptions[day.year] = self._calendar.exceptions(day.year)
        return self._exceptions[day.year].get(day, self._weekly[day.weekday()])

    def _covering(self, stamp: float) -> _Table:
        table = self._table
        if table is not None and table.begin <= stamp < table.end:
            return table
        year = _moment(stamp).astimezone(self.zone).year
        first, last = table.years if table is not None else (year, year)
        return self._build(min(first, year), max(last, year))

    def _with_later_year(self, table: _Table) -> _Table:
        return self._build(table.years[0], table.years[1] + 1)

    def _with_earlier_year(self, table: _Table) -> _Table:
        return self._build(table.years[0] - 1, table.years[1])

    def _build(self, first: int, last: int) -> _Table:
        if first < EARLIEST_YEAR or last > LATEST_YEAR:
            message = f"working time is known for the years {EARLIEST_YEAR} to {LATEST_YEAR} only"
            raise ValueError(message)
        opens: list[int] = []
        closes: list[int] = []
        worked = [0]
        day = date(first, 1, 1)
        while day.year <= last:
            for opening, closing in self.intervals(day):
                opens.append(int(opening.timestamp()))
                closes.append(int(closing.timestamp()))
                worked.append(worked[-1] + closes[-1] - opens[-1])
            day += DAY
        begin, end = (self.at(date(year, 1, 1), time()).timestamp() for year in (first, last + 1))
        # One assignment: a reader in another thread sees the table before or the table after.
        self._table = _Table((first, last), begin, end, opens, closes, worked)
        return self._table


def whole_minute(moment: datetime) -> datetime:
    """Return the moment without its seconds."""
    return moment.replace(second=0, microsecond=0)


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return the days from `first` to `last`, both included."""
    return tuple(first + DAY * number for number in range((last - first).days + 1))


def runs(days: Sequence[date]) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of every run of consecutive days."""
    if not days:
        return ()
    breaks = [(before, after) for before, after in pairwise(days) if after - before != DAY]
    firsts = [days[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), days[-1]]
    return tuple(zip(firsts, lasts, strict=True))


def _stamp(moment: datetime) -> float:
    if moment.tzinfo is None:
        message = "a moment needs a zone"
        raise ValueError(message)
    return moment.timestamp()


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)
