"""Holds the bot to section 6: nothing urgent waits on who is away, nobody is asked twice, and no ladder ends in silence."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.store.outgoing import Kind
from tests.simulation.planner import State
from tests.simulation.replay import Row, seconds
from tests.simulation.whom import CHANNEL, Away, Roll, Whom

LATE_SECONDS = 60
Key = tuple[int, int, str, int]
ASKING = "away"
UNDER_WAY = {"pending", "sending", "sent"}
OWNING = {"acknowledge", "take_over", "reached", "no_answer", "assign", "phone_attempt"}


@dataclass(slots=True)
class Waiting:
    """Who is known to be away, and who was asked in their place; whatever is wrong is told to `broke`."""

    whom: Whom
    broke: Callable[[str, str], None]
    roll: Roll = field(init=False)
    before: Roll = field(init=False)
    asked: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    actors: dict[tuple[int, int], str] = field(default_factory=dict)
    _roster: list[Away] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the roster."""
        self._roster = self.whom.roster()
        self.roll = self.before = Roll.of((), self._roster)

    def recorded(self, stored: Iterable[Row]) -> None:
        """Something was committed: this is the table of absences now."""
        self.before, self.roll = self.roll, Roll.of(stored, self._roster)

    def happened(self, event: Row, earlier: State | None, first: State | None, state: State) -> None:
        """An event has made `state` of `earlier`; `first` is what the handover was before the commit."""
        ladder, data, name = (event["handover_id"], state.cycle), json.loads(event["data"]), f"CB-{event['handover_id']}"
        if earlier is None or earlier.cycle != state.cycle:
            self.actors[ladder] = f"person:{event['actor']}"
        if earlier is None:
            self._opened(state, data, name)
        elif earlier.owner != state.owner and (event["actor"] == "bot" or event["act"] not in OWNING):
            self.broke("the owner changes only by a person's act", f"{name} by {event['act']} of {event['actor']}")
        if event["act"] != ASKING:
            return
        expected = self.whom.asked(state, self.roll, state.at)
        if set(data["asked"]) != expected or not self.whom.must_ask(state, self.roll, state.at):
            self.broke("who has to be asked is asked", f"{data['asked']} about {name}, by the history {sorted(expected)}")
        same = first is not None and (first.owner, first.cycle) == (state.owner, state.cycle)
        if same and first is not None and self.whom.must_ask(first, self.before.recorded(), state.at):
            still = self._there(self.asked.get(ladder, set()), self.roll.recorded(), state.at)
            if still:
                self.broke("nobody is asked twice", f"{data['asked']} about {name}, {sorted(still)} had been asked")
        self.asked[ladder] = expected

    def pinged(self, new: Iterable[Row], states: Mapping[int, list[State]], handovers: Mapping[int, Row], old: set[Key]) -> None:
        """Rungs have been put into the outbox: each reaches whom it is for."""
        groups: dict[Key, list[Row]] = {}
        for row in new:
            if row["kind"] == Kind.PING and row["rung"] != ASKING:
                groups.setdefault(key_of(row), []).append(row)
        for key, rows in groups.items():
            state, at = states[key[0]][-1], seconds(rows[0]["planned_at"])
            reached = {row["recipient"] for row in rows}
            if key in old:
                self._stands_in(key, reached, seconds(rows[0]["next_try_at"] or rows[0]["planned_at"]))
                continue
            if key[1] != state.cycle:
                continue
            claimed = seconds(handovers[key[0]]["rung_at"])
            moment = claimed if claimed - at > LATE_SECONDS else at
            expected = self.whom.rung(state, key[2], self.roll, moment)
            if at - state.cycle_from < LATE_SECONDS:
                expected -= self.whom.rung(state, "at_once", self.roll, state.cycle_from)
            if reached != expected:
                detail = f"{key[2]} of CB-{key[0]} to {sorted(reached)}, by the history to {sorted(expected)}"
                self.broke("a rung reaches whom it is for", detail)

    def nobody_waits(self, states: Mapping[int, list[State]], rows: Iterable[Row], now: float) -> None:
        """Look whether anything waits on somebody who is known to be away, and nobody who is there has been asked."""
        known, kept = self.roll.recorded(), {}
        for number, past in states.items():
            if past and self.whom.must_ask(past[-1], known, now):
                kept[number] = past[-1]
        if not kept:
            return
        asked = {number: {self.actors[number, state.cycle]} for number, state in kept.items() if state.declined}
        for row in rows:
            state = kept.get(row["handover_id"])
            if (
                state is not None
                and row["cycle"] == state.cycle
                and row["state"] in UNDER_WAY
                and self._asks(row, state, known, now)
            ):
                asked.setdefault(row["handover_id"], set()).add(row["recipient"])
        for number, state in kept.items():
            others = asked.get(number, set()) - {f"person:{state.owner}"}
            if not self._there(others, known, now):
                detail = f"CB-{number} waits on {state.owner}, asked are {sorted(others)}"
                self.broke("nothing urgent waits on somebody known to be away", detail)

    def wanted(self, row: Row, state: State, now: float) -> bool:
        """Tell whether the history still sends a rung's ping to its recipient."""
        moments = (seconds(row["planned_at"]), now)
        return any(row["recipient"] in self.whom.rung(state, row["rung"], self.roll, moment) for moment in moments)

    def _asks(self, row: Row, state: State, known: Roll, now: float) -> bool:
        """Tell whether a message asks for the owner's work: because they are away, or has since come on its own."""
        if row["kind"] == Kind.CARD and row["rung"] == "at_once":
            return state.declined
        away = known.away(state.owner, now)
        since = away.since if away is not None and not state.declined else state.cycle_from
        return row["kind"] == Kind.PING and (row["rung"] == ASKING or seconds(row["planned_at"]) >= since)

    def _there(self, recipients: set[str], known: Roll, now: float) -> set[str]:
        return {each for each in recipients if each.startswith(CHANNEL) or known.away(each.partition(":")[2], now) is None}

    def _opened(self, state: State, data: Mapping[str, str | None], name: str) -> None:
        instead_of = data.get("instead_of") or state.owner
        held = self.roll.away(instead_of, state.at) or self.roll.away(instead_of, state.promised)
        kept = held is not None and not self.whom.can_wait(state, held)
        expected = self.whom.owner_instead(instead_of, state, self.roll) if kept else instead_of
        if state.owner != expected:
            detail = f"{name} is {state.owner}'s instead of {instead_of}'s, by the history {expected}'s"
            self.broke("a new handover goes to who is there", detail)

    def _stands_in(self, key: Key, reached: set[str], now: float) -> None:
        """In the place of who cannot be reached: somebody who is there, or the channel."""
        if not self._there(reached, self.roll.recorded(), now):
            self.broke("nobody higher is asked who is away", f"{key[2]} of CB-{key[0]} to {sorted(reached)}")


def key_of(row: Row) -> Key:
    """Return what the pings of one occurrence of a rung have in common."""
    return row["handover_id"], row["cycle"], row["rung"], row["occurrence"]
