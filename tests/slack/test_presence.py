"""What the emulated workspace shows of people, read by the adapter and by the whole bot (procedure, section 6)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.presence import Hint, Sign
from bot.chat.slack_api import slack_api
from bot.chat.slack_presence import SlackPresence
from bot.errors import SendFailed
from tests.scenario.example import example_policy
from tests.slack.emulated import BOT_TOKEN, Emulator, words
from tests.slack.house import SlackHouse, slack_house
from tests.slack.posting import Directory

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
THREE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 15:00 in Shanghai
READS = ("users.info", "dnd.info", "users.getPresence")


@pytest.fixture
async def presence(emulator: Emulator) -> AsyncIterator[SlackPresence]:
    """Return the adapter under test."""
    async with slack_api(BOT_TOKEN, emulator.url) as api:
        yield SlackPresence(api, Directory(emulator), example_policy().signs)


@pytest.fixture
async def house(emulator: Emulator, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    """Return the bot on the emulated workspace, on Monday 23 November at 09:10."""
    async with slack_house(tmp_path, emulator.url) as house:
        await emulator.subscribe(house.url)
        yield house


async def becomes(emulator: Emulator, handle: str, **what: Any) -> None:  # noqa: ANN401
    """Change somebody's account."""
    await emulator.control("change", collection="users", field="name", **{"is": handle, "to": what})


async def goes_on_leave(emulator: Emulator, handle: str, until: datetime | None = None) -> None:
    """Somebody sets the palm tree, until then."""
    user = next(each for each in (await emulator.state())["users"] if each["name"] == handle)
    status = {"status_text": "Vacationing", "status_emoji": ":palm_tree:"}
    end = int(until.timestamp()) if until else 0
    await becomes(emulator, handle, profile=user["profile"] | status | {"status_expiration": end})


async def test_nothing_special(presence: SlackPresence) -> None:
    """Somebody who is there: all three signs are known, and none says away."""
    found = await presence.look("ben", NOW)
    assert {each.sign for each in found.signs} == set(Sign)
    assert not any(each.away for each in found.signs)
    assert found.hint is None
    assert (await presence.look("nobody", NOW)).signs == ()


async def test_status_pause_account_and_activity(presence: SlackPresence, emulator: Emulator) -> None:
    """Each is read as Slack shows it."""
    await goes_on_leave(emulator, "ben", THREE)
    pause = {"next_dnd_start_ts": int(NOW.timestamp()) - 60, "next_dnd_end_ts": int(THREE.timestamp())}
    await emulator.control("dnd", user=await emulator.user_id("ben"), dnd_enabled=True, **pause)
    await becomes(emulator, "ben", presence="away")
    found = await presence.look("ben", NOW)
    assert {each.sign: each.until for each in found.signs if each.away} == {Sign.STATUS: THREE, Sign.DND: THREE}
    assert found.hint is Hint.IDLE
    await becomes(emulator, "ben", deleted=True)
    assert Sign.ACCOUNT in {each.sign for each in (await presence.look("ben", NOW)).signs if each.away}


async def test_hours_of_silence_may_count_for_nothing(presence: SlackPresence, emulator: Emulator) -> None:
    """Where everybody's nights are silent, do-not-disturb is not asked for."""
    presence.policy = presence.policy.model_copy(update={"do_not_disturb": False})
    assert {each.sign for each in (await presence.look("ben", NOW)).signs} == {Sign.ACCOUNT, Sign.STATUS}
    assert await emulator.calls("dnd.info") == 0


async def test_what_slack_does_not_answer_is_not_known(presence: SlackPresence, emulator: Emulator) -> None:
    """Of three calls one fails: the others count. When all fail, or Slack asks to wait, it says so."""
    await goes_on_leave(emulator, "ben")
    await emulator.fault("dnd.info", "broken", status=500)
    found = await presence.look("ben", NOW)
    assert {each.sign for each in found.signs} == {Sign.ACCOUNT, Sign.STATUS}
    assert any(each.away for each in found.signs)
    await emulator.faults(*({"method": method, "kind": "broken", "status": 500} for method in READS))
    with pytest.raises(SendFailed):
        await presence.look("ben", NOW)
    await emulator.fault("users.getPresence", "limited", retry_after=30)
    with pytest.raises(SendFailed) as failed:
        await presence.look("ben", NOW)
    assert failed.value.retry_after == 30


async def test_a_scope_that_is_missing_is_not_asked_for_all_the_time(presence: SlackPresence, emulator: Emulator) -> None:
    """An app that was made before the bot read do-not-disturb: the rest works, and it is tried again later."""
    await emulator.fault("dnd.info", "error", error="missing_scope")
    for _ in range(2):
        assert Sign.DND not in {each.sign for each in (await presence.look("ben", NOW)).signs}
    assert await emulator.calls("dnd.info") == 1
    later = await presence.look("ben", NOW + timedelta(minutes=11))
    assert Sign.DND in {each.sign for each in later.signs}


async def test_an_owner_on_leave(house: SlackHouse, emulator: Emulator) -> None:
    """Ben has a palm tree until 15:00: the supervisor is asked at once, takes it, and the agent reads why in the thread."""
    await goes_on_leave(emulator, "ben", THREE)
    where = await emulator.channel_id("express-callbacks")
    await emulator.user("anna").command("6869419583 REQ-20418 10:00 @ben customs fee", where)
    await house.settle()
    asked = (await emulator.direct("wang"))[0]
    assert "Ben Huang is away until Mon 23 Nov 15:00, please take this one" in words(asked["blocks"])
    held = await emulator.messages(where)
    assert any("(chat status). Wang Lei asked to take it." in each["text"] for each in held if each.get("thread_ts"))
    await emulator.user("wang").presses("acknowledge", asked)
    assert (await house.handover()).owner == "wang"


async def test_slack_that_does_not_say_holds_up_nothing(house: SlackHouse, emulator: Emulator) -> None:
    """The three calls break: the card reaches Ben in the same round."""
    await emulator.faults(*({"method": method, "kind": "broken", "status": 500} for method in READS))
    where = await emulator.channel_id("express-callbacks")
    await emulator.user("anna").command("6869419583 REQ-20418 10:00 @ben customs fee", where)
    await house.settle()
    assert (await emulator.direct("ben"))[0]["text"].startswith("New callback for you")
