"""The posting half of Slack against a workspace that this project did not write, and a network that fails on purpose."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.address import Address
from bot.chat.port import Message
from bot.chat.slack import SlackChat
from bot.chat.slack_api import slack_api
from bot.errors import SendFailed
from tests.slack.emulated import BOT_TOKEN, Emulator, words
from tests.slack.posting import BEN, CARD, CHANNEL, FAULTS, Directory, post


async def test_a_card_in_the_channel_carries_its_key_and_nothing_else(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """The metadata, which every member may read, names no customer and no number; links are not unfolded."""
    ref = await post(chat)
    (held,) = await emulator.messages(channel)
    assert ref == f"{channel}:{held['ts']}"
    assert held["metadata"] == {"event_type": "callback_outbox", "event_payload": {"key": "card-1f2e"}}
    assert (held["unfurl_links"], held["unfurl_media"]) == (False, False)
    assert held["text"] == CARD.text
    assert "<!channel> *now* & more" in words(held["blocks"])


async def test_a_card_is_edited_in_place_under_new_block_ids(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """One card: an edit leaves one message, whose blocks are known as new by every client."""
    ref = await post(chat)
    (before,) = await emulator.messages(channel)
    await chat.edit(ref, Message("CB-1 is done.", "Done", CARD.subject), at=datetime.now(UTC))
    (after,) = await emulator.messages(channel)
    assert after["ts"] == before["ts"]
    assert "Done" in words(after["blocks"])
    assert {block["block_id"] for block in before["blocks"]}.isdisjoint(block["block_id"] for block in after["blocks"])


async def test_a_note_stands_in_the_thread_of_its_card(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """The history goes under the card, not beside it."""
    ref = await post(chat)
    await post(chat, key="note-2", thread=ref, message=Message("Ben Huang has it."))
    card, note = await emulator.messages(channel)
    assert (note["thread_ts"], words(note["blocks"])) == (card["ts"], "Ben Huang has it.")


async def test_a_person_is_written_to_directly(chat: SlackChat, emulator: Emulator) -> None:
    """Person:ben is the direct message of the account; the reference names the conversation, so that it can be edited."""
    ref = await post(chat, BEN)
    (held,) = await emulator.direct("ben")
    assert ref == f"{held['channel_id']}:{held['ts']}"
    await chat.edit(ref, Message("CB-1 is done."), at=datetime.now(UTC))
    assert [message["text"] for message in await emulator.direct("ben")] == ["CB-1 is done."]


@pytest.mark.parametrize("to", [CHANNEL, BEN], ids=str)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("after", [True, False], ids=["taken", "not taken"])
async def test_an_unknown_outcome_ends_as_one_message(
    chat: SlackChat,
    emulator: Emulator,
    to: Address,
    fault: dict[str, Any],
    after: bool,  # noqa: FBT001
) -> None:
    """The line drops or Slack breaks, before or after the message was taken: looking finds it, or it is posted, never twice."""
    await emulator.faults({"method": "chat.postMessage", "after": after, **fault})
    with pytest.raises(SendFailed) as failed:
        await post(chat, to)
    assert (failed.value.permanent, failed.value.patient) == (False, True)
    assert await emulator.calls("chat.postMessage") == 1, "the client itself tries nothing again"
    late = Message("CB-1: acknowledged meanwhile.", sections=CARD.sections)
    ref = await post(chat, to, tried=True, message=late)
    held = [each for each in (await emulator.state())["messages"] if each.get("metadata")]
    assert [(f"{each['channel_id']}:{each['ts']}", each["text"]) for each in held] == [(ref, late.text)]


async def test_slack_that_does_not_answer_in_time_may_have_taken_it(emulator: Emulator, channel: str) -> None:
    """A time-out says nothing: the next try looks."""
    async with slack_api(BOT_TOKEN, emulator.url, timeout_seconds=0.5) as api:
        chat = SlackChat(api, Directory(emulator))
        await emulator.fault("chat.postMessage", "hang", after=True)
        with pytest.raises(SendFailed, match="TimeoutError") as failed:
            await post(chat)
        assert failed.value.patient
        await post(chat, tried=True)
    assert len(await emulator.messages(channel)) == 1


async def test_an_unknown_note_is_looked_for_in_its_thread(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """History does not show threads: what was posted into one is found there."""
    ref = await post(chat)
    await emulator.fault("chat.postMessage", "drop", after=True)
    note = Message("Ben Huang has it.")
    with pytest.raises(SendFailed):
        await post(chat, key="note-2", thread=ref, message=note)
    adopted = await post(chat, key="note-2", thread=ref, message=note, tried=True)
    assert [f"{channel}:{each['ts']}" for each in await emulator.messages(channel)] == [ref, adopted]


async def test_another_message_with_the_key_is_not_taken_for_ours(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """Metadata is open to every app: a member's message with our key does not silence a ping."""
    forged = {"event_type": "callback_outbox", "event_payload": {"key": "card-1f2e"}}
    await emulator.call("xoxp-of-anna", "chat.postMessage", channel=channel, text="mine", metadata=forged)
    await post(chat, tried=True)
    assert len(await emulator.messages(channel)) == 2


async def test_a_limited_post_says_how_long_to_wait_and_is_not_looked_for(
    chat: SlackChat, emulator: Emulator, channel: str
) -> None:
    """429 was not taken for sure: Retry-After goes to the outbox, and the next try spends no call on looking."""
    await emulator.fault("chat.postMessage", "limited", retry_after=7)
    with pytest.raises(SendFailed) as failed:
        await post(chat)
    assert (failed.value.permanent, failed.value.patient, failed.value.retry_after) == (False, True, 7)
    await post(chat, tried=True)
    assert len(await emulator.messages(channel)) == 1
    assert await emulator.calls("conversations.history") == 0


@pytest.mark.parametrize(
    ("code", "posted"), [("missing_scope", 1), ("not_in_channel", 1), ("token_expired", 0), ("ratelimited", 0)]
)
async def test_a_bot_that_may_never_look_posts(chat: SlackChat, emulator: Emulator, channel: str, code: str, posted: int) -> None:
    """Without the right to read, late or twice beats never; what will be allowed again is waited for."""
    await emulator.fault("conversations.history", "error", error=code)
    with contextlib.suppress(SendFailed):
        await post(chat, tried=True)
    assert len(await emulator.messages(channel)) == posted


async def test_a_limited_look_waits_and_posts_nothing(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """Nobody knows yet whether the first try was taken, so the second waits until looking is allowed."""
    await emulator.fault("conversations.history", "limited", retry_after=30)
    with pytest.raises(SendFailed) as failed:
        await post(chat, tried=True)
    assert failed.value.retry_after == 30
    assert await emulator.messages(channel) == []
