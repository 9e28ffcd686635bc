"""The routes of a customer's own time and what they oblige to: procedure §3."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.promise import routes
from bot.rules.routes import OBLIGATIONS, Lead, Obligation, Route, is_lunch, lead_of, obligations_of
from tests.unit.clocks import clock, half_day, moment, policy

IMMEDIATE, LUNCH, END_OF_DAY, OFF_HOURS, SOON, STANDARD = Route
DAY = "2026-11-23"
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "asked", "expected"),
    [
        # standard, soon and immediate by working minutes
        (f"{DAY} 09:00", f"{DAY} 09:00", [IMMEDIATE]),
        (f"{DAY} 09:00", f"{DAY} 09:29", [IMMEDIATE]),
        (f"{DAY} 09:00", f"{DAY} 09:30", [SOON]),
        (f"{DAY} 09:00", f"{DAY} 09:59", [SOON]),
        (f"{DAY} 09:00", f"{DAY} 10:00", [STANDARD]),
        (f"{DAY} 09:00:59", f"{DAY} 09:30", [SOON]),
        (f"{DAY} 09:00:59", f"{DAY} 10:00", [STANDARD]),
        # the night between does not count as lead in working time
        (f"{DAY} 16:50", "2026-11-24 08:39", [SOON]),
        (f"{DAY} 16:40", "2026-11-24 08:40", [STANDARD]),
        (f"{DAY} 22:00", "2026-11-24 08:45", [IMMEDIATE]),
        (f"{DAY} 22:00", "2026-11-24 08:30", [IMMEDIATE]),
        (f"{DAY} 07:00", f"{DAY} 09:15", [SOON]),
        # lunch, half-open, by itself and with others
        (f"{DAY} 09:00", f"{DAY} 11:59", [STANDARD]),
        (f"{DAY} 09:00", f"{DAY} 12:00", [LUNCH, STANDARD]),
        (f"{DAY} 09:00", f"{DAY} 13:29", [LUNCH, STANDARD]),
        (f"{DAY} 09:00", f"{DAY} 13:29:59", [LUNCH, STANDARD]),
        (f"{DAY} 09:00", f"{DAY} 13:30", [STANDARD]),
        (f"{DAY} 11:20", f"{DAY} 12:00", [LUNCH, SOON]),
        (f"{DAY} 11:50", f"{DAY} 12:00", [IMMEDIATE, LUNCH]),
        (f"{DAY} 12:10", f"{DAY} 12:20", [IMMEDIATE, LUNCH]),
        (f"{DAY} 10:00", "2026-11-24 12:30", [LUNCH, STANDARD]),
        (f"{DAY} 10:00", "2026-11-28 12:30", [OFF_HOURS]),
        ("2026-09-30 10:00", "2026-10-01 12:30", [OFF_HOURS]),
        ("2026-10-09 10:00", "2026-10-10 12:30", [LUNCH, STANDARD]),
        # end of day: opened in 17:00-17:30, asked the same day
        (f"{DAY} 16:59", f"{DAY} 17:30", [SOON]),
        (f"{DAY} 16:59", f"{DAY} 17:20", [IMMEDIATE]),
        (f"{DAY} 17:00", f"{DAY} 17:30", [END_OF_DAY, SOON]),
        (f"{DAY} 17:00", f"{DAY} 17:29", [IMMEDIATE, END_OF_DAY]),
        (f"{DAY} 17:05", f"{DAY} 17:20", [IMMEDIATE, END_OF_DAY]),
        (f"{DAY} 17:29:59", f"{DAY} 17:30", [IMMEDIATE, END_OF_DAY]),
        (f"{DAY} 17:29", f"{DAY} 18:30", [END_OF_DAY, OFF_HOURS]),
        (f"{DAY} 17:29", f"{DAY} 17:45", [IMMEDIATE, END_OF_DAY, OFF_HOURS]),
        (f"{DAY} 17:30", f"{DAY} 18:30", [OFF_HOURS]),
        (f"{DAY} 17:05", "2026-11-24 08:35", [SOON]),
        (f"{DAY} 17:15", "2026-11-24 00:00", [OFF_HOURS]),
        # off-hours: closing time belongs to working time for an asked time
        (f"{DAY} 16:00", f"{DAY} 17:30", [STANDARD]),
        (f"{DAY} 16:00", f"{DAY} 17:31", [OFF_HOURS]),
        (f"{DAY} 17:30", f"{DAY} 17:30", [IMMEDIATE]),
        (f"{DAY} 22:00", f"{DAY} 22:29", [IMMEDIATE, OFF_HOURS]),
        (f"{DAY} 22:00", f"{DAY} 22:30", [OFF_HOURS]),
        (f"{DAY} 22:00", f"{DAY} 22:45", [OFF_HOURS]),
        (f"{DAY} 10:00", "2026-11-28 15:00", [OFF_HOURS]),
        (f"{DAY} 10:00", "2026-11-24 08:29", [OFF_HOURS]),
        (f"{DAY} 10:00", "2026-11-24 08:30", [STANDARD]),
    ],
)
def test_every_route_is_judged_on_its_own_words(now: str, asked: str, expected: list[Route]) -> None:
    """Each row of the table at its boundaries; several may hold; they come in the order of showing."""
    worktime = clock()
    assert list(routes(worktime, moment(worktime, now), moment(worktime, asked), policy())) == expected


@pytest.mark.parametrize(
    ("now", "asked", "expected"),
    [
        ("09:00", "12:00", [LUNCH, STANDARD]),
        ("09:00", "12:30", [LUNCH, OFF_HOURS]),
        ("11:30", "12:30", [LUNCH, END_OF_DAY, OFF_HOURS]),
        ("11:45", "12:00", [IMMEDIATE, LUNCH, END_OF_DAY]),
        ("12:00", "12:15", [IMMEDIATE, LUNCH, OFF_HOURS]),
        ("09:00", "14:00", [OFF_HOURS]),
    ],
)
def test_a_half_day_is_a_working_day_with_its_own_closing(now: str, asked: str, expected: list[Route]) -> None:
    """On a day that closes at 12:00 lunch is still lunch, and end of day is 11:30 to 12:00."""
    worktime = half_day(date(2026, 11, 23))
    assert list(routes(worktime, moment(worktime, f"{DAY} {now}"), moment(worktime, f"{DAY} {asked}"), policy())) == expected


@pytest.mark.parametrize(
    ("now", "holds"), [("16:59", False), ("17:00", True), ("17:09", True), ("17:12", False), ("17:20", True)]
)
def test_the_last_minutes_are_working_minutes(now: str, *, holds: bool) -> None:
    """With a break at 17:10 and 20 minutes of work after it, the last 30 begin at 17:00; in the break nothing is opened."""
    worktime = half_day(date(2026, 11, 23), (time(8, 30), time(17, 10)), (time(17, 15), time(17, 35)))
    found = routes(worktime, moment(worktime, f"{DAY} {now}"), moment(worktime, f"{DAY} 17:30"), policy())
    assert (END_OF_DAY in found) is holds


@pytest.mark.parametrize(
    ("route", "obligations"),
    [
        (STANDARD, ["callback_timer"]),
        (SOON, ["callback_timer", "mail_owner", "cc_supervisor", "tell_agent_to_phone"]),
        (IMMEDIATE, ["callback_timer", "ladder_now", "mail_owner", "cc_supervisor", "phone_list"]),
        (LUNCH, ["callback_timer", "ladder_now", "mail_owner", "cc_supervisor", "phone_list"]),
        (END_OF_DAY, ["callback_timer", "mail_owner", "cc_supervisor", "phone_supervisor"]),
        (OFF_HOURS, ["callback_timer", "mail_owner", "mail_night_shift", "cc_supervisor", "cc_duty_leader"]),
    ],
)
def test_each_cell_of_the_route_table(route: Route, obligations: list[str]) -> None:
    """Timer, mail and phone of every row; the time is watched on each of them."""
    assert list(obligations_of((route,))) == obligations


def test_off_hours_needs_a_person_only_when_it_is_immediate_too() -> None:
    """Outside working time nobody is phoned, unless the lead is under 30 minutes."""
    worktime = clock()
    night = moment(worktime, f"{DAY} 22:00")
    for ahead, needed in ((29, True), (30, False)):
        found = obligations_of(routes(worktime, night, night + ahead * MINUTE, policy()))
        assert (Obligation.PHONE_LIST in found) is needed
        assert Obligation.MAIL_NIGHT_SHIFT in found


@pytest.mark.parametrize(
    ("now", "asked", "lead"),
    [
        ("16:50", "2026-11-24 09:00", Lead(70, is_working=True)),
        ("16:50", f"{DAY} 18:20", Lead(90, is_working=False)),
        ("16:50:59", f"{DAY} 17:00:01", Lead(10, is_working=True)),
    ],
)
def test_lead_is_working_minutes_or_wall_clock_outside(now: str, asked: str, lead: Lead) -> None:
    """To an asked time outside working time the lead is by the clock, else in working minutes; whole minutes count."""
    worktime = clock()
    assert lead_of(worktime, moment(worktime, f"{DAY} {now}"), moment(worktime, asked)) == lead


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.integers(0, 30 * 24 * 60), st.sampled_from(["shanghai", "frankfurt"]))
def test_an_asked_time_always_has_a_route(now: datetime, minutes: int, site: str) -> None:
    """At least one route holds, in the order of showing; exactly one of them says how soon or how far outside the time is."""
    worktime = clock(site)
    asked = now + minutes * MINUTE
    found = routes(worktime, now, asked, policy())
    assert list(found) == [route for route in Route if route in found]
    assert (OFF_HOURS in found) is not worktime.is_working(asked.replace(second=0, microsecond=0))
    assert len({SOON, STANDARD, OFF_HOURS} & set(found)) <= 1
    assert {SOON, STANDARD, OFF_HOURS, IMMEDIATE} & set(found)
    assert (LUNCH in found) is is_lunch(worktime, asked)
    assert set(obligations_of(found)) == set().union(*(OBLIGATIONS[route] for route in found))
