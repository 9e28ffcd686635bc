"""Alarms the people who run the bot when something is overdue and nobody has claimed it, waits unsent, or has fallen silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from bot.announce import alarm_row
from bot.rules.handover import Handover
from bot.rules.office import Office
from bot.store import outgoing, timers
from bot.store.database import Database
from bot.store.outgoing import Outgoing

Found = tuple[int, int, int, str]
OVERDUE_AFTER = timedelta(minutes=1)
AT_MOST = 20

log = structlog.get_logger()


async def audit(database: Database, office: Office, now: datetime) -> int:
    """Write an alarm for each thing that should have happened before `now` (aware UTC) and return how many were found.

    One thing alarms once. Raises StoreUnavailable.
    """
    before = now - OVERDUE_AFTER
    async with database.transaction() as connection:
        overdue = await timers.overdue(connection, before, AT_MOST)
        silent = await timers.silent(connection, AT_MOST)
        unsent = await outgoing.stuck(connection, before, AT_MOST)
        rows = [
            *_alarms(office, "alarm.overdue", map(_overdue, overdue), now),
            *_alarms(office, "alarm.silent", ((h.id, h.cycle, h.version, str(h.status)) for h in silent), now),
            *_alarms(office, "alarm.unsent", ((r.handover_id, r.cycle, r.id, r.reason or str(r.state)) for r in unsent), now),
        ]
        await outgoing.enqueue(connection, rows)
    found = len(overdue) + len(silent) + len(unsent)
    if found:
        log.error("audit", overdue=[h.id for h in overdue], silent=[h.id for h in silent], unsent=[r.id for r in unsent])
    return found


def _alarms(office: Office, rung: str, found: Iterable[Found], now: datetime) -> list[Outgoing]:
    return [
        alarm_row(handover_id, cycle, rung, occurrence, operator=operator, now=now, reason=reason)
        for handover_id, cycle, occurrence, reason in found
        for operator in office.directory.operators
    ]


def _overdue(handover: Handover) -> Found:
    """Return the overdue rung: its minute counts as the occurrence, so that each rung alarms once."""
    due = handover.next_due_at or handover.rung_at
    return handover.id, handover.cycle, int(due.timestamp() // 60), f"{due:%Y-%m-%d %H:%M} UTC"
