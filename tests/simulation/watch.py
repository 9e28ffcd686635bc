"""Watches a run from outside: after each commit it reads the database; what it finds and what is said is held to the promises."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.address import Address, Place
from bot.chat.port import Answer, Message
from bot.mail.port import Mail
from bot.rules.office import Office
from bot.store.outgoing import Kind, Outgoing
from tests.simulation.loop import Loop
from tests.simulation.machine import Machine
from tests.simulation.planner import Planner, State
from tests.simulation.promises import FINAL, RUNGS, Broken, Delivery, Fate, Said, Taken, everything, values
from tests.simulation.replay import Row, ladder_of, replayed, seconds


@dataclass(slots=True)
class Watch:
    """Keeps the history as the database showed it commit by commit, and raises Broken."""

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
    _database: sqlite3.Connection = field(init=False)
    _events: int = 0
    _closed: dict[int, int] = field(default_factory=dict)
    _made: dict[int, State] = field(default_factory=dict)
    _acted: dict[str, int] = field(default_factory=dict)
    _began: dict["asyncio.Task[Any] | None", int] = field(default_factory=dict)
    _looked: dict["asyncio.Task[Any] | None", int] = field(default_factory=dict)
    _composed: dict[str, tuple[Outgoing, ...]] = field(default_factory=dict)
    _taken: dict[Said, Taken] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open a connection of its own."""
        self._database = sqlite3.connect(self.path, isolation_level=None)
        self._database.row_factory = sqlite3.Row

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

    # What processes tell.

    def began(self, _machine: Machine) -> None:
        """A transaction of the running task begins: from now on it sees what was committed before."""
        self._began[_task()] = self.seq

    def looked(self) -> None:
        """The running task judges by what it has read in its last transaction."""
        self._looked[_task()] = self._began.get(_task(), 0)

    def composed(self, key: str, rows: Sequence[Outgoing]) -> None:
        """These rows are one message."""
        self._composed[key] = tuple(rows)

    def version(self, handover_id: int) -> int:
        """Return the version that a handover has now."""
        found = self.handovers.get(handover_id)
        return 0 if found is None else int(found["version"])

    def lost(self, task: "asyncio.Task[Any] | None") -> None:
        """The task will never know what became of what it sent last."""
        for taken in self._taken.values():
            if taken.task is task and taken.fate is Fate.UNDER_WAY:
                taken.fate = Fate.UNKNOWN

    def committed(self, _machine: Machine) -> None:
        """The running task has committed: read what changed."""
        self.seq += 1
        for taken in self._taken.values():
            if taken.task is _task() and taken.fate is Fate.UNDER_WAY:
                taken.fate = Fate.MARKED
        self._read()

    # What platforms tell.

    def took(self, key: str, to: Address, message: Message) -> None:
        """A message was posted."""
        text = everything(message)
        rows = self._composed[key]
        self.note(f"to {to}: {message.headline or message.text}")
        self._one_in_flight()
        self._once(rows)
        self._still_wanted(rows)
        for row in rows:
            self._names_nobody(row.handover_id, to, text)

    def edited(self, to: Address, message: Message) -> None:
        """A message was edited."""
        for handover_id in {int(value.partition(":")[0]) for value in values(message)}:
            self._names_nobody(handover_id, to, everything(message))

    def mailed(self, key: str, mail: Mail) -> None:
        """A mail was sent."""
        rows = self._composed[key]
        self.note(f"mail to {', '.join((*mail.to, *mail.cc))}")
        self._one_in_flight()
        self._once(rows)
        self._still_wanted(rows)
        for address in (*mail.to, *mail.cc):
            person = next(each for each in self.office.directory.people.values() if f"<{each.email}>" in address)
            self._names_nobody(rows[0].handover_id, Address(Place.PERSON, person.handle), mail.body)

    def answered(self, delivery: Delivery, answer: Answer) -> None:
        """Somebody was answered."""
        text = "".join(everything(each) for each in (answer.message, answer.replace) if each)
        if answer.form is not None:
            text += "".join(each.value for each in answer.form.fields)
        for handover_id in self.handovers:
            self._names_nobody(handover_id, Address(Place.PERSON, delivery.person), text)

    # The promises.

    def _once(self, rows: Sequence[Outgoing]) -> None:
        for row in rows:
            said: Said = (row.kind, row.handover_id, row.cycle, row.rung, row.occurrence, row.recipient)
            earlier = self._taken.get(said)
            if earlier is not None and earlier.fate is not Fate.UNKNOWN:
                self.broke("nothing is said twice but what was in flight", f"{said} is {earlier.fate}, and is sent again")
            self._taken[said] = Taken(_task())

    def _one_in_flight(self) -> None:
        """A sender who goes on to the next message has no excuse for the one before."""
        for taken in self._taken.values():
            if taken.task is _task() and taken.fate is Fate.UNDER_WAY:
                taken.fate = Fate.PASSED_BY

    def _still_wanted(self, rows: Sequence[Outgoing]) -> None:
        looked = self._looked.get(_task(), self.seq)
        for row in rows:
            about_time = row.kind in {Kind.PING, Kind.NOTICE, Kind.MAIL} or row.rung in {*RUNGS, "at_once"}
            if about_time and self._closed.get(row.handover_id, self.seq + 1) <= looked:
                self.broke("nothing is sent after done or cancelled", f"{row.kind} {row.rung} of CB-{row.handover_id}")

    def _names_nobody(self, handover_id: int, to: Address, text: str) -> None:
        """A text holds the customer's data only for somebody who was on the ladder since the state was read."""
        past = self.past.get(handover_id, [])
        if not past:
            return
        names = {row[name] for _, row in past for name in ("customer_name", "customer_phone") if row[name]}
        named = sorted(name for name in names if name in text)
        read = min(self._looked.get(_task(), self.seq), self._began.get(_task(), self.seq))
        since = max((place for place, (seq, _) in enumerate(past) if seq <= read), default=0)
        if named and not (
            to.place is Place.PERSON
            and any(to.key in ladder_of(row, self.office, self.planner.hours, self.now()) for _, row in past[since:])
        ):
            self.broke("no message names a customer to someone off the ladder", f"{named} of CB-{handover_id} to {to}")

    def _read(self) -> None:
        query = "SELECT * FROM handovers"
        changed = []
        for found in self._database.execute(query):
            row = dict(found)
            if self.handovers.get(row["id"]) != row:
                changed.append((self.handovers.get(row["id"]), row))
                self.handovers[row["id"]] = row
                self.past.setdefault(row["id"], []).append((self.seq, row))
        for event in self._database.execute("SELECT * FROM events WHERE id > ? ORDER BY id", (self._events,)):
            self._events = event["id"]
            self._happened(dict(event))
        for before, row in changed:
            self._holds(before, row)
        waiting = ",".join(str(number) for number, row in self.rows.items() if row["state"] not in FINAL)
        query = f"SELECT * FROM outbox WHERE id > ? OR next_try_at IS NOT NULL OR id IN ({waiting})"  # noqa: S608
        for found in self._database.execute(query, (max(self.rows, default=0),)):
            row = dict(found)
            if (known := self.rows.get(row["id"])) != row:
                self.rows[row["id"]] = row
                self._settled(known, row)

    def _happened(self, event: Row) -> None:
        """An event: the next of its handover, and only one for each delivery; a pressed button carried the version before."""
        known, row = self.states.setdefault(event["handover_id"], []), self.handovers[event["handover_id"]]
        self.note(f"CB-{event['handover_id']} {event['act']} by {event['actor']} (version {event['version']})")
        if event["version"] != len(known) + 1:
            self.broke("history is complete and gapless", f"CB-{event['handover_id']}: {event['version']} after {len(known)}")
        delivery = self.deliveries.get(task) if (task := _task()) is not None else None
        if delivery is not None:
            self._acted[delivery.key] = self._acted.get(delivery.key, 0) + 1
            if self._acted[delivery.key] > 1:
                self.broke("a delivery acts once", f"{delivery.key} acted on CB-{event['handover_id']} again")
            pressed = delivery.pressed
            if pressed and pressed[0] == event["handover_id"] and pressed[1] != event["version"] - 1:
                self.broke("a press on a stale card changes nothing", f"version {pressed[1]} made {event['version']} of it")
        known.append(replayed(known[-1] if known else None, event, row, self.now()))

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
        if before is None:
            self._planned(row, state, what)
        elif row["state"] == "superseded":
            made = self._made[row["id"]]
            live = state.active and state.cycle == made.cycle and state.status == made.status
            if not row["reason"] or (live and (state.owner, state.declined) == (made.owner, made.declined)):
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


def _task() -> "asyncio.Task[Any] | None":
    return asyncio.current_task()
