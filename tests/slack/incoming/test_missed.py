"""What was written in threads while nobody listened to Slack: it is asked for, and acts as if it had come."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import SendFailed
from bot.ledger import BOT, By
from bot.rules.absence import Report, Source
from bot.rules.handover import Status
from bot.store import absences, facts
from handlers.slack_missed import MissedReplies
from tests.slack.emulated import words
from tests.slack.house import SlackHouse
from tests.slack.incoming.test_threads import card
from tests.slack.requests import Json, message, slash
from tests.slack.stub import CHANNEL, Stub, user_id


def waiting(house: SlackHouse) -> tuple[MissedReplies, list[float]]:
    """Return what asks for missed replies, and how long it would have waited each time."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    return replace(house.bot.missed, wait=wait), waited


def wrote(house: SlackHouse, stub: Stub, handle: str, text: str, thread: str) -> Json:
    """Let somebody write in a thread now, while nobody listens; return the message as Slack keeps it."""
    kept = {"type": "message", "user": user_id(handle), "text": text, "ts": f"{house.clock.now().timestamp():.6f}"}
    stub.threads.setdefault(thread, []).append(kept | {"thread_ts": thread})
    return kept


async def pass_unheard(house: SlackHouse, hours: float) -> None:
    """Note that somebody listened until now, and let time pass with the bot away: nothing ticks either."""
    await house.bot.missed.look()
    house.clock.set(house.clock.now() + timedelta(hours=hours))


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


async def test_a_closed_one_is_left(house: SlackHouse, stub: Stub) -> None:
    """Only threads of what is not closed are read."""
    await card(house, stub)
    await house.form(slash("ben", "done CB-1", stub.response_url))
    await pass_unheard(house, 1)
    missed, _ = waiting(house)
    await missed.look()
    assert not stub.of("conversations.replies")


async def test_words_that_others_have_overtaken_do_not_act(house: SlackHouse, stub: Stub) -> None:
    """Ben wrote "done" before the customer called again: he is told who changed it since, and it stays as it is."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "done", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.form(slash("anna", "again CB-1 asks for the manager", stub.response_url))
    missed, _ = waiting(house)
    await missed.look()
    await house.bot.afterwards.settled()
    assert (await house.handover()).status is Status.OPEN
    (told,) = stub.of("chat.postEphemeral")
    assert told["user"] == user_id("ben")
    assert "Anna" in words(told["blocks"])


async def test_their_own_later_words_do_not_overtake_them(house: SlackHouse, stub: Stub) -> None:
    """Both "on it" and "done" were missed: both act, in their order."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    for text in ("on it", "customer reached"):
        wrote(house, stub, "ben", text, ts)
        house.clock.set(house.clock.now() + timedelta(minutes=5))
    missed, _ = waiting(house)
    await missed.look()
    assert (await house.handover()).status is Status.DONE


async def test_their_own_later_act_overtakes_them(house: SlackHouse, stub: Stub) -> None:
    """Ben wrote "on it", and then said by command that he cannot: that is what holds, and nobody has to be told."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.form(slash("ben", "cant CB-1 in a training", stub.response_url))
    await house.bot.missed.look()
    await house.bot.afterwards.settled()
    assert ((await house.handover()).status, stub.of("chat.postEphemeral")) == (Status.OPEN, [])


async def test_who_only_wrote_before_they_took_it_has_not_acted(house: SlackHouse, stub: Stub) -> None:
    """The supervisor's "done" of the time when it was Ben's is part of the thread, also after they have taken it."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "wang", "done", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.form(slash("wang", "got CB-1", stub.response_url))
    await house.bot.missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_who_has_lost_it_since_is_told(house: SlackHouse, stub: Stub) -> None:
    """Ben reached the customer and wrote so, and then it was given to Kate: he is told that his words did not count."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "customer reached", ts)
    wrote(house, stub, "anna", "done", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.form(slash("anna", "assign CB-1 @kate", stub.response_url))
    await house.bot.missed.look()
    await house.bot.afterwards.settled()
    (told,) = stub.of("chat.postEphemeral")
    assert (told["user"], "late" in words(told["blocks"])) == (user_id("ben"), True)


async def test_the_history_says_when_they_were_written(house: SlackHouse, stub: Stub) -> None:
    """Ben wrote at 10:10 what the bot heard of at 10:20."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.bot.missed.look()
    shown = await house.form(slash("anna", "show CB-1", stub.response_url))
    assert "Ben Huang has it. (written Mon 23 Nov 10:10)" in words(shown.json["blocks"])


async def test_a_time_counts_from_when_it_was_written(house: SlackHouse, stub: Stub) -> None:
    """Half an hour, written at 10:10 and read at 10:20, is 10:40; half past ten, read at 10:56, is refused as past."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "no answer, in 30 min", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    missed, _ = waiting(house)
    await missed.look()
    promised = (await house.handover()).promised_at
    assert promised - house.clock.now() == timedelta(minutes=20)

    await pass_unheard(house, 0.1)
    wrote(house, stub, "ben", "no answer 10:30", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=30))
    await missed.look()
    await house.bot.afterwards.settled()
    assert (await house.handover()).promised_at == promised
    assert "10:30" in words(stub.of("chat.postEphemeral")[-1]["blocks"])


async def test_late_words_do_not_say_that_their_writer_is_there(house: SlackHouse, stub: Stub) -> None:
    """Ben wrote before his mailbox answered by itself: he is away all the same, while "on it" counts."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "on it", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    now = house.clock.now()
    report = Report(Source.MAIL, now, until=now + timedelta(hours=3))
    await house.core.service.mark_away("ben", report, By(BOT, now))
    missed, _ = waiting(house)
    await missed.look()
    assert (await house.handover()).status is Status.ACKNOWLEDGED
    async with house.core.database.reading() as connection:
        staff = house.core.office.staff(await absences.recent(connection, now))
    assert staff.away("ben", now)


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
        card_ref, direct = await facts.active_threads(connection)
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
