"""The calendar job that forgets: personal data of handovers that were closed longer ago than the policy keeps it."""

from datetime import datetime, timedelta

import structlog

from bot.store import old
from bot.store.database import Database

BATCH = 500

log = structlog.get_logger()


async def erase(database: Database, days: int, now: datetime) -> dict[str, int]:
    """Erase what is older than `days` at `now` (aware UTC), a batch a transaction; return how much of what.

    Done twice, or by two processes, it is the same as once. Raises StoreUnavailable.
    """
    before, erased = now - timedelta(days=days), {}
    for name, forget in (
        ("handovers", old.erase_handovers),
        ("deliveries", old.forget_deliveries),
        ("absences", old.forget_absences),
        ("messages", old.forget_messages),
        ("mails", old.forget_mails),
        ("copies", old.forget_copies),
    ):
        erased[name] = 0
        full = True
        while full:
            async with database.transaction() as connection:
                found = await forget(connection, before, BATCH)
            erased[name] += found
            full = found == BATCH
    if any(erased.values()):
        log.info("erased", **erased)
    return erased
