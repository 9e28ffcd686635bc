"""Rounds are known to go on, and one that does not is begun anew or ends the process."""

import asyncio
import subprocess
import sys

import pytest

from bot.errors import StoreUnavailable
from scheduler.pulse import Pulse
from scheduler.watch import STALLED, Stalled, Verdict, Watch, verdict


@pytest.mark.parametrize(
    ("silent", "found"),
    [(0.0, Verdict.FINE), (20.0, Verdict.FINE), (20.1, Verdict.REVIVE), (35.0, Verdict.REVIVE), (35.1, Verdict.END)],
)
def test_how_long_a_round_may_be_silent(silent: float, found: Verdict) -> None:
    """A round of at most 15 s is revived when it is 5 s over that, and ends the process when it is 20 s over."""
    assert verdict(silent, 15.0) is found


@pytest.mark.parametrize("error", [None, StoreUnavailable("gone"), ValueError("bug")])
async def test_a_round_never_raises_and_is_known_to_have_run(error: Exception | None) -> None:
    """Whatever goes wrong in it, the next one is begun; only one that ended well counts as well."""
    pulse = Pulse("sweep", 5.0, ran=0.0)

    async def work() -> None:
        if error is not None:
            raise error

    await pulse.beat(work)
    assert pulse.silent_for() < 5
    assert (pulse.unwell_for() is None) is (error is not None)


async def test_a_round_that_hangs_ends_at_its_deadline() -> None:
    """A call that never returns takes one round with it, not the clock; meanwhile no second one is begun."""
    pulse, begun = Pulse("send", 0.01), 0

    async def hangs() -> None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()

    await asyncio.gather(pulse.beat(hangs), pulse.beat(hangs))
    assert begun == 1
    await pulse.beat(hangs)
    assert begun == 2


async def test_overdue_rounds_are_begun_anew_and_then_end_the_process() -> None:
    """The watch revives what a scheduler has forgotten, and raises Stalled when that does not help."""
    pulse, revived = Pulse("sweep", 15.0), []
    watch = Watch([pulse], lambda: revived.append(True), every=0.001)
    watch.look()
    assert revived == []
    pulse.ran -= 25
    watch.look()
    assert revived == [True]
    pulse.ran -= 25
    with pytest.raises(Stalled):
        await watch.keep()


BLOCKED = """
import asyncio, threading
from scheduler.watch import Watch
async def main():
    with Watch([], lambda: None, every=0.05).guarded(blocked=0.2):
        threading.Event().wait(30)
asyncio.run(main())
"""


def test_a_blocked_process_ends_itself() -> None:
    """When the event loop hangs in a call, a thread ends the process with an exit code, and says where it hung."""
    ended = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == STALLED
    assert "has been blocked" in ended.stderr
    assert "in main" in ended.stderr
