"""What the events of a handover made of it, and who stands on its ladder, worked out a second time."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.rules.office import Office
from tests.simulation.planner import Hours, State

Row = Mapping[str, Any]
NEW_CYCLE = {"open", "decline", "assign", "no_answer", "new_time", "reopen"}


def replayed(before: State | None, event: Row, row: Row, committed: float) -> State:
    """Work out what the event made of the handover: its owner, status and cycle by the event, its promise by the row."""
    at, act, data = seconds(event["at"]), event["act"], json.loads(event["data"])
    owner = row["owner"] if before is None else before.owner
    status = "open" if before is None else before.status
    declined = before.declined if before else False
    whole = before.whole_ladder if before else True
    taken = act in {"acknowledge", "take_over", "reached", "no_answer"} or data.get("result") == "takes_it"
    if taken:
        owner, declined = data["person"] if act == "phone_attempt" else event["actor"], False
    if act == "assign":
        owner = data["to"]
    if act in {"assign", "decline", "reopen"}:
        status, declined = "open", act == "decline"
    elif act in {"reached", "not_needed"}:
        status = "done"
    elif act == "cancel":
        status = "cancelled"
    elif taken:
        status = "acknowledged"
    cycle, cycle_from = (before.cycle, before.cycle_from) if before else (0, 0.0)
    if act in NEW_CYCLE:
        cycle, cycle_from, whole = cycle + 1, at // 60 * 60, act != "no_answer"
    return State(
        version=event["version"],
        act=act,
        at=at,
        committed=committed,
        status=status,
        owner=owner,
        cycle=cycle,
        cycle_from=cycle_from,
        promised=seconds(row["promised_at"]),
        routes=frozenset(row["routes"].split(",")),
        warned=bool(row["warned"]),
        declined=declined,
        whole_ladder=whole,
    )


def seconds(stored: str) -> float:
    """Return a stored moment in epoch seconds."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).timestamp()


def ladder_of(row: Row, office: Office, hours: Hours, now: float) -> set[str]:
    """Return who stands on the ladder of a handover (sections 1 and 5): they may know the customer."""
    directory = office.directory
    team, owner = directory.teams[row["team"]], directory.people[row["owner"]]
    promised = seconds(row["promised_at"])
    people = {row["owner"], owner.supervisor or directory.teams[owner.team].supervisor, team.manager}
    for moment in (now, promised):
        day = datetime.fromtimestamp(moment, hours.zone).date()
        people.add(team.duty_roster.get(day, team.duty_leader))
    # What is said in the minute after an opening or closing may have been decided before it.
    closed = not (hours.is_open(now) and hours.is_open(now - 60))
    if "off_hours" in row["routes"] or closed:
        people.update(team.night_shift)
    return people
