"""Proof that nothing was missed: what should have been sent by the events alone, held against what was (procedure, section 5)."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.rules.ladder import RungName
from bot.rules.office import Office
from bot.rules.spells import Planned, Spell, planned
from bot.store import history, outgoing
from bot.store.database import Database
from bot.store.outgoing import Outgoing, State

GRACE: Final = timedelta(minutes=1)
BATCH: Final = 500


class Outcome(StrEnum):
    """What became of a planned rung."""

    SENT = "sent"
    DEALT_WITH = "dealt_with"  # superseded after somebody had acted
    WAITING = "waiting"
    FAILED = "failed"  # nobody could be reached, and nobody instead
    MISSING = "missing"  # nobody claimed it
    DROPPED = "dropped"  # superseded, though nobody had acted


EXCEPTIONS: Final = frozenset({Outcome.WAITING, Outcome.FAILED, Outcome.MISSING, Outcome.DROPPED})


@dataclass(frozen=True, slots=True)
class Found:
    """A planned rung and what became of it; `late` is from its moment until it was sent first."""

    rung: Planned
    outcome: Outcome
    late: timedelta | None = None
    reason: str = ""


@dataclass(slots=True)
class Proof:
    """What was found of a span of time, both ends aware UTC."""

    since: datetime
    until: datetime
    found: list[Found] = field(default_factory=list)

    @property
    def exceptions(self) -> list[Found]:
        """What was not sent as it should have been."""
        return [each for each in self.found if each.outcome in EXCEPTIONS]

    @property
    def lateness(self) -> list[timedelta]:
        """How late each sent rung was, shortest first."""
        return sorted(each.late for each in self.found if each.late is not None)


async def prove(database: Database, office: Office, since: datetime, until: datetime) -> Proof:
    """Hold every rung that fell due later than `since`, not later than `until` (aware), against the outbox.

    A rung has a minute to be claimed and sent: `until` should lie that long ago. Raises StoreUnavailable.
    """
    proof = Proof(since, until)
    async with database.reading() as connection:
        ids = await history.with_rungs(connection, since, until)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        async with database.reading() as connection:
            spells = await history.spells(connection, batch, since)
            pings = await outgoing.pinged(connection, batch, since - GRACE)
        for handover_id, its in spells.items():
            proof.found += _judged(office, its, pings.get(handover_id, ()), proof)
            await asyncio.sleep(0)
    return proof


def _judged(office: Office, spells: Sequence[Spell], pings: Sequence[Outgoing], proof: Proof) -> Iterable[Found]:
    for rung in planned(spells, office.plan_on, proof.since, proof.until, GRACE):
        rows = [row for row in pings if _is(row, rung)]
        yield _judge(rung, rows, acted=any(spell.since > rung.at for spell in spells))


def _is(row: Outgoing, rung: Planned) -> bool:
    """Tell whether the row is a ping of that rung, or the card that told somebody in the same minute."""
    if row.cycle != rung.cycle:
        return False
    if row.rung == RungName.AT_ONCE:
        return rung.opening
    return row.rung == rung.rung and row.first_occurrence <= rung.occurrence <= row.occurrence


def _judge(rung: Planned, rows: Sequence[Outgoing], *, acted: bool) -> Found:
    if not rows:
        return Found(rung, Outcome.MISSING)
    if sent := [row.sent_at for row in rows if row.state is State.SENT and row.sent_at is not None]:
        return Found(rung, Outcome.SENT, max(min(sent) - rung.at, timedelta()))
    reason = next((row.reason for row in rows if row.reason), "") or ""
    states = {row.state for row in rows}
    if states & {State.PENDING, State.SENDING}:
        return Found(rung, Outcome.WAITING, reason=reason)
    if State.FAILED in states:
        return Found(rung, Outcome.FAILED, reason=reason)
    return Found(rung, Outcome.DEALT_WITH if acted else Outcome.DROPPED, reason=reason)
