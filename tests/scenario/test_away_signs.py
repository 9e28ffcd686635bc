"""Chat signs of absence: read before somebody is told something, and recorded like any other absence (section 6)."""

import asyncio
from datetime import datetime

import pytest

from bot.chat.presence import Hint, Seen, Shown, Sign
from bot.chat.recording import RecordingPresence
from bot.errors import SendFailed
from tests.scenario.absent import on_leave
from tests.scenario.house import Builder, House, said

SOON = "6869419583 REQ-20418 10:00 @ben customs fee"
STANDARD = "6869419583 REQ-20418 @ben customs fee"
ASKED = "is away"
THERE = Seen(tuple(Shown(sign, away=False) for sign in Sign))


def not_disturbed(house: House, until: str) -> Seen:
    """Return what shows do-not-disturb."""
    return Seen((Shown(Sign.STATUS, away=False), Shown(Sign.DND, away=True, until=house.moment(until))))


async def test_on_leave_by_the_status(house: House) -> None:
    """Nobody knew; before Ben's card goes out the bot sees the palm tree: Wang is asked at once, Anna reads why."""
    house.presence.shown["ben"] = on_leave(house, "15:00")
    await house.person("anna").callback(SOON)
    assert house.person("wang").pings(ASKED) == [
        "Ben Huang is away until Mon 23 Nov 15:00, please take this one – the call is due Mon 23 Nov 10:00."
    ]
    assert house.thread()[-1] == (
        "For Anna Li: Ben Huang is away until Mon 23 Nov 15:00 (chat status). Wang Lei asked to take it."
    )
    assert (await house.handover()).owner == "ben", "the owner changes only by Take it or Assign to"
    answer = await house.person("anna").callback("6869419583 REQ-20419 10:30 @ben customs fee")
    assert "Ben Huang is away until Mon 23 Nov 15:00; Wang Lei has it." in said(answer)


async def test_without_an_end_it_is_the_end_of_the_working_day(house: House) -> None:
    """A status that does not expire: until 17:30, and again tomorrow as long as it stands."""
    house.presence.shown["ben"] = on_leave(house)
    await house.person("anna").callback("6869419583 REQ-20418 2026-11-24 16:00 @ben where is it")
    assert said(await house.person("wang").callback("who")).count("Ben Huang: until Mon 23 Nov 17:30 (chat status)") == 1
    assert house.person("wang").pings(ASKED) == [], "it is due after that"
    await house.to("2026-11-24 16:00")
    assert "away until Tue 24 Nov 17:30" in house.person("wang").pings(ASKED)[0]


async def test_do_not_disturb(house: House) -> None:
    """Do-not-disturb until 11:00: what is due before is asked of Wang; a standard one that is due after it waits."""
    house.presence.shown["ben"] = not_disturbed(house, "11:00")
    await house.person("anna").callback(STANDARD)
    assert house.person("wang").messages == []
    await house.person("anna").callback("6869419583 REQ-20419 10:40 @zhou customs fee")
    await house.person("zhao").callback("assign CB-2 @ben")
    assert "Ben Huang is away until Mon 23 Nov 11:00" in house.person("wang").pings(ASKED)[0]


async def test_a_deactivated_account_has_no_end(house: House) -> None:
    """Who has no account any more reads nothing: everything of theirs is asked for, however far ahead."""
    house.presence.shown["ben"] = Seen((Shown(Sign.ACCOUNT, away=True, lasting=True),))
    await house.person("anna").callback("6869419583 REQ-20418 2026-12-03 15:00 @ben where is it")
    assert "Ben Huang is away for the time being" in house.person("wang").pings(ASKED)[0]
    assert "chat account deactivated" in house.thread()[-1]


async def test_the_sign_is_read_again_before_each_ping(house: House) -> None:
    """Ben leaves after the card: the next ping that is his finds it, and Wang is asked then, not at the supervisor's rung."""
    await house.person("anna").callback(SOON)
    assert house.person("wang").messages == []
    house.presence.shown["ben"] = on_leave(house, "15:00")
    rung = (await house.handover()).next_due_at
    assert rung is not None
    await house.to(rung.astimezone(house.zone).strftime("%H:%M"))
    assert len(house.person("wang").pings(ASKED)) == 1


async def test_a_supervisor_on_leave_is_seen_before_being_pinged(house: House) -> None:
    """Wang is asked for Ben, and turns out to be on leave as well: Zhao is asked in the same minute."""
    house.presence.shown |= {"ben": on_leave(house, "15:00"), "wang": on_leave(house, "16:00")}
    await house.person("anna").callback(SOON)
    assert len(house.person("zhao").messages) == 1
    assert house.thread()[-1].endswith("赵敏 asked to take it.")


async def test_a_sign_that_is_gone_ends_what_it_said(house: House) -> None:
    """The palm tree is taken away: Ben is there again, at the next look; other records stay."""
    house.presence.shown["ben"] = on_leave(house, "15:00")
    await house.person("anna").callback(STANDARD)
    house.presence.shown["ben"] = THERE
    await house.to("09:20")
    await house.person("anna").callback("again CB-1 wants it today")
    await house.person("anna").callback("6869419583 REQ-20419 10:00 @ben customs fee")
    assert (await house.handover(2)).owner == "ben"


async def test_a_sign_that_is_gone_is_noticed_though_others_have_what_is_new(house: House) -> None:
    """Ben's new ones go to Wang. The palm tree is gone when the bot sends Zhou's card: after that they are Ben's again."""
    house.presence.shown["ben"] = on_leave(house, "15:00")
    await house.person("anna").callback(SOON)
    await house.person("wang").presses("Take it", house.person("wang").messages[-1])
    house.presence.shown["ben"] = THERE
    await house.person("anna").callback("6869419583 REQ-20419 10:30 @zhou customs fee", at="09:20")
    await house.person("anna").callback("6869419583 REQ-20420 10:30 @ben customs fee")
    assert (await house.handover(3)).owner == "ben"


async def test_who_said_back_is_not_doubted_by_the_same_sign(house: House) -> None:
    """Ben forgot his palm tree and says `back`: it is not believed again while it would last; another one would be."""
    house.presence.shown["ben"] = on_leave(house, "15:00")
    await house.person("anna").callback(SOON)
    await house.person("ben").callback("back", at="09:12")
    await house.to("09:40")
    assert len(house.person("wang").pings(ASKED)) == 1
    house.presence.shown["ben"] = not_disturbed(house, "12:00")
    await house.person("anna").callback("again CB-1 wants it now", at="09:45")
    assert len(house.person("wang").pings(ASKED)) == 2


async def test_a_hint_is_shown_and_nothing_follows(house: House) -> None:
    """Ben is idle: others read it on the card, nobody is asked to take it, and he does not read it of himself."""
    house.presence.shown["ben"] = Seen((*THERE.signs,), Hint.IDLE)
    await house.person("anna").callback(SOON)
    assert "Owner: Ben Huang – not active in chat just now" in said(house.channel()[0])
    assert "not active" not in said(house.person("ben").messages[0])
    assert house.person("wang").messages == []
    assert said(await house.person("wang").callback("who")).strip() == "Nobody is recorded as away."


async def test_the_platform_is_asked_rarely(house: House) -> None:
    """One person is asked for once a minute, however many callbacks they have, and nobody for a mere change of a card."""
    for number in range(3):
        await house.person("anna").callback(f"6869419583 REQ-2041{number} 10:0{number} @ben where is it")
    assert house.presence.asked == ["ben"]
    await house.person("ben").callback("got CB-1", at="09:12")
    assert house.presence.asked == ["ben"]


async def test_more_than_the_platform_allows_are_not_asked_for(builder: Builder) -> None:
    """Two asks a minute: the third message goes without, and says so to nobody."""
    async with builder.house() as plain:
        policy = plain.office.policy
    few = policy.model_copy(update={"signs": policy.signs.model_copy(update={"asks_per_minute": 2})})
    async with builder.house(policy=few) as house:
        for number, owner in enumerate(("ben", "zhou", "kate")):
            await house.person("anna").callback(f"6869419583 REQ-2041{number} 10:30 @{owner} where is it")
        assert house.presence.asked == ["ben"]
        assert all(house.person(owner).messages for owner in ("ben", "zhou", "kate"))
        await house.person("anna").callback("6869419583 REQ-20414 10:40 @kate where is it", at="09:12")
        assert house.presence.asked == ["ben", "kate"]


@pytest.mark.parametrize("failure", [SendFailed("no answer"), SendFailed("ratelimited", retry_after=300.0), KeyError("odd")])
async def test_a_platform_that_does_not_answer_holds_up_nothing(house: House, failure: Exception) -> None:
    """The card goes in the same round; the platform is left alone for a while, as long as it says."""

    def fail(_: str) -> None:
        raise failure

    house.presence.failing = fail
    await house.person("anna").callback(SOON)
    await house.person("anna").callback("6869419583 REQ-20419 10:30 @zhou customs fee")
    assert len(house.person("ben").messages) == len(house.person("zhou").messages) == 1
    assert house.presence.asked == ["ben"]
    house.presence.failing = lambda _: None
    waits = isinstance(failure, SendFailed) and failure.retry_after is not None
    await house.person("anna").callback("again CB-2 wants it today", at="09:13")
    assert ("zhou" in house.presence.asked) is not waits
    await house.person("anna").callback("again CB-2 wants it now", at="09:17")
    assert "zhou" in house.presence.asked


class Silent(RecordingPresence):
    """A platform that takes the question and says nothing."""

    async def look(self, handle: str, at: datetime) -> Seen:
        """Wait for ever."""
        self.asked.append(handle)
        await asyncio.Event().wait()
        return Seen()


async def test_a_platform_that_hangs_is_not_waited_for(builder: Builder) -> None:
    """There is a deadline, once: the messages after that go without asking."""
    async with builder.house() as plain:
        policy = plain.office.policy
    quick = policy.model_copy(update={"signs": policy.signs.model_copy(update={"answer_seconds": 0.05})})
    builder.presence = Silent()
    async with builder.house(policy=quick) as house:
        await house.person("anna").callback(SOON)
        await house.person("anna").callback("6869419583 REQ-20419 10:30 @zhou customs fee")
        assert len(house.person("ben").messages) == len(house.person("zhou").messages) == 1
        assert builder.presence.asked == ["ben"]
