"""A whole day of handovers on Slack while the network and Slack fail all the time: everything arrives, once."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.cards.reader import Desk
from bot.chat.slack import SlackChat
from bot.chat.slack_api import slack_api
from bot.compose import Composer
from bot.outbox import Outbox
from bot.store import tables
from scheduler.ticker import Ticker
from tests.scenario.example import languages
from tests.scenario.house import Builder, House
from tests.slack.emulated import BOT_TOKEN, Emulator
from tests.slack.posting import FAULTS, Directory

METHODS = (
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.replies",
    "conversations.open",
    "users.info",
)

REFUSALS: tuple[dict[str, Any], ...] = ({"kind": "limited", "retry_after": 3}, {"kind": "error", "error": "token_expired"})


def storm(seed: int) -> list[dict[str, Any]]:
    """Return faults that befall a good part of all calls, before or after they were taken."""
    chance = random.Random(seed)  # noqa: S311 - the same storm each time
    unknown = [{"method": chance.choice(METHODS), "after": chance.random() < 0.5, **chance.choice(FAULTS)} for _ in range(40)]
    refused = [{"method": chance.choice(METHODS), **chance.choice(REFUSALS)} for _ in range(20)]
    return chance.sample(unknown + refused, 60)


async def a_day(house: House) -> None:
    """Three handovers: one is done, one is taken over, one escalates."""
    anna = house.person("anna")
    for number in range(3):
        await anna.callback(f"6869419583 REQ-2040{number} customs fee @ben", at=f"09:1{number}")
    await house.person("ben").callback("done CB-1", at="09:30")
    await house.person("wang").callback("got CB-2", at="10:30")
    await house.to("12:30")


@pytest.mark.parametrize("seed", range(3))
async def test_everything_arrives_once_in_a_storm(emulator: Emulator, tmp_path: Path, seed: int) -> None:
    """Dropped, broken, limited and refused calls: every message is in the workspace once, and cards show the latest state."""
    builder = Builder(f"sqlite+aiosqlite:///{tmp_path / 'callback.db'}", tmp_path)
    async with builder.house() as house, slack_api(BOT_TOKEN, emulator.url) as api:
        chat = SlackChat(api, Directory(emulator))
        outbox = Outbox(house.database, Composer(Desk(house.office, languages())), chat, house.mailer)
        house.ticker = Ticker(house.database, house.office, outbox, house.clock)
        await emulator.faults(*storm(seed))
        await a_day(house)
        rows = await house.rows(tables.outbox)
        assert {row["state"] for row in rows} <= {"sent", "superseded"}
        posted = [each for each in (await emulator.state())["messages"] if each.get("metadata")]
        doubled = [
            key for key, count in Counter(each["metadata"]["event_payload"]["key"] for each in posted).items() if count > 1
        ]
        assert doubled == []
        known = {row["ref"] for row in rows if row["ref"]}
        unknown = [each for each in posted if f"{each['channel_id']}:{each['ts']}" not in known]
        given_up = [row for row in rows if row["state"] == "superseded" and row["attempts"] > 1]
        assert len(unknown) <= len(given_up), "only what was dealt with before Slack could say so"
        channel = await emulator.messages(await emulator.channel_id("express-callbacks"))
        cards = [each["text"] for each in channel if "thread_ts" not in each]
        assert sorted(card.split(". ")[1].partition(" · ")[0] for card in cards) == ["Acknowledged", "Done", "Open"]
