"""Whose turn it is among messages of several lanes: the most urgent first, and nobody waits for ever."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lanes import SHARE, Lane, Turns, main_lane
from bot.rules.routes import Route
from tests.unit.test_ladder_shape import HANDOVER


@pytest.mark.parametrize(
    ("routes", "warned", "lane"),
    [
        ((Route.STANDARD,), False, Lane.CALM),
        ((Route.SOON,), False, Lane.CALM),
        ((Route.OFF_HOURS,), False, Lane.CALM),
        ((Route.STANDARD,), True, Lane.URGENT),
        ((Route.IMMEDIATE, Route.END_OF_DAY), False, Lane.URGENT),
        ((Route.LUNCH,), False, Lane.URGENT),
    ],
)
def test_what_is_urgent(routes: tuple[Route, ...], warned: bool, lane: Lane) -> None:  # noqa: FBT001
    """Immediate, lunch and warned customers go before everything else."""
    assert main_lane(replace(HANDOVER, routes=routes, warned=warned)) is lane


def test_the_most_urgent_lane_goes_first() -> None:
    """However long the others have been going on alone."""
    turns = Turns()
    assert [turns.next({Lane.CALM, Lane.PAPER}) for _ in range(5)] == [Lane.CALM] * 5
    assert turns.next(set(Lane)) is Lane.URGENT


def test_every_tenth_message_is_the_turn_of_the_others() -> None:
    """Nine urgent ones in a row, then one calm one; among the calm ones and notes it is the same again."""
    turns, waiting = Turns(), {Lane.URGENT, Lane.CALM, Lane.PAPER}
    said = [turns.next(waiting) for _ in range(100)]
    assert said[:10] == [Lane.URGENT] * SHARE + [Lane.CALM]
    assert [said.count(lane) for lane in (Lane.URGENT, Lane.CALM, Lane.PAPER)] == [90, 9, 1]


def test_an_urgent_message_never_pays_for_an_earlier_rush() -> None:
    """Nine urgent ones went; when the next comes some time later it is first again."""
    turns = Turns()
    for _ in range(SHARE):
        turns.next({Lane.URGENT, Lane.CALM})
    turns.next({Lane.CALM})
    assert turns.next({Lane.URGENT, Lane.CALM}) is Lane.URGENT


@given(st.lists(st.sets(st.sampled_from(Lane), min_size=1), max_size=40))
def test_no_lane_starves(before: list[set[Lane]]) -> None:
    """Whatever went before, and with everything above it waiting all the time, each lane is served within a bound."""
    turns = Turns()
    for waiting in before:
        assert turns.next(waiting) in waiting
    bound = (SHARE + 1) ** (len(Lane) - 1)
    said = [turns.next(set(Lane)) for _ in range(2 * bound)]
    assert set(said[:bound]) == set(said[bound:]) == set(Lane)
