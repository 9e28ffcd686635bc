"""Whose a new handover is while people are away, and what ends an absence (section 6)."""

from datetime import date, datetime

import pytest

from bot.rules.absence import Source
from bot.store import tables
from tests.scenario.absent import automatic_reply, bounce, rostered
from tests.scenario.house import Builder, House, said

SOON = "6869419583 REQ-20418 10:00 @ben customs fee"
STANDARD = "6869419583 REQ-20418 @ben customs fee"


async def test_a_new_one_goes_to_the_cover_from_the_start(house: House) -> None:
    """The reply named Kate: a new handover for Ben is hers, she reads why, and the agent is told."""
    await automatic_reply(house, "ben", "15:00", cover="Kate Sun")
    answer = await house.person("anna").callback(SOON)
    assert (await house.handover()).owner == "kate"
    assert "Away: Ben Huang is away until Mon 23 Nov 15:00; Kate Sun has it." in said(answer)
    assert house.person("kate").pings() == [
        "Ben Huang is away until Mon 23 Nov 15:00: this new callback from Anna Li is yours – please say that you have it."
    ]
    assert house.person("ben").messages == []
    assert "Anna Li opened it; Ben Huang is away until Mon 23 Nov 15:00" in said(await house.person("anna").callback("CB-1"))


async def test_without_a_cover_it_is_the_supervisors(house: House) -> None:
    """Nobody covers, or somebody who is not in the directory, or may own nothing, or is away too: Wang has it."""
    await automatic_reply(house, "kate", "16:00")
    for number, cover in enumerate((None, "Mr Nobody", "anna", "kate.sun@example.com")):
        await house.to(f"09:1{number + 1}")
        await automatic_reply(house, "ben", "15:00", cover=cover)
        await house.person("anna").callback(f"6869419583 REQ-2041{number} 10:00 @ben customs fee")
        assert (await house.handover(number + 1)).owner == "wang"
        await house.person("ben").callback("back")


async def test_without_the_supervisor_it_is_the_duty_leaders_and_then_the_managers(house: House) -> None:
    """The next one up who is there; when nobody is, the manager has it, and the channel hears of it."""
    await automatic_reply(house, "ben", "15:00")
    for number, (away, owner) in enumerate((("wang", "zhao"), ("zhao", "ma"), ("ma", "ma"))):
        await automatic_reply(house, away, "16:00")
        await house.person("anna").callback(f"6869419583 REQ-2041{number} 10:00 @ben customs fee")
        assert (await house.handover(number + 1)).owner == owner
    assert any(posted.versions[0].headline.startswith("Ma Jing is away") for posted in house.channel())


async def test_a_standard_one_that_is_due_after_they_are_back_is_theirs(house: House) -> None:
    """Due at 11:10, back at 10:30: it stays Ben's; the card says that he is away."""
    await automatic_reply(house, "ben", "10:30")
    await house.person("anna").callback(STANDARD)
    assert (await house.handover()).owner == "ben"
    assert "Ben Huang – away until Mon 23 Nov 10:30" in said(house.channel()[0])
    assert house.person("wang").messages == []


async def test_the_choice_passes_by_who_is_away(house: House) -> None:
    """Zhou is away, so the next one of the pool has it; when the whole pool is, the supervisor."""
    await automatic_reply(house, "zhou", "15:00")
    await house.person("anna").callback("6869419583 REQ-20410 10:00 customs fee")
    assert (await house.handover(1)).owner == "ben"
    await automatic_reply(house, "ben", "15:00")
    await house.person("anna").callback("6869419583 REQ-20411 10:00 customs fee")
    assert (await house.handover(2)).owner == "wang"


async def test_assigning_to_who_is_away_says_so_and_asks_the_supervisor(house: House) -> None:
    """It is allowed, said plainly, and does not wait for who is away."""
    await automatic_reply(house, "ben", "15:00")
    await house.person("anna").callback("6869419583 REQ-20418 10:00 @zhou customs fee")
    answer = await house.person("zhao").callback("assign CB-1 @ben")
    assert "Ben Huang 不在" in said(answer)
    assert (await house.handover()).owner == "ben"
    assert len(house.person("wang").pings("is away")) == 1


async def test_a_time_that_makes_it_urgent_is_not_waited_for(house: House) -> None:
    """It could wait until Ben is back; then the customer wants it earlier: Wang is asked at once. Reopened, again."""
    await automatic_reply(house, "ben", "10:30")
    await house.person("anna").callback(STANDARD)
    await house.person("anna").callback("time CB-1 10:00")
    assert len(house.person("wang").pings("is away")) == 1
    await house.person("wang").callback("noneed CB-1")
    await house.person("wang").callback("reopen CB-1")
    assert len(house.person("wang").pings("is away")) == 2


async def test_back_ends_it(house: House) -> None:
    """`/callback back`: new handovers come to Ben again; a reply that was written before, and comes late, changes nothing."""
    await automatic_reply(house, "ben", "15:00")
    assert said(await house.person("ben").callback("back", at="09:20")).strip() == (
        "Welcome back. From now on callbacks come to you again."
    )
    assert (await automatic_reply(house, "ben", "16:00", said="09:15")).absence is None
    await house.person("anna").callback(SOON)
    assert (await house.handover()).owner == "ben"
    assert "You were not recorded as away." in said(await house.person("ben").callback("back"))
    await house.to("09:21")
    assert (await automatic_reply(house, "ben", "16:00")).absence is not None, "one written since is believed"


async def test_the_time_ends_it(house: House) -> None:
    """At 15:00 Ben is there again, and nobody has to do anything for it."""
    await automatic_reply(house, "ben", "15:00")
    await house.to("15:00")
    await house.person("anna").callback("6869419583 REQ-20418 15:40 @ben customs fee")
    assert (await house.handover()).owner == "ben"
    assert house.person("wang").messages == []


async def test_an_act_in_chat_ends_what_automatic_signs_say(house: House) -> None:
    """Ben's mailbox answers by itself, yet Ben presses: Ben is there. What Ben said himself stands until he says otherwise."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    await house.person("ben").callback("got CB-1")
    await house.person("anna").callback("6869419583 REQ-20419 10:00 @ben customs fee")
    assert (await house.handover(2)).owner == "ben"
    await house.person("ben").callback("away until 15:00")
    await house.person("ben").callback("done CB-1")
    await house.person("anna").callback("6869419583 REQ-20420 10:00 @ben customs fee")
    assert (await house.handover(3)).owner == "wang"


async def test_anything_in_chat_shows_that_somebody_is_there(house: House) -> None:
    """Looking at a list, a question, words in a thread, a refused act: each ends what the mailbox says, and not the roster."""
    await house.person("anna").callback("6869419583 REQ-20410 11:00 @zhou customs fee")
    for number, text in enumerate(("mine", "when 17:20", "done CB-1 wrong words", "show CB-1")):
        await automatic_reply(house, "ben", "15:00")
        await house.person("ben").callback(text, at=f"09:2{number}")
        await house.person("anna").callback(f"6869419583 REQ-2042{number} 11:00 @ben customs fee")
        assert (await house.handover(number + 2)).owner == "ben", text
        await house.to(f"09:2{number}:30")
    await automatic_reply(house, "ben", "15:00")
    await house.person("ben").replies("the customer has called me as well", at="09:25")
    assert "Nobody is recorded" in said(await house.person("wang").callback("who"))


async def test_who_takes_it_on_the_phone_is_there(house: House) -> None:
    """The agent reached Ben, who takes it, whatever his mailbox says: nobody else is asked after that."""
    await house.person("anna").callback("6869419583 REQ-20418 09:30 @ben customs fee")
    for handle in ("ben", "wang", "ma"):
        await automatic_reply(house, handle, "15:00")
    asked = len(house.person("ma").messages)
    phone = next(posted for posted in house.chat.posted if posted.message.headline.startswith("Somebody must be reached"))
    assert phone.message.text.endswith("please phone Ben Huang now.") or phone.message.text.endswith("please phone 赵敏 now.")
    answer = await house.person("anna").presses("Reached", phone)
    assert answer.message is not None
    await house.person("anna").presses("Takes it", answer.message)
    assert (await house.handover()).acknowledged_at is not None
    assert len(house.person("ma").messages) == asked


async def test_away_by_command(house: House) -> None:
    """`/callback away until 15:00 @kate`: what cannot wait goes to the supervisor at once, new ones to Kate."""
    await house.person("anna").callback(SOON)
    answer = await house.person("ben").callback("away until 15:00 cover @kate")
    assert said(answer).strip() == (
        "Noted: you are away until Mon 23 Nov 15:00. New callbacks that cannot wait go to Kate Sun. "
        "1 of your callbacks cannot wait (CB-1): somebody else has been asked to take it."
    )
    assert "Kate Sun covers." in house.person("wang").pings("is away")[0]
    await house.person("anna").callback("6869419583 REQ-20419 10:00 @ben customs fee")
    assert (await house.handover(2)).owner == "kate"
    answer = await house.person("ben").callback("away until 10:00")
    assert "until Mon 23 Nov 10:00" in said(answer), "what people say of themselves last holds, also when it is earlier"


async def test_a_cover_who_is_away_too(house: House) -> None:
    """Kate covers, and is away: Ben reads that his new ones go to his supervisor meanwhile, and so they do."""
    await house.person("kate").callback("away until 14:00")
    answer = said(await house.person("ben").callback("away until 15:00 @kate"))
    assert "But Kate Sun is away until Mon 23 Nov 14:00; as long as you both are, they go to your supervisor." in answer
    await house.person("anna").callback(SOON)
    assert (await house.handover()).owner == "wang"


async def test_away_in_chinese(house: House) -> None:
    """离开 到15:00, 离开2小时, 不在, 回来了."""
    zhou = house.person("zhou")
    assert "11月23日 周一 15:00" in said(await zhou.callback("离开 到15:00"))
    assert "11月23日 周一 11:10" in said(await zhou.callback("离开2小时"))
    assert "11月24日 周二 09:00" in said(await zhou.callback("外出 到明天 由 @ben 代班"))
    assert "欢迎回来" in said(await zhou.callback("回来了"))
    assert "11月23日 周一 17:30" in said(await zhou.callback("不在"))


async def test_what_people_say_of_themselves_is_better_than_a_sign(house: House) -> None:
    """The mailbox said nothing of a time; Ben says 10:00, and that is when he is back."""
    await automatic_reply(house, "ben")
    await house.person("ben").callback("away until 10:00")
    await house.to("10:00")
    await house.person("anna").callback("6869419583 REQ-20418 10:40 @ben customs fee")
    assert (await house.handover()).owner == "ben"


async def test_who_is_away(house: House) -> None:
    """`/callback who`: everybody who is away, until when, how that is known, and who covers."""
    assert said(await house.person("wang").callback("who")).strip() == "Nobody is recorded as away."
    await automatic_reply(house, "ben", "15:00", cover="kate")
    await house.person("zhou").callback("离开 到11:00")
    answer = said(await house.person("wang").callback("who"))
    assert "周洁: until Mon 23 Nov 11:00 (said so)" in answer
    assert "Ben Huang: until Mon 23 Nov 15:00 (automatic reply), Kate Sun covers" in answer


async def test_the_roster_begins_by_itself(builder: Builder) -> None:
    """Ben's leave begins at 12:00: what cannot wait is asked for at that moment, what comes before goes by it, once."""
    people = rostered("ben", [{"from": datetime(2026, 11, 23, 12), "back": date(2026, 11, 25), "cover": "kate"}])  # noqa: DTZ001
    async with builder.house(people=people) as house:
        await house.person("anna").callback("6869419583 REQ-20418 13:40 @ben customs fee")
        assert (await house.handover()).owner == "kate", "away at the promised time"
        await house.person("anna").callback("6869419583 REQ-20419 11:30 @ben customs fee")
        assert (await house.handover(2)).owner == "ben"
        await house.person("ben").callback("noanswer CB-2 14:00")
        await house.to("12:01")
        asked = house.person("wang").pings("is away")
        assert len(asked) == 1
        assert "Ben Huang is away until Wed 25 Nov 00:00" in asked[0]
    async with builder.house(at="2026-11-23 12:02", people=people) as house:
        await house.to("12:05")
        assert len(house.person("wang").pings("is away")) == 1, "after a restart as well"
        await house.person("ben").callback("back")
        await house.person("anna").callback("6869419583 REQ-20420 13:40 @ben customs fee")
        assert (await house.handover(3)).owner == "ben"
    async with builder.house(at="2026-11-23 12:06", people=people) as house:
        await house.to("12:10")
        await house.person("anna").callback("6869419583 REQ-20421 13:40 @ben customs fee")
        assert (await house.handover(4)).owner == "ben", "who is back early stays so after a restart"


async def test_a_standing_cover(builder: Builder) -> None:
    """Kate covers for Ben whenever nobody else is named."""
    async with builder.house(people=rostered("ben", [], cover="kate")) as house:
        await automatic_reply(house, "ben", "15:00")
        await house.person("anna").callback(SOON)
        assert (await house.handover()).owner == "kate"


async def test_nothing_out_of_a_mail_is_kept(house: House) -> None:
    """The record says what it rests on in a word, and names no more than the handover."""
    await house.person("anna").callback(SOON)
    await bounce(house, "ben")
    async with house.database.reading() as connection:
        (row,) = (await connection.execute(tables.absences.select())).mappings()
    assert (row["source"], row["evidence"], row["handover_id"]) == (Source.BOUNCE, "", 1)


@pytest.mark.parametrize(
    ("typist", "typed", "away", "back"),
    [
        (
            "anna",
            "away until 15:00",
            "Noted: you are away until Mon 23 Nov 15:00. Nobody hands callbacks to you, so nothing else changes.",
            "Welcome back.",
        ),
        ("chen", "离开 到15:00", "已记录：您不在（至 11月23日 周一 15:00）。没有回电会交给您，其他一切照旧。", "欢迎回来。"),
    ],
)
async def test_an_agent_who_never_owns_callbacks_reads_only_what_is_true(
    house: House, typist: str, typed: str, away: str, back: str
) -> None:
    """A front-line agent is away and back: no callbacks go anywhere for it, and none come again."""
    agent = house.person(typist)
    assert said(await agent.callback(typed)).strip() == away
    assert said(await agent.callback("back")).strip() == back
