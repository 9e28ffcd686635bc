"""Why a promise is what it is, step by step (procedure §2 and §3), as data; `bot.explain` says it in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from typing import Final

from bot.rules.routes import MINUTE, Lead, Route, lead_of
from bot.rules.worktime import Worktime, days_between, runs
from config.policy import RoutePolicy

DayMinutes = tuple[tuple[date, int], ...]
Value = datetime | date | time | timedelta | int | Lead | DayMinutes


class Reason(StrEnum):
    """What one step says. The sentence is in the catalogues under `promise.<reason>`."""

    FROM_OPENING = auto()
    WEEKEND = auto()
    HOLIDAY = auto()
    MAKE_UP_DAY = auto()
    COUNTED = auto()
    COUNTED_OVER_DAYS = auto()
    MORNING_WINDOW = auto()
    LUNCH_WINDOW = auto()
    PAST_CLOSING = auto()
    PROVISIONAL = auto()
    ACCEPTED = auto()
    LEAD_WORKING = auto()
    LEAD_WALL_CLOCK = auto()
    ROUTE_IMMEDIATE = auto()
    ROUTE_LUNCH = auto()
    ROUTE_END_OF_DAY = auto()
    ROUTE_OFF_HOURS = auto()
    ROUTE_SOON = auto()
    ROUTE_STANDARD = auto()


ROUTE_REASONS: Final = {route: Reason(f"route_{route}") for route in Route}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation. Moments are aware UTC, days and clock times the site's, whole numbers minutes."""

    reason: Reason
    params: Mapping[str, Value] = field(default_factory=dict)


def offer_steps(worktime: Worktime, opened: datetime, minutes: int) -> tuple[Step, ...]:
    """Explain the first offer, so many working minutes after a case is opened (at a whole minute)."""
    start = worktime.start_of_work(opened)
    counted = worktime.add(opened, minutes)
    landed = worktime.land(counted)
    steps = [*_closed_days(worktime, opened, landed)]
    if start != opened:
        steps.append(Step(Reason.FROM_OPENING, {"opened": opened, "opening": start}))
    parts = _minutes_by_day(worktime, start, counted)
    total: Mapping[str, Value] = {"start": start, "duration": timedelta(minutes=minutes), "result": counted}
    steps.append(Step(Reason.COUNTED_OVER_DAYS, {**total, "parts": parts}) if len(parts) > 1 else Step(Reason.COUNTED, total))
    if landed != counted:
        steps.append(_landing(worktime, counted, landed))
    return (*steps, *_provisional(worktime, landed))


def route_steps(
    worktime: Worktime, now: datetime, asked: datetime | None, routes: Sequence[Route], policy: RoutePolicy
) -> tuple[Step, ...]:
    """Explain why an asked time (None: the first offer was accepted) takes these routes."""
    if asked is None:
        return (Step(Reason.ACCEPTED),)
    lead = lead_of(worktime, now, asked)
    closing = worktime.closing(worktime.local(now).date())
    details: dict[Route, Mapping[str, Value]] = {
        Route.IMMEDIATE: {"limit": policy.immediate_minutes},
        Route.LUNCH: {"begin": worktime.lunch[0], "end": worktime.lunch[1]},
        Route.END_OF_DAY: {"opened": now, "limit": policy.end_of_day_minutes, "closing": closing or now},
        Route.SOON: {"least": policy.immediate_minutes, "limit": policy.soon_minutes},
        Route.STANDARD: {"least": policy.soon_minutes},
    }
    measured = Reason.LEAD_WORKING if lead.is_working else Reason.LEAD_WALL_CLOCK
    return (
        Step(measured, {"asked": asked, "lead": lead}),
        *(Step(ROUTE_REASONS[route], details.get(route, {})) for route in routes),
        *_provisional(worktime, asked),
    )


def _closed_days(worktime: Worktime, opened: datetime, landed: datetime) -> list[Step]:
    days = days_between(worktime.local(opened).date(), worktime.local(landed).date())
    steps = []
    for first, last in runs([day for day in days if not worktime.is_working_day(day)]):
        is_weekend = not any(worktime.is_weekly_working_day(day) for day in days_between(first, last))
        steps.append(Step(Reason.WEEKEND if is_weekend else Reason.HOLIDAY, {"first": first, "last": last}))
    made_up = [day for day in days if worktime.is_working_day(day) and not worktime.is_weekly_working_day(day)]
    return steps + [Step(Reason.MAKE_UP_DAY, {"day": day}) for day in made_up]


def _minutes_by_day(worktime: Worktime, start: datetime, end: datetime) -> DayMinutes:
    minutes = []
    for day in days_between(worktime.local(start).date(), worktime.local(end).date()):
        worked = sum(
            (
                min(closing, end) - max(opening, start)
                for opening, closing in worktime.intervals(day)
                if opening < end and closing > start
            ),
            start=timedelta(),
        )
        if worked:
            minutes.append((day, worked // MINUTE))
    return tuple(minutes)


def _landing(worktime: Worktime, counted: datetime, landed: datetime) -> Step:
    local = worktime.local(counted)
    closing = worktime.closing(local.date())
    moved = {"result": counted, "landed": landed}
    if closing is not None and landed > closing:
        return Step(Reason.PAST_CLOSING, {**moved, "closing": closing})
    if local.time() < worktime.morning:
        return Step(Reason.MORNING_WINDOW, {**moved, "morning": worktime.morning})
    return Step(Reason.LUNCH_WINDOW, {**moved, "begin": worktime.lunch[0], "end": worktime.lunch[1]})


def _provisional(worktime: Worktime, moment: datetime) -> tuple[Step, ...]:
    year = worktime.local(moment).year
    return (Step(Reason.PROVISIONAL, {"year": year}),) if worktime.is_provisional(moment) else ()
