"""The posting half of Slack against a workspace that this project did not write, and a network that fails on purpose."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.address import Address, Place
from bot.chat.port import Button, Confirm, Line, Message, Section, Style
from bot.chat.slack import SlackChat
from bot.chat.slack_api import slack_api
from bot.errors import SendFailed
from tests.slack.emulated import BOT_TOKEN, Emulator, words

CHANNEL, BEN = Address(Place.CHANNEL, "express"), Address(Place.PERSON, "ben")
CANCEL = Button("Cancel", "cancel", "1:2", Style.DANGER, Confirm("Cancel CB-1?", "Yes", "No"))
CARD = Message(
    "CB-1: 6869419583 REQ-20418 2026-11-23 11:10. Open. Owner: Ben Huang.",
    "New callback for you",
    "6869419583 REQ-20418 2026-11-23 11:10",
    (
        Section(
            (Line("Owner", "Ben Huang"), Line("Wants", "<!channel> *now* & more")), (Button("Done", "finish", "1:2"),), (CANCEL,)
        ),
    ),
    "CB-1 · opened by Anna Li",
)


FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "drop"},
    {"kind": "broken", "status": 500},
    {"kind": "broken", "status": 503, "type": "text/plain"},
    {"kind": "broken", "status": 200},
    {"kind": "broken", "status": 200, "type": "text/plain"},
    {"kind": "error", "error": "internal_error"},
)
"""After each of these nobody knows whether the call was taken."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Finds people and channels by their names in the emulator; "express" is the team of the example directory."""

    emulator: Emulator

    async def user_id(self, handle: str) -> str | None:
        """Return the id of the account of that name."""
        return next((each["user_id"] for each in (await self.emulator.state())["users"] if each["name"] == handle), None)

    async def channel_id(self, team: str) -> str | None:
        """Return the id of the team's channel."""
        names = {"express": "express-callbacks"}
        return await self.emulator.channel_id(names[team]) if team in names else None


@pytest.fixture
async def chat(emulator: Emulator) -> AsyncIterator[SlackChat]:
    """Return the adapter under test."""
    async with slack_api(BOT_TOKEN, emulator.url) as api:
        yield SlackChat(api, Directory(emulator))


@pytest.fixture
async def channel(emulator: Emulator) -> str:
    """Return the id of the team's channel."""
    return await emulator.channel_id("express-callbacks")


async def post(chat: SlackChat, to: Address = CHANNEL, **how: Any) -> str:  # noqa: ANN401
    """Post the card under the key of one outbox row."""
    return await chat.post(to, how.pop("message", CARD), **{"key": "card-1f2e", "thread": None, "at": datetime.now(UTC)} | how)


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


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "is_archived", "not_in_channel", "cannot_dm_bot", "restricted_action", "a_word_of_next_year"],
)
async def test_what_can_never_be_sent_is_said_at_once(chat: SlackChat, emulator: Emulator, code: str) -> None:
    """A permanent error, and any that is not known to pass, goes to people: with Slack's word for it and nothing else."""
    await emulator.fault("chat.postMessage", "error", error=code)
    with pytest.raises(SendFailed) as failed:
        await post(chat)
    assert (failed.value.permanent, failed.value.reason) == (True, code)


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "token_expired", "missing_scope", "not_authed"])
async def test_nothing_is_lost_because_a_token_was_changed(chat: SlackChat, emulator: Emulator, channel: str, code: str) -> None:
    """Slack refuses the bot, not the message: it waits, however often it is tried, and goes once the token is right."""
    await emulator.fault("chat.postMessage", "error", error=code)
    with pytest.raises(SendFailed) as failed:
        await post(chat)
    assert (failed.value.permanent, failed.value.patient, failed.value.reason) == (False, True, code)
    await post(chat, tried=True)
    assert len(await emulator.messages(channel)) == 1


@pytest.mark.parametrize(("ours", "permanent"), [(True, False), (False, True)])
async def test_an_inactive_account_is_the_bots_or_the_readers(
    chat: SlackChat,
    emulator: Emulator,
    ours: bool,  # noqa: FBT001
    permanent: bool,  # noqa: FBT001
) -> None:
    """Slack says account_inactive of both: when the bot may still speak, the reader's is meant and the next rung is due."""
    refused = {"kind": "error", "error": "account_inactive"}
    await emulator.faults({"method": "chat.postMessage", **refused}, *([{"method": "auth.test", **refused}] if ours else []))
    with pytest.raises(SendFailed) as failed:
        await post(chat, BEN)
    assert failed.value.permanent == permanent


async def test_a_deactivated_account_is_no_reader(chat: SlackChat, emulator: Emulator) -> None:
    """Slack takes messages to a deactivated account and says ok: it is asked first, so that somebody else is pinged."""
    await emulator.control("change", collection="users", field="name", **{"is": "ben", "to": {"deleted": True}})
    with pytest.raises(SendFailed, match="user_deactivated") as failed:
        await post(chat, BEN)
    assert failed.value.permanent
    assert await emulator.calls("chat.postMessage") == 0


async def test_an_account_is_asked_for_once_in_a_while_and_never_in_the_way(chat: SlackChat, emulator: Emulator) -> None:
    """Ten pings ask once; when Slack cannot say, the ping goes."""
    await emulator.fault("users.info", "broken", status=500)
    await post(chat, BEN)
    for number in range(3):
        await post(chat, BEN, key=f"ping-{number}")
    assert await emulator.calls("users.info") == 2
    assert len(await emulator.direct("ben")) == 4


@pytest.mark.parametrize("to", [Address(Place.PERSON, "nobody"), Address(Place.CHANNEL, "nowhere")], ids=str)
async def test_who_is_not_on_slack_cannot_be_reached(chat: SlackChat, to: Address) -> None:
    """Without an account or a channel there is nothing to try again."""
    with pytest.raises(SendFailed) as failed:
        await post(chat, to)
    assert failed.value.permanent


async def test_refused_blocks_go_as_text(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """A message that Slack will not draw is still said: its text reads as a sentence."""
    await emulator.fault("chat.postMessage", "error", error="invalid_blocks")
    ref = await post(chat)
    await emulator.fault("chat.update", "error", error="msg_blocks_too_long")
    await chat.edit(ref, Message("CB-1 is done."), at=datetime.now(UTC))
    (held,) = await emulator.messages(channel)
    assert (held["text"], held.get("blocks") or []) == ("CB-1 is done.", [])


async def test_an_edit_may_be_done_twice(chat: SlackChat, emulator: Emulator, channel: str) -> None:
    """A dropped edit is repeated by the client itself: it does the same again."""
    ref = await post(chat)
    await emulator.fault("chat.update", "drop", after=True)
    await chat.edit(ref, Message("CB-1 is done."), at=datetime.now(UTC))
    assert [each["text"] for each in await emulator.messages(channel)] == ["CB-1 is done."]


@pytest.mark.parametrize(("ref", "reason"), [("C1:1.1", "message_not_found"), ("17", "not a reference of Slack")])
async def test_a_message_that_is_gone_cannot_be_edited(chat: SlackChat, ref: str, reason: str) -> None:
    """There is nothing to try again."""
    with pytest.raises(SendFailed, match=reason) as failed:
        await chat.edit(ref, CARD, at=datetime.now(UTC))
    assert failed.value.permanent


async def test_a_reason_names_no_customer_and_no_token(chat: SlackChat, emulator: Emulator) -> None:
    """What went wrong is kept and logged: neither what was to be said nor what the bot speaks with is in it."""
    for fault in ({"kind": "drop"}, {"kind": "broken", "status": 500}, {"kind": "error", "error": "is_archived"}):
        await emulator.faults({"method": "chat.postMessage", **fault})
        with pytest.raises(SendFailed) as failed:
            await post(chat, tried=True)
        told = json.dumps([failed.value.reason, str(failed.value), failed.value.args])
        assert not any(secret in told for secret in (BOT_TOKEN, "Huang", "6869419583"))
