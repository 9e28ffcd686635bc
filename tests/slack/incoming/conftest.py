"""The bot on the stand-in for Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack.house import SlackHouse, slack_house
from tests.slack.stub import Stub, running_stub


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    """Return a stand-in that has been asked nothing."""
    async with running_stub() as stub:
        yield stub


@pytest.fixture
async def house(stub: Stub, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    """Return the bot on the stand-in, on Monday 23 November at 09:10; what it asked to find everybody is forgotten."""
    async with slack_house(tmp_path, f"{stub.root}/api/") as house:
        stub.calls.clear()
        yield house
