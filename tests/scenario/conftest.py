"""A house for each scenario."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from tests.scenario.house import Builder, House


@pytest.fixture(autouse=True, scope="session")
def _plain_log() -> None:
    """Log as the bot does: a traceback in plain words, without the values of its variables."""
    structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    """Return what builds houses on one database file: building a second one is a restart."""
    return Builder(tmp_path / "callback.db")


@pytest.fixture
async def house(builder: Builder) -> AsyncIterator[House]:
    """Return a house on Monday 23 November 2026 at 09:10."""
    async with builder.house() as built:
        yield built
