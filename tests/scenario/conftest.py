"""A house for each scenario, on SQLite and on PostgreSQL; a module that says SQLITE_ONLY has it on SQLite alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.tables import metadata
from scheduler.proof import GRACE, prove
from tests import postgres
from tests.scenario.house import Builder, House

LOOK_BACK = timedelta(days=10)


@pytest.fixture(autouse=True, scope="session")
def _plain_log() -> None:
    """Log as the bot does: a traceback in plain words, without the values of its variables."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell each scenario on both databases."""
    if "backend" in metafunc.fixturenames:
        alone = getattr(metafunc.module, "SQLITE_ONLY", False)
        metafunc.parametrize("backend", ["sqlite"] if alone else ["sqlite", "postgresql"], scope="session")


@pytest.fixture(scope="session")
def shared_url(cluster: postgres.Cluster) -> str:
    """Return the URL of the one database that the scenarios share, one after the other."""
    return cluster.create("scenarios")


@pytest.fixture
async def url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty database."""
    if backend == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'callback.db'}"
    shared: str = request.getfixturevalue("shared_url")
    database = Database(shared)
    await migrate(database)
    async with database.transaction() as connection:
        tables = ", ".join(metadata.tables)
        await connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    await database.close()
    return shared


@pytest.fixture
def builder(url: str, tmp_path: Path) -> Builder:
    """Return what builds houses on one database: building a second one is a restart."""
    return Builder(url, tmp_path / "callback.db")


@pytest.fixture
async def house(builder: Builder, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    """Return a house on Monday 23 November 2026 at 09:10. At the end the audit of everything that was played has to be well."""
    async with builder.house() as built:
        yield built
        if request.node.get_closest_marker("something_is_missed") is None:
            now = built.clock.now()
            proof = await prove(built.database, built.office, now - LOOK_BACK, now - GRACE)
            assert proof.exceptions == [], "whatever a scenario is about, no ping is missed in it"
