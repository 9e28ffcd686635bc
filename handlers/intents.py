"""What a typed command asks for: the grammar's answer, before anything is looked up or done."""

from dataclasses import dataclass, field

from bot.rules.handover import ACTIVE, Act, Status
from bot.rules.waybill import Waybill
from handlers.times import Reading


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """Open a handover. `asked` is the customer's own time, None when the first offer was accepted.

    `owner` is as typed: "@zhou", "@周洁", or a platform's mention ("<@U123>"). `other_matter` allows a second handover for the
    same REQ ID (section 1). `left` are words of the wish that may have been meant as the time.
    """

    waybill: Waybill
    request_id: str
    wish: str = field(repr=False)
    asked: Reading | None
    owner: str | None
    customer_name: str | None = field(repr=False)
    customer_phone: str | None = field(repr=False)
    warned: bool
    other_matter: bool
    left: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TellTime:
    """Say what to tell the customer, before anything is opened; for the first offer when `asked` is None."""

    asked: Reading | None
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """List what concerns the typist."""


@dataclass(frozen=True, slots=True)
class ListHandovers:
    """List the handovers to which every filter applies. `owner` is as typed; `own_team` is the typist's team."""

    statuses: frozenset[Status] = ACTIVE
    overdue: bool = False
    today: bool = False
    off_hours: bool = False
    warned: bool = False
    own_team: bool = False
    owner: str | None = None
    request_id: str | None = None
    waybill: str | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Show one handover."""

    handover: int


@dataclass(frozen=True, slots=True)
class CorrectHandover:
    """Replace what is given; None leaves it as it is."""

    handover: int
    waybill: Waybill | None = None
    request_id: str | None = None
    customer_name: str | None = field(default=None, repr=False)
    customer_phone: str | None = field(default=None, repr=False)
    wish: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Help:
    """Explain one topic (a key of `handlers.words.TOPICS`), or everything."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class GoAway:
    """The typist is away; without `until` to the end of the working day. `cover` is as typed.

    `day` is what was typed as a mere time, without "until" or "for": a later day may be meant as the day of the absence.
    """

    until: Reading | None = None
    cover: str | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The typist is back."""


@dataclass(frozen=True, slots=True)
class WhoIsAway:
    """Say who is away."""


@dataclass(frozen=True, slots=True)
class Perform:
    """Do an act of section 4 that needs no time and no new owner; `note` is its reason or remark, "" for none."""

    act: Act
    handover: int
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PerformAt:
    """Do an act of section 4 that needs a time: no answer (again at …), or a new time agreed."""

    act: Act
    handover: int
    asked: Reading


@dataclass(frozen=True, slots=True)
class AssignTo:
    """Give the handover to somebody; `owner` is as typed."""

    handover: int
    owner: str


ActCommand = Perform | PerformAt | AssignTo | CorrectHandover
AttendanceCommand = GoAway | ComeBack | WhoIsAway
Command = OpenCallback | TellTime | Mine | ListHandovers | Show | Help | AttendanceCommand | ActCommand
