"""What is not due is never read, however much is open: neither by the sweep nor by the audit (section 5)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.store.database import Database
from scheduler.audit import audit
from scheduler.sweep import sweep
from tests.scenario.house import Builder

OPEN = 50
BY_INDEX = {"ix_handovers_due", "ix_handovers_provisional", "ix_events_live", "ix_events_past"}
WHOLE = ("SCAN handovers", "SCAN events", "SEARCH events USING INDEX sqlite_autoindex_events_1 (handover_id>?)")


async def test_what_is_done_again_and_again_finds_what_is_due_by_an_index(tmp_path: Path) -> None:
    """However much is open, no statement of a tick, an audit or a look at the calendar goes through all handovers or events."""
    file = tmp_path / "callback.db"
    async with Builder(f"sqlite+aiosqlite:///{file}", file).house() as house:
        for number in range(OPEN):
            await house.person("anna").callback(f"6869419583 REQ-{20000 + number} 2026-12-01 10:00 @ben customs fee")
        steps = _plans(house.database)
        now = house.clock.now() + timedelta(minutes=5)
        await sweep(house.database, house.office, now)
        await audit(house.database, house.office, now)
        await house.ticker.run()
        await house.ticker.next_due()
        await house.service.recheck_calendar(now)
    assert {index for index in BY_INDEX if any(index in step for step in steps)} == BY_INDEX
    assert [step for step in steps if step.startswith(WHOLE) or step == "SEARCH handovers"] == []


def _plans(database: Database) -> list[str]:
    """Return a list that gets the steps by which SQLite executes each statement from now on."""
    steps: list[str] = []

    def explained(
        _connection: object,
        cursor: DBAPICursor,
        statement: str,
        parameters: Any,  # noqa: ANN401
        _context: object,
        many: bool,  # noqa: FBT001
    ) -> None:
        if not many and statement.startswith(("SELECT", "UPDATE", "WITH")):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in cursor.fetchall())

    event.listen(database.engine.sync_engine, "before_cursor_execute", explained)
    return steps
