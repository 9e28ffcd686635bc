"""Every minute: was everything sent that the events say should have been? If not, the people who run the bot hear of it, twice.

In chat, through the outbox like everything else; and outside, where neither chat nor database is needed. The dead man's switch
hears only that all is well.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.about import references
from bot.announce import alarm_row
from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.i18n import Language
from bot.mail.mailbox import Mailbox
from bot.outside import Outside
from bot.rules.office import Office
from bot.store import facts, outgoing
from bot.store.database import Database
from bot.store.outgoing import Kind, Outgoing
from scheduler.proof import EXCEPTIONS, GRACE, Found, Outcome, Proof, prove
from scheduler.pulse import Pulse

SECONDS: Final = 60
DEADLINE_SECONDS: Final = 600  # after a stop of weeks there is much to prove
LOOK_BACK: Final = timedelta(hours=1)
AT_MOST: Final = 20  # alarms about one audit; the log and `python -m bot audit` have them all
SAY_AGAIN: Final = timedelta(minutes=10)
TURN: Final = timedelta(seconds=0.9 * SECONDS)
AUDITED: Final = "audited_at"
FOUND: Final = "audit_found"
AUDITING: Final = "auditing_at"
NAMED: Final = 5
ALARMED: Final = frozenset({Outcome.MISSING, Outcome.DROPPED})  # the outbox alarms about what fails, `unsent` what waits

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one audit found: the rungs that were not sent as planned, and everything that waits too long to be sent."""

    proof: Proof
    unsent: tuple[Outgoing, ...]

    @property
    def well(self) -> bool:
        """Tell whether nothing was missed."""
        return not (self.unsent or self.proof.exceptions)


async def audit(database: Database, office: Office, now: datetime) -> Verdict:
    """Compare since the last audit, an hour at the least, up to a minute before `now` (aware UTC), and write the alarms.

    One thing alarms once. Raises StoreUnavailable.
    """
    until = now - GRACE
    async with database.reading() as connection:
        audited = await facts.read(connection, AUDITED)
        unsent = await outgoing.stuck(connection, until, AT_MOST)
    since = until - LOOK_BACK
    proof = await prove(database, office, min(since, datetime.fromisoformat(audited)) if audited else since, until)
    wrong = [each for each in proof.exceptions if each.outcome in ALARMED][:AT_MOST]
    alarms = [
        *(row for each in wrong for row in _missed(office, each, now)),
        *(row for each in unsent if each.kind is not Kind.ALARM for row in _unsent(office, each, now)),
    ]
    async with database.transaction() as connection:
        await outgoing.enqueue(connection, alarms)
        await facts.write(connection, AUDITED, until.isoformat())
        await facts.write(connection, FOUND, json.dumps(_counted(proof, unsent)))
    if wrong or unsent:
        handover = references([*(each.rung.handover_id for each in wrong), *(row.handover_id for row in unsent)])
        log.error("audit", handover=handover, missed=len(wrong), unsent=[row.id for row in unsent])
    return Verdict(proof, tuple(unsent))


@dataclass(slots=True)
class Auditor:
    """Audits again and again, and tells somebody outside. Of several processes one at a time does, whichever comes first.

    It also says when this process does not get at its `mailbox`: no automatic reply is noticed then.
    """

    database: Database
    office: Office
    outside: Outside
    say: Language
    clock: Clock
    mailbox: Mailbox | None = None
    auditing: Pulse = field(default_factory=lambda: Pulse("audit", DEADLINE_SECONDS))
    _said: datetime | None = field(default=None, init=False)

    async def run(self) -> None:
        """Do one audit; never raises. One that hangs or fails unforeseen is given up, and the outside hears of no well."""
        await self.auditing.beat(self._audit)

    async def _audit(self) -> None:
        now = self.clock.now()
        try:
            async with self.database.transaction() as connection:
                if not await facts.take_turn(connection, AUDITING, now, TURN):
                    return
            verdict = await audit(self.database, self.office, now)
        except StoreUnavailable as error:
            log.error("audit without database", reason=str(error))  # noqa: TRY400 - the reason is all there is
            await self._tell(self.say("outside.no_database", reason=error), now)
            return
        wrong = [] if verdict.well else [summary(verdict, self.say)]
        if self.mailbox is not None and not self.mailbox.well:
            wrong.append(self.say("outside.mailbox", minutes=int(self.mailbox.silent_for() // 60)))
        if wrong:
            await self._tell("\n".join(wrong), now)
        else:
            self._said = None
            await self.outside.well()

    async def _tell(self, text: str, now: datetime) -> None:
        """Say it at once, and again while it is not well; what was not heard is said at the next audit."""
        if self._said is not None and now - self._said < SAY_AGAIN:
            return
        if await self.outside.alarm(text):
            self._said = now


def summary(verdict: Verdict, say: Language) -> str:
    """Return what is wrong in one line that names no customer."""
    about: dict[Outcome, dict[str, None]] = {}
    for each in verdict.proof.exceptions:
        about.setdefault(each.outcome, {})[f"CB-{each.rung.handover_id}"] = None
    wrong = [say(f"audit.{outcome}") + " " + ", ".join([*names][:NAMED]) for outcome, names in about.items()]
    if verdict.unsent:
        wrong.append(say.plural("outside.unsent", len(verdict.unsent)))
    return say("outside.missed", wrong="; ".join(wrong))


def _counted(proof: Proof, unsent: Sequence[Outgoing]) -> dict[str, int]:
    """Return how many of each kind were found."""
    counts = Counter(each.outcome for each in proof.exceptions)
    return {**{str(outcome): counts[outcome] for outcome in sorted(EXCEPTIONS)}, "unsent": len(unsent)}


def _missed(office: Office, found: Found, now: datetime) -> Iterable[Outgoing]:
    """Return the alarms about a rung: its minute counts as the occurrence, so that each alarms once."""
    rung = found.rung
    reason = f"{rung.rung}, {rung.at:%Y-%m-%d %H:%M} UTC, {found.reason or found.outcome}"
    return _alarms(office, "alarm.missed", (rung.handover_id, rung.cycle, int(rung.at.timestamp() // 60)), reason, now)


def _unsent(office: Office, row: Outgoing, now: datetime) -> Iterable[Outgoing]:
    return _alarms(office, "alarm.unsent", (row.handover_id, row.cycle, row.id), row.reason or str(row.state), now)


def _alarms(office: Office, rung: str, about: tuple[int, int, int], reason: str, now: datetime) -> Iterable[Outgoing]:
    handover_id, cycle, occurrence = about
    for operator in office.directory.operators:
        yield alarm_row(handover_id, cycle, rung, occurrence, operator=operator, now=now, reason=reason)
