"""The working-time clock: procedure §2."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.worktime import Interval, Worktime
from tests.unit.clocks import clock, half_day, moment, said

MONDAY = date(2026, 11, 23)
SITES = ("shanghai", "frankfurt")
MINUTE = timedelta(minutes=1)


class NoExceptions:
    """A calendar without holidays."""

    def exceptions(self, year: int) -> dict[date, tuple[Interval, ...]]:
        """Return no exceptional day."""
        return dict.fromkeys((), ()) if year else {}

    def is_known(self, day: date) -> bool:
        """Know every day."""
        return bool(day)


def weekly(zone: str, *intervals: Interval, lunch: Interval = (time(12), time(13, 30))) -> Worktime:
    """Return a clock with the same hours on all seven days."""
    return Worktime(ZoneInfo(zone), [intervals] * 7, NoExceptions(), time(9), lunch)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("at", "is_open", "is_working"),
    [
        ("2026-11-23 08:29", False, False),
        ("2026-11-23 08:30", True, True),
        ("2026-11-23 12:15", True, True),
        ("2026-11-23 17:29", True, True),
        ("2026-11-23 17:30", False, True),
        ("2026-11-23 17:31", False, False),
        ("2026-11-28 10:00", False, False),
        ("2026-10-01 10:00", False, False),
        ("2026-10-10 10:00", True, True),
    ],
)
def test_closing_time_belongs_to_results_only(at: str, *, is_open: bool, is_working: bool) -> None:
    """Closing time is working time for a result or an asked time, not for an opening; lunch is working time."""
    worktime = clock()
    assert worktime.is_open(moment(worktime, at)) is is_open
    assert worktime.is_working(moment(worktime, at)) is is_working


@pytest.mark.parametrize(
    ("start", "minutes", "result"),
    [
        ("2026-11-23 15:30", 120, "2026-11-23 17:30"),
        ("2026-11-23 15:31", 120, "2026-11-24 08:31"),
        ("2026-11-23 17:30", 10, "2026-11-24 08:40"),
        ("2026-11-23 12:00", 60, "2026-11-23 13:00"),
        ("2026-11-27 17:00", 60, "2026-11-30 09:00"),
        ("2026-11-28 11:00", 1, "2026-11-30 08:31"),
        ("2026-11-23 10:00", 0, "2026-11-23 10:00"),
        ("2026-11-23 17:30", 0, "2026-11-24 08:30"),
        ("2026-11-23 10:30", -120, "2026-11-23 08:30"),
        ("2026-11-23 08:45", -30, "2026-11-20 17:15"),
        ("2026-11-22 11:00", -15, "2026-11-20 17:15"),
        ("2026-11-23 17:30", -15, "2026-11-23 17:15"),
        ("2026-12-31 17:00", 60, "2027-01-04 09:00"),
        ("2026-01-04 08:30", -60, "2025-12-31 16:30"),
        ("2026-11-23 08:30", 9 * 60 * 400, "2028-06-22 17:30"),
    ],
)
def test_working_minutes_are_added(start: str, minutes: int, result: str) -> None:
    """Minutes count in working time only, on from the next opening or back from the previous closing, over years too."""
    worktime = clock()
    assert said(worktime, worktime.add(moment(worktime, start), minutes)) == result


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23 16:50", "2026-11-24 09:50", 120),
        ("2026-11-24 09:50", "2026-11-23 16:50", -120),
        ("2026-11-23 17:30", "2026-11-24 08:30", 0),
        ("2026-11-27 17:00", "2026-11-29 12:00", 30),
        ("2026-09-30 17:00", "2026-10-08 09:00", 60),
        ("2025-12-31 17:00", "2027-01-04 08:31", 31 + 248 * 540),
    ],
)
def test_working_time_between(start: str, end: str, minutes: int) -> None:
    """Between two moments only working time counts; it is negative going back. 2026 has 248 working days in Shanghai."""
    worktime = clock()
    assert worktime.between(moment(worktime, start), moment(worktime, end)) == minutes * MINUTE


@pytest.mark.parametrize(
    ("at", "following", "previous", "start"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:30", "2026-11-20 08:30", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "2026-11-24 08:30", "2026-11-23 08:30", "2026-11-23 08:30"),
        ("2026-11-23 10:00", "2026-11-24 08:30", "2026-11-23 08:30", "2026-11-23 10:00"),
        ("2026-11-23 17:30", "2026-11-24 08:30", "2026-11-23 08:30", "2026-11-24 08:30"),
        ("2026-12-31 18:00", "2027-01-04 08:30", "2026-12-31 08:30", "2027-01-04 08:30"),
        ("2026-01-01 00:00", "2026-01-04 08:30", "2025-12-31 08:30", "2026-01-04 08:30"),
    ],
)
def test_openings(at: str, following: str, previous: str, start: str) -> None:
    """The next opening is always later, the previous one is not; work starts at once in working time, else at the next."""
    worktime = clock()
    asked = moment(worktime, at)
    assert said(worktime, worktime.next_opening(asked)) == following
    assert said(worktime, worktime.previous_opening(asked)) == previous
    assert said(worktime, worktime.start_of_work(asked)) == start


@pytest.mark.parametrize(
    ("result", "landed"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 11:59", "2026-11-23 11:59"),
        ("2026-11-23 12:00", "2026-11-23 13:30"),
        ("2026-11-23 13:29", "2026-11-23 13:30"),
        ("2026-11-23 13:30", "2026-11-23 13:30"),
        ("2026-11-23 17:30", "2026-11-23 17:30"),
        ("2026-11-23 17:31", "2026-11-24 09:00"),
        ("2026-11-28 10:00", "2026-11-30 09:00"),
    ],
)
def test_landing_windows_are_half_open(result: str, landed: str) -> None:
    """12:00 moves, 13:30 does not; 08:59 moves, 09:00 does not; closing time stays."""
    worktime = clock()
    assert said(worktime, worktime.land(moment(worktime, result))) == landed


@pytest.mark.parametrize(
    ("hours", "result", "landed"),
    [
        ((("08:30", "12:00"),), "12:00", "2026-11-24 09:00"),
        ((("08:30", "13:00"),), "12:30", "2026-11-24 09:00"),
        ((("08:30", "13:30"),), "12:30", "2026-11-23 13:30"),
        ((("08:30", "08:45"),), "08:40", "2026-11-24 09:00"),
        ((("13:00", "17:30"),), "13:00", "2026-11-23 13:30"),
        ((("08:30", "12:00"), ("14:00", "17:30")), "12:00", "2026-11-23 14:00"),
    ],
)
def test_what_a_window_moves_past_closing_becomes_the_next_morning(
    hours: tuple[tuple[str, str], ...], result: str, landed: str
) -> None:
    """On a half day a result that lunch moves past closing becomes 09:00 of the next working day."""
    worktime = half_day(MONDAY, *((time.fromisoformat(a), time.fromisoformat(b)) for a, b in hours))
    assert said(worktime, worktime.land(moment(worktime, f"2026-11-23 {result}"))) == landed


def test_the_next_morning_waits_for_a_late_opening() -> None:
    """When the next working day opens after 09:00, a moved result lands at its opening."""
    worktime = half_day(date(2026, 11, 24), (time(14), time(17, 30)))
    assert said(worktime, worktime.land(moment(worktime, "2026-11-23 18:00"))) == "2026-11-24 14:00"


def test_a_local_day() -> None:
    """A working day has intervals and a closing, a closed one neither; a weekday is one whatever the calendar says."""
    worktime = clock()
    assert [tuple(said(worktime, edge) for edge in pair) for pair in worktime.intervals(MONDAY)] == [
        ("2026-11-23 08:30", "2026-11-23 17:30")
    ]
    closing = worktime.closing(MONDAY)
    assert closing is not None
    assert said(worktime, closing) == "2026-11-23 17:30"
    holiday, make_up = date(2026, 10, 1), date(2026, 10, 10)
    assert worktime.intervals(holiday) == ()
    assert worktime.closing(holiday) is None
    assert (worktime.is_working_day(holiday), worktime.is_weekly_working_day(holiday)) == (False, True)
    assert (worktime.is_working_day(make_up), worktime.is_weekly_working_day(make_up)) == (True, False)


def test_any_zone_in_utc_out() -> None:
    """A moment may come in any zone; what comes out is UTC."""
    worktime = clock()
    tokyo = datetime(2026, 11, 23, 17, 50, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert said(worktime, worktime.add(tokyo, 120)) == "2026-11-24 09:50"
    assert worktime.start_of_work(tokyo).tzinfo is UTC


def test_a_moment_needs_a_zone() -> None:
    """A moment without a zone is a mistake, never read as local."""
    with pytest.raises(ValueError, match="zone"):
        clock().add(datetime(2026, 11, 23, 10), 1)  # noqa: DTZ001


@pytest.mark.parametrize("year", [1900, 2300])
def test_years_have_limits(year: int) -> None:
    """Beyond the years that are worked out the clock says so, and does not search for ever."""
    with pytest.raises(ValueError, match="1970 to 2199"):
        clock().is_open(datetime(year, 6, 1, tzinfo=UTC))


def test_hours_must_leave_room_to_land() -> None:
    """Hours wholly inside the landing windows could hold no first offer, and are refused at once."""
    with pytest.raises(ValueError, match="landing windows"):
        weekly("UTC", (time(8), time(8, 59)), (time(12), time(13)))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 29), time(2, 30), "2026-03-29T01:30+00:00"),
        (date(2026, 3, 29), time(3, 30), "2026-03-29T01:30+00:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30+00:00"),
        (date(2026, 10, 25), time(3, 0), "2026-10-25T02:00+00:00"),
    ],
)
def test_a_clock_time_that_is_skipped_or_occurs_twice(day: date, at: time, utc: str) -> None:
    """A skipped time is moved on by the gap; of two equal times the first is meant."""
    assert clock("frankfurt").at(day, at) == datetime.fromisoformat(utc)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 3), (date(2026, 10, 25), 5), (date(2026, 6, 1), 4)])
def test_elapsed_minutes_count_when_the_clocks_change(day: date, hours: int) -> None:
    """A night from 00:00 to 04:00 is an hour shorter in spring and an hour longer in autumn."""
    worktime = weekly("Europe/Berlin", (time(0), time(4)), (time(14), time(20)))
    start = worktime.at(day, time(0))
    assert worktime.between(start, worktime.at(day, time(13))) == timedelta(hours=hours)
    assert worktime.add(start, 30 + hours * 60) == worktime.at(day, time(14, 30))


@pytest.mark.parametrize(("open_at", "close_at"), [(time(2, 15), time(3)), (time(1), time(2, 30))])
def test_hours_that_touch_the_skipped_hour_never_overlap(open_at: time, close_at: time) -> None:
    """An interval inside the skipped hour vanishes, and one that reaches into it does not overlap the next."""
    worktime = weekly("Europe/Berlin", (open_at, close_at), (time(3, 15), time(20)))
    edges = [edge for interval in worktime.intervals(date(2026, 3, 29)) for edge in interval]
    assert edges == sorted(edges)


def test_a_window_ends_in_the_second_of_two_equal_hours() -> None:
    """In an hour that occurs twice, a result in the second is not moved back into the first."""
    worktime = weekly("Europe/Berlin", (time(0), time(20)), lunch=(time(9), time(9, 1)))
    night = Worktime(ZoneInfo("Europe/Berlin"), [[(time(0), time(20))]] * 7, NoExceptions(), time(2, 30), worktime.lunch)
    second = datetime(2026, 10, 25, 2, 15, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    assert night.land(second) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(moments, st.integers(-5000, 5000), st.sampled_from(SITES))
def test_adding_and_measuring_agree(start: datetime, minutes: int, site: str) -> None:
    """From a start to the start plus n working minutes there are n working minutes."""
    worktime = clock(site)
    result = worktime.add(start, minutes)
    assert worktime.between(start, result) == minutes * MINUTE
    assert worktime.is_working(result)


@given(moments, moments, st.integers(0, 1000), st.sampled_from(SITES))
def test_adding_keeps_the_order(one: datetime, other: datetime, minutes: int, site: str) -> None:
    """Who opens earlier is never given a later result."""
    worktime = clock(site)
    assert (one <= other) <= (worktime.add(one, minutes) <= worktime.add(other, minutes))


@given(moments, st.sampled_from(SITES))
def test_landing_is_settled_and_never_early(result: datetime, site: str) -> None:
    """A landed result is in working time, in no window, not earlier than the result, and stays where it is."""
    worktime = clock(site)
    landed = worktime.land(result)
    at = worktime.local(landed).time()
    assert landed >= result
    assert worktime.is_working(landed)
    assert at >= worktime.morning
    assert not worktime.lunch[0] <= at < worktime.lunch[1]
    assert worktime.land(landed) == landed


@given(moments, moments, moments)
def test_measuring_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    """Working time from one to three is that from one to two and that from two to three."""
    worktime = clock("frankfurt")
    assert worktime.between(one, three) == worktime.between(one, two) + worktime.between(two, three)


@given(moments, st.sampled_from(SITES))
def test_openings_lie_around(at: datetime, site: str) -> None:
    """The previous opening is not later, the next one is; both are open moments, with no opening in between."""
    worktime = clock(site)
    before, after = worktime.previous_opening(at), worktime.next_opening(at)
    assert before <= at < after
    assert worktime.is_open(before)
    assert worktime.is_open(after)
    assert worktime.next_opening(before) == after
