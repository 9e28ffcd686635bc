"""The clock that everything else is given. Moments are aware UTC."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


class MovableClock:
    """The machine's clock with an offset, for the local workspace."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        """Start with an offset, which may be negative."""
        self.offset = offset

    def now(self) -> datetime:
        """Return the present moment plus the offset."""
        return datetime.now(UTC) + self.offset

    def set(self, moment: datetime) -> None:
        """Go on from that moment."""
        self.offset = moment - datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved: for tests."""

    def __init__(self, moment: datetime) -> None:
        """Start at a moment."""
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment that was set last."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Go to that moment."""
        self.moment = moment
