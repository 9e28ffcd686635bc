"""What a mail turned out to be."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a mail is, as far as the procedure treats it differently (§6)."""

    AWAY = "away"
    ACKNOWLEDGEMENT = "acknowledgement"  # an automatic reply that says nothing of an absence
    LEFT = "left"  # for good
    BOUNCE = "bounce"
    DELAYED = "delayed"  # the mail host goes on trying
    HUMAN = "human"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that a mail did not reach: whether that is final, and whether only because the mailbox is full."""

    address: str
    permanent: bool
    full: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """Who is named as standing in, as the mail names them; at least one of the two is there."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mail is, and what it says of an absence or of a failure.

    `until` is the last day of an absence or, when a time of day is stated, its last moment (aware); `back_on` is the first day
    back. Each is given when it is stated or follows; both are None when they are unknown or already past. `starts` is set when
    the absence only begins after the mail was written: then nobody is away yet. A human who writes of their own absence has
    these days too, and is HUMAN. `what` says more of the kind; `reasons` say what decided, in words that hold nothing of
    the mail's text.
    """

    kind: Kind
    what: str
    back_on: date | None = None
    until: date | datetime | None = None
    starts: date | datetime | None = None
    cover: Cover | None = None
    failed: tuple[Failed, ...] = ()
    reasons: tuple[str, ...] = ()
