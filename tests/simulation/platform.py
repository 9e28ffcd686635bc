"""The chat and mail platforms of a run: they keep what was said, and behave as badly as platforms do.

They remember no keys: what is sent twice is shown twice.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Protocol

from bot.address import Address, Place
from bot.chat.port import Message
from bot.chat.recording import Posted
from bot.errors import SendFailed
from bot.mail.local import ADDRESS
from bot.mail.port import Envelope, Mail
from bot.store.mails import MailBook
from tests.simulation.loop import Loop
from tests.simulation.machine import SECRET, Machine, Trouble

HOURLY = 100


class Weather(StrEnum):
    """How a platform is while a step is played."""

    FINE = "fine"
    DOWN = "down"  # nothing is taken
    FLAKY = "flaky"  # some is taken, some refused as busy, some answers are lost
    SLOW = "slow"  # everything takes seconds


class Witness(Protocol):
    """Who is told of everything that a platform has taken."""

    def took(self, key: str, to: Address, message: Message) -> None:
        """The running task has posted a message."""
        ...

    def edited(self, to: Address, message: Message) -> None:
        """A message was edited."""
        ...

    def mailed(self, key: str, mail: Mail) -> None:
        """The running task has sent a mail."""
        ...

    def lost(self, task: "asyncio.Task[object] | None") -> None:
        """The answer to the running task was lost."""
        ...


@dataclass(slots=True)
class Platform:
    """What outlives every process. `gone` are people whom nothing reaches any more."""

    loop: Loop
    witness: Witness
    weather: Weather = Weather.FINE
    gone: set[str] = field(default_factory=set)
    posted: list[Posted] = field(default_factory=list)
    copies: list[tuple[Mail, Envelope]] = field(default_factory=list)
    rng: Random = field(default_factory=lambda: Random(0))

    def chat(self, machine: Machine) -> "SimulatedChat":
        """Return the way of a process to the chat."""
        return SimulatedChat(self, machine)

    def mailer(self, machine: Machine) -> "SimulatedMailer":
        """Return the way of a process to the mail server."""
        return SimulatedMailer(self, machine)

    async def before(self, machine: Machine, to: Address | None) -> None:
        """Wait before something is taken. Raises SendFailed, and Killed."""
        await machine.wait(Trouble.DEATH)
        if self.weather is Weather.SLOW:
            await asyncio.sleep(self.rng.choice((0.5, 3, 9)))
        if to is not None and to.place is Place.PERSON and to.key in self.gone:
            reason = "user_not_found"
            raise SendFailed(reason, permanent=True)
        if self.weather is Weather.DOWN or (self.weather is Weather.FLAKY and self.rng.random() < 0.25):
            reason = "503"
            raise SendFailed(reason, patient=True)
        if self.weather is Weather.FLAKY and self.rng.random() < 0.2:
            reason = "429"
            raise SendFailed(reason, retry_after=self.rng.choice((1, 7, 30)), patient=True)
        await machine.wait(Trouble.DEATH)

    async def after(self, machine: Machine) -> None:
        """Wait after something was taken. Raises SendFailed when the answer is lost, and Killed."""
        await machine.wait(Trouble.DEATH)
        if self.weather is Weather.FLAKY and self.rng.random() < 0.2:
            self.witness.lost(asyncio.current_task())
            await asyncio.sleep(10)
            reason = "timeout"
            raise SendFailed(reason, patient=True)


@dataclass(frozen=True, slots=True)
class SimulatedChat:
    """The chat port of one process."""

    platform: Platform
    machine: Machine

    async def post(
        self, to: Address, message: Message, *, key: str, thread: str | None, at: datetime, tried: bool = False
    ) -> str:
        """Show a message."""
        await self.platform.before(self.machine, to)
        ref = str(len(self.platform.posted) + 1)
        self.platform.posted.append(Posted(ref, to, thread, at, [message]))
        self.platform.witness.took(key, to, message)
        await self.platform.after(self.machine)
        return ref

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Change a message."""
        found = self.platform.posted[int(ref) - 1]
        await self.platform.before(self.machine, found.to)
        found.versions.append(message)
        self.platform.witness.edited(found.to, message)
        await self.platform.after(self.machine)


@dataclass(frozen=True, slots=True)
class SimulatedMailer:
    """The mail port of one process."""

    platform: Platform
    machine: Machine

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Send a mail, which is written down before it goes."""
        book = MailBook(self.machine.database, ADDRESS, HOURLY, SECRET, self.platform.rng.randbytes)
        envelope = await book.envelope(mail, key, at)
        await self.platform.before(self.machine, None)
        self.platform.witness.mailed(key, mail)
        if (mail, envelope) not in self.platform.copies:
            self.platform.copies.append((mail, envelope))
        await self.platform.after(self.machine)
