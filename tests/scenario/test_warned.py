"""Section 7: warned customers. Speed comes first: supervisor and manager know at once."""

import pytest

from tests.scenario.house import Builder, said

CASE = "6869419583 REQ-20418 @ben threatens to go to the media !warned"


@pytest.mark.parametrize(
    ("opened", "asked", "until", "diary"),
    [
        pytest.param(
            "2026-11-23 09:10",
            "",
            "2026-11-23 09:40",
            ["Mon 09:10 ben ma wang", "Mon 09:20 ben wang", "Mon 09:30 ma", "Mon 09:40 ma wang"],
            id="not acknowledged: the right column, 10 and 20 min for a long lead",
        ),
        pytest.param(
            "2026-11-23 09:10",
            "10:00",
            "2026-11-23 09:26",
            ["Mon 09:10 ben ma wang", "Mon 09:13 ben wang", "Mon 09:16 ma", "Mon 09:26 ma wang"],
            id="not acknowledged: the right column, 3 and 6 min within the hour",
        ),
        pytest.param(
            "2026-11-23 17:25",
            "2026-11-24 11:00",
            "2026-11-24 08:45",
            ["Mon 17:25 ben ma wang", "Tue 08:35 ben wang", "Tue 08:45 ma"],
            id="its minutes are working minutes",
        ),
        pytest.param(
            "2026-11-23 19:00",
            "20:00",
            "2026-11-23 19:16",
            ["Mon 19:00 ben ma ning zhao", "Mon 19:03 ben ning zhao", "Mon 19:06 ma", "Mon 19:16 ma zhao"],
            id="off-hours: duty leader and night shift at once",
        ),
    ],
)
async def test_a_warned_customer_climbs_the_right_column_until_acknowledged(
    builder: Builder, opened: str, asked: str, until: str, diary: list[str]
) -> None:
    """Owner, supervisor and manager at once; then the right column until somebody acknowledges."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        assert "warned customer" in said(house.channel()[0])
        await house.to(until)
        assert house.diary() == diary


@pytest.mark.parametrize(
    ("typist", "told"),
    [
        ("anna", "warned customer: supervisor and manager are told now, by mail too"),
        ("chen", "预警客户：立即告知主管和经理，并发邮件"),
    ],
)
@pytest.mark.parametrize("typed", [CASE, "when !warned", "when 17:20 !warned", "何时 ！预警"])
async def test_the_agent_is_told_who_knows_at_once(builder: Builder, typist: str, typed: str, told: str) -> None:
    """The answer to the agent, and what `when` says, name the supervisor and the manager first of all that follows."""
    async with builder.house() as house:
        answer = await house.person(typist).callback(typed)
        assert f": {told}" in said(answer)


async def test_outside_working_time_the_duty_leader_knows_at_once(builder: Builder) -> None:
    """In place of the supervisor, whom the mail reaches."""
    async with builder.house("2026-11-23 19:00") as house:
        answer = said(await house.person("anna").callback(CASE))
        assert "warned customer: duty leader and manager are told now; supervisor and manager by mail too" in answer
        assert "warned" not in said(await house.person("anna").callback("when"))


async def test_the_due_pings_of_a_warned_customer_are_unchanged(builder: Builder) -> None:
    """Acknowledged: before due the owner, due the owner, then supervisor and manager as in the left column."""
    async with builder.house() as house:
        await house.person("anna").callback(CASE)
        await house.person("ben").types("/callback got CB-1")
        await house.to("11:40")
        assert house.diary("09:11") == ["Mon 10:55 ben", "Mon 11:10 ben", "Mon 11:20 wang", "Mon 11:40 ma"]
