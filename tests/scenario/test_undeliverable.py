"""What cannot be sent is tried again; what failed for good shows on the handover, and the operators hear of it (decision 3)."""

from datetime import timedelta
from itertools import pairwise

from bot.address import Address, Place
from bot.rules.pace import LONGEST_WAIT
from bot.store import tables
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House, refusing, said

CASE = "6869419583 REQ-20418 @ben customs fee"
BEN = Address(Place.PERSON, "ben")


async def tries(house: House) -> list[int]:
    """Return after how many seconds each try came that Ben's card needed until it was given up."""
    begun, waits, counted = house.clock.now(), [], 0
    while True:
        row = next(row for row in await house.rows(tables.outbox) if row["recipient"] == str(BEN))
        if row["attempts"] > counted:
            counted = row["attempts"]
            waits.append(int((house.clock.now() - begun).total_seconds()))
        if row["next_try_at"] is None:
            return waits
        house.clock.set(row["next_try_at"])
        await house.ticker.run()


async def test_a_message_is_tried_again_later_and_later_and_then_given_up(house: House) -> None:
    """Two seconds, four, eight, up to five minutes; after the last try it has failed for good."""
    house.chat.failing = refusing(BEN)
    await house.person("anna").callback(CASE)
    waits = await tries(house)
    gaps = [later - earlier for earlier, later in pairwise(waits)]
    longest, tries_at_most = int(LONGEST_WAIT.total_seconds()), house.office.policy.outbox.tries
    assert gaps == [min(2**number, longest) for number in range(1, tries_at_most)]
    row = next(row for row in await house.rows(tables.outbox) if row["recipient"] == str(BEN))
    assert (row["state"], row["reason"], row["attempts"]) == ("failed", "ratelimited", tries_at_most)


async def test_the_platform_says_when_to_try_again(house: House) -> None:
    """A rate limit that names its seconds is waited for."""
    house.chat.failing = refusing(BEN, retry_after=45)
    await house.person("anna").callback(CASE)
    row = next(row for row in await house.rows(tables.outbox) if row["recipient"] == str(BEN))
    assert row["next_try_at"].replace(tzinfo=house.clock.now().tzinfo) - house.clock.now() == timedelta(seconds=45)
    house.chat.failing = refusing(Address(Place.PERSON, "nobody"))
    await house.to("09:11")
    assert len(house.person("ben").messages) == 1, "sent in the end, once"


async def test_what_fails_for_good_shows_on_the_handover_and_the_operators_hear_of_it(house: House) -> None:
    """No more tries; `show` names whom it did not reach and why, and those who run the bot are told."""
    house.chat.failing = refusing(BEN, reason="account_inactive", permanent=True)
    anna = house.person("anna")
    await anna.callback(CASE)
    assert house.person("ma").pings() == ["A message about CB-1 could not be sent: account_inactive"]
    shown = said(await anna.types("/callback show CB-1"))
    assert "Not delivered: a message could not be delivered to Ben Huang: account_inactive" in shown
    chinese = said(await house.person("chen").types("/callback 查看 CB-1"))
    assert "未送达: 一条消息未能送达 Ben Huang：account_inactive" in chinese


async def test_an_alarm_that_cannot_be_sent_raises_no_alarm_of_its_own(house: House) -> None:
    """Nothing goes round in circles."""
    house.chat.failing = refusing(permanent=True)
    await house.person("anna").callback(CASE)
    assert {row["recipient"] for row in await house.rows(tables.outbox) if row["kind"] == "alarm"} == {"person:ma"}
    assert await house.ticker.next_due() == house.moment("09:40"), "only the ladder is left"


async def test_one_person_who_cannot_be_reached_holds_up_nobody_else(house: House) -> None:
    """The supervisor and manager are pinged in their minute while the owner's messages wait."""
    house.chat.failing = refusing(BEN)
    await house.person("anna").callback(f"09:30 {CASE}")
    await house.to("09:16")
    assert house.diary() == ["Mon 09:13 wang", "Mon 09:16 ma"]


async def test_a_ladder_and_a_message_that_cannot_be_made_hold_up_no_other(builder: Builder) -> None:
    """A team left the configuration while it had an open handover: the others go on, and the operators hear of it."""
    people = example_people()
    gone = people.teams["express"].model_copy(update={"supervisor": "ma", "channel": "freight"})
    kate = people.people["kate"].model_copy(update={"team": "freight"})
    both = people.model_copy(
        update={"teams": {**people.teams, "freight": gone}, "people": {**people.people, "kate": kate}},
    )
    async with builder.house(people=both) as house:
        await house.person("anna").callback(CASE.replace("@ben", "@kate"))
        await house.person("anna").callback(CASE.replace("20418", "20419"))
    async with builder.house("2026-11-23 09:20") as house:
        await house.to("11:10")
        told = [line for line in house.diary("09:20") if "ben" in line or "wang" in line]
        assert told == ["Mon 09:40 ben", "Mon 10:10 ma wang", "Mon 10:55 ben", "Mon 11:10 ben wang"], (
            "one alarm, and all the others"
        )
        assert house.person("ma").pings("CB-1 cannot be worked out (KeyError)") != []
        assert (await house.handover(1)).next_due_at == house.moment("11:11"), "looked at again, nothing claimed"
    async with builder.house("2026-11-23 11:20", people=both) as house:
        await house.ticker.run()
        assert house.diary("11:20") == ["Mon 11:20 kate ma wang"], "the team is back, and nothing was dropped"
