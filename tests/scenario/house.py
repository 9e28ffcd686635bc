"""The bot in a test: real database, real rules, a clock that is moved, and a chat that records. Read like the procedure."""

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from bot.address import Address, Place
from bot.cards.reader import Desk
from bot.chat.port import Answer, Button, Message
from bot.chat.recording import Posted, RecordingChat, RecordingPresence
from bot.clock import ManualClock
from bot.compose import Composer
from bot.errors import SendFailed
from bot.ledger import By
from bot.limits import Limits
from bot.mail.port import Mail, Mailer
from bot.mail.recording import RecordingMailer
from bot.outbox import Outbox
from bot.rules.calendars import build_worktimes
from bot.rules.handover import Handover
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.service import Service
from bot.store import handovers, tables
from bot.store.database import Database
from bot.store.migrate import migrate
from config.overlays import Overlay
from config.people import People
from config.policy import Policy
from handlers.desk import FrontDesk
from handlers.front import Incoming
from handlers.visit import Counter
from scheduler.ticker import Ticker
from scheduler.travel import keep_offset
from tests.scenario.example import example_people, example_policy, languages, worktimes

MONDAY = "2026-11-23"


@dataclass(slots=True)
class House:
    """One office with its bot. Times are typed as at the site: "17:05", or "2026-11-24 09:00" (then the day goes on)."""

    database: Database
    office: Office
    clock: ManualClock
    chat: RecordingChat
    mailer: RecordingMailer
    service: Service
    ticker: Ticker
    front: FrontDesk
    zone: ZoneInfo
    deliveries: "itertools.count[int]"
    presence: RecordingPresence

    def moment(self, text: str) -> datetime:
        """Return the moment that is typed; a time alone is of the day that the clock shows."""
        day = self.clock.now().astimezone(self.zone).date().isoformat()
        return datetime.fromisoformat(text if " " in text else f"{day} {text}").replace(tzinfo=self.zone).astimezone(UTC)

    async def to(self, text: str) -> None:
        """Let time pass until then: everything that falls due on the way happens at its moment."""
        until = self.moment(text)
        while (due := await self.ticker.next_due()) is not None and due <= until:
            self.clock.set(max(due, self.clock.now()))
            await self.ticker.run()
        self.clock.set(until)
        await self.ticker.run()

    async def sleeps_until(self, text: str) -> None:
        """The bot was down until then: nothing happened on the way, and now it ticks once."""
        self.clock.set(self.moment(text))
        await self.ticker.run()

    async def leave_its_clock(self) -> None:
        """Leave word of where this clock stands, as the local workspace does: commands beside the bot go by it."""
        offset = self.clock.now() - datetime.now(UTC)
        async with self.database.transaction() as connection:
            await keep_offset(connection, offset)

    def person(self, handle: str) -> "Person":
        """Return somebody of the example directory."""
        return Person(self, handle)

    def channel(self, team: str = "express") -> list[Posted]:
        """Return the messages in the team's channel."""
        return self.chat.to(Address(Place.CHANNEL, team))

    def thread(self, number: int = 1) -> list[str]:
        """Return the notes in the thread of the `number`th card in the channel."""
        return self.chat.notes(self.channel()[number - 1].ref)

    def diary(self, since: str | None = None) -> list[str]:
        """Return who had a message when, as "Mon 11:10 ben wang": one line a minute, names in order, twice for two messages.

        The card and the notes in its thread are left out: a message to the channel is in it when it has a headline.
        """
        minutes: dict[datetime, list[str]] = {}
        for posted in self.chat.posted:
            told = posted.to.place is Place.PERSON or (posted.thread is None and posted.versions[0].headline)
            if told and (since is None or posted.at >= self.moment(since)):
                name = posted.to.key if posted.to.place is Place.PERSON else "channel"
                minutes.setdefault(posted.at.replace(second=0, microsecond=0), []).append(name)
        return [f"{minute.astimezone(self.zone):%a %H:%M} {' '.join(sorted(minutes[minute]))}" for minute in sorted(minutes)]

    def by(self, handle: str) -> By:
        """Return somebody who acts now, for the service."""
        return By(handle, self.clock.now(), f"test-{next(self.deliveries)}")

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return what stands in a table, in the order in which it came."""
        async with self.database.reading() as connection:
            return [dict(row) for row in (await connection.execute(select(table).order_by(table.c.id))).mappings()]

    async def everything(self) -> list[list[dict[str, Any]]]:
        """Return all handovers, events and messages: the same before and after an act that was refused."""
        return [await self.rows(table) for table in (tables.handovers, tables.events, tables.outbox)]

    @property
    def mails(self) -> list[Mail]:
        """Return what was mailed: of each mail the owner's copy."""
        return [mail for mail in self.mailer.mails if f"<{mail.address}>" in mail.to[0]]

    def copies(self, handle: str) -> list[Mail]:
        """Return the copies that were mailed to somebody."""
        return [mail for mail in self.mailer.mails if mail.reader == handle]

    async def handover(self, number: int = 1) -> Handover:
        """Return a handover as it stands in the database."""
        async with self.database.reading() as connection:
            found = await handovers.get(connection, number)
        assert found is not None
        return found


@dataclass(slots=True)
class Person:
    """Somebody in the house. Each act is a delivery of its own, and what is due then is sent."""

    house: House
    handle: str

    async def types(self, text: str, at: str | None = None, delivery: str | None = None) -> Answer:
        """Type a command."""
        await self._at(at)
        return await self._done(await self.house.front.command(self._incoming(delivery), text))

    async def callback(self, text: str, at: str | None = None, delivery: str | None = None) -> Answer:
        """Type `/callback …`."""
        return await self.types(f"/callback {text}", at, delivery)

    async def presses(self, label: str, on: Message | Posted, at: str | None = None, delivery: str | None = None) -> Answer:
        """Press the button of that label on a message or an answer."""
        await self._at(at)
        message = on.message if isinstance(on, Posted) else on
        place = on.to if isinstance(on, Posted) else None
        button = button_of(message, label)
        incoming = self._incoming(delivery, place)
        return await self._done(await self.house.front.press(incoming, button.action, button.value))

    async def sure(self, answer: Answer) -> Answer:
        """Say yes to the question that an answer asks: the form of an act that is asked once."""
        return await self.fills(answer) if answer.form else answer

    async def fills(self, answer: Answer, at: str | None = None, delivery: str | None = None, **fields: str) -> Answer:
        """Fill the form of an answer; fields that are not named keep what stands in them."""
        await self._at(at)
        form = answer.form
        assert form is not None, answer
        filled = {each.name: each.value for each in form.fields} | fields
        return await self._done(await self.house.front.submit(self._incoming(delivery), form.action, form.value, filled))

    async def replies(self, text: str, number: int = 1, at: str | None = None) -> Answer:
        """Write in the thread of the `number`th card in the channel."""
        await self._at(at)
        thread = self.house.channel()[number - 1].ref
        return await self._done(await self.house.front.reply(self._incoming(None), thread, text))

    @property
    def messages(self) -> list[Posted]:
        """Return this person's direct messages, oldest first."""
        return self.house.chat.to(Address(Place.PERSON, self.handle))

    def pings(self, words: str = "") -> list[str]:
        """Return the headlines of the direct messages that contain `words`, each as it was first sent."""
        headlines = [posted.versions[0].headline or posted.versions[0].text for posted in self.messages]
        return [headline for headline in headlines if words in headline]

    async def _at(self, at: str | None) -> None:
        if at is not None:
            await self.house.to(at)

    async def _done(self, answer: Answer) -> Answer:
        await self.house.ticker.run()
        return answer

    def _incoming(self, delivery: str | None, place: Address | None = None) -> Incoming:
        return Incoming(self.handle, delivery or f"test-{next(self.house.deliveries)}", place)


def button_of(message: Message, label: str) -> Button:
    """Return the button of that label."""
    buttons = [button for section in message.sections for button in (*section.buttons, *section.more)]
    found = [button for button in buttons if button.label == label]
    assert found, f"no button {label!r} among {[button.label for button in buttons]}"
    return found[0]


def said(answer: Answer | Message | Posted) -> str:
    """Return every word of an answer or message."""
    if isinstance(answer, Posted):
        answer = answer.message
    message = answer.message if isinstance(answer, Answer) else answer
    if message is None:
        return ""
    lines = [f"{line.label}: {line.plain}" for section in message.sections for line in section.lines]
    return "\n".join([message.headline, message.subject, message.text, *lines, message.footer])


def refusing(*addresses: Address, reason: str = "ratelimited", **how: float | bool) -> Callable[[Address], None]:
    """Return a platform that takes nothing for these addresses (none named: for nobody)."""

    def refuse(to: Address) -> None:
        if not addresses or to in addresses:
            raise SendFailed(reason, **how)  # type: ignore[arg-type]

    return refuse


@dataclass(slots=True)
class Builder:
    """Builds houses on one database (on SQLite the file `path`), one after the other: platform and mailboxes outlive each."""

    url: str
    path: Path
    chat: RecordingChat = field(default_factory=RecordingChat)
    mailer: RecordingMailer = field(default_factory=RecordingMailer)
    deliveries: "itertools.count[int]" = field(default_factory=itertools.count)
    limits: Limits = field(default_factory=Limits)
    presence: RecordingPresence = field(default_factory=RecordingPresence)
    by_mail: Callable[[Database, Office], Mailer] | None = None

    @asynccontextmanager
    async def house(
        self,
        at: str = f"{MONDAY} 09:10",
        people: People | None = None,
        policy: Policy | None = None,
        overlays: Sequence[Overlay] = (),
    ) -> AsyncIterator[House]:
        """Build a house whose clock stands at a moment of the Shanghai site."""
        policy = policy or example_policy()
        clocks = build_worktimes(policy, overlays) if overlays else worktimes(policy)
        office = Office(policy, Directory(people or example_people()), clocks)
        database = Database(self.url, together=True)
        await migrate(database)
        zone = office.worktimes[policy.default_site].zone
        clock = ManualClock(datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC))
        desk, service = Desk(office, languages()), Service(database, office)
        mailer = self.by_mail(database, office) if self.by_mail else self.mailer
        outbox = Outbox(database, Composer(desk), self.chat, mailer, self.limits, luck=lambda: 1.0, presence=self.presence)
        ticker = Ticker(database, office, outbox, clock)
        front = FrontDesk(Counter(service, database, desk, clock))
        try:
            seen = self.deliveries, self.presence
            yield House(database, office, clock, self.chat, self.mailer, service, ticker, front, zone, *seen)
        finally:
            await database.close()
