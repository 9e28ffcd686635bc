"""Random people, faults and policies: whatever is drawn, the promises of the procedure hold. One seed replays one run exactly."""

import os
import subprocess
import sys

import pytest

from tests.simulation.play import shortened, simulate

SEEDS = 300
TOGETHER = 10  # seeds in one test, so that starting a test costs nothing
REPLAYED = 7
DIGEST = (
    "import hashlib; from tests.simulation.play import simulate; "
    f"told = simulate({REPLAYED}).told; print(len(told), hashlib.sha256(repr(told).encode()).hexdigest())"
)


@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
def test_every_promise_is_kept(first: int) -> None:
    """One owner always, each planned ping sent or superseded, nothing after the end or twice, a whole history, no name leaked."""
    for seed in range(first, first + TOGETHER):
        outcome = simulate(seed)
        assert outcome.broken is None, shortened(outcome).report()


def test_a_seed_replays_one_run_exactly() -> None:
    """Another process, with other hashes and another past, is told the same to the last line."""
    simulate(REPLAYED + 1)
    here = simulate(REPLAYED).told
    assert simulate(REPLAYED).told == here
    runs = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": hashes},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hashes in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].startswith(f"{len(here)} ")
