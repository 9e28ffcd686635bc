"""Wakes the bot: APScheduler keeps nothing that must survive, it only ticks and runs the calendar jobs."""

from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.rules.office import Office
from bot.service import Service
from bot.store.database import Database
from scheduler.audit import SECONDS as AUDIT_SECONDS
from scheduler.audit import Auditor
from scheduler.retention import erase
from scheduler.ticker import Ticker

TICK_SECONDS = 0.25

log = structlog.get_logger()


def start(
    ticker: Ticker, auditor: Auditor, database: Database, office: Office, service: Service, clock: Clock
) -> AsyncIOScheduler:
    """Start ticking in the running event loop and return the scheduler, whose `shutdown` ends it."""
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})

    async def check_calendars() -> None:
        try:
            await service.recheck_calendar(clock.now())
        except StoreUnavailable as error:
            log.error("calendar check without database", reason=str(error))  # noqa: TRY400

    async def erase_old() -> None:
        try:
            await erase(database, office.policy.acts.retention_days, clock.now())
        except StoreUnavailable as error:
            log.error("retention without database", reason=str(error))  # noqa: TRY400

    tick(scheduler, ticker)
    scheduler.add_job(auditor.run, "interval", seconds=AUDIT_SECONDS, id="audit")
    scheduler.add_job(check_calendars, "interval", days=1, id="calendars", next_run_time=clock.now())
    scheduler.add_job(erase_old, "interval", days=1, id="retention", next_run_time=clock.now())
    scheduler.start()
    return scheduler


def tick(scheduler: AsyncIOScheduler, ticker: Ticker) -> None:
    """Have the ticker's rounds begun from now on; done again, it also mends a scheduler that has forgotten to."""
    for name, work in (("claim", ticker.claim), ("send", ticker.send)):
        scheduler.add_job(work, "interval", seconds=TICK_SECONDS, id=name, replace_existing=True)
    if scheduler.running:
        scheduler.wakeup()
