"""Section 3: the agent's phone checklist, from the first call to the one who takes it."""

import pytest

from bot.chat.recording import Posted
from bot.rules.handover import Status
from bot.store import tables
from tests.scenario.house import Builder, House

CASE = "6869419583 REQ-20418 @ben customs fee"
BEN, WANG, MA = "Ben Huang", "Wang Lei", "Ma Jing"


def checklist(house: House) -> Posted:
    """Return the phone list in the card's thread."""
    thread = house.channel()[0].ref
    found = [posted for posted in house.chat.posted if posted.thread == thread and posted.versions[0].headline]
    assert len(found) == 1, "one list, edited in place"
    return found[0]


def names(posted: Posted) -> list[str]:
    """Return whom to phone, in order."""
    return [line.plain.rsplit(", ", 1)[0] for line in posted.message.sections[0].lines]


@pytest.mark.parametrize(
    ("opened", "asked", "order"),
    [
        pytest.param("2026-11-23 09:10", "09:30", [BEN, WANG, MA], id="immediate"),
        pytest.param("2026-11-23 11:00", "12:15", [BEN, WANG, MA], id="lunch"),
        pytest.param("2026-11-23 17:05", "17:20", [BEN, WANG, MA], id="immediate and end of day"),
        pytest.param("2026-11-23 17:00", "17:30", [WANG, BEN, MA], id="end of day alone: the supervisor first"),
        pytest.param("2026-11-23 20:00", "20:20", ["Ning Ye", "赵敏", MA], id="immediate outside working time"),
        pytest.param("2026-11-29 10:00", "10:20", ["Ning Ye", WANG, MA], id="on a Sunday whose duty leader the roster names"),
    ],
)
async def test_whom_to_phone_in_which_order(builder: Builder, opened: str, asked: str, order: list[str]) -> None:
    """In working time owner, supervisor, manager; outside it night shift, duty leader, manager; each number is a link."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        posted = checklist(house)
        assert names(posted) == order
        lines = posted.message.sections[0].lines
        assert all(line.link is not None and line.link.startswith("tel:+86") for line in lines)
        assert [line.label.startswith("→") for line in lines] == [True, False, False]
        assert [button.label for button in posted.message.sections[0].buttons] == ["Reached", "No answer"]


@pytest.mark.parametrize(
    ("opened", "asked"), [("2026-11-23 09:10", "09:45"), ("2026-11-23 09:10", ""), ("2026-11-23 09:10", "20:00")]
)
async def test_no_list_where_no_route_needs_a_person(builder: Builder, opened: str, asked: str) -> None:
    """Standard, soon and off-hours with time enough have no list."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        assert house.thread() == []


async def test_reached_and_takes_it_acknowledges_for_that_person(house: House) -> None:
    """*Reached* asks; "takes it" makes the person on the phone the owner, and closes the list."""
    anna = house.person("anna")
    await anna.callback(f"09:30 {CASE}")
    await anna.presses("No answer", checklist(house), at="09:11")
    asked = await anna.presses("Reached", checklist(house))
    assert asked.message is not None
    assert asked.message.text == "You reached Wang Lei. Do they take it, or were they only told?"
    await anna.presses("Takes it", asked.message)
    after = await house.handover()
    assert (after.owner, after.status, after.phone_next) == ("wang", Status.ACKNOWLEDGED, None)
    assert checklist(house).message.text == "Phone list closed: Wang Lei has it."
    assert house.thread()[-1] == "Anna Li phoned Wang Lei, who takes it."


async def test_reached_and_only_told_goes_on_to_the_next_without_a_ping(house: House) -> None:
    """Who was "only told" has acknowledged nothing; the next one is to be phoned."""
    anna = house.person("anna")
    await anna.callback(f"09:30 {CASE}")
    asked = await anna.presses("Reached", checklist(house), at="09:11")
    assert asked.message is not None
    await anna.presses("Only told", asked.message)
    assert (await house.handover()).status is Status.OPEN
    assert checklist(house).message.text == "CB-1: please phone Wang Lei now."
    assert house.diary("09:11") == []


async def test_no_answer_pings_the_next_person_and_after_the_last_tells_the_channel(house: House) -> None:
    """Each attempt is recorded; after the last one the channel is told and the list starts again."""
    anna = house.person("anna")
    await anna.callback(f"09:30 {CASE}")
    for at, following in (("09:11", WANG), ("09:12", MA), ("09:12", BEN)):
        await anna.presses("No answer", checklist(house), at=at)
        assert checklist(house).message.text == f"CB-1: please phone {following} now."
    assert house.diary("09:11") == ["Mon 09:11 wang", "Mon 09:12 channel ma"]
    assert house.channel()[-1].versions[0].headline == "CB-1: nobody on the phone list answered. It starts again from the top."
    attempts = [event["data"] for event in await house.rows(tables.events) if event["act"] == "phone_attempt"]
    assert [(each["person"], each["result"]) for each in attempts] == [(who, "no_answer") for who in ("ben", "wang", "ma")]


async def test_acknowledging_closes_the_list(house: House) -> None:
    """Whoever says "I've got it" spares the agent the other calls; a press on the old list changes nothing."""
    anna, ben = house.person("anna"), house.person("ben")
    await anna.callback(f"09:30 {CASE}")
    old = checklist(house).message
    await ben.types("/callback got CB-1", at="09:11")
    assert checklist(house).message.text == "Phone list closed: Ben Huang has it."
    before = await house.everything()
    assert (await anna.presses("No answer", old)).refused
    assert await house.everything() == before


async def test_a_list_that_has_begun_keeps_its_places_over_closing_time(builder: Builder) -> None:
    """At 17:31 the owner who was phoned is recorded, not the night shift who now would stand there."""
    async with builder.house("2026-11-23 17:25") as house:
        anna = house.person("anna")
        await anna.callback(f"17:45 {CASE}")
        asked = await anna.presses("Reached", checklist(house), at="17:31")
        assert asked.message is not None
        await anna.presses("Takes it", asked.message)
        assert (await house.handover()).owner == "ben"


async def test_soon_tells_the_agent_to_phone_as_well(house: House) -> None:
    """Soon: no list, but the agent is told the owner's number."""
    answer = await house.person("anna").callback(f"09:45 {CASE}")
    assert answer.message is not None
    lines = [line.plain for section in answer.message.sections for line in section.lines]
    assert any("Ben Huang" in line and "+86 21 5550 0202" in line for line in lines)
