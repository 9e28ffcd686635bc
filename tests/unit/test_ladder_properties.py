"""Properties of the ladder (procedure, section 5) that hold for every handover, whatever its route, time and state."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendars import build_worktimes
from bot.rules.handover import ACTIVE, Handover, Status
from bot.rules.ladder import Rung, RungName, Track, climb, next_due, tracks
from bot.rules.minutes import MINUTE, PausedMinutes, WallMinutes, WorkingMinutes
from bot.rules.routes import Route, routes_of
from config.policy import load_policy

POLICY = load_policy(Path("config/policy.toml"))
SHANGHAI = build_worktimes(POLICY)["shanghai"]
FROM, TO = datetime(2026, 9, 28), datetime(2026, 12, 20)  # noqa: DTZ001 – hypothesis wants them naive: National Day to a plain week
MOMENTS = st.datetimes(FROM, TO, timezones=st.just(UTC)).map(lambda moment: moment.replace(second=0, microsecond=0))
LEADS = st.one_of(st.integers(0, 130), st.integers(0, 14 * 24 * 60)).map(lambda minutes: minutes * MINUTE)


@st.composite
def handovers(draw: st.DrawFn) -> Handover:
    """Return an active handover: opened at some moment for some time ahead, with the routes that follow from it."""
    begun, lead = draw(MOMENTS), draw(LEADS)
    promised = begun + lead
    return Handover(
        id=1,
        version=1,
        status=draw(st.sampled_from(sorted(ACTIVE))),
        kind="callback",
        waybill="6869419583",
        request_id="REQ-20418",
        customer_name=None,
        customer_phone=None,
        wish="customs fee",
        warned=draw(st.booleans()),
        other_matter=False,
        site="shanghai",
        team="express",
        opener="anna",
        owner="ben",
        closer=None,
        opened_at=begun,
        first_offer=promised,
        promised_at=promised,
        own_time=True,
        provisional=False,
        routes=routes_of(SHANGHAI, begun, promised, POLICY.routes),
        declined=False,
        kept=None,
        acknowledged_at=None,
        closed_at=None,
        cycle=1,
        cycle_from=begun,
        whole_ladder=draw(st.booleans()),
        rung_at=begun - MINUTE,
        next_due_at=None,
        phone_next=None,
    )


def plan(handover: Handover) -> list[Track]:
    """Return the rungs that can still come."""
    return list(tracks(handover, SHANGHAI, POLICY.ladder))


def occurrences(rungs: list[Rung]) -> set[tuple[RungName, int]]:
    """Return every occurrence that the rungs stand for."""
    return {(rung.name, number) for rung in rungs for number in range(rung.first_occurrence, rung.occurrence + 1)}


@given(handovers(), st.integers(0, 30 * 24 * 60))
def test_a_ladder_never_ends_in_silence(handover: Handover, later: int) -> None:
    """However long nobody has called: an active handover has a next rung, later than all that was claimed."""
    following = climb(plan(handover), handover.rung_at, handover.cycle_from + later * MINUTE)[1]
    assert following is not None
    assert following > handover.cycle_from + later * MINUTE


@given(handovers())
def test_the_next_rung_is_the_first_of_the_plan(handover: Handover) -> None:
    """The moment that is stored with the row is the one at which the first rung is found, and not a minute before."""
    due = next_due(handover, SHANGHAI, POLICY.ladder)
    assert due is not None
    assert climb(plan(handover), handover.rung_at, due)[0]
    assert climb(plan(handover), handover.rung_at, due - MINUTE) == ([], due)


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELLED])
@given(handover=handovers())
def test_nothing_comes_once_it_is_closed(handover: Handover, status: Status) -> None:
    """Done and cancelled stop everything."""
    closed = Handover(**{name: getattr(handover, name) for name in Handover.__slots__} | {"status": status})
    assert plan(closed) == []
    assert next_due(closed, SHANGHAI, POLICY.ladder) is None


@given(handovers(), st.integers(0, 40))
def test_the_occurrences_of_a_rung_come_one_after_the_other(handover: Handover, number: int) -> None:
    """A repeated rung falls due later each time, and counting finds the same moment as looking from just before it."""
    for track in plan(handover):
        if track.every is not None:
            assert track.at(number) < track.at(number + 1)
            assert track.coming(track.at(number)) == (number + 1, track.at(number + 1))
            assert track.coming(track.at(number + 1) - MINUTE)[0] in {number, number + 1}  # type: ignore[index]


@given(handovers(), st.lists(st.integers(1, 700), min_size=1, max_size=12))
def test_one_jump_claims_what_many_steps_claim(handover: Handover, steps: list[int]) -> None:
    """Whether the bot ticks often or was down for long: the same occurrences of the same rungs are claimed, each once."""
    track, end = plan(handover), handover.cycle_from + sum(steps) * MINUTE
    jump, following = climb(track, handover.rung_at, end)
    after, claimed, next_one = handover.rung_at, [], None
    for step in [1, *steps]:
        until = after + step * MINUTE
        rungs, next_one = climb(track, after, until)
        claimed += rungs
        after = until
    assert after == end
    assert occurrences(claimed) == occurrences(jump)
    assert len(occurrences(claimed)) == sum(rung.occurrence - rung.first_occurrence + 1 for rung in claimed), "none twice"
    assert next_one == following


@given(handovers(), st.integers(1, 3000))
def test_rungs_fall_due_in_the_interval_that_is_climbed(handover: Handover, minutes: int) -> None:
    """What is claimed was planned after what was claimed before, up to now, and is said in the order of its planning."""
    until = handover.rung_at + minutes * MINUTE
    rungs = climb(plan(handover), handover.rung_at, until)[0]
    assert [rung.at for rung in rungs] == sorted(rung.at for rung in rungs)
    assert all(handover.rung_at < rung.first_at <= rung.at <= until for rung in rungs)


@given(handovers())
def test_acknowledging_stops_only_the_not_acknowledged_rungs(handover: Handover) -> None:
    """What is left of the plan when somebody has it are the rungs around the due time, at the same moments."""
    fields = {name: getattr(handover, name) for name in Handover.__slots__}
    whole = {track.name: track.at(0) for track in plan(Handover(**fields | {"status": Status.OPEN, "whole_ladder": True}))}
    left = {track.name: track.at(0) for track in plan(Handover(**fields | {"status": Status.ACKNOWLEDGED}))}
    urgent = not {Route.IMMEDIATE, Route.LUNCH}.isdisjoint(handover.routes)
    before_due = set() if urgent else {RungName.BEFORE_DUE}
    assert set(left) == {RungName.DUE, RungName.OVERDUE_FIRST, RungName.OVERDUE} | before_due
    assert left.items() <= whole.items()


@given(MOMENTS, LEADS, st.integers(0, 3000))
def test_counting_minutes_and_adding_them_agree(base: datetime, lead: timedelta, minutes: int) -> None:
    """On each clock, that many minutes after the base are that many minutes; a minute earlier they are not."""
    for clock in (WallMinutes(), WorkingMinutes(SHANGHAI), PausedMinutes(SHANGHAI, base + lead)):
        moment = clock.after(base, minutes)
        assert clock.elapsed(base, moment) == minutes
        if minutes:
            assert clock.elapsed(base, moment - MINUTE) < minutes


@given(MOMENTS, LEADS, st.integers(0, 3000))
def test_a_paused_minute_passes_in_working_time_or_when_the_asked_time_comes_first(
    base: datetime, lead: timedelta, minutes: int
) -> None:
    """The rungs pause while the site is closed, unless the asked time comes before the next opening: told minute by minute."""
    asked = base + lead
    moment, counted = base, 0
    while counted < min(minutes, 400):
        if SHANGHAI.is_open(moment) or SHANGHAI.next_opening(moment) > asked:
            counted += 1
        moment += MINUTE
    assert PausedMinutes(SHANGHAI, asked).after(base, counted) == (moment if counted else base)
