"""Which days of a site do not follow its weekly hours (procedure §2): public holidays, make-up days, half days.

China comes from `chinesecalendar`, other countries from `holidays`, and overlay files from `config.overlays` go before both.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, get_args
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays

from bot.rules.worktime import Interval, Worktime
from config.files import ConfigError, Problem
from config.overlays import Days, Overlay
from config.policy import Policy, Site, Weekday

CHINA: Final = "CN"
# The years whose notice the installed `chinesecalendar` knows.
ANNOUNCED: Final = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
# How `holidays` (in its own language) names a day off that was traded for a make-up day: part of a year's notice, not statutory.
_TRADED: Final = "休息日"


class SiteCalendar:
    """One site's exceptional days, worked out a year at a time."""

    def __init__(self, site: Site, overlays: Sequence[Overlay], name: str) -> None:
        """Keep the overlays of the site's country. Raises ConfigError when no library knows the country or its subdivision."""
        self._site = site
        self._name = name
        self._overlays = tuple(overlay for overlay in overlays if overlay.country == site.country)
        self._whole_years = frozenset(overlay.year for overlay in self._overlays if overlay.is_whole_year)
        try:
            library = holidays.country_holidays(site.country, subdiv=site.subdivision)
        except NotImplementedError as error:
            raise ConfigError([Problem("policy.toml", f"sites.{name}.country", str(error))]) from None
        self._last_known_year = ANNOUNCED[-1] if site.country == CHINA else library.end_year

    def exceptions(self, year: int) -> Mapping[date, tuple[Interval, ...]]:
        """Return the working hours of every exceptional day of that year; no hours means closed."""
        found = {} if year in self._whole_years else self._from_libraries(year)
        for overlay in self._overlays:
            found |= self._hours(overlay.days)
        for overlay in self._overlays:
            if self._name in overlay.days.sites:
                found |= self._hours(overlay.days.sites[self._name])
        return {day: hours for day, hours in found.items() if day.year == year}

    def is_known(self, day: date) -> bool:
        """Tell whether the public-holiday calendar of that day is known, not only estimated."""
        return day.year <= self._last_known_year or day.year in self._whole_years

    def _hours(self, days: Days) -> dict[date, tuple[Interval, ...]]:
        closed: dict[date, tuple[Interval, ...]] = dict.fromkeys(days.closed_days(), ())
        return closed | dict.fromkeys(days.make_up, self._site.make_up_hours) | days.hours

    def _from_libraries(self, year: int) -> dict[date, tuple[Interval, ...]]:
        if self._site.country != CHINA:
            library = holidays.country_holidays(self._site.country, subdiv=self._site.subdivision, years=year)
            closed, make_up = set(library), library.weekend_workdays
        elif year not in ANNOUNCED:
            closed, make_up = statutory_days(year), set()
        else:
            closed = {day for day in chinese_calendar.holidays if day.year == year}
            make_up = {day for day in chinese_calendar.workdays if day.year == year}
        hours: dict[date, tuple[Interval, ...]] = dict.fromkeys(closed, ())
        return hours | dict.fromkeys(make_up, self._site.make_up_hours)


def statutory_days(year: int) -> set[date]:
    """Return China's statutory holidays of a year whose notice is not known: no substitute days, no make-up days."""
    library = holidays.country_holidays(CHINA, observed=False, years=year, language="zh_CN")
    return {day for day, name in library.items() if not name.startswith(_TRADED)}


def build_worktime(site: Site, overlays: Sequence[Overlay] = (), *, name: str = "") -> Worktime:
    """Return the clock of the site called `name` in policy.toml. Raises ConfigError when its country or hours cannot be used."""
    weekly = [site.hours.get(day, ()) for day in get_args(Weekday)]
    calendar = SiteCalendar(site, overlays, name)
    try:
        return Worktime(ZoneInfo(site.zone), weekly, calendar, site.morning, site.lunch)
    except ValueError as error:
        raise ConfigError([Problem("policy.toml", f"sites.{name}.hours", str(error))]) from None


def build_worktimes(policy: Policy, overlays: Sequence[Overlay] = ()) -> dict[str, Worktime]:
    """Return the clock of every site by its name. Raises ConfigError with every site whose clock cannot be built."""
    built: dict[str, Worktime] = {}
    problems: list[Problem] = []
    for name, site in policy.sites.items():
        try:
            built[name] = build_worktime(site, overlays, name=name)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return built
