"""One tick: claim the rungs that are due and write their pings to the outbox, in one transaction a batch (section 5)."""

from datetime import datetime

from bot.announce import rung_rows
from bot.rules.handover import Handover
from bot.rules.ladder import climb
from bot.rules.office import Office
from bot.store import outgoing, timers
from bot.store.database import Database
from bot.store.outgoing import Outgoing

BATCH = 500


async def sweep(database: Database, office: Office, now: datetime) -> int:
    """Claim everything due at `now` (aware UTC) and return how many handovers had a rung due. Raises StoreUnavailable.

    Each batch commits by itself: a crash loses none that was claimed and claims none twice.
    """
    swept = 0
    while claimed := await _batch(database, office, now):
        swept += claimed
    return swept


async def _batch(database: Database, office: Office, now: datetime) -> int:
    async with database.transaction() as connection:
        claimed = await timers.claim(connection, now, BATCH)
        rows: list[Outgoing] = []
        following: list[tuple[int, datetime | None]] = []
        for handover in claimed:
            pings, next_due = rungs(office, handover, now)
            rows += pings
            following.append((handover.id, next_due))
        await timers.advance(connection, now, following)
        await outgoing.enqueue(connection, rows)
    return len(claimed)


def rungs(office: Office, handover: Handover, now: datetime) -> tuple[list[Outgoing], datetime | None]:
    """Return the rows of all rungs that are due, and when the next one is."""
    due, following = climb(office.plan(handover), handover.rung_at, now)
    return [row for rung in due for row in rung_rows(office, handover, rung, now)], following
