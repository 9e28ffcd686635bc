"""How fast messages may come to one place, and how long a message that could not be sent waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LONGEST_WAIT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pace:
    """One message in `every`, and after a rest up to `burst` at once.

    What a place has had is one moment: when it will have rested so long that a whole burst may come again (`rested_at`).
    """

    every: timedelta
    burst: int

    def turn(self, rested_at: datetime, now: datetime) -> tuple[datetime, datetime]:
        """Return when the next message may come, and `rested_at` after it. All moments are aware."""
        moment = max(now, rested_at - (self.burst - 1) * self.every)
        return moment, max(rested_at, moment) + self.every

    def closed_until(self, until: datetime) -> datetime:
        """Return `rested_at` of a place that takes nothing until then, and one message at a time afterwards."""
        return until + (self.burst - 1) * self.every


def pause(attempts: int, luck: float) -> timedelta:
    """Return how long a message waits after so many tries: two seconds, four, … five minutes at the most, and half of it by luck.

    `luck` is drawn from 0 to 1: what failed together does not come again together.
    """
    whole = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
    return whole * (0.5 + luck / 2)
