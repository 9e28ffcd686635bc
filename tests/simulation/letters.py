"""What comes into the bot's mailbox: answers of mailboxes and of people, reports of mail hosts, and what only looks like them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from random import Random

from bot.chat.port import Answer
from bot.errors import StoreUnavailable
from bot.mail.local import ADDRESS
from bot.mail.port import Envelope, Mail
from bot.rules import tokens
from handlers.front import Incoming
from tests.simulation.machine import Machine
from tests.simulation.platform import Platform
from tests.simulation.promises import Delivery

AWAY = (
    "I am out of the office until {time}.",
    "I am on annual leave, back on {day}. Please contact zhou.jie@example.com.",
    "您好，我外出了，{time}回公司，紧急事宜请联系 Kate Sun。",
    "休假中，{day}回。",
    "On sick leave. Return date unknown.",
)
OTHER_PROGRAMS = (
    "We have received your message and answer within one business day. Our office is closed on weekends.",
    "您好，邮件已收到，我会尽快处理。",
    "I no longer work for this company.",
)
PEOPLE = (
    "Got it",
    "收到",
    "will call",
    "Done",
    "已回电",
    "Away until three, can somebody else?",
    "what for?",
    "ok",
)
FORGERIES = ("made-up token", "somebody else's mailbox", "token of another handover", "no token", "from the bot itself")
LATE = (timedelta(), timedelta(), timedelta(), timedelta(minutes=2), timedelta(minutes=90))
Copy = tuple[Mail, Envelope]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it comes over the wire. `forged`: it must not change anything."""

    incoming: Incoming
    what: str
    raw: bytes
    forged: bool

    def __str__(self) -> str:
        """Say what it is."""
        return f"mail from {self.incoming.person}: {self.what} ({self.incoming.delivery})"

    @property
    def delivery(self) -> Delivery:
        """Return what is watched of it."""
        return Delivery(self.incoming.delivery, self.incoming.person, forged=self.forged)

    async def bring(self, machine: Machine) -> Answer:
        """Bring it to the postroom of a process, as its mailbox does."""
        try:
            await machine.postroom.take(self.raw)
        except StoreUnavailable:
            return Answer(failed=True)
        return Answer()


@dataclass(slots=True)
class Letters:
    """The mailbox of the bot."""

    platform: Platform
    count: int = 0

    def come(self, dice: Random, now: datetime) -> Letter | None:
        """Return what comes now, about a mail that was sent; None before there is any."""
        if not self.platform.copies:
            return None
        self.count += 1
        copy = dice.choice(self.platform.copies)
        said_at, roll = now - dice.choice(LATE), dice.random()
        if roll < 0.3:
            what = dice.choice(FORGERIES)
            return self._letter(copy, f"forged, {what}", self._forged(dice, copy, what, now), forged=True)
        if roll < 0.65:
            return self._letter(copy, "an automatic reply", _automatic(copy, _filled(dice, AWAY, now), said_at))
        if roll < 0.75:
            return self._letter(copy, "a program's answer", _automatic(copy, dice.choice(OTHER_PROGRAMS), said_at))
        if roll < 0.85:
            return self._letter(copy, "undeliverable", _report(copy, said_at))
        text = dice.choice(PEOPLE)
        return self._letter(copy, f"{text!r} by hand", _by_hand(copy, text, said_at))

    def _letter(self, copy: Copy, what: str, message: EmailMessage, *, forged: bool = False) -> Letter:
        return Letter(Incoming(copy[0].reader, f"M{self.count}"), what, message.as_bytes(), forged)

    def _forged(self, dice: Random, copy: Copy, what: str, now: datetime) -> EmailMessage:
        mail, envelope = copy
        message = _automatic(copy, _filled(dice, AWAY, now), now)
        others = [each for each in self.platform.copies if each[0].handover_id != mail.handover_id]
        match what:
            case "made-up token":
                found = tokens.token_in(envelope.sender, ADDRESS) or ""
                _put(message, "To", tokens.with_token(ADDRESS, found[: tokens.LENGTH] + "a" * tokens.LENGTH))
            case "token of another handover" if others:
                _put(message, "In-Reply-To", dice.choice(others)[1].message_id)
            case "somebody else's mailbox":
                _put(message, "From", "stranger@example.com" if dice.random() < 0.5 else _somebody_else(mail))
            case "from the bot itself":
                _put(message, "From", envelope.sender)
            case _:
                _put(message, "To", ADDRESS)
                del message["In-Reply-To"]
        return message


def _somebody_else(mail: Mail) -> str:
    return "ning@example.com" if mail.address != "ning@example.com" else "ma.jing@example.com"


def _put(message: EmailMessage, name: str, value: str) -> None:
    del message[name]
    message[name] = value


def _filled(dice: Random, texts: tuple[str, ...], now: datetime) -> str:
    back = now + timedelta(minutes=dice.choice((45, 180, 1440, 4320)))
    return dice.choice(texts).format(time=f"{back:%Y-%m-%d %H:%M}", day=f"{back:%Y-%m-%d}")


def _by_hand(copy: Copy, text: str, at: datetime) -> EmailMessage:
    mail, envelope = copy
    message = EmailMessage()
    message["From"], message["To"] = mail.address, envelope.sender
    message["Subject"], message["Date"] = f"Re: {mail.subject}", at
    message["In-Reply-To"] = envelope.message_id
    message.set_content(f"{text}\n\nOn Mon, 23 Nov 2026 Callback wrote:\n> {mail.subject}\n")
    return message


def _automatic(copy: Copy, text: str, at: datetime) -> EmailMessage:
    message = _by_hand(copy, text, at)
    _put(message, "Subject", f"Automatic reply: {copy[0].subject}")
    message["Auto-Submitted"] = "auto-replied"
    return message


def _report(copy: Copy, at: datetime) -> EmailMessage:
    mail, envelope = copy
    message = EmailMessage()
    message["Return-Path"] = "<>"
    message["From"], message["To"] = "Mail Delivery System <mailer-daemon@example.com>", envelope.sender
    message["Subject"], message["Date"] = "Undelivered Mail Returned to Sender", at
    message["In-Reply-To"] = envelope.message_id
    reason = f"<{mail.address}>: host mx.example.com said: 550 5.1.1 User unknown"
    message.set_content(f"Your message could not be delivered.\n\n{reason}\n")
    return message
