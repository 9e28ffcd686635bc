"""A round of work that is done again and again: it has a deadline, its errors are caught, and it is known when it last ran."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.errors import StoreUnavailable

log = structlog.get_logger()


@dataclass(slots=True)
class Pulse:
    """One kind of round, never two at a time; a round may last `deadline` seconds.

    `ran` is when one last ended, however it ended, and `well` when one ended well, on the machine's monotonic clock.
    """

    name: str
    deadline: float
    ran: float = field(default_factory=time.monotonic)
    well: float | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def beat(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do one round, unless one is going on. What goes wrong is logged and done again by the next: nothing is lost by it."""
        if self.busy.locked():
            return
        try:
            async with asyncio.timeout(self.deadline), self.busy:
                await work()
        except StoreUnavailable as error:
            log.warning("no database", round=self.name, reason=str(error))
        except TimeoutError:
            log.error("took too long", round=self.name, seconds=self.deadline)  # noqa: TRY400
        except Exception:  # a round that raises would leave the next one to chance; what it claimed was rolled back
            log.exception("failed", round=self.name)
        else:
            self.well = time.monotonic()
        self.ran = time.monotonic()

    def silent_for(self) -> float:
        """Return the seconds since a round last ended."""
        return time.monotonic() - self.ran

    def unwell_for(self) -> float | None:
        """Return the seconds since a round last ended well; None when none ever did."""
        return None if self.well is None else time.monotonic() - self.well
