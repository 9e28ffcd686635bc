"""Words that the bot hears of late: what they do, and what has overtaken them."""

from datetime import timedelta

from structlog.testing import capture_logs

from bot.ledger import BOT, By
from bot.rules.absence import Report, Source
from bot.rules.handover import Status
from bot.store import absences, facts
from tests.slack.emulated import words
from tests.slack.house import SlackHouse
from tests.slack.incoming.fronts import BreakingFront, with_front
from tests.slack.incoming.test_threads import card
from tests.slack.incoming.unheard import pass_unheard, waiting, wrote
from tests.slack.requests import slash
from tests.slack.stub import Stub, user_id


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


async def test_who_wrote_before_it_was_closed_is_told(house: SlackHouse, stub: Stub) -> None:
    """Ben said when he calls again, and the supervisor closed it: his words are not lost without a word."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "no answer, again at 15:00", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=10))
    await house.form(slash("wang", "noneed CB-1", stub.response_url))
    await house.bot.missed.look()
    await house.bot.afterwards.settled()
    (told,) = stub.of("chat.postEphemeral")
    assert (told["user"], "Wang Lei" in words(told["blocks"])) == (user_id("ben"), True)


async def test_what_was_written_last_counts_in_whatever_thread(house: SlackHouse, stub: Stub) -> None:
    """First 15:00 under the direct message, then 16:00 under the card."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    async with house.core.database.reading() as connection:
        ((_, direct),) = await facts.threads_since(connection, house.clock.now())
    wrote(house, stub, "ben", "no answer, again at 15:00", direct.partition(":")[2])
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    wrote(house, stub, "ben", "no answer, again at 16:00", ts)
    house.clock.set(house.clock.now() + timedelta(minutes=5))
    await house.bot.missed.look()
    assert (await house.handover()).promised_at.hour == 16 - 8


async def test_the_log_repeats_nothing_of_what_people_wrote(house: SlackHouse, stub: Stub) -> None:
    """Something breaks over their words: the log says what and where."""
    ts = await card(house, stub)
    await pass_unheard(house, 1)
    wrote(house, stub, "ben", "call Li Lei 13812345678", ts)
    async with with_front(house, BreakingFront()) as broken:
        with capture_logs() as logged:
            await broken.bot.missed.look()
    assert [each["error"] for each in logged if each["log_level"] == "error"] == ["ValueError"]
    assert "13812345678" not in str(logged)


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
