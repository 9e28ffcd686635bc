"""Watches a run from outside: after each commit it reads the database; what is said is held to the promises."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.address import Address, Place
from bot.chat.port import Answer, Message
from bot.mail.port import Mail
from bot.store.outgoing import Kind, Outgoing
from tests.simulation.history import History
from tests.simulation.machine import Machine
from tests.simulation.promises import RUNGS, Delivery, Fate, Said, Taken, everything, values
from tests.simulation.replay import ladder_of


@dataclass(slots=True)
class Watch(History):
    """Hears what processes and platforms tell; an observer of the ones and a witness of the others."""

    _began: dict["asyncio.Task[Any] | None", int] = field(default_factory=dict)
    _looked: dict["asyncio.Task[Any] | None", int] = field(default_factory=dict)
    _composed: dict[str, tuple[Outgoing, ...]] = field(default_factory=dict)
    _taken: dict[Said, Taken] = field(default_factory=dict)

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
        self.read()

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


def _task() -> "asyncio.Task[Any] | None":
    return asyncio.current_task()
