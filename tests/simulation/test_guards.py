"""The simulation sees what it is for: with any one guard of the bot left out, some seed breaks a promise."""

import pytest

from tests.simulation.careless import GUARDS
from tests.simulation.machine import Killed
from tests.simulation.play import shortened, simulate

MOST_SEEDS = 150


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_that_is_left_out_is_missed(guard: str) -> None:
    """Without the guard some seed breaks the promise that it keeps, and with it the same seed breaks none."""
    parts, promise = GUARDS[guard]
    for seed in range(MOST_SEEDS):
        broken = simulate(seed, parts).broken
        if broken is not None and broken.invariant == promise:
            assert simulate(seed).broken is None
            return
    pytest.fail(f"nobody missed {guard}")


def test_a_failure_is_told_with_its_seed_and_a_short_story() -> None:
    """What is found is shortened to the steps that it takes, and names the seed, the promise, and all that happened."""
    parts, promise = GUARDS["the look before sending"]
    found = next(outcome for seed in range(MOST_SEEDS) if (outcome := simulate(seed, parts)).broken)
    short = shortened(found, parts, tries=40)
    assert len(short.story.steps) < len(found.story.steps)
    report = short.report()
    assert report.startswith(f"seed {found.story.seed}: {promise}")
    assert f"BROKEN {promise}" in report


def test_a_killed_process_is_caught_by_nobody() -> None:
    """Death passes by every handler of errors in the bot."""
    assert not issubclass(Killed, Exception)
