"""The bot with one guard left out, each by a part of the simulation's own assembly: what the simulation must notice."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.chat.port import Answer, Message
from bot.compose import Snapshot
from bot.outbox import LEASE, LEASED_AT_MOST, Outbox
from bot.rules.autoreply import Letter, Verdict
from bot.rules.binding import Binder, Marks, Sent, Unbound
from bot.rules.lanes import Lane
from bot.store import facts, handovers, outgoing
from bot.store.outgoing import Outgoing, State, grouped
from handlers.front import Front, Incoming
from tests.simulation.machine import Machine, Noting, Parts

CLAIM = re.compile(r"handovers\.next_due_at <= \?")
CLAIMING = "UPDATE handovers SET next_due_at=?"
KEY = re.compile(r",\s*CONSTRAINT \w+ UNIQUE \(handover_id, cycle, rung, occurrence, recipient\)")


def takes_everything(statement: str) -> str:
    """Claim whatever there is: the claim without its WHERE."""
    return CLAIM.sub("? IS NOT NULL", statement) if statement.startswith(CLAIMING) else statement


def without_key(statement: str) -> str:
    """Build the outbox without its UNIQUE key."""
    return KEY.sub("", statement)


@dataclass(frozen=True)
class Trusting(Noting):
    """Sends what was planned, whatever has happened since: no look before sending."""

    def sift(
        self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime
    ) -> tuple[list[Outgoing], list[tuple[Outgoing, str]]]:
        """Find everything still wanted."""
        super().sift(rows, snapshot, now)
        return list(rows), []


class SendsFirst(Outbox):
    """Sends in the transaction that takes the messages from the outbox, and commits afterwards."""

    async def drain(self, clock: Callable[[], datetime], enough: Callable[[], bool] = lambda: False) -> int:
        """Send everything that is due."""
        now, rows = clock(), []
        async with self.database.transaction() as connection:
            for lane in Lane:
                rows += await outgoing.lease(connection, lane, now, now + LEASE, LEASED_AT_MOST)
            for group in grouped(rows):
                ids = list({row.handover_id for row in group})
                found, cards = await handovers.many(connection, ids), await facts.cards_of(connection, ids)
                event = await handovers.event_of(connection, ids[0], group[0].occurrence)
                snapshot = Snapshot(found, cards, event)
                wanted, _ = self.composer.sift(group, snapshot, now)
                if wanted and (post := self.composer.compose(wanted, snapshot, now)).mail is None and post.thread is None:
                    ref = await self.chat.post(post.to, post.message, key=post.key, thread=None, at=now)
                    await outgoing.settle(connection, wanted, {"state": State.SENT, "ref": ref, "next_try_at": None})
                await outgoing.settle(connection, group, {"state": State.SUPERSEDED, "reason": "left out", "next_try_at": None})
        return len(rows)


@dataclass(frozen=True, slots=True)
class Forgetful:
    """A front whose buttons do not know their version."""

    machine: Machine
    front: Front

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Pass it on."""
        return await self.front.command(incoming, text)

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Press the button of the latest version."""
        return await self.front.press(incoming, action, self._latest(value))

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Pass it on."""
        return await self.front.shown(incoming, action, value)

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Fill the form of the latest version."""
        return await self.front.submit(incoming, action, self._latest(value), fields)

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Pass it on."""
        return await self.front.reply(incoming, thread, text)

    def _latest(self, value: str) -> str:
        handover_id = value.partition(":")[0]
        return f"{handover_id}:{self.machine.world.observer.version(int(handover_id))}" if handover_id else value


@dataclass(frozen=True, slots=True)
class Credulous:
    """A front that takes every delivery for a new one."""

    machine: Machine
    front: Front
    count: "itertools.count[int]" = field(default_factory=itertools.count)

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Pass it on as new."""
        return await self.front.command(self._new(incoming), text)

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Pass it on as new."""
        return await self.front.press(self._new(incoming), action, value)

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Pass it on."""
        return await self.front.shown(incoming, action, value)

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Pass it on as new."""
        return await self.front.submit(self._new(incoming), action, value, fields)

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Pass it on as new."""
        return await self.front.reply(self._new(incoming), thread, text)

    def _new(self, incoming: Incoming) -> Incoming:
        return replace(incoming, delivery=f"{incoming.delivery}/{self.machine.name}{self.machine.lives}/{next(self.count)}")


class Gullible(Binder):
    """Takes every mail with a mark of ours for an answer of whoever had that copy."""

    def bind(self, letter: Letter, marks: Marks, copies: Sequence[Sent], verdict: Verdict) -> Sent | Unbound:
        """Return the first copy that is named."""
        return copies[0] if copies else super().bind(letter, marks, copies, verdict)


GUARDS: Mapping[str, tuple[Parts, str]] = {
    "the claim's WHERE": (Parts(rewrite=takes_everything), "nothing fails unforeseen"),
    "the UNIQUE key": (Parts(schema=without_key), "nothing is said twice but what was in flight"),
    "the look before sending": (Parts(composer=Trusting), "nothing is sent after done or cancelled"),
    "commit before send": (Parts(outbox=SendsFirst), "nothing is said twice but what was in flight"),
    "the version in a button": (Parts(front=Forgetful), "a press on a stale card changes nothing"),
    "who sent an answer": (Parts(binder=Gullible), "what is forged or about nothing of ours changes nothing"),
    "the incoming delivery's key": (Parts(front=Credulous), "a delivery acts once"),
}
