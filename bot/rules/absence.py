"""Who is away, since when and until when, and how the bot knows it (procedure, section 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from bot.rules.worktime import Worktime


class Source(StrEnum):
    """What says that somebody is away."""

    MAIL = "mail"  # an automatic reply
    BOUNCE = "bounce"  # a handover's mail that could not be delivered
    STATUS = "status"  # of the chat account: on leave, sick
    DND = "dnd"  # do-not-disturb of the chat account
    ACCOUNT = "account"  # the chat account is deactivated
    SELF = "self"  # the person's own command
    ROSTER = "roster"


AUTOMATIC = frozenset({Source.MAIL, Source.BOUNCE, Source.STATUS, Source.DND, Source.ACCOUNT})
"""What a person's own act in chat shows to be wrong; what they said themselves and the roster stand until they are back."""

STATES = frozenset({Source.STATUS, Source.DND, Source.SELF})
"""What holds as it was said last, later or earlier; a mail of several only lengthens."""


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence of one person. All moments are aware UTC; it holds from `since` until `until`, or until it was ended.

    `until` is None when nobody knows an end, as of somebody who has left. `stated` says that `until` was said, not presumed.
    `cover` is a handle. `evidence` is a few words on what it rests on, never anything out of a mail. `handover_id` is the one
    whose mail or ping brought it.
    """

    person: str
    source: Source
    since: datetime
    until: datetime | None
    stated: bool
    cover: str | None
    evidence: str
    handover_id: int | None
    recorded_by: str
    recorded_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    id: int = 0

    def holds(self, moment: datetime) -> bool:
        """Tell whether the person is away at that moment by this record."""
        over = self.until is not None and self.until <= moment
        return self.since <= moment and not over and (self.ended_at is None or moment < self.ended_at)


@dataclass(frozen=True, slots=True)
class Report:
    """What was said of somebody's absence, at `said_at`. Moments are aware UTC.

    An answer is not said before what it answers, whatever the clock of its writer shows: what was said before somebody came back
    counts no more.
    Without `until` the end of the working day is presumed, unless it is `lasting`: no end is known, as of somebody who has left.
    `cover` is what was said: a handle, a name or an address; who is not in the directory is none.
    """

    source: Source
    said_at: datetime
    until: datetime | None = None
    lasting: bool = False
    cover: str | None = None
    evidence: str = ""
    handover_id: int | None = None

    @property
    def stated(self) -> bool:
        """Tell whether it was said how long."""
        return self.until is not None or self.lasting


@dataclass(frozen=True, slots=True)
class Absences:
    """All absences that are known at one moment; never changed."""

    records: tuple[Absence, ...] = ()

    @classmethod
    def of(cls, stored: Sequence[Absence], roster: Iterable[Absence]) -> Self:
        """Return what is stored, and what the roster says besides; an absence of the roster that somebody has ended has ended."""
        planned = {(each.person, each.since): each for each in roster}
        kept = []
        for record in stored:
            plan = planned.pop((record.person, record.since), None) if record.source is Source.ROSTER else None
            if plan is not None:
                kept.append(replace(record, until=plan.until, cover=plan.cover))
            elif record.source is not Source.ROSTER or record.ended_at is not None:
                kept.append(record)
        return cls((*kept, *planned.values()))

    def away(self, handle: str, moment: datetime) -> Absence | None:
        """Return by what the person is away at `moment` (aware): of several records the longest, with any cover."""
        found = [record for record in self.records if record.person == handle and record.holds(moment)]
        if not found:
            return None
        longest = max(found, key=lambda each: (each.until is None, each.until or each.since))
        return replace(longest, cover=next((each.cover for each in (longest, *found) if each.cover), None))

    def at(self, moment: datetime) -> dict[str, Absence]:
        """Return everybody who is away at `moment` (aware), by handle."""
        handles = dict.fromkeys(record.person for record in self.records)
        return {handle: absence for handle in handles if (absence := self.away(handle, moment)) is not None}

    def changed(self, gone: Iterable[Absence], come: Iterable[Absence]) -> "Absences":
        """Return them without some records and with others."""
        leaving = set(gone)
        return Absences((*(record for record in self.records if record not in leaving), *come))


NOBODY = Absences()


def presumed_end(moment: datetime, worktime: Worktime) -> datetime:
    """Return until when who did not say is away: the end of the working day, after closing of the next one (section 6)."""
    today = worktime.closing(worktime.local(moment).date())
    if today is not None and moment < today:
        return today
    opening = worktime.next_opening(moment)
    return worktime.closing(worktime.local(opening).date()) or opening


def heard(report: Report, known: Sequence[Absence], absence: Absence) -> Absence | None:
    """Return what is to be recorded of a report, or None when it says nothing new.

    `known` are the person's absences, those that have ended too; `absence` is the report as a new record. One that is recorded
    already comes back with its id, changed. A presumed end lengthens nothing that was said.
    """
    now = absence.recorded_at
    if (absence.until is not None and absence.until <= now) or any(_outdated(report, each, now) for each in known):
        return None
    held = [each for each in known if each.holds(now)]
    same = next((each for each in held if each.source is report.source), None)
    if same is None:
        guess = not report.stated and report.source is not Source.SELF
        return None if guess and any(each.stated for each in held) else absence
    until, stated = (absence.until, True) if _replaces(report, same, absence.until) else (same.until, same.stated)
    updated = replace(same, until=until, stated=stated, cover=absence.cover or same.cover)
    return updated if updated != same else None


def _replaces(report: Report, same: Absence, until: datetime | None) -> bool:
    if not report.stated:
        return False
    later = until is None or (same.until is not None and until > same.until)
    return later or not same.stated or report.source in STATES


def _outdated(report: Report, ended: Absence, now: datetime) -> bool:
    """Tell whether the person has come back since it was said; a sign that stays is not believed again while it would last."""
    if ended.ended_at is None or ended.ended_by != ended.person:
        return False
    if report.source in {Source.MAIL, Source.BOUNCE}:
        return report.said_at <= ended.ended_at
    same_sign = report.source in AUTOMATIC and (ended.source, ended.evidence) == (report.source, report.evidence)
    return same_sign and (ended.until is None or ended.until > now)
