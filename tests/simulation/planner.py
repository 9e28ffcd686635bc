"""The ladder of section 5 worked out a second time, from a handover's history alone: never from `rung_at` or `next_due_at`.

Nothing of `bot.rules.ladder` or `bot.rules.minutes` is used. Moments are epoch seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, count
from zoneinfo import ZoneInfo

from bot.rules.routes import Route
from bot.rules.worktime import Worktime
from config.policy import LadderPolicy

FIRST_DAY = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 70
BY_THE_WALL = {Route.IMMEDIATE, Route.LUNCH, Route.OFF_HOURS}
RIGHT_COLUMN = {Route.IMMEDIATE, Route.LUNCH}


@dataclass(frozen=True, slots=True)
class State:
    """What the plan of a handover depends on, after one of its events."""

    version: int
    act: str
    at: float
    committed: float
    status: str
    owner: str
    cycle: int
    cycle_from: float
    promised: float
    routes: frozenset[str]
    warned: bool
    declined: bool
    whole_ladder: bool

    @property
    def active(self) -> bool:
        """Tell whether somebody still has to call."""
        return self.status in {"open", "acknowledged"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its rung falls due at the moments of its list, in order, without end when it repeats."""

    rung: str
    first: int
    every: int | None


class Hours:
    """Which minutes of some weeks are working time at a site, asked of the site's clock minute by minute."""

    def __init__(self, worktime: Worktime) -> None:
        """Ask."""
        self.begin = int(FIRST_DAY.timestamp())
        self.zone: ZoneInfo = worktime.zone
        self.open = [worktime.is_open(FIRST_DAY + timedelta(minutes=number)) for number in range(DAYS * 24 * 60)]
        self.worked = [0, *accumulate(60 if each else 0 for each in self.open)]
        self.openings = [number for number in range(1, len(self.open)) if self.open[number] and not self.open[number - 1]]

    def until(self, moment: float) -> float:
        """Return the working seconds before the moment."""
        number, seconds = divmod(moment - self.begin, 60)
        return self.worked[int(number)] + (seconds if self.open[int(number)] else 0)

    def after(self, base: float, minutes: int) -> float:
        """Return the moment so many working minutes after the base, the one that is nearer to it where two fit."""
        if minutes == 0:
            return base
        target = self.until(base) + 60 * minutes
        number = (bisect_left if minutes > 0 else bisect_right)(self.worked, target) - 1
        return self.begin + 60 * number + target - self.worked[number]

    def opening_before(self, moment: float) -> float:
        """Return the last opening that is not later than the moment."""
        number = int(moment - self.begin) // 60
        return self.begin + 60 * self.openings[bisect_right(self.openings, number) - 1]

    def opening_of_day(self, moment: float) -> float:
        """Return the first opening of the moment's local day."""
        local = datetime.fromtimestamp(moment, self.zone)
        number = int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() - self.begin) // 60
        while not self.open[number]:
            number += 1
        return self.begin + 60 * number

    def is_open(self, moment: float) -> bool:
        """Tell whether the minute is working time."""
        return self.open[int(moment - self.begin) // 60]

    def day(self, moment: float) -> str:
        """Return the local date of the moment."""
        return datetime.fromtimestamp(moment, self.zone).date().isoformat()


@dataclass(frozen=True, slots=True)
class Planner:
    """Works ladders out by one policy on one site's hours."""

    policy: LadderPolicy
    hours: Hours

    def moments(self, state: State) -> Iterator[tuple[str, Iterator[tuple[int, float]]]]:
        """Yield each rung that can come in this state, with its occurrences and their moments."""
        for row, base in self._rows(state):
            occurrences = range(1) if row.every is None else count()
            yield row.rung, ((each, self._after(state, base, row.first + each * (row.every or 0))) for each in occurrences)

    def between(self, state: State, after: float, until: float) -> Iterator[tuple[str, int, float]]:
        """Yield the rungs that fall due later than `after`, and not later than `until`."""
        for rung, occurrences in self.moments(state):
            for occurrence, moment in occurrences:
                if moment > until:
                    break
                if moment > after:
                    yield rung, occurrence, moment

    def following(self, state: State, after: float) -> float | None:
        """Return the first moment later than `after` at which a rung falls due."""
        firsts = [next((moment for _, moment in each if moment > after), None) for _, each in self.moments(state)]
        return min((moment for moment in firsts if moment is not None), default=None)

    def moment_of(self, state: State, rung: str, occurrence: int) -> float | None:
        """Return when that occurrence of the rung falls due, or None when it cannot come in this state."""
        for name, occurrences in self.moments(state):
            if name == rung:
                return next((moment for each, moment in occurrences if each == occurrence), None)
        return None

    def _rows(self, state: State) -> Iterator[tuple[Row, float]]:
        if not state.active:
            return
        calm, urgent, base = self.policy.calm, self.policy.urgent, state.cycle_from
        right = not RIGHT_COLUMN.isdisjoint(state.routes)
        if state.status == "open" and state.whole_ladder and (right or state.warned):
            later_day = self.hours.day(state.promised) > self.hours.day(base)
            if Route.LUNCH in state.routes and later_day:
                base = self.hours.opening_of_day(state.promised)
                yield Row("start", 0, None), base
            far = self._lead(state, base) > urgent.long_lead_minutes
            first, second = urgent.first_minutes, urgent.second_minutes
            if far:
                first, second = urgent.long_first_minutes, urgent.long_second_minutes
            yield Row("urgent_first", first, None), base
            yield Row("urgent_second", second, None), base
            yield Row("urgent_repeat", second + urgent.repeat_minutes, urgent.repeat_minutes), base
        elif state.status == "open" and state.whole_ladder:
            lead = self._lead(state, base)
            yield Row("owner_again", max(1, min(calm.owner_again_minutes, lead // calm.owner_again_share)), None), base
            yield Row("unacknowledged", max(1, min(calm.supervisor_minutes, lead // calm.supervisor_share)), None), base
        if not right:
            yield Row("before_due", -calm.before_due_minutes, None), state.promised
        yield Row("due", 0, None), state.promised
        first = urgent.overdue_manager_minutes if right else calm.overdue_supervisor_minutes
        yield Row("overdue_first", first, None), state.promised
        every = urgent.overdue_repeat_minutes if right else calm.overdue_repeat_minutes
        yield Row("overdue", calm.overdue_manager_minutes, every), state.promised

    def _pauses_until(self, state: State) -> float | None:
        """Return until when only working minutes count: None for always, the beginning of time for never."""
        if BY_THE_WALL.isdisjoint(state.routes):
            return None
        if state.warned or not RIGHT_COLUMN.isdisjoint(state.routes):
            return self.hours.opening_before(state.promised)
        return float("-inf")

    def _after(self, state: State, base: float, minutes: int) -> float:
        pauses = self._pauses_until(state)
        if pauses is None:
            return self.hours.after(base, minutes)
        if minutes <= 0 or base >= pauses:
            return base + 60 * minutes
        working = (self.hours.until(pauses) - self.hours.until(base)) // 60
        return self.hours.after(base, minutes) if minutes <= working else pauses + 60 * (minutes - working)

    def _lead(self, state: State, base: float) -> int:
        pauses, end = self._pauses_until(state), state.promised
        if pauses is None:
            return int((self.hours.until(end) - self.hours.until(base)) // 60)
        if end <= base or base >= pauses:
            return int((end - base) // 60)
        working = (self.hours.until(min(end, pauses)) - self.hours.until(base)) // 60
        return int(working + max(0, (end - pauses) // 60))
