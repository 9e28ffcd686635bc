"""Which routes a customer's own time takes, and what they oblige to (procedure §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto
from functools import cache
from types import MappingProxyType
from typing import Final

from bot.rules.worktime import Worktime, whole_minute
from config.policy import RoutePolicy

MINUTE: Final = timedelta(minutes=1)


class Route(StrEnum):
    """A row of the route table, in the order of showing: of several that hold, the first is shown."""

    IMMEDIATE = auto()
    LUNCH = auto()
    END_OF_DAY = auto()
    OFF_HOURS = auto()
    SOON = auto()
    STANDARD = auto()


class Obligation(StrEnum):
    """What a route obliges to."""

    CALLBACK_TIMER = auto()
    """The promised time is watched."""
    LADDER_NOW = auto()
    """The ladder's right column runs, and starts now."""
    MAIL_OWNER = auto()
    """A mail with the standard subject goes to the owner now."""
    MAIL_NIGHT_SHIFT = auto()
    """That mail goes to night shift as well."""
    CC_SUPERVISOR = auto()
    """The supervisor gets a copy of the mail."""
    CC_DUTY_LEADER = auto()
    """The duty leader of the asked day gets a copy of the mail."""
    TELL_AGENT_TO_PHONE = auto()
    """The agent is told to phone as well."""
    PHONE_LIST = auto()
    """A person must be reached now: owner, supervisor, manager (outside working time night shift, duty leader, manager)."""
    PHONE_SUPERVISOR = auto()
    """A person must be reached now: the supervisor is phoned too, and first when no phone list is due."""


_MAIL: Final = frozenset({Obligation.MAIL_OWNER, Obligation.CC_SUPERVISOR})
_URGENT: Final = _MAIL | {Obligation.CALLBACK_TIMER, Obligation.LADDER_NOW, Obligation.PHONE_LIST}

OBLIGATIONS: Final[Mapping[Route, frozenset[Obligation]]] = MappingProxyType(
    {
        Route.IMMEDIATE: _URGENT,
        Route.LUNCH: _URGENT,
        Route.END_OF_DAY: _MAIL | {Obligation.CALLBACK_TIMER, Obligation.PHONE_SUPERVISOR},
        Route.OFF_HOURS: _MAIL | {Obligation.CALLBACK_TIMER, Obligation.MAIL_NIGHT_SHIFT, Obligation.CC_DUTY_LEADER},
        Route.SOON: _MAIL | {Obligation.CALLBACK_TIMER, Obligation.TELL_AGENT_TO_PHONE},
        Route.STANDARD: frozenset({Obligation.CALLBACK_TIMER}),
    }
)


@cache
def obligations_of(routes: tuple[Route, ...]) -> tuple[Obligation, ...]:
    """Return all that the routes oblige to, in the order of `Obligation`."""
    held = frozenset[Obligation]().union(*(OBLIGATIONS[route] for route in routes))
    return tuple(obligation for obligation in Obligation if obligation in held)


@dataclass(frozen=True, slots=True)
class Lead:
    """How far ahead an asked time is: working minutes, or wall-clock minutes when it is outside working time."""

    minutes: int
    is_working: bool


def lead_of(worktime: Worktime, now: datetime, asked: datetime) -> Lead:
    """Return the lead from now to the asked time. Both count to the whole minute."""
    now, asked = whole_minute(now), whole_minute(asked)
    if worktime.is_working(asked):
        return Lead(worktime.between(now, asked) // MINUTE, is_working=True)
    return Lead((asked - now) // MINUTE, is_working=False)


def routes_of(worktime: Worktime, now: datetime, asked: datetime, policy: RoutePolicy) -> tuple[Route, ...]:
    """Return every route that the asked time takes, in the order of showing; there is always one.

    Each condition of §3 is judged on its own words. `asked` must not be before `now`.
    """
    lead = lead_of(worktime, now, asked)
    soon = policy.immediate_minutes <= lead.minutes < policy.soon_minutes
    holds = {
        Route.IMMEDIATE: lead.minutes < policy.immediate_minutes,
        Route.LUNCH: is_lunch(worktime, asked),
        Route.END_OF_DAY: is_end_of_day(worktime, now, asked, policy),
        Route.OFF_HOURS: not lead.is_working,
        Route.SOON: lead.is_working and soon,
        Route.STANDARD: lead.is_working and lead.minutes >= policy.soon_minutes,
    }
    return tuple(route for route in Route if holds[route])


def is_lunch(worktime: Worktime, asked: datetime) -> bool:
    """Tell whether the moment is in the lunch window (half-open) of a working day, half days included."""
    local = worktime.local(asked)
    begin, end = worktime.lunch
    return begin <= local.time() < end and worktime.is_working_day(local.date())


def is_end_of_day(worktime: Worktime, now: datetime, asked: datetime, policy: RoutePolicy) -> bool:
    """Tell whether now is in the last minutes of a local day's working time, and the asked time on the same day."""
    now = whole_minute(now)
    day = worktime.local(now).date()
    closing = worktime.closing(day)
    if closing is None or worktime.local(asked).date() != day or not worktime.is_open(now):
        return False
    return worktime.between(now, closing) <= policy.end_of_day_minutes * MINUTE
