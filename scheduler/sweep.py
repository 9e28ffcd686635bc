"""One tick: claim the rungs that are due and write their pings to the outbox, in one transaction a batch (section 5)."""

from datetime import datetime, timedelta

import structlog

from bot.announce import alarm_row, rung_rows
from bot.rules.handover import Handover
from bot.rules.ladder import Rung, climb, shape
from bot.rules.office import Office
from bot.rules.staff import Staff
from bot.store import absences, outgoing, timers
from bot.store.database import Database
from bot.store.outgoing import Outgoing

BATCH = 1000
LOOK_AGAIN = timedelta(minutes=1)

Climbs = dict[tuple[object, ...], tuple[list[Rung], datetime | None]]

log = structlog.get_logger()


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
        known: Climbs = {}
        staff = office.staff(await absences.recent(connection, now)) if claimed else office.staff()
        climbed = [(handover, *_climbed(office, staff, handover, now, known)) for handover in claimed]
        await timers.advance(connection, ((handover.id, until, next_due) for handover, _, until, next_due in climbed))
        await outgoing.enqueue(connection, [row for _, rows, _, _ in climbed for row in rows])
    return len(claimed)


def _climbed(
    office: Office, staff: Staff, handover: Handover, now: datetime, known: Climbs
) -> tuple[list[Outgoing], datetime, datetime | None]:
    """Return the rows that are due, up to when the rungs are claimed now, and when the next one is due.

    A ladder that cannot be worked out (its team or site has left the configuration) must not hold up the others: the people who
    run the bot are told, and it is looked at again; nothing of it is claimed until then.
    """
    try:
        rows, next_due = _rungs(office, staff, handover, now, known)
    except Exception as error:
        log.exception("ladder could not be worked out", handover=handover.reference)
        reason, operators = type(error).__name__, office.directory.operators
        rows = [
            alarm_row(handover.id, handover.cycle, "alarm.ladder", handover.version, operator=each, now=now, reason=reason)
            for each in operators
        ]
        return rows, handover.rung_at, now + LOOK_AGAIN
    return rows, now, next_due


def _rungs(
    office: Office, staff: Staff, handover: Handover, now: datetime, known: Climbs
) -> tuple[list[Outgoing], datetime | None]:
    """Return the rows of all rungs that are due, and when the next one is.

    At 09:00 and 13:30 the clock of section 2 makes many handovers due together: what is `known` of one ladder holds for its like.
    """
    like = shape(handover)
    if like not in known:
        known[like] = climb(office.plan(handover), handover.rung_at, now)
    due, following = known[like]
    return [row for rung in due for row in rung_rows(office, staff, handover, rung, now)], following
