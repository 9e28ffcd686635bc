"""Section 5: rungs whose person is the owner, the night shift, one message a minute, late and missed pings."""

import pytest

from bot.address import Address
from bot.errors import SendFailed
from bot.rules.ladder import RungName
from bot.store import tables
from config.people import People
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House, said

FIRST = "6869419583 REQ-20418 customs fee"
SECOND = "6869419583 REQ-20419 address"


def unreachable(_: Address) -> None:
    """Fail as a platform that is down."""
    reason = "platform is down"
    raise SendFailed(reason)


def without(handle: str) -> People:
    """Return the directory after somebody left."""
    people = example_people()
    return people.model_copy(update={"people": {key: entry for key, entry in people.people.items() if key != handle}})


@pytest.mark.parametrize(
    ("owner", "diary"),
    [
        pytest.param(
            "wang",
            [
                "Mon 09:10 wang",
                "Mon 09:40 wang",
                "Mon 10:10 ma",
                "Mon 10:55 wang",
                "Mon 11:10 ma wang",
                "Mon 11:20 ma",
                "Mon 11:40 ma",
            ],
            id="the supervisor has it: the manager stands on the supervisor's rung",
        ),
        pytest.param(
            "ma",
            [
                "Mon 09:10 ma",
                "Mon 09:40 ma",
                "Mon 10:10 wang",
                "Mon 10:55 ma",
                "Mon 11:10 ma wang",
                "Mon 11:20 wang",
                "Mon 11:40 channel",
            ],
            id="the manager has it: above the manager stands the channel",
        ),
    ],
)
async def test_a_rung_whose_person_is_the_owner_goes_to_the_next_higher(house: House, owner: str, diary: list[str]) -> None:
    """A rung whose person already is the owner is replaced by the next higher; above the manager stands the channel."""
    await house.person("anna").callback(f"{FIRST} @{owner}")
    await house.to("11:40")
    assert house.diary() == diary


async def test_the_duty_leader_who_owns_it_is_replaced_by_the_manager(builder: Builder) -> None:
    """Outside working time the supervisor's rung is the duty leader; when that is the owner, it is the manager."""
    async with builder.house("2026-11-23 19:00") as house:
        await house.person("anna").callback(f"20:00 {FIRST} @zhao")
        await house.to("20:10")
        assert house.diary()[-2:] == ["Mon 20:00 ma ning zhao", "Mon 20:10 ma"]


async def test_night_shift_is_pinged_with_the_owner_until_somebody_acknowledges(builder: Builder) -> None:
    """Whoever of the night shift acknowledges owns it, and is then pinged as the owner, once."""
    async with builder.house("2026-11-23 19:00") as house:
        await house.person("anna").callback(f"20:00 {FIRST} @ben")
        ning = house.person("ning")
        await ning.presses("I've got it", ning.messages[-1], at="19:20")
        assert (await house.handover()).owner == "ning"
        await house.to("20:30")
        assert house.diary("19:20") == ["Mon 19:45 ning", "Mon 20:00 ning", "Mon 20:10 zhao", "Mon 20:30 ma"]


async def test_pings_of_one_person_in_one_minute_are_one_message_soonest_first(builder: Builder) -> None:
    """At 09:00 many callbacks come due together: each person gets one message that lists them, soonest first."""
    async with builder.house("2026-11-23 15:40") as house:
        anna, ben, wang = (house.person(handle) for handle in ("anna", "ben", "wang"))
        await anna.callback(f"2026-11-24 09:15 {SECOND} @ben")
        await anna.callback(f"{FIRST} @ben")
        await house.to("2026-11-24 09:00")
        assert house.diary("2026-11-24 09:00") == ["Tue 09:00 ben wang"]
        both = ben.messages[-1].message
        assert both.headline == "2 callbacks need you, soonest first."
        assert [section.lines[0].plain for section in both.sections] == [
            "6869419583 REQ-20418 2026-11-24 09:00",  # due now
            "6869419583 REQ-20419 2026-11-24 09:15",  # due in 15 min
        ]
        assert wang.pings()[-1].startswith("Due now"), "only what is due reaches the supervisor"


async def test_two_rungs_of_one_handover_in_one_minute_are_one_message_with_both_reasons(house: House) -> None:
    """Half an hour after the manager was pinged it is due as well: the supervisor reads both reasons in one message."""
    await house.person("anna").callback(f"09:46 !warned {FIRST} @ben")
    await house.to("09:46")
    assert house.diary()[-1] == "Mon 09:46 ben ma wang"
    assert house.person("wang").pings()[-1] == (
        "Nobody has acknowledged this soon callback of Ben Huang yet, due Mon 23 Nov 09:46. "
        "Due now: the customer was promised a call by Mon 23 Nov 09:46."
    )


@pytest.mark.parametrize(
    ("wakes", "says"),
    [("09:41", "Not acknowledged yet"), ("09:42", "(This ping is 2 min late, planned 09:40.)")],
)
async def test_a_ping_more_than_a_minute_late_says_so_and_how_much(house: House, wakes: str, says: str) -> None:
    """The bot was down: up to a minute late is in time, more says how much."""
    await house.person("anna").callback(f"{FIRST} @ben")
    await house.sleeps_until(wakes)
    last = house.person("ben").pings()[-1]
    assert says in last
    assert ("late" in last) == (wakes == "09:42")


async def test_several_missed_pings_of_one_rung_are_one_message_that_names_their_planned_times(house: House) -> None:
    """Down from 09:12 to 09:50: the manager gets one message for the pings of 09:26, 09:36 and 09:46, and none is dropped."""
    await house.person("anna").callback(f"09:30 {FIRST} @ben")
    await house.sleeps_until("09:50")
    assert house.diary()[-1] == "Mon 09:50 ben ma wang"
    wang = house.person("wang").pings()[-1]
    assert "(This stands for 3 pings planned from 09:26 to 09:46; the first is 24 min late.)" in wang
    assert "(This ping is 37 min late, planned 09:13.)" in wang
    assert "Due now: the customer was promised a call by Mon 23 Nov 09:30. (This ping is 20 min late, planned 09:30.)" in wang
    await house.to("09:56")
    assert house.diary("09:51") == ["Mon 09:56 ma wang"], "and the ladder goes on"


async def test_whom_a_very_late_ping_reaches_goes_by_the_moment_it_is_sent(builder: Builder) -> None:
    """Planned in working time and sent at night: the duty leader and the night shift are there, the supervisor is not."""
    async with builder.house("2026-11-23 17:00") as house:
        await house.person("anna").callback(f"17:30 {FIRST} @ben")
        await house.sleeps_until("18:00")
        assert house.diary("18:00") == ["Mon 18:00 ben ning zhao"]


@pytest.mark.parametrize(
    ("who", "command", "reason", "diary"),
    [
        ("ben", "got CB-1", "acknowledged", []),
        ("ben", "done CB-1", "closed", []),
        ("anna", "noneed CB-1", "closed", []),
        ("wang", "assign CB-1 @kate", "a new ladder has started", ["Mon 09:41 kate"]),
        ("anna", "time CB-1 16:00", "a new ladder has started", ["Mon 09:41 ben"]),
        ("wang", "got CB-1", "acknowledged", []),
    ],
)
async def test_nobody_is_pinged_for_what_was_dealt_with_while_the_platform_was_down(
    house: House, who: str, command: str, reason: str, diary: list[str]
) -> None:
    """Before each ping the state is read again: what waited to be sent is not said once somebody has dealt with it."""
    await house.person("anna").callback(f"{FIRST} @ben")
    house.chat.failing = unreachable
    await house.to("09:41")
    house.chat.failing = lambda _: None
    await house.person(who).types(f"/callback {command}")
    await house.to("09:55")
    assert house.diary() == ["Mon 09:10 ben", *diary]
    rows = await house.rows(tables.outbox)
    assert [row["reason"] for row in rows if row["rung"] == RungName.OWNER_AGAIN] == [reason]


async def test_nobody_is_pinged_for_their_own_act(house: House) -> None:
    """Who assigns to themselves, agrees a new time or notes a call is not told of it."""
    wang = house.person("wang")
    await house.person("anna").callback(f"{FIRST} @ben")
    await wang.types("/callback assign CB-1 @wang")
    assert wang.messages == []
    await wang.types("/callback got CB-1")
    await wang.types("/callback time CB-1 15:00")
    assert wang.messages == []
    assert house.diary() == ["Mon 09:10 ben"]


async def test_the_ladder_of_an_owner_who_left_the_directory_goes_on(builder: Builder) -> None:
    """A ladder never ends in silence: the supervisor is pinged in the owner's place, and the operator (Ma) hears of it."""
    async with builder.house() as house:
        await house.person("anna").callback(f"{FIRST} @ben")
    async with builder.house("2026-11-23 09:20", people=without("ben")) as house:
        await house.to("11:40")
        assert house.diary("09:20") == [
            "Mon 09:40 ma wang",
            "Mon 10:10 wang",
            "Mon 10:55 ma wang",
            "Mon 11:10 ma wang",
            "Mon 11:20 wang",
            "Mon 11:40 ma",
        ]
        wang = house.person("wang")
        answer = await wang.presses("I've got it", wang.messages[-1])
        assert said(answer).strip().startswith("CB-1 is yours.")
        assert (await house.handover()).owner == "wang"
