"""Section 5, left column: who is pinged when for standard, soon, end of day and off-hours, in working or wall-clock minutes."""

import pytest

from bot.rules.routes import Route
from tests.scenario.house import Builder, House

CASE = "6869419583 REQ-20418 @ben customs fee"

CELLS = [
    pytest.param(
        "2026-11-23 09:10",
        "",
        "2026-11-23 12:40",
        {Route.STANDARD},
        [
            "Mon 09:10 ben",  # at once: the owner
            "Mon 09:40 ben",  # after min(30, ¼ of 120)
            "Mon 10:10 wang",  # after min(60, ½ of 120): the supervisor
            "Mon 10:55 ben",  # 15 min before due
            "Mon 11:10 ben wang",  # due and not even acknowledged
            "Mon 11:20 wang",  # due + 10
            "Mon 11:40 ma",  # due + 30
            "Mon 12:10 ma",  # and every 30 min
            "Mon 12:40 ma",
        ],
        id="standard, two working hours",
    ),
    pytest.param(
        "2026-11-23 09:10",
        "16:00",
        "2026-11-23 16:30",
        {Route.STANDARD},
        [
            "Mon 09:10 ben",
            "Mon 09:40 ben",  # ¼ of 410 is more than 30
            "Mon 10:10 wang",  # ½ of 410 is more than 60
            "Mon 15:45 ben",
            "Mon 16:00 ben wang",
            "Mon 16:10 wang",
            "Mon 16:30 ma",
        ],
        id="standard, a long lead",
    ),
    pytest.param(
        "2026-11-23 09:10",
        "10:11",
        "2026-11-23 09:45",
        {Route.STANDARD},
        ["Mon 09:10 ben", "Mon 09:25 ben", "Mon 09:40 wang"],  # ¼ of 61 is 15¼, ½ is 30½: rounded down
        id="standard, fractions are rounded down",
    ),
    pytest.param(
        "2026-11-23 09:10",
        "09:55",
        "2026-11-23 10:30",
        {Route.SOON},
        [
            "Mon 09:10 ben",
            "Mon 09:21 ben",
            "Mon 09:32 wang",
            "Mon 09:40 ben",
            "Mon 09:55 ben wang",
            "Mon 10:05 wang",
            "Mon 10:25 ma",
        ],
        id="soon",
    ),
    pytest.param(
        "2026-11-23 17:00",
        "17:30",
        "2026-11-24 09:30",
        {Route.SOON, Route.END_OF_DAY},
        [
            "Mon 17:00 ben",
            "Mon 17:07 ben",
            "Mon 17:15 ben wang",  # 15 min before due for the owner, ½ of 30 for the supervisor
            "Mon 17:30 ben wang",
            "Tue 08:40 wang",  # ten working minutes after closing time
            "Tue 09:00 ma",
            "Tue 09:30 ma",
        ],
        id="end of day: minutes are working minutes",
    ),
    pytest.param(
        "2026-11-27 16:50",
        "",
        "2026-11-30 10:50",
        {Route.STANDARD},
        [
            "Fri 16:50 ben",
            "Fri 17:20 ben",
            "Mon 08:50 wang",  # 40 minutes on Friday, 20 on Monday
            "Mon 09:35 ben",
            "Mon 09:50 ben wang",
            "Mon 10:00 wang",
            "Mon 10:20 ma",
            "Mon 10:50 ma",
        ],
        id="standard, over a weekend",
    ),
    pytest.param(
        "2026-11-23 17:00",
        "2026-11-24 08:35",
        "2026-11-24 09:05",
        {Route.SOON},
        [
            "Mon 17:00 ben",
            "Mon 17:08 ben",  # ¼ of 35
            "Mon 17:17 wang",  # ½ of 35
            "Mon 17:20 ben",  # 15 working minutes before Tuesday 08:35
            "Tue 08:35 ben wang",
            "Tue 08:45 wang",
            "Tue 09:05 ma",
        ],
        id="soon, over the night",
    ),
    pytest.param(
        "2026-11-23 10:00",
        "20:00",
        "2026-11-23 21:00",
        {Route.OFF_HOURS},
        [
            "Mon 10:00 ben ning",  # at once: the night shift too
            "Mon 10:30 ben",
            "Mon 11:00 wang",
            "Mon 19:45 ben ning",  # outside working time the night shift is pinged whenever the owner is
            "Mon 20:00 ben ning zhao",  # and the supervisor's rung is the duty leader
            "Mon 20:10 zhao",
            "Mon 20:30 ma",
            "Mon 21:00 ma",
        ],
        id="off-hours: minutes are wall-clock minutes",
    ),
    pytest.param(
        "2026-11-23 19:00",
        "20:00",
        "2026-11-23 20:30",
        {Route.OFF_HOURS},
        [
            "Mon 19:00 ben ning",
            "Mon 19:15 ben ning",
            "Mon 19:30 zhao",
            "Mon 19:45 ben ning",
            "Mon 20:00 ben ning zhao",
            "Mon 20:10 zhao",
            "Mon 20:30 ma",
        ],
        id="off-hours, opened outside working time",
    ),
    pytest.param(
        "2026-11-28 10:00",
        "2026-11-29 10:00",
        "2026-11-29 10:10",
        {Route.OFF_HOURS},
        [
            "Sat 10:00 ben ning",
            "Sat 10:30 ben ning",
            "Sat 11:00 zhao",  # Saturday's duty leader
            "Sun 09:45 ben ning",
            "Sun 10:00 ben ning wang",  # the roster names another one for Sunday
            "Sun 10:10 wang",
        ],
        id="off-hours: the duty leader of that day",
    ),
    pytest.param(
        "2026-11-23 18:00",
        "",
        "2026-11-24 10:40",
        {Route.STANDARD},
        [
            "Mon 18:00 ben ning",
            "Tue 09:00 ben",
            "Tue 09:30 wang",
            "Tue 10:15 ben",
            "Tue 10:30 ben wang",
            "Tue 10:40 wang",
        ],
        id="standard, opened outside working time: the night shift hears of it with the owner",
    ),
]


@pytest.mark.parametrize(("opened", "asked", "until", "routes", "diary"), CELLS)
async def test_every_rung_of_a_handover_that_nobody_acknowledges(
    builder: Builder, opened: str, asked: str, until: str, routes: set[Route], diary: list[str]
) -> None:
    """At once, not acknowledged, before due, due, due + 10, due + 30 and every 30 min: each reaches whom the table names."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        assert set((await house.handover()).routes) == routes
        await house.to(until)
        assert house.diary() == diary


ACKNOWLEDGED = [
    pytest.param(
        "",
        "2026-11-23 12:10",
        ["Mon 10:55 ben", "Mon 11:10 ben", "Mon 11:20 wang", "Mon 11:40 ma", "Mon 12:10 ma"],
        id="standard: due is for the owner alone",
    ),
    pytest.param(
        "20:00",
        "2026-11-23 20:30",
        ["Mon 19:45 ben", "Mon 20:00 ben", "Mon 20:10 zhao", "Mon 20:30 ma"],
        id="off-hours: the night shift is left alone",
    ),
]


@pytest.mark.parametrize(("asked", "until", "diary"), ACKNOWLEDGED)
async def test_acknowledging_stops_only_the_not_acknowledged_pings(
    house: House, asked: str, until: str, diary: list[str]
) -> None:
    """Acknowledging stops the "not acknowledged" pings, not the "due" ones."""
    await house.person("anna").callback(f"{asked} {CASE}")
    await house.person("ben").types("/callback got CB-1", at="09:20")
    await house.to(until)
    assert house.diary("2026-11-23 09:20") == diary


@pytest.mark.parametrize("act", ["done CB-1", "noneed CB-1", "cancel CB-1"])
async def test_done_and_cancelled_stop_everything(house: House, act: str) -> None:
    """Once the customer was called, no longer needs it, or it was cancelled, nobody is pinged."""
    await house.person("anna").callback(f"{CASE}")
    person = house.person("ben" if act.startswith("done") else "anna")
    await person.sure(await person.types(f"/callback {act}", at="09:20"))
    await house.to("2026-11-25 09:00")
    assert house.diary("2026-11-23 09:20") == []
    assert (await house.handover()).next_due_at is None
