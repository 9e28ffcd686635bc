"""The parts that processes are made of: what ticks and is watched, what gives hints, and how each ends."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Coroutine
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.rules.office import Office
from bot.service import Service
from bot.store import facts, hints
from bot.store.database import Database
from scheduler import clock as clockwork
from scheduler.audit import Auditor
from scheduler.ticker import TICKED, Ticker
from scheduler.watch import Watch, end_within

STOP_SECONDS: Final = 10.0
DIE_SECONDS: Final = 20.0
PAUSE: Final = timedelta(minutes=1)

log = structlog.get_logger()


class Role(StrEnum):
    """What a process does: `web` takes what people do, `worker` does what time brings, `run` does both."""

    RUN = "run"
    WEB = "web"
    WORKER = "worker"


def leave_alone() -> None:
    """Keep the garbage collector from what this process is built of: looking through it takes tens of milliseconds each time."""
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def ticking(
    ticker: Ticker, auditor: Auditor, database: Database, office: Office, service: Service, clock: Clock
) -> AsyncIterator[asyncio.Event]:
    """Tick while the block runs. The event is set when the process has to end because a round hangs; Stalled is raised then.

    At the end the message that is under way is sent and marked. Raises StoreUnavailable when there is no database to begin with.
    """
    await _report_pause(ticker, clock)
    told = asyncio.Event()
    scheduler = clockwork.start(ticker, auditor, ticker.database, office, service, clock)
    watch = Watch(ticker.pulses, lambda: clockwork.tick(scheduler, ticker))
    watching = asyncio.create_task(watch.keep())
    watching.add_done_callback(lambda _: told.set())
    with watch.guarded():
        async with contextlib.AsyncExitStack() as beside:
            await beside.enter_async_context(going_on_beside(_woken(database, ticker)))
            if not database.is_sqlite:
                await beside.enter_async_context(going_on_beside(hints.listen(database)))
            try:
                yield told
            finally:
                if watching.done():
                    end_within(DIE_SECONDS)
                scheduler.pause()
                await ticker.stop(STOP_SECONDS)
                scheduler.shutdown(wait=False)
                watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


@contextlib.asynccontextmanager
async def telling(database: Database) -> AsyncIterator[asyncio.Event]:
    """Tell the workers what is new while the block runs. Nothing sets the event."""
    async with going_on_beside(hints.tell(database)):
        yield asyncio.Event()


async def _report_pause(ticker: Ticker, clock: Clock) -> None:
    """Log for how long nobody has ticked: what fell due since comes now, and says that it is late. Raises StoreUnavailable."""
    async with ticker.database.reading() as connection:
        last = await facts.read(connection, TICKED)
    if last is not None and (pause := clock.now() - datetime.fromisoformat(last)) > PAUSE:
        log.warning("nobody has ticked", since=last, seconds=round(pause.total_seconds()))


async def _woken(database: Database, ticker: Ticker) -> None:
    """Look at once when there is something new."""
    while True:
        await database.enqueued.wait()
        database.enqueued.clear()
        await ticker.tick()


@contextlib.asynccontextmanager
async def going_on_beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do this work while the block runs."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
