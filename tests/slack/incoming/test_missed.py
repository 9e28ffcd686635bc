"""What was written in threads while nobody listened to Slack: it is asked for, and taken as if it had come."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import SendFailed
from bot.rules.handover import Status
from bot.store import facts
from tests.slack.house import SlackHouse
from tests.slack.incoming.test_threads import card
from tests.slack.incoming.unheard import pass_unheard, waiting, wrote
from tests.slack.requests import message, slash
from tests.slack.stub import CHANNEL, Stub, user_id


async def test_what_the_owner_wrote_meanwhile_acts(house: SlackHouse, stub: Stub) -> None:
    """Ben has said "on it" while the bot was away: it is acknowledged before anybody is pinged for want of an answer."""
    ts = await card(house, stub)
    await pass_unheard(house, 0.5)
    wrote(house, stub, "ben", "on it", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=20))
    missed, _ = waiting(house)
    await missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED
    asked = {call["ts"]: call for call in stub.of("conversations.replies")}
    assert asked[ts]["channel"] == CHANNEL
    assert f"D{user_id('ben')}" in {call["channel"] for call in asked.values()}, "the thread of the direct message as well"


async def test_each_is_taken_once(house: SlackHouse, stub: Stub) -> None:
    """What Slack had brought before, and what was asked for already, does nothing again, whatever happened since."""
    ts = await card(house, stub)
    delivery = message("ben", "customer reached", ts)
    await house.event(delivery)
    stub.threads[ts] = [delivery["event"]]
    await house.form(slash("ben", "reopen CB-1", stub.response_url))
    missed, _ = waiting(house)
    for _ in range(2):
        await pass_unheard(house, 1)
        await missed.look()
    assert stub.of("conversations.replies")
    assert (await house.handover()).status is Status.OPEN


async def test_nothing_is_asked_for_while_somebody_listened(house: SlackHouse, stub: Stub) -> None:
    """A first start, and a restart within two minutes, ask nothing: Slack itself delivers again for longer."""
    await card(house, stub)
    missed, _ = waiting(house)
    for _ in range(3):
        await missed.look()
        house.clock.set(house.clock.now() + timedelta(minutes=2))
    assert not stub.of("conversations.replies")


async def test_what_was_closed_before_is_left(house: SlackHouse, stub: Stub) -> None:
    """Threads are read of what is open, or was closed meanwhile."""
    await card(house, stub)
    await house.form(slash("ben", "done CB-1", stub.response_url))
    house.clock.set(house.clock.now() + timedelta(minutes=15))
    await pass_unheard(house, 1)
    missed, _ = waiting(house)
    await missed.look()
    assert not stub.of("conversations.replies")


async def test_before_the_first_tick_it_is_looked_for_so_long_and_no_longer(house: SlackHouse, stub: Stub) -> None:
    """The thread that falls due next is read before anybody is pinged; a Slack that lets wait keeps no ping from going."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    await house.bot.missed.begin()
    assert (await house.handover()).status is Status.ACKNOWLEDGED
    await pass_unheard(house, 1)
    stub.limited.append("conversations.replies")
    await replace(house.bot.missed, wait=for_ever).begin(0.1)
    assert stub.limited == []


async def for_ever(_seconds: float) -> None:
    """Never go on."""
    await asyncio.Event().wait()


async def test_slack_may_ask_to_wait(house: SlackHouse, stub: Stub) -> None:
    """A limit is waited for, and after a burst there are pauses."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    stub.limited.append("conversations.replies")
    missed, waited = waiting(house)
    await missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED
    assert waited == [1.0]
    await pass_unheard(house, 1)
    await replace(missed, burst=1).look()
    assert waited == [1.0, 1.2], "two threads: that of the card, and that of Ben's direct message"


async def test_a_thread_that_is_gone_keeps_nobody_from_the_others(house: SlackHouse, stub: Stub) -> None:
    """Slack no longer shows one of them: the next are read, and nothing is asked again."""
    await card(house, stub)
    await pass_unheard(house, 1)
    stub.failing["conversations.replies"] = "thread_not_found"
    missed, _ = waiting(house)
    await missed.look()
    stub.calls.clear()
    await missed.look()
    assert not stub.of("conversations.replies")


async def test_a_long_look_is_not_begun_anew(house: SlackHouse, stub: Stub) -> None:
    """However long it takes to read all threads, they are read once: meanwhile somebody listened."""
    await card(house, stub)
    await pass_unheard(house, 1)

    async def wait(_seconds: float) -> None:
        house.clock.set(house.clock.now() + timedelta(minutes=20))

    slow = replace(house.bot.missed, wait=wait, burst=0)
    await slow.look()
    stub.calls.clear()
    await slow.look()
    assert not stub.of("conversations.replies")


async def test_a_reply_that_cannot_be_taken_keeps_no_other_from_it(house: SlackHouse, stub: Stub) -> None:
    """Slack's answer is not as it should be in one place: what follows counts."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "hello", ts)
    stub.threads[ts][0]["ts"] = "no time"
    wrote(house, stub, "ben", "on it", ts)
    await house.bot.missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize("error", ["missing_scope", "internal_error"])
async def test_a_thread_that_cannot_be_read_now_keeps_nobody_from_the_others(house: SlackHouse, stub: Stub, error: str) -> None:
    """That of the card cannot be read, that of the direct message can: what was written there counts."""
    await card(house, stub)
    await pass_unheard(house, 1)
    async with house.core.database.reading() as connection:
        ((card_ref, direct),) = await facts.threads_since(connection, house.clock.now())
    stub.broken[card_ref.partition(":")[2]] = error
    wrote(house, stub, "ben", "on it", direct.partition(":")[2])
    with contextlib.suppress(SendFailed):
        await house.bot.missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_what_slack_did_not_answer_is_asked_for_again(house: SlackHouse, stub: Stub) -> None:
    """The time without the bot stands until it has been asked about."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    stub.failing["conversations.replies"] = "internal_error"
    missed, _ = waiting(house)
    with pytest.raises(SendFailed):
        await missed.look()
    stub.failing.clear()
    await missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED


class EnoughError(Exception):
    """Ends what goes on for ever."""


async def test_rounds_go_on_whatever_fails(house: SlackHouse, stub: Stub) -> None:
    """A round that fails is one of many; nothing is asked while the socket to Slack is silent."""
    await card(house, stub)
    await pass_unheard(house, 1)
    rounds: list[str] = []

    async def wait(seconds: float) -> None:
        rounds.append(str(seconds))
        stub.failing["conversations.replies"] = "internal_error"
        if len(rounds) == 3:
            raise EnoughError

    listening = iter((False, True, True))
    with pytest.raises(EnoughError):
        await replace(house.bot.missed, wait=wait).keep(lambda: next(listening))
    assert len(stub.of("conversations.replies")) == 2 * 2, "two rounds, two threads"
