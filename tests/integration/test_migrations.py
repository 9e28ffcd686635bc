"""The schema that the migrations build is the one that the code works with, from an empty database and from each earlier one."""

import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from bot.errors import StoreUnavailable
from bot.ledger import By
from bot.rules.handover import Status
from bot.service import Service, Target
from bot.store import handovers
from bot.store.database import Database
from bot.store.migrate import SchemaIsNewer, alembic_config, migrate, missing
from tests import postgres
from tests.integration import crashing
from tests.integration.earlier import ROWS, WHEN, found, leave, revisions

NUMBERS = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Return an empty database, of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'schema.db'}", deadline=30)
    else:
        cluster: postgres.Cluster = request.getfixturevalue("cluster")
        database = Database(cluster.create(f"schema{next(NUMBERS)}"), deadline=30)
    yield database
    await database.close()


async def test_the_migrations_build_the_tables_of_the_code(empty: Database) -> None:
    """After all migrations Alembic finds no difference to `bot.store.tables`, and migrating again changes nothing."""
    assert await missing(empty)
    await migrate(empty)
    await migrate(empty)
    assert not await missing(empty)
    await same_as_the_code(empty)


async def same_as_the_code(database: Database) -> None:
    """Show that Alembic finds no difference."""

    def compare(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.check(config)

    async with database.transaction() as connection:
        await connection.run_sync(compare)


@pytest.mark.parametrize("revision", revisions())
async def test_from_every_earlier_schema_with_data_in_it(empty: Database, revision: str) -> None:
    """Nothing that stood there is lost or changed, the schema is the code's, and the bot works on what it finds."""
    left = await leave(empty, revision)
    assert {len(rows) for rows in left.values()} == {ROWS}
    await migrate(empty)
    await same_as_the_code(empty)
    assert await found(empty, left) == left
    now = WHEN + timedelta(minutes=1)
    service = Service(empty, crashing.office())
    async with empty.reading() as connection:
        known = await handovers.many(connection, range(1, ROWS + 1))
        assert len(await handovers.history(connection, 2)) == 1
    assert {each.status for each in known.values()} == {Status.OPEN}
    done = await service.reached(Target(2, known[2].version), By("ben", now, "after the migration"))
    assert (done.status, done.version) == (Status.DONE, known[2].version + 1)


async def test_a_migration_that_fails_leaves_everything_as_it_was(empty: Database) -> None:
    """All or none: what stands in the way is said, and the schema is still the earlier one."""
    left = await leave(empty, "0001")
    async with empty.transaction() as connection:
        await connection.execute(text("ALTER TABLE handovers ADD COLUMN formerly TEXT"))
    with pytest.raises((StoreUnavailable, ProgrammingError)):
        await migrate(empty)
    assert await missing(empty)
    assert await found(empty, left) == left


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """An older bot does not touch what it would not understand."""
    path = tmp_path / "newer.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaIsNewer, match="9999"):
        await migrate(database)
    await database.close()
