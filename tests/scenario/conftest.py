"""A house for each scenario."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenario.house import Builder, House


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    """Return what builds houses on one database file: building a second one is a restart."""
    return Builder(tmp_path / "callback.db")


@pytest.fixture
async def house(builder: Builder) -> AsyncIterator[House]:
    """Return a house on Monday 23 November 2026 at 09:10."""
    async with builder.house() as built:
        yield built
