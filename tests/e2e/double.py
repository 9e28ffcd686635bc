"""The local page over a bot that only records what reaches its front door, in a process of its own.

    python -m tests.e2e.double DATABASE RECORD PORT

Answers are fixed by what is typed, pressed or filled in; every call is appended to the file RECORD as a line of JSON. The port on
which it listens (0: any) is the first line that it prints.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.address import Address, Place
from bot.chat.local import LocalChat
from bot.chat.port import Answer, Button, Confirm, Field, Form, Line, Message, Option, Section, Style, Tone
from bot.clock import ManualClock
from bot.i18n import load_languages
from bot.mail.local import LocalMailer
from bot.mail.port import Mail
from bot.rules.autoreply import classify
from bot.rules.people import Directory
from bot.rules.worktime import Interval, Worktime
from bot.store.database import Database
from bot.store.tables import metadata
from bot.store.workspace import Workspace
from bot.web.app import build_app, listen_here
from bot.web.deps import PageDeps
from bot.web.listening import serve, until_told
from config.people import load_people
from handlers.front import Incoming
from tests.book import Book

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)  # Monday 09:10 in Shanghai
CHANNEL = Address(Place.CHANNEL, "express")
WEEK: list[list[Interval]] = [[(time(8, 30), time(17, 30))]] * 5 + [[], []]
SUBJECT = "6869419583 REQ-20418 2026-11-23 11:10"
HOSTILE = "<script>document.title='owned'</script> <!channel> **bold** \u202ereversed\u202c &amp; 你好"


class NoHolidays:
    """A calendar of plain weeks."""

    def exceptions(self, year: int) -> Mapping[date, tuple[Interval, ...]]:
        """Return no exceptional day."""
        return {}

    def is_known(self, day: date) -> bool:
        """Every day is known."""
        return True


def card(headline: str = "", tone: Tone = Tone.CALM) -> Message:
    """Return a card with everything that a card can have."""
    return Message(
        text=f"{headline} {SUBJECT}",
        headline=headline,
        subject=SUBJECT,
        sections=(
            Section(
                lines=(
                    Line("Customer", HOSTILE),
                    Line("Phone", "138 0013 8000", "tel:+8613800138000"),
                    Line("Case", "REQ-20418", "https://cases.example.com/REQ-20418"),
                    Line("Bad link", "not a link", "javascript:alert(1)"),
                    Line("", "A line that has no label."),
                ),
                buttons=(
                    Button("I've got it", "acknowledge", "1:1", Style.PRIMARY),
                    Button("Done", "finish", "1:1"),
                    Button("Slow", "slow", "1:1"),
                ),
                more=(
                    Button("Assign…", "assign", "1:1"),
                    Button("Cancel it", "cancel", "1:1", Style.DANGER, Confirm("Cancel CB-1?", "Cancel it", "Keep it")),
                ),
            ),
        ),
        footer="CB-1, opened by Anna Li",
        tone=tone,
    )


FORM = Form(
    title="How did it go?",
    action="finish",
    value="1:1",
    submit="Save",
    cancel="Back",
    fields=(
        Field("outcome", "Outcome", options=(Option("Customer was reached", "reached"), Option("No answer", "no_answer"))),
        Field("again", "Again at", hint='"16:30" or "in 45 min"', optional=True),
        Field("note", "Note", multiline=True, optional=True),
    ),
    intro="CB-1",
)


@dataclass
class RecordingFront:
    """Writes down every call and answers by fixed rules."""

    chat: LocalChat
    clock: ManualClock
    record: Path

    async def command(self, incoming: Incoming, text: str) -> Answer:
        """Answer a command: "card" posts one, "long" is long, "form" asks."""
        self._note("command", incoming, text=text)
        if "form" in text:
            return Answer(form=FORM)
        if "card" in text:
            ref = await self.chat.post(CHANNEL, card(), key=incoming.delivery, thread=None, at=self.clock.now())
            await self.chat.post(CHANNEL, Message("Opened."), key=f"{incoming.delivery}n", thread=ref, at=self.clock.now())
        return Answer(Message(f"Tell the customer: today at 11:10. You typed {len(text)} characters."))

    async def press(self, incoming: Incoming, action: str, value: str) -> Answer:
        """Answer a button."""
        self._note("press", incoming, action=action, value=value)
        if action == "finish":
            return Answer(form=FORM)
        if action == "acknowledge":
            return Answer(Message("It is yours."), replace=card("Acknowledged", Tone.DONE))
        return Answer(Message(f"Pressed {action}."))

    async def shown(self, incoming: Incoming, action: str, value: str) -> Message | None:
        """Show nothing newer."""

    async def submit(self, incoming: Incoming, action: str, value: str, fields: Mapping[str, str]) -> Answer:
        """Refuse a time that nobody understands, else take the form."""
        self._note("submit", incoming, action=action, value=value, fields=dict(fields))
        if fields.get("again") == "whenever":
            return Answer(Message("I do not understand “whenever”. Try 16:30."), refused=True)
        return Answer(Message("Saved."))

    async def reply(self, incoming: Incoming, thread: str, text: str) -> Answer:
        """Take words in a thread."""
        self._note("reply", incoming, thread=thread, text=text)
        return Answer(Message("Noted for you.")) if text == "on it" else Answer()

    def _note(self, kind: str, incoming: Incoming, **details: object) -> None:
        with self.record.open("a", encoding="utf-8") as file:
            line = {"kind": kind, "person": incoming.person, "delivery": incoming.delivery, **details}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


@dataclass
class ToyTravel:
    """Moves the clock; a ping comes to Zhou at 09:40, once."""

    chat: LocalChat
    clock: ManualClock

    async def move(self, to: datetime) -> None:
        """Go there, and say the ping on the way."""
        if self.clock.now() < NOW + timedelta(minutes=30) <= to:
            message = card("Not acknowledged for 30 minutes.", Tone.LATE)
            await self.chat.post(Address(Place.PERSON, "zhou"), message, key="ping", thread=None, at=to)
        self.clock.set(to)

    async def next_ping(self) -> datetime | None:
        """Return 09:40 while it lies ahead."""
        ping = NOW + timedelta(minutes=30)
        return ping if self.clock.now() < ping else None

    async def next_opening(self) -> datetime:
        """Return Tuesday 08:30."""
        return NOW + timedelta(days=1) - timedelta(minutes=40)


async def postroom(record: Path, raw: bytes) -> None:
    """Write down what a mailbox answered."""
    verdict = classify(raw, ZoneInfo("Asia/Shanghai"))
    with record.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"kind": "mail", "verdict": verdict.kind, "until": str(verdict.until)}) + "\n")


async def main(path: str, record: str, port: int) -> None:
    """Serve until told to stop."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    log = Workspace(database)
    chat, clock = LocalChat(log), ManualClock(NOW)
    mail = Mail(("周洁 <zhou.jie@example.com>",), ("Wang Lei <wang.lei@example.com>",), SUBJECT, f"{HOSTILE}\n\nOpened by Anna.")
    mail = replace(mail, reader="zhou", address="zhou.jie@example.com", handover_id=1, language="zh_CN")
    await LocalMailer(log, Book()).send(mail, key="mail", at=NOW)
    deps = PageDeps(
        front=RecordingFront(chat, clock, Path(record)),
        log=log,
        directory=Directory(load_people(Path("config/people.toml"), None)),
        clock=clock,
        languages=load_languages(),
        worktimes={"shanghai": Worktime(ZoneInfo("Asia/Shanghai"), WEEK, NoHolidays(), time(9), (time(12), time(13, 30)))},
        travel=ToyTravel(chat, clock),
        postroom=partial(postroom, Path(record)),
    )
    listening = listen_here("127.0.0.1", port)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    async with until_told(asyncio.Event()) as told:
        await serve(build_app(deps), listening, told)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
