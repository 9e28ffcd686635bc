"""The ladder: which rung of a handover comes next, and when (procedure, section 5).

A rung is planned by the handover alone: its cycle, promise, routes and warning, and the site's clock. Whom it reaches is decided
when it falls due, in `bot.rules.recipients`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.rules.footing import Footing
from bot.rules.handover import Handover, Status
from bot.rules.minutes import Minutes, PausedMinutes, WallMinutes, WorkingMinutes
from bot.rules.routes import Route
from bot.rules.worktime import Worktime
from config.policy import LadderPolicy

URGENT = frozenset({Route.IMMEDIATE, Route.LUNCH})
BY_WALL_CLOCK = frozenset({Route.IMMEDIATE, Route.LUNCH, Route.OFF_HOURS})


class RungName(StrEnum):
    """The rungs. AT_ONCE is sent by the act that starts a cycle; the others by time."""

    AT_ONCE = "at_once"
    START = "start"
    OWNER_AGAIN = "owner_again"
    UNACKNOWLEDGED = "unacknowledged"
    URGENT_FIRST = "urgent_first"
    URGENT_SECOND = "urgent_second"
    URGENT_REPEAT = "urgent_repeat"
    BEFORE_DUE = "before_due"
    DUE = "due"
    OVERDUE_FIRST = "overdue_first"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung that falls due `at` (aware UTC); repeats count their `occurrence` from 0.

    When several occurrences were missed they are one rung: `first_occurrence`, planned `first_at`, is the earliest of them.
    """

    name: RungName
    at: datetime
    occurrence: int
    first_at: datetime
    first_occurrence: int


@dataclass(frozen=True, slots=True)
class Track:
    """A rung's plan: `first` minutes after `base` on the clock `minutes`, then every `every` minutes."""

    name: RungName
    base: datetime
    minutes: Minutes
    first: int
    every: int | None = None

    def at(self, occurrence: int) -> datetime:
        """Return when the occurrence falls due."""
        return self.minutes.after(self.base, self.first + occurrence * (self.every or 0))

    def coming(self, after: datetime) -> tuple[int, datetime] | None:
        """Return the first occurrence that falls due later than `after`, and when; None when there is none."""
        moment = self.at(0)
        if moment > after:
            return 0, moment
        if self.every is None:
            return None
        occurrence = max(0, (self.minutes.elapsed(self.base, after) - self.first) // self.every)
        while (moment := self.at(occurrence)) <= after:
            occurrence += 1
        return occurrence, moment


def next_due(handover: Handover, worktime: Worktime, policy: LadderPolicy) -> datetime | None:
    """Return when the next rung after `handover.rung_at` falls due (aware UTC); None for a closed handover."""
    coming = [track.coming(handover.rung_at) for track in tracks(handover, worktime, policy)]
    return min((found[1] for found in coming if found), default=None)


def climb(plan: Iterable[Track], after: datetime, until: datetime) -> tuple[list[Rung], datetime | None]:
    """Return the rungs of the plan later than `after`, up to and with `until`, and when the next one is.

    Missed repeats of one rung are one.
    """
    rungs, following = [], []
    for track in plan:
        if (first := track.coming(after)) is None:
            continue
        if first[1] > until:
            following.append(first[1])
        elif track.every is None:
            rungs.append(Rung(track.name, first[1], first[0], first[1], first[0]))
        elif beyond := track.coming(until):
            following.append(beyond[1])
            last = beyond[0] - 1
            rungs.append(Rung(track.name, track.at(last), last, first[1], first[0]))
    return sorted(rungs, key=lambda rung: rung.at), min(following, default=None)


def shape(handover: Handover) -> tuple[object, ...]:
    """Return everything that the times of the rungs go by: of handovers that share it, the ladder is worked out once."""
    return (
        handover.site,
        handover.status,
        handover.whole_ladder,
        handover.warned,
        handover.routes,
        handover.cycle_from,
        handover.promised_at,
        handover.rung_at,
    )


def tracks(handover: Handover | Footing, worktime: Worktime, policy: LadderPolicy) -> Iterator[Track]:
    """Yield the rungs that can still come in this cycle: both columns of the table of section 5, nothing once closed."""
    if not handover.active:
        return
    urgent = not URGENT.isdisjoint(handover.routes)
    minutes = clock_of(handover, worktime, urgent=urgent or handover.warned)
    if handover.status is Status.OPEN and handover.whole_ladder:
        if urgent or handover.warned:
            yield from _unacknowledged_urgent(handover, worktime, minutes, policy)
        else:
            yield from _unacknowledged_calm(handover, minutes, policy)
    yield from _around_due(handover, minutes, policy, urgent=urgent)


def clock_of(handover: Handover | Footing, worktime: Worktime, *, urgent: bool) -> Minutes:
    """Return what a minute of this ladder is: wall-clock for immediate, lunch and off-hours, else working time.

    The rungs of the right column (`urgent`) pause while the site is closed, unless the asked time comes before the next opening.
    """
    if BY_WALL_CLOCK.isdisjoint(handover.routes):
        return WorkingMinutes(worktime)
    return PausedMinutes(worktime, handover.promised_at) if urgent else WallMinutes()


def cycle_base(handover: Handover | Footing, worktime: Worktime) -> datetime:
    """Return the moment from which the cycle's rungs count: its start, or that day's opening for lunch on a later day."""
    if Route.LUNCH not in handover.routes:
        return handover.cycle_from
    day = worktime.local(handover.promised_at).date()
    if day <= worktime.local(handover.cycle_from).date():
        return handover.cycle_from
    intervals = worktime.intervals(day)
    return intervals[0][0] if intervals else handover.cycle_from


def _unacknowledged_calm(handover: Handover | Footing, minutes: Minutes, policy: LadderPolicy) -> Iterator[Track]:
    calm, base = policy.calm, handover.cycle_from
    lead = minutes.elapsed(base, handover.promised_at)
    yield Track(RungName.OWNER_AGAIN, base, minutes, _share(lead, calm.owner_again_share, calm.owner_again_minutes))
    yield Track(RungName.UNACKNOWLEDGED, base, minutes, _share(lead, calm.supervisor_share, calm.supervisor_minutes))


def _unacknowledged_urgent(
    handover: Handover | Footing, worktime: Worktime, minutes: Minutes, policy: LadderPolicy
) -> Iterator[Track]:
    urgent, base = policy.urgent, cycle_base(handover, worktime)
    lead = minutes.elapsed(base, handover.promised_at)
    first, second = urgent.first_minutes, urgent.second_minutes
    if lead > urgent.long_lead_minutes:
        first, second = urgent.long_first_minutes, urgent.long_second_minutes
    if base > handover.cycle_from:
        yield Track(RungName.START, base, minutes, 0)
    yield Track(RungName.URGENT_FIRST, base, minutes, first)
    yield Track(RungName.URGENT_SECOND, base, minutes, second)
    yield Track(RungName.URGENT_REPEAT, base, minutes, second + urgent.repeat_minutes, urgent.repeat_minutes)


def _around_due(handover: Handover | Footing, minutes: Minutes, policy: LadderPolicy, *, urgent: bool) -> Iterator[Track]:
    calm, promised = policy.calm, handover.promised_at
    first, every = calm.overdue_supervisor_minutes, calm.overdue_repeat_minutes
    if urgent:
        first, every = policy.urgent.overdue_manager_minutes, policy.urgent.overdue_repeat_minutes
    else:
        yield Track(RungName.BEFORE_DUE, promised, minutes, -calm.before_due_minutes)
    yield Track(RungName.DUE, promised, minutes, 0)
    yield Track(RungName.OVERDUE_FIRST, promised, minutes, first)
    yield Track(RungName.OVERDUE, promised, minutes, calm.overdue_manager_minutes, every)


def _share(lead: int, share: int, most: int) -> int:
    """Return min(most, lead / share), at least a minute: the first message has to be read before the second comes."""
    return max(1, min(most, lead // share))
