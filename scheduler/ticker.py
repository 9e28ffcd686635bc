"""What the bot does four times a second: claim the rungs that are due, and send what is to be said.

Both have a round of their own: a platform that is slow to take messages holds up no rung.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.attendance import Attendance
from bot.clock import Clock
from bot.ledger import BOT, By
from bot.outbox import Outbox
from bot.rules.absence import Absence
from bot.rules.office import Office
from bot.store import facts, outgoing, timers
from bot.store.database import Database
from scheduler.pulse import Pulse
from scheduler.sweep import sweep

SWEEP_SECONDS = 15
SEND_SECONDS = 60
SEND_PART_SECONDS = 30
RECORD_SECONDS = 10
TICKED = "ticked_at"

log = structlog.get_logger()


@dataclass(slots=True)
class Ticker:
    """Sweeps and sends by its clock. `last` is when a sweep last ended well, on that clock."""

    database: Database
    office: Office
    outbox: Outbox
    clock: Clock
    last: datetime | None = None
    sweeping: Pulse = field(default_factory=lambda: Pulse("sweep", SWEEP_SECONDS))
    sending: Pulse = field(default_factory=lambda: Pulse("send", SEND_SECONDS))
    stopping: bool = False
    _recorded: float | None = None
    _begun: set[Absence] = field(default_factory=set)

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """What has to go on all the time."""
        return self.sweeping, self.sending

    async def tick(self) -> None:
        """Claim what is due, then send what is to be said; never raises."""
        await self.claim()
        await self.send()

    async def claim(self) -> None:
        """Claim what is due; never raises."""
        if not self.stopping:
            await self.sweeping.beat(self._sweep)

    async def send(self) -> None:
        """Send what is due, for half a minute at the most: the next round goes on from there. Never raises."""
        if not self.stopping:
            end = asyncio.get_running_loop().time() + SEND_PART_SECONDS
            await self.sending.beat(lambda: self._drain(end))

    async def run(self) -> None:
        """Claim and send everything that is due now. Raises StoreUnavailable."""
        async with self.sweeping.busy:
            await self._sweep()
        async with self.sending.busy:
            await self._drain(None)

    async def next_due(self) -> datetime | None:
        """Return when the next rung or message is due (aware UTC). Raises StoreUnavailable."""
        async with self.database.reading() as connection:
            moments = [await timers.next_due(connection), await outgoing.next_try(connection)]
        moments += [absence.since for absence in self._planned()]
        return min((moment for moment in moments if moment is not None), default=None)

    async def stop(self, within: float) -> None:
        """Begin no more; let the batch and the message that are under way end, for `within` seconds at the most."""
        self.stopping = True
        try:
            async with asyncio.timeout(within), _all(self.pulses):
                pass
        except TimeoutError:
            log.error("what was under way did not end", seconds=within)  # noqa: TRY400

    async def _sweep(self) -> None:
        now = self.clock.now()
        async with self.database.reading() as connection:
            due = await timers.next_due(connection)
        if due is not None and due <= now:
            time = asyncio.get_running_loop().time
            begun, claimed = time(), await sweep(self.database, self.office, now)
            self.outbox.metrics.swept(time() - begun, claimed)
        await self._begin(now)
        await self._record(now)
        self.last = now

    def _planned(self) -> list[Absence]:
        """Return the absences of the roster that have not begun, or not long ago."""
        return [absence for absence in self.office.roster if absence not in self._begun]

    async def _begin(self, now: datetime) -> None:
        """Let the absences of the roster begin: what cannot wait for who leaves goes to others at once."""
        due = [absence for absence in self._planned() if absence.since <= now]
        if going := [absence for absence in due if absence.holds(now)]:
            await Attendance(self.database, self.office).begin(going, By(BOT, now))
        self._begun.update(due)

    async def _drain(self, end: float | None) -> None:
        now = self.clock.now()
        async with self.database.reading() as connection:
            due = await outgoing.next_try(connection)
        if due is not None and due <= now:
            time = asyncio.get_running_loop().time
            await self.outbox.drain(self.clock.now, lambda: self.stopping or (end is not None and time() > end))

    async def _record(self, now: datetime) -> None:
        """Write down from time to time that somebody ticks; it also shows that the database can be written to."""
        ticks = asyncio.get_running_loop().time()
        if self._recorded is None or ticks - self._recorded > RECORD_SECONDS:
            async with self.database.transaction() as connection:
                await facts.write(connection, TICKED, now.isoformat())
            self._recorded = ticks


@asynccontextmanager
async def _all(pulses: tuple[Pulse, ...]) -> AsyncIterator[None]:
    """Hold every pulse between two rounds."""
    first, second = pulses
    async with first.busy, second.busy:
        yield
