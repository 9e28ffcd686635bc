"""The main job on Slack, judged by what the emulated workspace holds: nothing here looks into the bot."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.slack.emulated import Emulator, Json, words
from tests.slack.house import SlackHouse, slack_house

CALLBACK = "6869419583 REQ-20418 customs fee name:李雷 tel:13812345678 @ben"


@pytest.fixture
async def house(emulator: Emulator, tmp_path: Path) -> AsyncIterator[SlackHouse]:
    """Return the bot on the emulated workspace, on Monday 23 November at 09:10; events go to it."""
    async with slack_house(tmp_path, emulator.url) as house:
        await emulator.subscribe(house.url)
        yield house


async def channel(emulator: Emulator) -> list[Json]:
    """Return the messages of the team's channel, those in threads left out."""
    held = await emulator.messages(await emulator.channel_id("express-callbacks"))
    return [message for message in held if not message.get("thread_ts") or message["thread_ts"] == message["ts"]]


async def notes(emulator: Emulator) -> str:
    """Return everything in the thread of the one card."""
    (card,) = await channel(emulator)
    held = await emulator.messages(card["channel_id"])
    return "\n".join(each["text"] for each in held if each.get("thread_ts") == card["ts"] and each["ts"] != card["ts"])


async def test_from_the_command_to_the_call(house: SlackHouse, emulator: Emulator) -> None:
    """Command, card, click, reply, due, escalation, done: one card, each told in their place, nobody told twice."""
    anna, ben = emulator.user("anna"), emulator.user("ben")
    where = await emulator.channel_id("express-callbacks")

    answer = await anna.command(CALLBACK, where)
    assert words(answer.json["blocks"]).startswith("Tell the customer: “We call you back by 11:10 today.”")
    await house.settle()
    (card,) = await channel(emulator)
    (told,) = await emulator.direct("ben")
    assert "6869419583 REQ-20418 2026-11-23 11:10" in words(card["blocks"])
    assert "13812345678" not in str(card), "the channel sees no number"
    assert "13812345678" in words(told["blocks"]), "the owner has to call"

    await ben.presses("acknowledge", card)
    await house.settle()
    (card,) = await channel(emulator)
    assert "acknowledged" in words(card["blocks"]).casefold()
    assert "Ben Huang" in await notes(emulator)

    await house.to("10:55")
    assert "due" in (await emulator.direct("ben"))[-1]["text"].casefold()
    await house.to("11:20")
    assert await emulator.direct("wang"), "ten minutes after the due time the supervisor is pinged"
    (card,) = await channel(emulator)
    assert "late" in words(card["blocks"]).casefold()

    await ben.writes(where, "customer reached", thread=card["ts"])
    await house.settle()
    (card,) = await channel(emulator)
    assert "done" in words(card["blocks"]).casefold()
    before = len(await emulator.direct("wang")), len(await emulator.direct("ben"))
    await house.to("12:00")
    assert (len(await emulator.direct("wang")), len(await emulator.direct("ben"))) == before
    assert len(await channel(emulator)) == 1


async def test_an_urgent_one_has_its_phone_list_and_its_mail_as_a_direct_message(house: SlackHouse, emulator: Emulator) -> None:
    """Twenty minutes ahead: whom to phone stands in the thread, and for want of a mail server the mail is a message."""
    anna = emulator.user("anna")
    await anna.command("6869419583 REQ-20418 09:30 the driver waits @ben", await emulator.channel_id("express-callbacks"))
    await house.settle()
    assert "phone Ben Huang now" in await notes(emulator)
    for handle in ("ben", "wang"):
        texts = [words(each["blocks"]) for each in await emulator.direct(handle)]
        mails = [text for text in texts if "No mail server is set up" in text]
        assert len(mails) == 1, handle
        assert "the driver waits" in mails[0]


async def test_nobody_answers_and_the_supervisor_takes_it_by_a_form(house: SlackHouse, emulator: Emulator) -> None:
    """Not acknowledged, it climbs; the supervisor assigns it in a modal that the emulator's own trigger opened."""
    anna, wang = emulator.user("anna"), emulator.user("wang")
    await anna.command(CALLBACK, await emulator.channel_id("express-callbacks"))
    await house.to("10:10")
    ping = (await emulator.direct("wang"))[-1]
    await wang.presses("more", ping, option="Assign to…")
    await house.settle()
    (view,) = await emulator.views("wang")
    reply = await wang.submits(view, owner="@kate")
    await house.settle()
    assert (reply.status, reply.text) == (200, "")
    assert "Kate Sun" in words((await channel(emulator))[0]["blocks"])
    assert await emulator.direct("kate")


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "limited", "retry_after": 1},
        {"kind": "broken", "status": 500},
        {"kind": "broken", "status": 500, "after": True},
        {"kind": "drop"},
        {"kind": "drop", "after": True},
    ],
    ids=["429", "500", "500 after it was taken", "dropped", "dropped after it was taken"],
)
async def test_whatever_the_network_does_there_is_one_card(house: SlackHouse, emulator: Emulator, fault: Json) -> None:
    """The first post fails, and nobody knows whether it was taken: in the end one card stands, and Ben was told once."""
    await emulator.faults({"method": "chat.postMessage", **fault})
    await emulator.user("anna").command(CALLBACK, await emulator.channel_id("express-callbacks"))
    await house.to("09:20")
    assert len(await channel(emulator)) == 1
    assert len(await emulator.direct("ben")) == 1


async def test_what_the_owner_wrote_while_nobody_listened_counts(emulator: Emulator, tmp_path: Path) -> None:
    """Ben says "on it" while Slack brings the bot no events: it is read later, and the supervisor is left alone."""
    where = await emulator.channel_id("express-callbacks")
    async with slack_house(tmp_path, emulator.url) as house:
        emulator.app_url = house.url
        await emulator.user("anna").command(CALLBACK, where)
        await house.settle()
        await house.bot.missed.look()
        (card,) = await channel(emulator)
        await emulator.user("ben").writes(where, "on it", thread=card["ts"])
        assert (await house.handover()).acknowledged_at is None
        house.clock.set(house.clock.now() + timedelta(minutes=50))
        await replace(house.bot.missed, wait=no_wait).look()
        await house.to("10:30")
    assert not await emulator.direct("wang")
    assert "Ben Huang" in await notes(emulator)


async def no_wait(_seconds: float) -> None:
    """Go on at once."""
