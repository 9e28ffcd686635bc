"""Section 1: whose a new handover is, and one open handover for a REQ ID."""

from collections.abc import Mapping

import pytest

from bot.service import Target
from config.people import People, PersonEntry
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House, said

CASE = "6869419583 REQ-20418 customs fee"


def people_with(**changed: Mapping[str, object]) -> People:
    """Return the example directory with some entries changed."""
    people = example_people()
    entries = dict(people.people)
    for handle, changes in changed.items():
        entries[handle] = PersonEntry.model_validate({**entries[handle].model_dump(), **changes})
    return people.model_copy(update={"people": entries})


NEVER: Mapping[str, object] = {"duty": {}}


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("@kate", "kate"),
        ("@周洁", "zhou"),
        ("@王磊", "wang"),
        ("name:'Lumen Optics'", "kate"),
        ("name:流明光学", "kate"),
        ("name:Lumen", "kate"),
        ("name:'Lumen Optics GmbH'", "ben"),
        ("name:Lum", "ben"),
        ("name:Lumen @ben", "ben"),
    ],
)
async def test_the_named_one_else_the_key_accounts_owner(house: House, typed: str, owner: str) -> None:
    """Who is named owns it; else whose key account's name or alias the customer's name is exactly; else the pool."""
    await house.person("anna").callback(f"{typed.replace(chr(39), chr(34))} {CASE}")
    assert (await house.handover()).owner == owner


async def test_the_pool_goes_by_the_fewest_open_then_by_the_longest_without_a_new_one(house: House) -> None:
    """Fewest open handovers; among equals the one who has been longest without a new one. A key-account owner is not in it."""
    anna = house.person("anna")
    owners = []
    for number in range(4):
        await anna.callback(f"6869419583 REQ-2041{number} fee", at=f"09:1{number}")
        owners.append((await house.handover(number + 1)).owner)
    assert owners == ["ben", "zhou", "ben", "zhou"]
    await house.service.reached(Target(1), house.by("ben"))
    await house.service.reached(Target(3), house.by("ben"))
    for number in (4, 5):
        await anna.callback(f"6869419583 REQ-2041{number} fee", at=f"09:1{number}")
        assert (await house.handover(number + 1)).owner == "ben", "ben has fewer open ones"
    await anna.callback("6869419583 REQ-20416 fee", at="09:20")
    assert (await house.handover(7)).owner == "zhou", "both have two: zhou has waited longer"


@pytest.mark.parametrize(
    ("asked", "duty", "owner"),
    [
        pytest.param("", NEVER, "zhou", id="who is never on duty is not chosen"),
        pytest.param("16:00", {"duty": {"mon": [["08:30", "12:30"]]}}, "zhou", id="on duty at the promised time, not now"),
        pytest.param("12:15", {"duty": {"mon": [["08:30", "12:30"]]}}, "ben", id="on duty at the promised time"),
        pytest.param("17:30", {}, "ben", id="closing time belongs to duty"),
        pytest.param("20:00", {"duty": {"mon": [["13:30", "22:00"]]}}, "ben", id="an own duty may reach beyond working time"),
        pytest.param("2026-11-28 11:00", {"duty": {"sat": [["09:00", "13:00"]]}}, "ben", id="or be on a Saturday"),
        pytest.param("20:00", {}, "wang", id="nobody on duty: the supervisor"),
    ],
)
async def test_who_is_on_duty_at_the_promised_time(builder: Builder, asked: str, duty: Mapping[str, object], owner: str) -> None:
    """The back-line member who is on duty at the promised time (by default the team's working hours); else the supervisor."""
    async with builder.house(people=people_with(ben=duty)) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        assert (await house.handover()).owner == owner


async def test_a_duty_of_ones_own_does_not_count_on_a_holiday(builder: Builder) -> None:
    """On a public holiday nobody is on duty: the supervisor owns it."""
    mondays = {"duty": {"thu": [["08:30", "17:30"]]}}
    async with builder.house("2026-09-30 09:10", people=people_with(ben=mondays, zhou=mondays)) as house:
        await house.person("anna").callback(f"2026-10-01 10:00 {CASE}")
        assert (await house.handover()).owner == "wang"


async def test_nobody_can_be_named_who_does_not_call_back(house: House) -> None:
    """A front-line agent cannot own; an unknown name is answered with the closest ones; nothing is opened."""
    agent = await house.person("anna").callback(f"@chen {CASE}")
    unknown = await house.person("anna").callback(f"@bem {CASE}")
    assert "陈晨 is a front-line agent and cannot own a callback." in said(agent)
    assert "Did you mean @ben" in said(unknown)
    assert await house.everything() == [[], [], []]


async def test_a_second_handover_for_a_request_is_refused_with_a_link_to_the_first(house: House) -> None:
    """Unless the agent says that it is another matter; and once the first is closed, it is free again."""
    anna, chen = house.person("anna"), house.person("chen")
    await anna.callback(CASE)
    before = await house.everything()
    refused = await anna.callback("1234567891 REQ-20418 address")
    assert refused.refused
    assert "REQ-20418 has an open callback already: CB-1. Type show CB-1" in said(refused)
    assert await house.everything() == before
    await chen.callback("6869419583 REQ-20418 !other address")
    assert ((await house.handover(2)).other_matter, (await house.handover(2)).opener) == (True, "chen")
    await house.service.reached(Target(1), house.by("ben"))
    await house.service.reached(Target(2), house.by("ben"))
    assert not (await anna.callback(CASE)).refused


async def test_a_command_that_is_delivered_twice_opens_one_handover(house: House) -> None:
    """A platform's retry changes nothing, and is answered like the first."""
    anna = house.person("anna")
    first = await anna.callback(CASE, delivery="slack-1")
    before = await house.everything()
    again = await anna.callback(CASE, delivery="slack-1")
    assert await house.everything() == before
    assert said(again).splitlines()[0] == said(first).splitlines()[0]
