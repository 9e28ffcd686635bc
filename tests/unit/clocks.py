"""The clocks that the tests of working time share: real sites of policy.toml, and Shanghai with a half day."""

from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

from bot.rules.calendars import build_worktime
from bot.rules.worktime import Interval, Worktime
from config.overlays import Overlay, OverlayFile
from config.policy import Policy, load_policy

CONFIG: Final = Path(__file__).parents[2] / "config"
MORNING_ONLY: Final = ((time(8, 30), time(12)),)


@cache
def policy() -> Policy:
    """Return the shipped policy."""
    return load_policy(CONFIG / "policy.toml")


@cache
def clock(site: str = "shanghai") -> Worktime:
    """Return the clock of a shipped site, without overlays."""
    return build_worktime(policy().sites[site], name=site)


def half_day(day: date, *hours: Interval) -> Worktime:
    """Return Shanghai's clock with own hours (by default 08:30 to 12:00) on one day."""
    days = OverlayFile(hours={day: hours or MORNING_ONLY})
    return build_worktime(policy().sites["shanghai"], [Overlay("CN", day.year, days)], name="shanghai")


def moment(worktime: Worktime, text: str) -> datetime:
    """Return the UTC moment of "2026-11-23 16:50" by the site's clocks."""
    naive = datetime.fromisoformat(text)
    return worktime.at(naive.date(), naive.time())


def said(worktime: Worktime, found: datetime) -> str:
    """Return "2026-11-23 16:50" by the site's clocks; the moment must be in UTC."""
    assert found.tzinfo is UTC
    return f"{worktime.local(found):%Y-%m-%d %H:%M}"
