"""What Slack refuses: which messages wait, which have failed for good, and that no reason tells a secret."""

import json
from datetime import UTC, datetime

import pytest

from bot.address import Address, Place
from bot.chat.port import Message
from bot.chat.slack import SlackChat
from bot.errors import SendFailed
from tests.slack.emulated import BOT_TOKEN, Emulator
from tests.slack.posting import BEN, CARD, post


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
