"""Handovers by the thousand, written as rows: opened ten minutes before they are due, or earlier, and acknowledged at once.

Their ladders go by the wall clock, so that a benchmark is the same at any hour of the day, and have one rung: due. Each has the
events that its acts would have left, so that the audit proves its ping.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, delete, func, insert, literal, select, text, update

from benchmarks.house import House, team_of
from bot.rules.footing import Footing
from bot.rules.handover import Act, Handover, Status
from bot.rules.office import Office
from bot.rules.routes import Route
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.tables import events, handovers, outbox

LONG: Final = 600.0  # seconds for one transaction
CHUNK: Final = 2_000
FIRST_REQUEST: Final = 10_000_000
LEAD: Final = timedelta(minutes=10)
ACKNOWLEDGED_AFTER: Final = timedelta(seconds=5)
MINUTE: Final = timedelta(minutes=1)
EARLY: Final = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)

HANDOVER: Final = Handover(
    id=0,
    version=2,
    status=Status.ACKNOWLEDGED,
    kind="callback",
    waybill="6869419583",
    request_id="",
    customer_name="Li Hua",
    customer_phone="13800138000",
    wish="asks why customs holds the parcel, and what papers are missing",
    warned=False,
    other_matter=False,
    site="shanghai",
    team="team0",
    opener="agent0",
    owner="owner0",
    closer=None,
    opened_at=EARLY,
    first_offer=EARLY,
    promised_at=EARLY,
    own_time=True,
    provisional=False,
    routes=(Route.OFF_HOURS,),
    declined=False,
    kept=None,
    acknowledged_at=EARLY,
    closed_at=None,
    cycle=1,
    cycle_from=EARLY,
    whole_ladder=True,
    rung_at=EARLY,
    next_due_at=None,
    phone_next=None,
)


@dataclass(frozen=True, slots=True)
class Herd:
    """How many callbacks there are, and when their pings fall due: the first `at` (aware UTC), the last `span` later.

    Each was opened `lead` before.
    """

    count: int
    at: datetime
    span: timedelta = timedelta()
    lead: timedelta = LEAD

    def due(self, number: int) -> datetime:
        """Return when the ping of callback 0 and so on falls due."""
        return self.at + self.span * number / max(self.count - 1, 1)

    @property
    def last(self) -> datetime:
        """Return when the last one does."""
        return self.at + self.span


async def migrated(url: str) -> None:
    """Give an empty database its tables."""
    database = Database(url, LONG)
    await migrate(database)
    await database.close()


async def filled(url: str, house: House, herd: Herd) -> None:
    """Give a database its tables, if it has none, and write the herd to it."""
    database = Database(url, LONG)
    await migrate(database)
    await fill(database, house, herd)
    await database.close()


def plain(url: str) -> str:
    """Return the URL as libpq reads it."""
    return url.replace("+psycopg", "", 1)


async def fill(database: Database, house: House, herd: Herd) -> None:
    """Write the herd to an empty database; the ids count up from 1."""
    office = house.office
    for start in range(0, herd.count, CHUNK):
        numbers = range(start, min(start + CHUNK, herd.count))
        made = [_handover(office, house, number, herd) for number in numbers]
        async with database.transaction() as connection:
            await connection.execute(insert(handovers), [_values(handover) for handover in made])
            await connection.execute(insert(events), [row for handover in made for row in _events(office, handover)])


async def move(database: Database, house: House, herd: Herd) -> None:
    """Have the first handovers of a database fall due as this herd does, and forget what was to be said."""
    office = house.office
    made = [_handover(office, house, number, herd) for number in range(herd.count)]
    rows = [{"of": handover.id, **_values(handover)} for handover in made]
    names = [name for name in rows[0] if name not in {"of", "request_id", "open_key"}]
    moved = update(handovers).where(handovers.c.id == bindparam("of")).values({name: bindparam(name) for name in names})
    async with database.transaction() as connection:
        await connection.execute(delete(outbox))
        await connection.execute(moved, [{name: row[name] for name in ("of", *names)} for row in rows])
        await connection.execute(delete(events).where(events.c.handover_id <= herd.count))
        await connection.execute(insert(events), [row for handover in made for row in _events(office, handover)])


async def multiply(database: Database, templates: int, times: int) -> None:
    """Write every one of the first `templates` handovers `times` times more, with REQ IDs of their own and with its events."""
    columns = [column for column in handovers.c if column.name not in {"id", "request_id", "open_key"}]
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < times))
    request = literal("REQ-") + cast(FIRST_REQUEST * 2 + numbers.c.n * templates + handovers.c.id, String)
    copies = (
        select(request, request, *columns).where(handovers.c.id <= templates).select_from(handovers.join(numbers, text("true")))
    )
    names = ["request_id", "open_key", *(column.name for column in columns)]
    said = [column for column in events.c if column.name not in {"id", "handover_id"}]
    copied = handovers.alias("copied")
    of_template = events.c.handover_id == (copied.c.id - 1) % templates + 1
    their = select(copied.c.id, *said).where(copied.c.id > templates).select_from(copied.join(events, of_template))
    async with database.transaction() as connection:
        await connection.execute(insert(handovers).from_select(names, copies))
        await connection.execute(insert(events).from_select(["handover_id", *(column.name for column in said)], their))
    async with database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE"))


async def count(database: Database) -> int:
    """Return how many handovers there are."""
    async with database.reading() as connection:
        found: int = (await connection.execute(select(func.count()).select_from(handovers))).scalar_one()
    return found


def _handover(office: Office, house: House, number: int, herd: Herd) -> Handover:
    owner, due = number % house.owners, herd.due(number)
    opened = due - herd.lead
    made = replace(
        HANDOVER,
        request_id=f"REQ-{FIRST_REQUEST + number}",
        team=team_of(owner),
        owner=f"owner{owner}",
        opened_at=opened,
        first_offer=due,
        promised_at=due,
        acknowledged_at=opened + ACKNOWLEDGED_AFTER,
        cycle_from=opened,
        rung_at=due - LEAD - MINUTE,
        id=number + 1,
    )
    made = replace(made, next_due_at=office.next_due(made))
    if made.next_due_at != due:
        raise RuntimeError(made.next_due_at)
    return made


def _values(handover: Handover) -> dict[str, Any]:
    values = asdict(handover) | {"open_key": handover.request_id}
    del values["id"]  # the database counts them
    return values


def _events(office: Office, handover: Handover) -> Iterator[dict[str, Any]]:
    opened, taken = handover.opened_at, handover.opened_at + ACKNOWLEDGED_AFTER
    before = replace(handover, version=1, status=Status.OPEN, acknowledged_at=None)
    yield _event(office, before, Act.OPEN, opened, Footing.of(None, before, opened)) | {"replaced_at": taken}
    yield _event(office, handover, Act.ACKNOWLEDGE, taken, Footing.of(before, handover, taken)) | {"replaced_at": None}


def _event(office: Office, handover: Handover, act: Act, at: datetime, footing: Footing) -> dict[str, Any]:
    return {
        "handover_id": handover.id,
        "version": handover.version,
        "at": at,
        "actor": handover.opener if act is Act.OPEN else handover.owner,
        "act": str(act),
        "data": {},
        "footing": footing.dump(),
        "first_rung_at": office.first_rung(footing),
    }
