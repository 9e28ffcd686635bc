"""Section 5, right column: immediate and lunch, with their pauses while the site is closed."""

import pytest

from bot.rules.routes import Route
from tests.scenario.house import Builder, House

CASE = "6869419583 REQ-20418 @ben customs fee"

CELLS = [
    pytest.param(
        "2026-11-23 09:10",
        "09:30",
        "2026-11-23 10:30",
        {Route.IMMEDIATE},
        [
            "Mon 09:10 ben",  # at once: the owner
            "Mon 09:13 ben wang",  # 3 min: owner again and supervisor
            "Mon 09:16 ma",  # 6 min: manager
            "Mon 09:26 ma wang",  # then supervisor and manager every 10 min
            "Mon 09:30 ben wang",  # due: owner and supervisor
            "Mon 09:36 ma wang",
            "Mon 09:40 ma",  # due + 10: manager
            "Mon 09:46 ma wang",
            "Mon 09:56 ma wang",
            "Mon 10:00 ma",  # due + 30: manager
            "Mon 10:06 ma wang",
            "Mon 10:16 ma wang",
            "Mon 10:26 ma wang",
            "Mon 10:30 ma",  # and every 30 min
        ],
        id="immediate",
    ),
    pytest.param(
        "2026-11-23 09:10",
        "asap",
        "2026-11-23 09:26",
        {Route.IMMEDIATE},
        ["Mon 09:10 ben wang", "Mon 09:13 ben wang", "Mon 09:16 ma", "Mon 09:20 ma", "Mon 09:26 ma wang"],
        id="immediate, at once: the owner is told once, the supervisor because it is due",
    ),
    pytest.param(
        "2026-11-23 11:40",
        "12:15",
        "2026-11-23 12:26",
        {Route.LUNCH, Route.SOON},
        [
            "Mon 11:40 ben",
            "Mon 11:43 ben wang",
            "Mon 11:46 ma",
            "Mon 11:56 ma wang",
            "Mon 12:06 ma wang",
            "Mon 12:15 ben wang",
            "Mon 12:16 ma wang",
            "Mon 12:25 ma",
            "Mon 12:26 ma wang",
        ],
        id="lunch, within the hour",
    ),
    pytest.param(
        "2026-11-23 11:00",
        "12:00",
        "2026-11-23 11:06",
        {Route.LUNCH, Route.STANDARD},
        ["Mon 11:00 ben", "Mon 11:03 ben wang", "Mon 11:06 ma"],
        id="lunch, the lead is an hour exactly",
    ),
    pytest.param(
        "2026-11-23 10:00",
        "12:15",
        "2026-11-23 10:40",
        {Route.LUNCH, Route.STANDARD},
        ["Mon 10:00 ben", "Mon 10:10 ben wang", "Mon 10:20 ma", "Mon 10:30 ma wang", "Mon 10:40 ma wang"],
        id="lunch, seen early: 10 and 20 min",
    ),
    pytest.param(
        "2026-11-23 16:00",
        "2026-11-24 12:15",
        "2026-11-24 09:10",
        {Route.LUNCH, Route.STANDARD},
        [
            "Mon 16:00 ben",
            "Tue 08:30 ben",  # its rungs start at that day's opening
            "Tue 08:40 ben wang",
            "Tue 08:50 ma",
            "Tue 09:00 ma wang",
            "Tue 09:10 ma wang",
        ],
        id="lunch on a later day",
    ),
    pytest.param(
        "2026-11-23 17:28",
        "2026-11-24 08:40",
        "2026-11-24 08:50",
        {Route.IMMEDIATE},
        [
            "Mon 17:28 ben",
            "Tue 08:31 ben wang",  # two minutes on Monday, one on Tuesday: closed in between
            "Tue 08:34 ma",
            "Tue 08:40 ben wang",
            "Tue 08:44 ma wang",
            "Tue 08:50 ma",
        ],
        id="immediate over the night: its rungs pause while the site is closed",
    ),
    pytest.param(
        "2026-11-27 17:20",
        "2026-11-30 08:35",
        "2026-11-30 08:36",
        {Route.IMMEDIATE},
        ["Fri 17:20 ben", "Fri 17:23 ben wang", "Fri 17:26 ma", "Mon 08:35 ben wang", "Mon 08:36 ma wang"],
        id="immediate over the weekend: 10 minutes on Friday, the rest on Monday",
    ),
    pytest.param(
        "2026-11-23 17:20",
        "17:40",
        "2026-11-23 18:10",
        {Route.IMMEDIATE, Route.END_OF_DAY, Route.OFF_HOURS},
        [
            "Mon 17:20 ben ning",
            "Mon 17:23 ben wang",
            "Mon 17:26 ma",
            "Mon 17:36 ma zhao",  # closed, but the asked time comes before the next opening: no pause
            "Mon 17:40 ben ning zhao",
            "Mon 17:46 ma zhao",
            "Mon 17:50 ma",
            "Mon 17:56 ma zhao",
            "Mon 18:06 ma zhao",
            "Mon 18:10 ma",
        ],
        id="immediate after closing time: no pause",
    ),
    pytest.param(
        "2026-11-23 23:50",
        "2026-11-24 00:15",
        "2026-11-24 00:15",
        {Route.IMMEDIATE, Route.OFF_HOURS},
        ["Mon 23:50 ben ning", "Mon 23:53 ben ning zhao", "Mon 23:56 ma", "Tue 00:06 ma zhao", "Tue 00:15 ben ning zhao"],
        id="immediate at night: the night shift with the owner, the duty leader for the supervisor",
    ),
]


@pytest.mark.parametrize(("opened", "asked", "until", "routes", "diary"), CELLS)
async def test_every_rung_of_an_urgent_handover_that_nobody_acknowledges(
    builder: Builder, opened: str, asked: str, until: str, routes: set[Route], diary: list[str]
) -> None:
    """3, 6 and every 10 min (10 and 20 when seen early), due, due + 10, due + 30 and every 30 min."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        assert set((await house.handover()).routes) == routes
        await house.to(until)
        assert house.diary() == diary


async def test_acknowledged_leaves_the_due_pings_to_owner_supervisor_and_manager(house: House) -> None:
    """Right column, acknowledged: nothing before due; due owner and supervisor; then the manager."""
    await house.person("anna").callback(f"09:30 {CASE}")
    await house.person("ben").types("/callback got CB-1", at="09:12")
    await house.to("11:00")
    assert house.diary("09:12") == ["Mon 09:30 ben wang", "Mon 09:40 ma", "Mon 10:00 ma", "Mon 10:30 ma", "Mon 11:00 ma"]


async def test_lunch_on_a_later_day_mails_at_once_and_phones_from_that_days_opening(builder: Builder) -> None:
    """Its mail goes at once; its rungs, and the phone list among them, start at that day's opening."""
    async with builder.house("2026-11-23 16:00") as house:
        await house.person("anna").callback(f"2026-11-24 12:15 {CASE}")
        assert [mail.subject for mail in house.mails] == ["6869419583 REQ-20418 2026-11-24 12:15"]
        await house.to("2026-11-24 08:29")
        assert house.thread() == []
        await house.to("2026-11-24 08:30")
        assert "CB-1: please phone Ben Huang now." in house.thread()


async def test_a_paused_ladder_goes_on_from_the_last_opening_before_the_asked_time(builder: Builder) -> None:
    """A warned customer asks on Friday night for Monday 20:00: the weekend pauses, Monday evening does not."""
    async with builder.house("2026-11-27 20:00") as house:
        await house.person("anna").callback(f"2026-11-30 20:00 !warned {CASE}")
        await house.to("2026-11-30 20:00")
        diary = house.diary()
        assert diary[:4] == ["Fri 20:00 ben ma ning zhao", "Mon 08:40 ben wang", "Mon 08:50 ma", "Mon 09:00 ma wang"]
        assert diary[-5:] == [
            "Mon 19:30 ma zhao",
            "Mon 19:40 ma zhao",
            "Mon 19:45 ben ning",
            "Mon 19:50 ma zhao",
            "Mon 20:00 ben ma ning zhao",
        ]
