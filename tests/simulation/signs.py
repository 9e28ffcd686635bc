"""What tells the bot that people are away or back: answers of mailboxes, mail that comes back, chat status, their own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.chat.port import Answer
from bot.errors import StoreUnavailable
from bot.ledger import BOT, By
from bot.rules.absence import Report, Source
from handlers.front import Incoming
from tests.simulation.machine import Machine
from tests.simulation.people import EVERYBODY, Call
from tests.simulation.promises import Delivery

LENGTHS = (5, 20, 45, 60, 180, 480, 1440, 4320)  # minutes
COVERS = (None, None, None, "kate", "Zhou Jie", "ben.huang@example.com", "Somebody Else", "@wang", "anna")
AWAY = ("away", "away until {time}", "away for {minutes} minutes", "away until {time} @kate", "away for {minutes} minutes @zhou")
UNTIL = ("11:00", "15:00", "17:30", "20:00", "tomorrow 10:00", "tomorrow 17:00")
ACCOUNTS = (Source.STATUS, Source.DND, Source.ACCOUNT)
LATE = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing from which the bot learns that somebody is away, or no longer is; no `report`: the source says so no more."""

    incoming: Incoming
    source: Source
    report: Report | None = None

    def __str__(self) -> str:
        """Say what it is."""
        if self.report is None:
            return f"{self.source} of {self.incoming.person} says nothing any more ({self.incoming.delivery})"
        until = "ever" if self.report.lasting else f"{self.report.until:%a %H:%M} UTC" if self.report.until else "?"
        return f"{self.source} of {self.incoming.person} says away until {until} ({self.incoming.delivery})"

    @property
    def delivery(self) -> Delivery:
        """Return what is watched of it."""
        return Delivery(self.incoming.delivery, self.incoming.person)

    async def bring(self, machine: Machine) -> Answer:
        """Bring it to the bot, as what reads mailboxes and accounts does."""
        person, by = self.incoming.person, By(BOT, machine.now(), self.incoming.delivery)
        try:
            if self.report is None:
                await machine.attendance.no_longer(person, self.source, By(BOT, machine.now()))
            elif self.source is Source.BOUNCE:
                await machine.service.mark_unreachable(person, self.report, by)
            else:
                await machine.service.mark_away(person, self.report, by)
        except StoreUnavailable:
            return Answer(failed=True)
        return Answer()


@dataclass(slots=True)
class Signs:
    """Mailboxes, accounts, and people on their way out or in."""

    count: int = 0

    def come(self, dice: Random, handovers: Mapping[int, Mapping[str, Any]], now: datetime) -> "Sign | Call":
        """Return what comes now, mostly about somebody whom a handover concerns."""
        self.count += 1
        incoming = Incoming(_whose(dice, handovers), f"S{self.count}")
        roll = dice.random()
        if roll < 0.2:
            text = dice.choice(AWAY).format(time=dice.choice(UNTIL), minutes=dice.choice(LENGTHS))
            return Call(incoming, "command", (text,))
        if roll < 0.4:
            return Call(incoming, "command", ("back",))
        if roll < 0.7:
            return Sign(incoming, Source.MAIL, _answer(dice, handovers, now))
        if roll < 0.8:
            number = dice.choice(list(handovers)) if handovers else None
            return Sign(incoming, Source.BOUNCE, Report(Source.BOUNCE, now, handover_id=number))
        source = dice.choice(ACCOUNTS)
        if dice.random() < 0.3:
            return Sign(incoming, source)
        lasting = source is Source.ACCOUNT
        until = None if lasting or dice.random() < 0.3 else now + timedelta(minutes=dice.choice(LENGTHS))
        return Sign(incoming, source, Report(source, now, until, lasting=lasting, evidence=dice.choice(("palm tree", "sick"))))


def _answer(dice: Random, handovers: Mapping[int, Mapping[str, Any]], now: datetime) -> Report:
    """Return what an automatic reply says: now, or as it did earlier; some come too late to be true."""
    said_at = now - dice.choice((timedelta(), timedelta(), timedelta(minutes=1), LATE))
    lasting = dice.random() < 0.1
    until = None if lasting or dice.random() < 0.3 else said_at + timedelta(minutes=dice.choice(LENGTHS))
    number = dice.choice(list(handovers)) if handovers else None
    return Report(Source.MAIL, said_at, until, lasting=lasting, cover=dice.choice(COVERS), handover_id=number)


def _whose(dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> str:
    owners = [row["owner"] for row in handovers.values()] or ["ben"]
    return dice.choice((*(dice.choice(owners),) * 4, "wang", "wang", "zhao", "ma", dice.choice(EVERYBODY)))
