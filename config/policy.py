"""Every number of the procedure, read from `policy.toml`."""

import re
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PositiveInt, field_validator, model_validator

from config.files import Frozen, load

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Interval = tuple[time, time]
Carrier = Literal["dhl_express", "ups", "fedex", "upu_s10"]


class PromisePolicy(Frozen):
    """Section 2: the first offer, and how far ahead a customer's own time may be."""

    first_offer_minutes: PositiveInt
    furthest_days: PositiveInt


class RoutePolicy(Frozen):
    """Section 3: the leads, in minutes, that decide the route."""

    immediate_minutes: PositiveInt
    soon_minutes: PositiveInt
    end_of_day_minutes: PositiveInt


class CalmLadder(Frozen):
    """Section 5, left column, in minutes."""

    owner_again_minutes: PositiveInt
    owner_again_share: PositiveInt
    supervisor_minutes: PositiveInt
    supervisor_share: PositiveInt
    before_due_minutes: PositiveInt
    overdue_supervisor_minutes: PositiveInt
    overdue_manager_minutes: PositiveInt
    overdue_repeat_minutes: PositiveInt


class UrgentLadder(Frozen):
    """Section 5, right column, in minutes."""

    first_minutes: PositiveInt
    second_minutes: PositiveInt
    repeat_minutes: PositiveInt
    long_lead_minutes: PositiveInt
    long_first_minutes: PositiveInt
    long_second_minutes: PositiveInt
    overdue_manager_minutes: PositiveInt
    overdue_repeat_minutes: PositiveInt


class LadderPolicy(Frozen):
    """Section 5: both columns."""

    calm: CalmLadder
    urgent: UrgentLadder


class ActPolicy(Frozen):
    """Section 4: limits of single acts, and for how long customers' names, numbers and wishes are kept after closing."""

    reopen_hours: PositiveInt
    retention_days: PositiveInt
    late_after_seconds: PositiveInt
    list_limit: PositiveInt
    wish_limit: PositiveInt

    @model_validator(mode="after")
    def _reopened_whole(self) -> Self:
        if self.retention_days * 24 < self.reopen_hours:
            message = "retention_days: must not be shorter than reopen_hours, or a reopened handover would have no customer"
            raise ValueError(message)
        return self


class OutboxPolicy(Frozen):
    """How messages are sent: tries until one is set aside, and how fast they may come to one channel or person on a platform."""

    tries: PositiveInt
    place_seconds: Annotated[float, Field(ge=0.05, le=60)]
    place_burst: Annotated[int, Field(ge=1, le=20)]


class MailPolicy(Frozen):
    """Section 6: how many copies of mails about one handover may go out in an hour."""

    hourly_limit: PositiveInt


class WaybillPattern(Frozen):
    """A site's own kind of waybill number: a regular expression on the whole number, without check digit."""

    name: str
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _regex(value)


class Site(Frozen):
    """One site: its clock (section 2) and its numbers. All times are in `zone`."""

    name: dict[Literal["en", "zh_CN"], str]
    zone: str
    country: str
    subdivision: str | None = None
    hours: dict[Weekday, tuple[Interval, ...]]
    make_up_hours: tuple[Interval, ...]
    morning: time
    lunch: Interval
    request_id: str
    case_url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    waybills: tuple[Carrier | WaybillPattern, ...]
    phone_country: Annotated[str, Field(pattern=r"^\d{1,3}$")]

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            message = f"no IANA time zone is called {value!r}"
            raise ValueError(message) from error
        return value

    @field_validator("request_id")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _regex(value)

    @field_validator("case_url")
    @classmethod
    def _names_the_request(cls, value: str | None) -> str | None:
        if value is not None and "{request_id}" not in value:
            message = "must contain {request_id}"
            raise ValueError(message)
        return value

    @field_validator("hours")
    @classmethod
    def _some_hours(cls, value: dict[Weekday, tuple[Interval, ...]]) -> dict[Weekday, tuple[Interval, ...]]:
        if not any(value.values()):
            message = "has no working time at all"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_intervals("lunch", (self.lunch,))
        check_intervals("make_up_hours", self.make_up_hours)
        for day, intervals in self.hours.items():
            check_intervals(f"hours.{day}", intervals)
        return self


class SignPolicy(Frozen):
    """Section 6: which chat status means away, and how often the platform is asked."""

    away_emoji: tuple[str, ...]
    away_words: tuple[Annotated[str, Field(min_length=1)], ...]
    do_not_disturb: bool
    remember_seconds: PositiveInt
    answer_seconds: Annotated[float, Field(ge=0.1, le=10)]
    asks_per_minute: PositiveInt


class Policy(Frozen):
    """The whole of `policy.toml`."""

    default_site: str
    promise: PromisePolicy
    routes: RoutePolicy
    ladder: LadderPolicy
    acts: ActPolicy
    outbox: OutboxPolicy
    signs: SignPolicy
    mail: MailPolicy
    sites: dict[str, Site]

    @model_validator(mode="after")
    def _default_exists(self) -> Self:
        if self.default_site not in self.sites:
            message = f"default_site: no site is called {self.default_site!r}"
            raise ValueError(message)
        return self


def check_intervals(key: str, intervals: tuple[Interval, ...]) -> None:
    """Raise ValueError unless the intervals are in order, do not overlap and have a length."""
    marks = [mark for interval in intervals for mark in interval]
    if any(earlier >= later for earlier, later in pairwise(marks)):
        message = f"{key}: intervals must be in order, from an earlier time to a later one"
        raise ValueError(message)


def load_policy(path: Path) -> Policy:
    """Read `policy.toml`. Raises ConfigError."""
    return load(Policy, path)


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        message = f"not a regular expression: {error}"
        raise ValueError(message) from error
    return value
