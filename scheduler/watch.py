"""Looks after the ticker from outside: a round that is overdue is begun anew, and a process that cannot do it ends.

Whoever started the process starts the next one (docs/operations.md): everything that matters stands in the database.
"""

import asyncio
import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

import structlog

from scheduler.pulse import Pulse

LOOK_SECONDS: Final = 5.0
REVIVE_AFTER_SECONDS: Final = 5.0  # over the deadline of a round
END_AFTER_SECONDS: Final = 20.0
BLOCKED_SECONDS: Final = 60.0
STALLED: Final = 70  # the exit code: an internal error, in the words of sysexits.h

log = structlog.get_logger()


class Stalled(Exception):
    """A round has not ended long after its deadline: the process has to end, and its supervisor starts another."""


class Verdict(StrEnum):
    """What a pulse needs."""

    FINE = "fine"
    REVIVE = "revive"
    END = "end"


def verdict(silent_for: float, deadline: float) -> Verdict:
    """Return what a round needs that last ended so many seconds ago and may last `deadline`."""
    if silent_for > deadline + END_AFTER_SECONDS:
        return Verdict.END
    return Verdict.REVIVE if silent_for > deadline + REVIVE_AFTER_SECONDS else Verdict.FINE


@dataclass(slots=True)
class Watch:
    """Watches pulses; `revive` has their rounds begun anew. `looked` is when it last did, on the monotonic clock."""

    pulses: Sequence[Pulse]
    revive: Callable[[], None]
    every: float = LOOK_SECONDS
    looked: float = 0.0

    async def keep(self) -> NoReturn:
        """Look again and again. Raises Stalled."""
        while True:
            self.look()
            await asyncio.sleep(self.every)

    def look(self) -> None:
        """Look once. Raises Stalled."""
        self.looked = time.monotonic()
        found = {pulse.name: verdict(pulse.silent_for(), pulse.deadline) for pulse in self.pulses}
        if Verdict.END in found.values():
            log.critical("stalled", **found)
            raise Stalled
        if Verdict.REVIVE in found.values():
            log.error("overdue", **found)
            self.revive()

    @contextmanager
    def guarded(self, blocked: float = BLOCKED_SECONDS) -> Iterator[None]:
        """Have a thread end the process when the event loop itself is blocked, so that not even this watch can look."""
        over = threading.Event()
        self.looked = time.monotonic()
        thread = threading.Thread(target=self._until_blocked, args=(blocked, over), name="watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()

    def _until_blocked(self, blocked: float, over: threading.Event) -> None:
        while not over.wait(min(self.every, blocked)):
            if time.monotonic() - self.looked > blocked:
                sys.stderr.write(f"the event loop has been blocked for {blocked:.0f} s\n")
                end_now()


def end_now() -> NoReturn:
    """End the process at once and say where it hangs."""
    faulthandler.dump_traceback(all_threads=True)
    os._exit(STALLED)


def end_within(seconds: float) -> threading.Timer:
    """End the process in so many seconds if it has not ended by itself."""
    timer = threading.Timer(seconds, end_now)
    timer.daemon = True
    timer.start()
    return timer
