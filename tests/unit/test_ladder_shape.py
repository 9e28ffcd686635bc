"""The sweep works a ladder out once for all handovers of one shape, so the shape holds everything that the rungs go by."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.handover import Handover, Status
from bot.rules.ladder import climb, shape, tracks
from bot.rules.routes import Route
from tests.unit.clocks import clock, policy

OPENED = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HANDOVER = Handover(
    id=1,
    version=1,
    status=Status.OPEN,
    kind="callback",
    waybill="6869419583",
    request_id="REQ-20418",
    customer_name="Li Hua",
    customer_phone="13800138000",
    wish="customs",
    warned=False,
    other_matter=False,
    site="shanghai",
    team="express",
    opener="anna",
    owner="ben",
    closer=None,
    opened_at=OPENED,
    first_offer=OPENED + 2 * HOUR,
    promised_at=OPENED + 2 * HOUR,
    own_time=False,
    provisional=False,
    routes=(Route.STANDARD,),
    declined=False,
    kept=None,
    acknowledged_at=None,
    closed_at=None,
    cycle=1,
    cycle_from=OPENED,
    whole_ladder=True,
    rung_at=OPENED,
    next_due_at=None,
    phone_next=None,
)
# Another value for everything about a handover that its shape leaves out.
OTHERWISE: dict[str, Any] = {
    "id": 2,
    "version": 9,
    "kind": "complaint",
    "waybill": "1Z",
    "request_id": "REQ-1",
    "customer_name": None,
    "customer_phone": None,
    "wish": "else",
    "other_matter": True,
    "team": "other",
    "opener": "chen",
    "owner": "zhou",
    "closer": "zhou",
    "opened_at": OPENED - HOUR,
    "first_offer": OPENED + HOUR,
    "own_time": True,
    "provisional": True,
    "declined": True,
    "kept": True,
    "acknowledged_at": OPENED,
    "closed_at": OPENED,
    "cycle": 7,
    "next_due_at": OPENED,
    "phone_next": 1,
    "formerly": ("Li",),
}
SHAPE = {"site", "status", "whole_ladder", "warned", "routes", "cycle_from", "promised_at", "rung_at"}
LADDERS = [
    HANDOVER,
    replace(HANDOVER, status=Status.ACKNOWLEDGED),
    replace(HANDOVER, routes=(Route.IMMEDIATE, Route.LUNCH), warned=True),
    replace(HANDOVER, routes=(Route.OFF_HOURS,), promised_at=OPENED + 10 * HOUR),
]


def climbed(handover: Handover) -> object:
    """Return the rungs until the next day, and the one after."""
    plan = tracks(handover, clock(), policy().ladder)
    return climb(plan, handover.rung_at, OPENED + 24 * HOUR)


def test_everything_about_a_handover_is_in_its_shape_or_tried_here() -> None:
    """A new field of a handover has to be thought of here, whether its ladder goes by it."""
    assert {field.name for field in fields(Handover)} == SHAPE | OTHERWISE.keys()


@pytest.mark.parametrize("name", OTHERWISE)
@pytest.mark.parametrize("handover", LADDERS, ids=["calm", "acknowledged", "urgent", "off-hours"])
def test_what_the_shape_leaves_out_moves_no_rung(handover: Handover, name: str) -> None:
    """Handovers of one shape have the same rungs at the same moments."""
    other = replace(handover, **{name: OTHERWISE[name]})
    assert shape(other) == shape(handover)
    assert climbed(other) == climbed(handover)
