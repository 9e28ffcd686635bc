"""What a minute of a ladder is (procedure, section 5): working time, wall-clock time, or wall-clock that pauses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.rules.worktime import Worktime

MINUTE = timedelta(minutes=1)


class Minutes(Protocol):
    """A way of counting minutes. Moments are aware UTC; part minutes are rounded down."""

    def after(self, base: datetime, minutes: int) -> datetime:
        """Return the moment `minutes` after `base` (before it when negative)."""
        ...

    def elapsed(self, base: datetime, moment: datetime) -> int:
        """Return the whole minutes from `base` to `moment`; negative when it lies before."""
        ...


@dataclass(frozen=True, slots=True)
class WallMinutes:
    """Minutes as they pass."""

    def after(self, base: datetime, minutes: int) -> datetime:
        """Return the moment `minutes` after `base`."""
        return base + minutes * MINUTE

    def elapsed(self, base: datetime, moment: datetime) -> int:
        """Return the whole minutes between."""
        return (moment - base) // MINUTE


@dataclass(frozen=True, slots=True)
class WorkingMinutes:
    """Minutes of the site's working time."""

    worktime: Worktime

    def after(self, base: datetime, minutes: int) -> datetime:
        """Return the moment `minutes` of working time after `base`; `base` itself for none, open or not."""
        return base if minutes == 0 else self.worktime.add(base, minutes)

    def elapsed(self, base: datetime, moment: datetime) -> int:
        """Return the whole working minutes between."""
        return self.worktime.between(base, moment) // MINUTE


@dataclass(frozen=True, slots=True)
class PausedMinutes:
    """Wall-clock minutes that pause while the site is closed, unless the asked time comes before the next opening.

    So they are working minutes until the last opening before the asked time, and never pause after it: who has not been called
    by then is called for day and night.
    """

    worktime: Worktime
    asked: datetime

    def after(self, base: datetime, minutes: int) -> datetime:
        """Return the moment `minutes` after `base`."""
        opening = self.worktime.previous_opening(self.asked)
        if minutes <= 0 or base >= opening:
            return base + minutes * MINUTE
        working = self.worktime.between(base, opening) // MINUTE
        if minutes <= working:
            return self.worktime.add(base, minutes)
        return opening + (minutes - working) * MINUTE

    def elapsed(self, base: datetime, moment: datetime) -> int:
        """Return the whole minutes between, less the pauses."""
        opening = self.worktime.previous_opening(self.asked)
        if moment <= base or base >= opening:
            return (moment - base) // MINUTE
        working = self.worktime.between(base, min(moment, opening)) // MINUTE
        return working + max(0, (moment - opening) // MINUTE)
