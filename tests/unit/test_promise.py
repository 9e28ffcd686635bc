"""The first offer, the promise and why: procedure §2 and §3."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PastTime, TooFarAhead
from bot.explain import explain, refused
from bot.i18n import load_languages
from bot.rules.promise import Promise, first_offer, promise
from bot.rules.reasons import Reason
from bot.rules.routes import OBLIGATIONS, Obligation, Route
from bot.rules.worktime import Worktime
from tests.unit.clocks import clock, half_day, moment, policy, said

MINUTE = timedelta(minutes=1)
LANGUAGES = load_languages()

moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def promised(opened: str, asked: str | None = None, worktime: Worktime | None = None) -> Promise:
    """Return the promise for local times, Shanghai's unless another clock is given."""
    worktime = worktime or clock()
    return promise(worktime, moment(worktime, opened), None if asked is None else moment(worktime, asked), policy())


@pytest.mark.parametrize(
    ("opened", "offer"),
    [
        ("2026-11-23 09:10", "2026-11-23 11:10"),
        ("2026-11-23 10:00", "2026-11-23 13:30"),
        ("2026-11-23 11:15", "2026-11-23 13:30"),
        ("2026-11-23 11:30", "2026-11-23 13:30"),
        ("2026-11-23 11:31", "2026-11-23 13:31"),
        ("2026-11-23 15:30", "2026-11-23 17:30"),
        ("2026-11-23 15:40", "2026-11-24 09:00"),
        ("2026-11-23 16:00", "2026-11-24 09:00"),
        ("2026-11-23 16:50", "2026-11-24 09:50"),
        ("2026-11-23 18:00", "2026-11-24 10:30"),
        ("2026-11-23 07:00", "2026-11-23 10:30"),
        ("2026-11-28 11:00", "2026-11-30 10:30"),
        ("2026-11-27 16:50", "2026-11-30 09:50"),
        ("2026-09-30 16:50", "2026-10-08 09:50"),
        ("2026-10-10 11:40", "2026-10-10 13:40"),
        ("2026-02-14 16:50", "2026-02-24 09:50"),
        ("2026-11-23 17:30", "2026-11-24 10:30"),
        ("2026-11-23 09:59:59", "2026-11-23 11:59"),
        ("2026-11-23 15:30:59", "2026-11-23 17:30"),
    ],
)
def test_the_first_offer_is_two_working_hours(opened: str, offer: str) -> None:
    """The whole table of §2; opened at closing counts from the next opening; seconds do not count."""
    worktime = clock()
    assert said(worktime, first_offer(worktime, moment(worktime, opened), policy())) == offer


@pytest.mark.parametrize(("opened", "offer"), [("09:59", "2026-11-23 11:59"), ("10:00", "2026-11-24 09:00")])
def test_a_half_day_moves_the_offer_to_the_next_morning(opened: str, offer: str) -> None:
    """On a day that closes at 12:00, an offer that lunch moves becomes 09:00 of the next working day."""
    worktime = half_day(date(2026, 11, 23))
    assert said(worktime, first_offer(worktime, moment(worktime, f"2026-11-23 {opened}"), policy())) == offer


@given(moments, st.sampled_from(["shanghai", "frankfurt"]))
def test_an_offer_can_always_be_kept(opened: datetime, site: str) -> None:
    """A first offer is after the opening, in working time, at a whole minute and never in a landing window."""
    worktime = clock(site)
    offer = first_offer(worktime, opened, policy())
    local = worktime.local(offer).time()
    assert offer > opened
    assert worktime.is_working(offer)
    assert (offer.second, offer.microsecond) == (0, 0)
    assert local >= worktime.morning
    assert not worktime.lunch[0] <= local < worktime.lunch[1]
    assert worktime.between(opened, offer) >= 119 * MINUTE


@given(moments, moments)
def test_offers_keep_the_order(one: datetime, other: datetime) -> None:
    """Who calls earlier is never offered a later time."""
    worktime = clock()
    assert (one <= other) <= (first_offer(worktime, one, policy()) <= first_offer(worktime, other, policy()))


def test_an_accepted_offer_is_standard() -> None:
    """The first offer accepted takes the standard route, which watches the time and sends no mail."""
    found = promised("2026-11-23 16:50")
    assert (found.routes, found.route) == ((Route.STANDARD,), Route.STANDARD)
    assert found.obligations == (Obligation.CALLBACK_TIMER,)
    assert found.promised == found.first_offer
    assert found.asked is None


def test_the_customers_own_time_is_kept_as_said() -> None:
    """A time in the lunch window is not moved: it is promised as the customer said it."""
    found = promised("2026-11-23 10:00", "2026-11-23 12:15:30")
    assert found.promised == found.asked == moment(clock(), "2026-11-23 12:15:30")
    assert said(clock(), found.first_offer) == "2026-11-23 13:30"


def test_several_routes_oblige_to_all_they_say() -> None:
    """17:05 for 17:20 is immediate and end of day: shown is immediate, held are the obligations of both."""
    found = promised("2026-11-23 17:05", "2026-11-23 17:20")
    assert found.routes == (Route.IMMEDIATE, Route.END_OF_DAY)
    assert found.route is Route.IMMEDIATE
    assert set(found.obligations) == OBLIGATIONS[Route.IMMEDIATE] | OBLIGATIONS[Route.END_OF_DAY]
    assert Obligation.PHONE_SUPERVISOR in found.obligations


@pytest.mark.parametrize(
    ("opened", "asked", "provisional"),
    [
        ("2026-12-31 15:30", None, False),
        ("2026-12-31 16:50", None, True),
        ("2026-12-31 16:50", "2026-12-31 17:20", False),
        ("2026-12-28 10:00", "2027-01-04 10:00", True),
        ("2026-12-28 10:00", "2026-12-31 23:59", False),
        ("2026-12-28 10:00", "2027-01-01 00:00", True),
    ],
)
def test_past_the_known_calendar_a_promise_is_provisional(opened: str, asked: str | None, *, provisional: bool) -> None:
    """No calendar is known for 2027: what is promised there is provisional and says so."""
    found = promised(opened, asked)
    assert found.provisional is provisional
    assert (Reason.PROVISIONAL in [step.reason for step in found.route_steps + found.offer_steps]) >= provisional


def test_weekly_hours_less_the_statutory_days_count_until_then() -> None:
    """New Year's Day 2027, a Friday, is closed; the Monday after it is a working day."""
    assert said(clock(), promised("2026-12-31 16:50").promised) == "2027-01-04 09:50"


@pytest.mark.parametrize("asked", ["2026-11-23 15:39", "2026-11-22 16:00", "2020-01-01 10:00"])
def test_the_past_is_refused(asked: str) -> None:
    """A time that has passed is refused with the first offer to use instead."""
    with pytest.raises(PastTime) as refusal:
        promised("2026-11-23 15:40", asked)
    assert said(clock(), refusal.value.params["first_offer"]) == "2026-11-24 09:00"  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ["2026-12-23 15:41", "2026-12-24 08:00", "2999-01-01 10:00"])
def test_too_far_ahead_is_refused(asked: str) -> None:
    """A time more than 30 days ahead is refused with the first offer to use instead."""
    with pytest.raises(TooFarAhead) as refusal:
        promised("2026-11-23 15:40", asked)
    assert said(clock(), refusal.value.params["first_offer"]) == "2026-11-24 09:00"  # type: ignore[arg-type]
    assert refusal.value.params["days"] == 30


@pytest.mark.parametrize(
    ("opened", "asked"),
    [
        ("2026-11-23 15:40:00", "2026-12-23 15:40:00"),
        ("2026-11-23 15:40:30", "2026-12-23 15:40:30"),
        ("2026-11-23 15:40:30", "2026-11-23 15:40:00"),
    ],
)
def test_exactly_thirty_days_and_this_minute_are_allowed(opened: str, asked: str) -> None:
    """Exactly 30 days ahead is not further than 30 days, and the minute that is now has not passed."""
    assert promised(opened, asked).asked == moment(clock(), asked)


@pytest.mark.parametrize("opened", ["2026-03-10 10:00", "2026-10-10 10:00"])
def test_thirty_days_over_a_change_of_the_clocks(opened: str) -> None:
    """Both the same clock time 30 days on and 30 times 24 hours are allowed when the clocks change in between."""
    berlin = clock("frankfurt")
    start = moment(berlin, opened)
    same_clock = moment(berlin, f"{berlin.local(start).date() + timedelta(days=30)} 10:00")
    same_hours = start + timedelta(days=30)
    assert same_clock != same_hours
    for asked in (same_clock, same_hours):
        assert promise(berlin, start, asked, policy()).promised == asked
    with pytest.raises(TooFarAhead):
        promise(berlin, start, max(same_clock, same_hours) + MINUTE, policy())


@pytest.mark.parametrize(
    ("language", "opened", "asked", "text"),
    [
        ("en", "2026-11-23 16:50", None, "16:50 + 2 working hours: 40 min today, 80 min tomorrow → Tue 24 Nov 09:50"),
        ("zh", "2026-11-23 16:50", None, "16:50 + 2 个工作小时：今天 40 分钟，明天 80 分钟 → 11月24日 周二 09:50"),
        ("en", "2026-11-23 10:00", None, "12:00 is in the lunch window (12:00 to 13:30), so it becomes 13:30"),
        ("en", "2026-11-23 15:40", None, "Tue 24 Nov 08:40 is before 09:00, so it becomes Tue 24 Nov 09:00"),
        ("en", "2026-11-23 18:00", None, "the count starts at the next opening, Tue 24 Nov 08:30"),
        ("en", "2026-11-27 16:50", None, "Sat 28 Nov to Sun 29 Nov are not working days"),
        ("en", "2026-09-30 16:50", None, "Thu 1 Oct to Wed 7 Oct are closed (public holiday)"),
        ("en", "2026-04-03 16:50", None, "Sat 4 Apr to Mon 6 Apr are closed (public holiday)"),
        ("en", "2026-10-10 11:40", None, "Sat 10 Oct is a make-up working day"),
        ("en", "2026-10-10 16:50", None, "Sun 11 Oct is not a working day"),
        ("en", "2026-12-31 16:50", None, "Provisional: the public-holiday calendar of 2027 is not known yet"),
        ("zh", "2026-12-31 16:50", None, "暂定：2027 年的放假安排尚未公布"),
        (
            "en",
            "2026-11-23 17:05",
            "2026-11-23 17:20",
            "17:20 is 15 min of working time ahead. Immediate: less than 30 min ahead",
        ),
        ("en", "2026-11-23 17:05", "2026-11-23 17:20", "in the last 30 min before closing at 17:30, for the same day"),
        ("en", "2026-11-23 17:05", "2026-11-23 18:20", "18:20 is outside working time, 1 h 15 min ahead by the clock"),
        ("en", "2026-11-23 10:00", "2026-11-23 12:15", "Lunch: between 12:00 and 13:30 on a working day"),
        ("en", "2026-11-23 10:00", "2026-11-23 10:45", "Soon: at least 30 but less than 60 min ahead"),
        (
            "en",
            "2026-11-23 16:50",
            "2026-11-24 09:00",
            "Tue 24 Nov 09:00 is 1 h 10 min of working time ahead. Standard: at least",
        ),
        ("en", "2026-11-23 09:10", "2026-11-25 08:30", "Wed 25 Nov 08:30 is 17 h 20 min of working time ahead"),
        (
            "en",
            "2026-11-23 09:10",
            "2026-11-28 08:50",
            "Sat 28 Nov 08:50 is outside working time, 119 h 40 min ahead by the clock",
        ),
        ("en", "2026-11-23 09:10", "2026-11-23 11:10", "11:10 is 2 h of working time ahead"),
        ("zh", "2026-11-23 16:50", "2026-11-24 09:00", "距 11月24日 周二 09:00 还有 1 小时 10 分钟（只算工作时间）"),
        ("zh", "2026-11-23 17:05", "2026-11-23 18:20", "18:20 不在工作时间内，按时钟还有 1 小时 15 分钟"),
        ("zh", "2026-11-23 17:05", "2026-11-23 18:20", "非工作时间：客户要求的时间不在工作时间内"),
    ],
)
def test_a_promise_says_why(language: str, opened: str, asked: str | None, text: str) -> None:
    """Every step of the arithmetic and every route that holds is said, in the reader's language."""
    assert text in explain(LANGUAGES.of(language), promised(opened, asked), ZoneInfo("Asia/Shanghai"))


def test_past_closing_is_said() -> None:
    """On a half day the explanation names the closing that the result would have passed."""
    worktime = half_day(date(2026, 11, 23))
    found = explain(LANGUAGES.of("en"), promised("2026-11-23 10:00", None, worktime), worktime.zone)
    assert "12:00 would move past closing at 12:00, so it becomes Tue 24 Nov 09:00" in found


def test_a_refusal_says_what_to_use_instead() -> None:
    """The refused time and the first offer are both said, in the site's zone."""
    with pytest.raises(PastTime) as refusal:
        promised("2026-11-23 15:40", "2026-11-23 15:00")
    zone = ZoneInfo("Asia/Shanghai")
    english = "Mon 23 Nov 15:00 has passed. First offer to use instead: Tue 24 Nov 09:00."
    assert refused(LANGUAGES.of("en"), refusal.value, zone) == english
    assert (
        refused(LANGUAGES.of("zh"), refusal.value, zone)
        == "11月23日 周一 15:00 已经过去。请改用首个承诺时间：11月24日 周二 09:00。"
    )


@pytest.mark.parametrize("language", LANGUAGES.codes())
def test_every_reason_has_a_sentence(language: str) -> None:
    """No step is ever shown as its key."""
    one_day = [f"promise.{reason}_one_day" for reason in (Reason.WEEKEND, Reason.HOLIDAY)]
    keys = [*(f"promise.{reason}" for reason in Reason), *one_day]
    assert [key for key in keys if not LANGUAGES.of(language).has(key)] == []


@given(moments, st.integers(0, 30 * 24 * 60), st.sampled_from(LANGUAGES.codes()))
def test_every_promise_can_be_explained(opened: datetime, minutes: int, language: str) -> None:
    """Whatever is promised, each step of its explanation becomes one sentence without open braces."""
    worktime = clock("frankfurt")
    found = promise(worktime, opened, opened + minutes * MINUTE, policy())
    text = explain(LANGUAGES.of(language), found, worktime.zone)
    assert text
    assert "{" not in text
    assert len(found.route_steps) >= 1 + len(found.routes)
