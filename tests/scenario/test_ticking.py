"""The ticks go on, whatever becomes of the scheduler; and they are written down."""

from datetime import datetime, timedelta

from bot.outside import Webhooks
from bot.store import facts
from scheduler import clock
from scheduler.audit import Auditor
from scheduler.ticker import RECORD_SECONDS, TICKED
from tests.scenario.example import languages
from tests.scenario.house import House

SQLITE_ONLY = True


async def test_a_scheduler_that_has_forgotten_its_jobs_is_mended(house: House) -> None:
    """Reviving begins both rounds anew, and does no harm when nothing was wrong."""
    auditor = Auditor(house.database, house.office, Webhooks(None, None), languages().of("en"), house.clock)
    scheduler = clock.start(house.ticker, auditor, house.database, house.office, house.service, house.clock)
    try:
        assert {job.id for job in scheduler.get_jobs()} == {"claim", "send", "audit", "calendars", "retention"}
        clock.tick(scheduler, house.ticker)
        assert len(scheduler.get_jobs()) == 5
        scheduler.remove_job("claim")
        scheduler.remove_job("send")
        clock.tick(scheduler, house.ticker)
        assert {job.id for job in scheduler.get_jobs()} >= {"claim", "send"}
    finally:
        scheduler.shutdown(wait=False)


async def test_it_is_written_down_that_somebody_ticks(house: House) -> None:
    """At the first tick, and then from time to time only: a pause shows after a restart."""
    await house.ticker.tick()
    first = await ticked(house)
    assert first == house.clock.now()
    house.clock.set(first + timedelta(minutes=1))
    await house.ticker.tick()
    assert await ticked(house) == first
    assert house.ticker._recorded is not None
    house.ticker._recorded -= RECORD_SECONDS + 1
    await house.ticker.tick()
    assert await ticked(house) == first + timedelta(minutes=1)


async def ticked(house: House) -> datetime:
    """Return when it was written down last."""
    async with house.database.reading() as connection:
        found = await facts.read(connection, TICKED)
    assert found is not None
    return datetime.fromisoformat(found)
