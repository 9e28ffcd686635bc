"""What must hold when a run has come to rest: everything planned was sent or superseded, and every card is current."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.simulation.planner import Planner, State
from tests.simulation.platform import Platform
from tests.simulation.promises import values
from tests.simulation.watch import Watch


@dataclass(frozen=True, slots=True)
class Ending:
    """Looks back at a run. `ticks` are the rounds that ended well: when they began and ended, in epoch seconds."""

    watch: Watch
    platform: Platform
    ticks: list[tuple[float, float]]

    def all_kept(self) -> None:
        """Tell the watch what was not kept."""
        for row in self.watch.rows.values():
            what = f"{row['kind']} {row['rung']} of CB-{row['handover_id']} to {row['recipient']}"
            waits = row["state"] in {"pending", "sending"} and self._past(row["next_try_at"])
            unreachable = row["state"] == "failed" and row["recipient"].removeprefix("person:") not in self.platform.gone
            if waits or unreachable:
                self.watch.broke("each planned ping is sent or superseded with a reason", f"{what} is {row['state']}")
        self._cards_are_current()
        for handover_id, states in self.watch.states.items():
            for place, state in enumerate(states):
                self._was_planned(handover_id, states, place, state)

    def _past(self, stored: str) -> bool:
        return datetime.fromisoformat(stored).replace(tzinfo=UTC) <= datetime.fromtimestamp(self.watch.now(), UTC)

    def _cards_are_current(self) -> None:
        for handover_id, recipient, ref in self.watch.cards():
            shown = values(self.platform.posted[int(ref) - 1].message)
            version = self.watch.handovers[handover_id]["version"]
            gone = recipient.removeprefix("person:") in self.platform.gone
            if recipient != "phone" and not gone and shown and f"{handover_id}:{version}" not in shown:
                self.watch.broke(
                    "a card shows the latest state", f"of CB-{handover_id} to {recipient}: {shown[0]}, not {version}"
                )

    def _was_planned(self, handover_id: int, states: list[State], place: int, state: State) -> None:
        """Look for every ping that was to come while the handover was in this state."""
        first = place == 0 or states[place - 1].cycle != state.cycle
        after = state.at
        if first:
            after = state.cycle_from - (60 if state.act in {"open", "no_answer", "new_time"} else 0)
        until = states[place + 1].at if place + 1 < len(states) else self.watch.now()
        for rung, occurrence, moment in self.watch.planner.between(state, after, until):
            if moment - state.cycle_from < 60 or self.watch.has_ping(handover_id, state.cycle, rung, occurrence):
                continue  # who was told in this very minute is not told twice
            gone = [each for each in states[place + 1 :] if not _can_come(self.watch.planner, each, state.cycle, rung)]
            end = gone[0].committed if gone else self.watch.now()
            if any(begun >= max(moment, state.committed) and ended <= end for begun, ended in self.ticks):
                self.watch.broke(
                    "each planned ping is sent or superseded with a reason",
                    f"{rung} {occurrence} of CB-{handover_id} at {self.watch.said(moment)} never was",
                )


def _can_come(planner: Planner, state: State, cycle: int, rung: str) -> bool:
    return state.cycle == cycle and any(name == rung for name, _ in planner.moments(state))
