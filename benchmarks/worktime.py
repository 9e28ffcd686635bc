"""Two working hours: our clock against pandas' CustomBusinessHour and businesstimedelta, from the same starts.

All three get the same hours and holidays of Shanghai and answer in UTC. Neither of the others knows make-up working days, and
pandas moves a result at closing time to the next opening; where an answer differs from ours, ours is checked by counting minutes.
"""

import statistics
import time as stopwatch
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import businesstimedelta
import pandas as pd
import pytz  # type: ignore[import-untyped]

from bot.rules.calendars import build_worktime
from bot.rules.worktime import Worktime
from config.policy import load_policy

POLICY: Final = Path(__file__).parent.parent / "config" / "policy.toml"
YEAR: Final = 2026
STEP: Final = timedelta(hours=7, minutes=11)
ROUNDS: Final = 7
MINUTES: Final = 120
MINUTE: Final = timedelta(minutes=1)

Add = Callable[[datetime], datetime]


def run() -> None:
    """Print the median time of one addition, how many times slower the others are, and where they differ."""
    policy = load_policy(POLICY)
    worktime = build_worktime(policy.sites["shanghai"], name="shanghai")
    days = [date(YEAR, 1, 1) + timedelta(days=number) for number in range(365)]
    closed = [day for day in days if worktime.is_weekly_working_day(day) and not worktime.is_working_day(day)]
    first = datetime(YEAR, 1, 5, tzinfo=UTC)
    starts = [first + STEP * number for number in range(1100)]
    contestants: dict[str, Add] = {
        "ours": lambda start: worktime.add(start, MINUTES),
        "pandas CustomBusinessHour": _pandas(closed),
        "businesstimedelta": _businesstimedelta(closed),
    }
    expected = [contestants["ours"](start) for start in starts]
    wrong = [start for start, result in zip(starts, expected, strict=True) if result != _by_counting(worktime, start)]
    medians = _medians(contestants, starts)
    print(f"two working hours, {len(starts)} starts in {YEAR}, median of {ROUNDS} rounds")
    for name, add in contestants.items():
        print(f"{name:28}{medians[name] * 1e6:10.2f} µs {medians[name] / medians['ours']:8.1f} x", end="")
        print("" if name == "ours" else f"   differs: {_differences(worktime, add, starts, expected)}")
    print(f"ours against counting minute by minute: {len(wrong)} of {len(starts)} differ")


def _pandas(closed: Sequence[date]) -> Add:
    hours = pd.offsets.CustomBusinessHour(MINUTES // 60, start="08:30", end="17:30", holidays=closed)

    def add(start: datetime) -> datetime:
        result = pd.Timestamp(start).tz_convert("Asia/Shanghai") + hours
        found: datetime = result.tz_convert("UTC").to_pydatetime()
        return found

    return add


def _businesstimedelta(closed: Sequence[date]) -> Add:
    zone = pytz.timezone("Asia/Shanghai")
    week = businesstimedelta.WorkDayRule(start_time=time(8, 30), end_time=time(17, 30), working_days=[0, 1, 2, 3, 4], tz=zone)
    # With a holiday after the last start: its search for the next one must find one.
    off = businesstimedelta.HolidayRule({*closed, date(YEAR + 1, 1, 1)}, tz=zone)
    span = businesstimedelta.BusinessTimeDelta(businesstimedelta.Rules([week, off]), hours=MINUTES // 60)

    def add(start: datetime) -> datetime:
        found: datetime = (start + span).astimezone(UTC)
        return found

    return add


def _medians(contestants: dict[str, Add], starts: Sequence[datetime]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, add in contestants.items():
            begin = stopwatch.perf_counter()
            for start in starts:
                add(start)
            taken[name].append((stopwatch.perf_counter() - begin) / len(starts))
    return {name: statistics.median(times) for name, times in taken.items()}


def _differences(worktime: Worktime, add: Add, starts: Sequence[datetime], expected: Sequence[datetime]) -> str:
    reasons: Counter[str] = Counter()
    for start, ours in zip(starts, expected, strict=True):
        if add(start) != ours:
            reasons[_reason(worktime, start, ours)] += 1
    return ", ".join(f"{count} {reason}" for reason, count in reasons.items()) or "nowhere"


def _reason(worktime: Worktime, start: datetime, result: datetime) -> str:
    first, last = (worktime.local(moment).date() for moment in (start, result))
    between = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if any(worktime.is_working_day(day) and not worktime.is_weekly_working_day(day) for day in between):
        return "make-up days"
    return "at closing time" if worktime.closing(last) == result else "otherwise"


def _by_counting(worktime: Worktime, start: datetime) -> datetime:
    """Walk minute by minute through the intervals: slow, and too simple to be wrong."""
    left, moment = MINUTES, start
    while left:
        day = worktime.local(moment).date()
        left -= any(opening <= moment < closing for opening, closing in worktime.intervals(day))
        moment += MINUTE
    return moment
