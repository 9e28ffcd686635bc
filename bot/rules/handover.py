"""A handover, its states, and which act is open to whom (procedure, section 4)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import Refusal
from bot.rules.routes import Route
from bot.rules.worktime import whole_minute


class Status(StrEnum):
    """Where a handover stands. Late is a fact about it, not a state."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What is done to a handover: the rows of the table in section 4, and what else leaves an event.

    That is opening it, a phone attempt (section 3), an answer by mail that does nothing else, and what is nobody's act: the
    arrival of a holiday calendar (section 2), and that the owner is known to be away, so that others are asked to take it
    (section 6).
    """

    OPEN = "open"
    ACKNOWLEDGE = "acknowledge"
    TAKE_OVER = "take_over"
    DECLINE = "decline"
    ASSIGN = "assign"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    NOT_NEEDED = "not_needed"
    CALLED_AGAIN = "called_again"
    CORRECT = "correct"
    NEW_TIME = "new_time"
    CANCEL = "cancel"
    REOPEN = "reopen"
    PHONE_ATTEMPT = "phone_attempt"
    CALENDAR = "calendar"
    AWAY = "away"
    ANSWERED = "answered"


class Standing(StrEnum):
    """What a person is to one handover at one moment; `bot.rules.people.standings` finds them."""

    OPENER = "opener"
    OWNER = "owner"
    CLOSER = "closer"
    SUPERVISOR = "supervisor"
    DUTY_LEADER = "duty_leader"
    MANAGER = "manager"
    LADDER = "ladder"
    AGENT = "agent"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Handover:
    """One promise to one customer, and its timer. All moments are aware UTC.

    `version` counts the changes that people made: buttons carry it, events are numbered by it. `cycle` counts the ladders: a new
    time or owner starts one at `cycle_from`. `rung_at` is the moment up to which its rungs have been claimed and `next_due_at`
    the next one. `whole_ladder` is false when only the pings around the due time run. `declined` says that the owner has
    handed it back and nobody has taken it yet. `kept` is set at the first attempt to call: was it within the promise?
    `formerly` keeps the customer's names and numbers that were corrected, to hide them.
    """

    id: int
    version: int
    status: Status
    kind: str
    waybill: str
    request_id: str
    customer_name: str | None
    customer_phone: str | None
    wish: str
    warned: bool
    other_matter: bool
    site: str
    team: str
    opener: str
    owner: str
    closer: str | None
    opened_at: datetime
    first_offer: datetime
    promised_at: datetime
    own_time: bool
    provisional: bool
    routes: tuple[Route, ...]
    declined: bool
    kept: bool | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    cycle: int
    cycle_from: datetime
    whole_ladder: bool
    rung_at: datetime
    next_due_at: datetime | None
    phone_next: int | None
    formerly: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """Return the short name that people type: CB-12."""
        return reference_of(self.id)

    @property
    def active(self) -> bool:
        """Tell whether somebody still has to call."""
        return self.status in ACTIVE

    @property
    def route(self) -> Route:
        """Return the route that is shown."""
        return self.routes[0]

    def is_late(self, now: datetime) -> bool:
        """Tell whether nobody has called and the clock shows a later minute than the promised one."""
        return self.active and whole_minute(self.promised_at) < whole_minute(now)


def reference_of(handover_id: int) -> str:
    """Return the short name of a handover that people type: CB-12."""
    return f"CB-{handover_id}"


ACTIVE = frozenset({Status.OPEN, Status.ACKNOWLEDGED})
CLOSED = frozenset({Status.DONE, Status.CANCELLED})
OPEN_ONLY = frozenset({Status.OPEN})
ACKNOWLEDGED_ONLY = frozenset({Status.ACKNOWLEDGED})

S = Standing
TABLE: dict[Act, tuple[frozenset[Status], frozenset[Standing]]] = {
    Act.ACKNOWLEDGE: (OPEN_ONLY, frozenset({S.LADDER})),
    Act.TAKE_OVER: (ACKNOWLEDGED_ONLY, frozenset({S.SUPERVISOR, S.DUTY_LEADER, S.MANAGER})),
    Act.DECLINE: (ACTIVE, frozenset({S.OWNER})),
    Act.ASSIGN: (ACTIVE, frozenset({S.SUPERVISOR, S.DUTY_LEADER, S.MANAGER})),
    Act.REACHED: (ACTIVE, frozenset({S.KNOWN})),
    Act.NO_ANSWER: (ACTIVE, frozenset({S.KNOWN})),
    Act.NOT_NEEDED: (ACTIVE, frozenset({S.OPENER, S.OWNER, S.SUPERVISOR})),
    Act.CALLED_AGAIN: (ACTIVE, frozenset({S.AGENT})),
    Act.CORRECT: (ACTIVE, frozenset({S.OPENER, S.OWNER, S.SUPERVISOR})),
    Act.NEW_TIME: (ACTIVE, frozenset({S.OPENER, S.OWNER, S.SUPERVISOR})),
    Act.CANCEL: (ACTIVE, frozenset({S.OPENER, S.SUPERVISOR})),
    Act.REOPEN: (CLOSED, frozenset({S.CLOSER, S.SUPERVISOR})),
    Act.ANSWERED: (frozenset(Status), frozenset({S.KNOWN})),
    Act.PHONE_ATTEMPT: (OPEN_ONLY, frozenset({S.OPENER, S.AGENT, S.LADDER})),
}
OPENER_MAY_ASSIGN = OPEN_ONLY


class WrongState(Refusal):
    """The act is not possible from the state that the handover is in."""


class NotYours(Refusal):
    """The act is for others on this handover."""


class TooLateToReopen(Refusal):
    """A closed handover can be reopened for a limited time only."""


class Stale(Refusal):
    """The button that was pressed belongs to an earlier version of the card."""


def check(act: Act, handover: Handover, standings: AbstractSet[Standing]) -> None:
    """Raise WrongState or NotYours unless the table of section 4 allows `act` to a person with these standings."""
    people = allowed(act, handover)
    if not people:
        raise WrongState(act=act, status=handover.status, reference=handover.reference)
    if not standings & people:
        raise NotYours(act=act, people=tuple(each for each in Standing if each in people), reference=handover.reference)


def allowed(act: Act, handover: Handover) -> frozenset[Standing]:
    """Return the standings to which the table allows `act` in the handover's present state; none when the state forbids it."""
    states, people = TABLE[act]
    if handover.status not in states:
        return frozenset()
    if act is Act.ASSIGN and handover.status in OPENER_MAY_ASSIGN:
        return people | {S.OPENER}
    return people


def check_reopen(handover: Handover, now: datetime, hours: int) -> None:
    """Raise TooLateToReopen when the handover was closed more than `hours` ago (section 4: within a day)."""
    if handover.closed_at is not None and now - handover.closed_at > timedelta(hours=hours):
        raise TooLateToReopen(reference=handover.reference, hours=hours)
