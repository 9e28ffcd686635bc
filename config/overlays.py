"""Reads `calendars/<COUNTRY>-<YEAR>.toml`: the public holidays of a year that no library knows yet, and sites' own days.

How to write one is in `docs/calendars.md`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationError, model_validator

from config.files import ConfigError, Frozen, Problem, problems_of, read_toml
from config.policy import Interval, Site, check_intervals

_NAME: Final = re.compile(r"([A-Z]{2})-(\d{4})")
DECEMBER: Final = 12


class Days(Frozen):
    """Days that do not follow the weekly hours, in the site's zone. No day may stand in two of the lists."""

    make_up: tuple[date, ...] = ()
    hours: dict[date, tuple[Interval, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for day, intervals in self.hours.items():
            check_intervals(f"hours.{day}", intervals)
        listed = self.listed()
        twice = sorted({str(day) for day in listed if listed.count(day) > 1})
        if twice:
            message = f"listed twice: {', '.join(twice)}"
            raise ValueError(message)
        return self

    def closed_days(self) -> tuple[date, ...]:
        """Return the days that are closed."""
        return ()

    def listed(self) -> tuple[date, ...]:
        """Return every day that is named."""
        return (*self.closed_days(), *self.make_up, *self.hours)


class SiteDays(Days):
    """One site's own days: they come on top of its country's."""

    closed: tuple[date, ...] = ()

    def closed_days(self) -> tuple[date, ...]:
        """Return the days that are closed."""
        return self.closed


class OverlayFile(Days):
    """One overlay file. With `closed` it is the country's whole calendar of the year; without, it only adds to the libraries."""

    source: str = ""
    closed: tuple[date, ...] | None = Field(default=None, min_length=1)
    sites: dict[str, SiteDays] = Field(default_factory=dict)

    def closed_days(self) -> tuple[date, ...]:
        """Return the days that are closed."""
        return self.closed or ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """One overlay file with the country and year of its name."""

    country: str
    year: int
    days: OverlayFile

    @property
    def is_whole_year(self) -> bool:
        """Tell whether it makes its year known and replaces what the libraries say of it."""
        return self.days.closed is not None


def load_overlays(folder: Path, sites: Mapping[str, Site]) -> tuple[Overlay, ...]:
    """Read every overlay in the folder (none when there is no folder). Raises ConfigError with all that is wrong."""
    problems: list[Problem] = []
    overlays: list[Overlay] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            overlay = _read(path)
        except ConfigError as error:
            problems += error.problems
        else:
            overlays.append(overlay)
            problems += _misplaced(overlay, path.name, sites)
    if problems:
        raise ConfigError(problems)
    return tuple(overlays)


def _read(path: Path) -> Overlay:
    named = _NAME.fullmatch(path.stem)
    if named is None:
        raise ConfigError([Problem(path.name, "-", "the name must be <COUNTRY>-<YEAR>.toml, such as CN-2027.toml")])
    try:
        days = OverlayFile.model_validate(read_toml(path))
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from None
    return Overlay(named[1], int(named[2]), days)


def _misplaced(overlay: Overlay, file: str, sites: Mapping[str, Site]) -> list[Problem]:
    problems = [
        # The notice for a year may also move days of the December before it, around New Year.
        Problem(file, str(day), f"is not a day of {overlay.year}, nor of the December before it")
        for part in (overlay.days, *overlay.days.sites.values())
        for day in part.listed()
        if day.year != overlay.year and (day.year, day.month) != (overlay.year - 1, DECEMBER)
    ]
    for name in overlay.days.sites:
        if name not in sites:
            problems.append(Problem(file, f"sites.{name}", "no site of that name in policy.toml"))
        elif sites[name].country != overlay.country:
            problems.append(Problem(file, f"sites.{name}", f"is a site in {sites[name].country}, not in {overlay.country}"))
    return problems
