"""The history of a run as the database shows it, commit by commit: each handover is held to what its events made of it."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rules.office import Office
from bot.store.outgoing import Kind
from tests.simulation.loop import Loop
from tests.simulation.planner import Planner, State
from tests.simulation.promises import FINAL, Broken, Delivery
from tests.simulation.replay import Row, replayed, seconds
from tests.simulation.waiting import ASKING, Waiting, key_of
from tests.simulation.whom import Whom


@dataclass(slots=True)
class History:
    """Keeps what was committed, and the first promise that was broken."""

    loop: Loop
    start: datetime
    office: Office
    planner: Planner
    path: Path
    seq: int = 0
    states: dict[int, list[State]] = field(default_factory=dict)
    handovers: dict[int, Row] = field(default_factory=dict)
    past: dict[int, list[tuple[int, Row]]] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)
    broken: Broken | None = None
    deliveries: dict["asyncio.Task[Any]", Delivery] = field(default_factory=dict)
    waiting: Waiting = field(init=False)
    _database: sqlite3.Connection = field(init=False)
    _events: int = 0
    _closed: dict[int, int] = field(default_factory=dict)
    _made: dict[int, State] = field(default_factory=dict)
    _acted: dict[str, int] = field(default_factory=dict)
    _moved: dict[str, int] = field(default_factory=dict)
    _absences: Sequence[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open a connection of its own."""
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        self.waiting = Waiting(Whom(self.office, self.planner.hours), self.broke)

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def note(self, what: str) -> None:
        """Add a line to the story as it happened."""
        self.story.append(f"{self._clock()} {what}")

    def broke(self, invariant: str, detail: str) -> None:
        """Keep the first promise that was broken: it may be found where a raise would be caught."""
        if self.broken is None:
            self.broken = Broken(invariant, detail)
            self.note(f"BROKEN {invariant}: {detail}")

    def ask(self, query: str) -> Any:
        """Return the one value that a query finds."""
        return self._database.execute(query).fetchone()[0]

    def cards(self) -> list[tuple[int, str, str]]:
        """Return where the bot thinks that cards stand: of which handover, for whom, and the platform's reference."""
        return [tuple(row) for row in self._database.execute("SELECT handover_id, recipient, ref FROM shown")]

    def has_ping(self, handover_id: int, cycle: int, rung: str, occurrence: int) -> bool:
        """Tell whether that occurrence of a rung went into the outbox, alone or together with others."""
        return any(
            (row["kind"], row["handover_id"], row["cycle"], row["rung"]) == (Kind.PING, handover_id, cycle, rung)
            and row["first_occurrence"] <= occurrence <= row["occurrence"]
            for row in self.rows.values()
        )

    def read(self) -> None:
        """Read what changed."""
        query = "SELECT * FROM handovers"
        changed = []
        for found in self._database.execute(query):
            row = dict(found)
            if self.handovers.get(row["id"]) != row:
                changed.append((self.handovers.get(row["id"]), row))
                self.handovers[row["id"]] = row
                self.past.setdefault(row["id"], []).append((self.seq, row))
        self._read_absences()
        firsts = {number: past[-1] for number, past in self.states.items() if past}
        for event in self._database.execute("SELECT * FROM events WHERE id > ? ORDER BY id", (self._events,)):
            self._events = event["id"]
            self._happened(dict(event), firsts.get(event["handover_id"]))
        for before, row in changed:
            self._holds(before, row)
        self._read_outbox()
        self.waiting.nobody_waits(self.states, self.rows.values(), self.now())

    def _read_absences(self) -> None:
        stored = [dict(row) for row in self._database.execute("SELECT * FROM absences ORDER BY id")]
        for row in stored:
            if row not in self._absences:
                ended = f", ended by {row['ended_by']}" if row["ended_by"] else ""
                self.note(f"{row['person']} is away by {row['source']} until {row['until']}{ended}")
        if stored != self._absences:
            self._not_by_a_forgery("who is away")
        # A delivery that comes again may still end what signs say: whoever sent it is there.
        delivery = self._delivery() if len(stored) > len(self._absences) else None
        if delivery is not None and self._moved.setdefault(delivery.key, self.seq) != self.seq:
            self.broke("a delivery acts once", f"{delivery.key} recorded an absence again")
        self._absences = stored
        self.waiting.recorded(stored)

    def _read_outbox(self) -> None:
        waiting = ",".join(str(number) for number, row in self.rows.items() if row["state"] not in FINAL)
        query = f"SELECT * FROM outbox WHERE id > ? OR next_try_at IS NOT NULL OR id IN ({waiting})"  # noqa: S608
        keys, new = {key_of(row) for row in self.rows.values()}, []
        for found in self._database.execute(query, (max(self.rows, default=0),)):
            row = dict(found)
            if (known := self.rows.get(row["id"])) != row:
                self.rows[row["id"]] = row
                self._settled(known, row)
                if known is None:
                    new.append(row)
        self.waiting.pinged(new, self.states, self.handovers, keys)

    def _happened(self, event: Row, first: State | None) -> None:
        """An event: the next of its handover, and only one for each delivery; a pressed button carried the version before.

        `first` is what the handover was before the commit. That others are asked follows from an act, and is none.
        """
        known, row = self.states.setdefault(event["handover_id"], []), self.handovers[event["handover_id"]]
        self.note(f"CB-{event['handover_id']} {event['act']} by {event['actor']} (version {event['version']})")
        if event["version"] != len(known) + 1:
            self.broke("history is complete and gapless", f"CB-{event['handover_id']}: {event['version']} after {len(known)}")
        self._not_by_a_forgery(f"CB-{event['handover_id']}")
        delivery = self._delivery()
        if delivery is not None and event["act"] != ASKING:
            self._acted[delivery.key] = self._acted.get(delivery.key, 0) + 1
            if self._acted[delivery.key] > 1:
                self.broke("a delivery acts once", f"{delivery.key} acted on CB-{event['handover_id']} again")
            pressed = delivery.pressed
            if pressed and pressed[0] == event["handover_id"] and pressed[1] != event["version"] - 1:
                self.broke("a press on a stale card changes nothing", f"version {pressed[1]} made {event['version']} of it")
        earlier = known[-1] if known else None
        known.append(replayed(earlier, event, row, self.now()))
        self.waiting.happened(event, earlier, first, known[-1])

    def _holds(self, before: Row | None, row: Row) -> None:
        """A handover as it was committed: its owner, its place in its history, and when it is looked at next."""
        name, state = f"CB-{row['id']}", next(reversed(self.states.get(row["id"], [])), None)
        if state is None or row["version"] != state.version:
            self.broke("history is complete and gapless", f"{name} has version {row['version']}, its history another")
            return
        if row["owner"] not in self.office.directory.people or row["owner"] != state.owner:
            self.broke("exactly one owner always", f"{name} is owned by {row['owner']!r}, by its history {state.owner!r}")
        if (row["status"], row["cycle"]) != (state.status, state.cycle):
            self.broke("history is complete and gapless", f"{name} is {row['status']}, by its history {state.status}")
        due = None if row["next_due_at"] is None else seconds(row["next_due_at"])
        if not state.active:
            self._closed.setdefault(row["id"], self.seq)
            if due is not None:
                self.broke("nothing is sent after done or cancelled", f"{name} is closed and looked at again")
            return
        self._closed.pop(row["id"], None)
        if due is None:
            self.broke("an open handover always has a next due time", f"{name} has none")
        elif due != (planned := self.planner.following(state, seconds(row["rung_at"]))):
            self.broke("each planned ping comes", f"{name} is looked at next {self.said(due)}, planned is {self.said(planned)}")

    def _settled(self, before: Row | None, row: Row) -> None:
        """A message as it was committed: once settled it stays so; a ping is one of those planned, and never planned twice."""
        what = f"{row['kind']} {row['rung']} {row['occurrence']} of CB-{row['handover_id']} to {row['recipient']}"
        if before is not None and before["state"] in FINAL:
            self.broke("what is settled stays settled", f"{what} was {before['state']}, is {row['state']}")
        state = self.states[row["handover_id"]][-1]
        if before is None:
            self._made[row["id"]] = state
        if row["kind"] != Kind.PING:
            return
        if row["rung"] == ASKING:
            return
        if before is None:
            self._planned(row, state, what)
        elif row["state"] == "superseded":
            made = self._made[row["id"]]
            live = state.active and state.cycle == made.cycle and state.status == made.status
            same = live and (state.owner, state.declined) == (made.owner, made.declined)
            if not row["reason"] or (same and self.waiting.wanted(row, state, self.now())):
                self.broke("each planned ping is sent or superseded with a reason", f"{what}: {row['reason']!r}")

    def _planned(self, row: Row, state: State, what: str) -> None:
        if row["cycle"] != state.cycle:
            return
        planned = self.planner.moment_of(state, row["rung"], row["occurrence"])
        if planned is None or planned != seconds(row["planned_at"]):
            self.broke("each ping is planned", f"{what} for {row['planned_at']}, planned is {self.said(planned)}")
        for other in self.rows.values():
            same = all(other[name] == row[name] for name in ("kind", "handover_id", "cycle", "rung", "recipient"))
            overlaps = other["first_occurrence"] <= row["occurrence"] and row["first_occurrence"] <= other["occurrence"]
            if same and overlaps and other["id"] != row["id"]:
                self.broke("nothing is said twice but what was in flight", f"{what} is planned twice")

    def _not_by_a_forgery(self, what: str) -> None:
        delivery = self._delivery()
        if delivery is not None and delivery.forged:
            self.broke("what is forged or about nothing of ours changes nothing", f"{delivery.key} changed {what}")

    def _delivery(self) -> Delivery | None:
        task = asyncio.current_task()
        return None if task is None else self.deliveries.get(task)

    # Time.

    def now(self) -> float:
        """Return the present moment in epoch seconds."""
        return self.start.timestamp() + self.loop.now

    def _clock(self) -> str:
        return self.said(self.now())

    def said(self, moment: float | None) -> str:
        """Return a moment as it is told."""
        if moment is None:
            return "never"
        return f"{datetime.fromtimestamp(moment, self.planner.hours.zone):%a %H:%M:%S.%f}"[:-3]
