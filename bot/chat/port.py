"""What the bot says, in terms that every platform can show, and the two things that an adapter can do.

A Message is neutral: an adapter renders it in its platform's own elements. Texts of customers and agents come as `plain`
lines and are never interpreted as markup. What comes in does not pass here: that is for `handlers`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.address import Address


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is asked before a button counts."""

    question: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `action` says what it does, `value` carries the handover's "id:version"."""

    label: str
    action: str
    value: str
    style: Style = Style.PLAIN
    confirm: Confirm | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a label, and text that is shown as it is. `link` makes the text one (https: or tel:)."""

    label: str
    plain: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one thing, with its buttons; `more` are the rare acts that a platform may put behind a menu."""

    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    more: tuple[Button, ...] = ()
    more_label: str = ""


class Tone(StrEnum):
    """How pressing a card is; never shown by colour alone."""

    CALM = "calm"
    URGENT = "urgent"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. `text` alone reads as a sentence: notifications and screen readers have nothing else.

    `headline` says why it comes, `subject` is the standard subject of section 3, `footer` is small print.
    """

    text: str
    headline: str = ""
    subject: str = ""
    sections: tuple[Section, ...] = ()
    footer: str = ""
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a Select."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form: a Select when it has options, else a text."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    multiline: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Asks one person for more before an act: submitting it sends `action`, `value` and the fields."""

    title: str
    action: str
    value: str
    submit: str
    cancel: str
    fields: tuple[Field, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What only the person who typed or pressed sees: a message, or a form to fill.

    `replace` is what the pressed message becomes, for everybody who sees it, when it was out of date. `refused` says that nothing
    has changed and the message says why: a form that was filled stays open under it, and `field` names the one to look at where
    that is known. `failed` says that the database did not take it: a platform that delivers again is to do so. `acted` says that
    an act of theirs was written, and with it that they are there.
    """

    message: Message | None = None
    form: Form | None = None
    replace: Message | None = None
    refused: bool = False
    field: str = ""
    failed: bool = False
    acted: bool = False


class Chat(Protocol):
    """A chat platform. Both methods raise bot.errors.SendFailed."""

    async def post(
        self, to: Address, message: Message, *, key: str, thread: str | None, at: datetime, tried: bool = False
    ) -> str:
        """Post to a person or channel, or in the thread of the message `thread`; return the platform's reference.

        `key` is the same on every try of one message. `tried` says that an earlier try may have been taken: an adapter whose
        platform does not remember keys looks for that message before it posts again.
        """
        ...

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Replace the message of that reference."""
        ...
