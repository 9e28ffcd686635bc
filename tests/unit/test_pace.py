"""How fast messages may come to one place, and how long what failed waits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.pace import LONGEST_WAIT, Pace, pause

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PACE = Pace(SECOND, 3)


def turns(pace: Pace, count: int, rested_at: datetime = NOW, now: datetime = NOW) -> list[float]:
    """Return after how many seconds each of so many messages may come that all want to come now."""
    found = []
    for _ in range(count):
        moment, rested_at = pace.turn(rested_at, now)
        found.append((moment - NOW).total_seconds())
    return found


def test_a_short_burst_then_one_a_second() -> None:
    """Three at once, then each a second after the one before."""
    assert turns(PACE, 6) == [0, 0, 0, 1, 2, 3]
    assert turns(Pace(SECOND, 1), 3) == [0, 1, 2]


def test_a_place_that_has_rested_takes_a_burst_again() -> None:
    """A long rest gives one burst, and no more than that."""
    assert turns(PACE, 5, rested_at=NOW - timedelta(hours=1)) == [0, 0, 0, 1, 2]


def test_a_place_that_is_closed() -> None:
    """When the platform names a time, nothing comes before it, and no burst at it."""
    assert turns(PACE, 3, rested_at=PACE.closed_until(NOW + 30 * SECOND)) == [30, 31, 32]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60), st.integers(1, 5))
def test_never_more_than_a_burst_and_one_a_second(waits: list[int], burst: int) -> None:
    """Whenever messages come, in any span of n seconds at most `burst` and n go."""
    pace, now, rested_at = Pace(SECOND, burst), NOW, NOW
    went: list[datetime] = []
    for wait in waits:
        now += timedelta(milliseconds=wait)
        moment, rested_at = pace.turn(rested_at, now)
        went.append(max(moment, *went[-1:]) if went else moment)
    for start in range(len(went)):
        for end in range(start, len(went)):
            assert end - start + 1 <= burst + (went[end] - went[start]) / SECOND + 1e-6


@pytest.mark.parametrize(("attempts", "whole"), [(1, 2), (2, 4), (5, 32), (8, 256), (9, 300), (10**6, 300)])
def test_pauses_grow_and_are_spread(attempts: int, whole: int) -> None:
    """Two seconds, four, up to five minutes; by luck between half of that and the whole."""
    assert (pause(attempts, 0), pause(attempts, 1)) == (whole / 2 * SECOND, whole * SECOND)
    assert pause(attempts, 0.5) == whole * 0.75 * SECOND <= LONGEST_WAIT
