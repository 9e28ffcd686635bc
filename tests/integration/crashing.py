"""A bot with hundreds of callbacks due in one minute, in a process of its own, that is killed while it works.

    python -m tests.integration.crashing DATABASE RECORD NOW KILL

It ticks from the moment NOW until nothing is due and prints "done", unless it has died by SIGKILL before its KILLth statement to
the database (0: never). Its platform remembers no keys: what is posted twice stands twice in the file RECORD, as lines of JSON.
"""

import asyncio
import itertools
import json
import os
import signal
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event

from bot.address import Address, Place
from bot.cards.reader import Desk
from bot.chat.port import Message
from bot.cli.logs import log_to_stderr
from bot.clock import ManualClock
from bot.compose import Composer
from bot.i18n import load_languages
from bot.mail.recording import RecordingMailer
from bot.opening import Draft, prepare
from bot.outbox import Outbox
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.store import facts, handovers
from bot.store.database import Database
from bot.store.migrate import migrate
from config.people import load_people
from config.policy import load_policy
from scheduler.ticker import Ticker

CONFIG = Path("config")
OPENED = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)  # Monday 09:10 in Shanghai
DUE = datetime(2026, 11, 23, 3, 10, tzinfo=UTC)  # two working hours later
OWNERS, HANDOVERS = 200, 600
UNTIL = timedelta(minutes=9)  # the next rung comes ten minutes after due


@dataclass(frozen=True, slots=True)
class ForgetfulChat:
    """Appends every post to a file, also those that came before."""

    record: Path

    async def post(
        self,
        to: Address,
        message: Message,
        *,
        key: str,
        thread: str | None,
        at: datetime,
        tried: bool = False,
    ) -> str:
        """Write one line, in one piece."""
        lines = [line.label for section in message.sections for line in section.lines if line.label.startswith("CB-")]
        said = {"to": str(to), "thread": thread, "handovers": lines or [message.footer.split(" ")[0]], "key": key}
        file = os.open(self.record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, (json.dumps(said) + "\n").encode())
        finally:
            os.close(file)
        return key

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Edits are the same twice as once."""


def office() -> Office:
    """Return the example office with a crowd of back-line owners."""
    policy = load_policy(CONFIG / "policy.toml")
    people = load_people(CONFIG / "people.toml", policy)
    ben = people.people["ben"]
    crowd = {f"owner{number}": ben.model_copy(update={"name": f"Owner {number}", "aliases": ()}) for number in range(OWNERS)}
    return Office(policy, Directory(people.model_copy(update={"people": {**people.people, **crowd}})), build_worktimes(policy))


async def prepare_database(database: Database) -> None:
    """Open all callbacks; their cards stand in the channel, and every one is due at the same moment."""
    await migrate(database)
    rules = office()
    for number in range(HANDOVERS):
        async with database.transaction() as connection:
            draft = Draft("6869419583", f"REQ-{30000 + number}", "customs fee", owner=f"@owner{number % OWNERS}")
            new = (await prepare(connection, rules, rules.staff(), draft, "anna", OPENED)).handover
            before = DUE - timedelta(minutes=1)
            added = await handovers.add(connection, replace(new, rung_at=before), DUE)
            channel = str(Address(Place.CHANNEL, added.team))
            await facts.show(connection, facts.Shown(added.id, channel, f"card-{added.id}", added.version))
    await database.close()


def die_before(database: Database, statement: int) -> None:
    """Kill this process, as kill -9 does, when it is about to send that statement to the database; commits count as one."""
    count = itertools.count(1)

    def step(*_: object) -> None:
        if next(count) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine.sync_engine, "before_cursor_execute", step)
    event.listen(database.engine.sync_engine, "commit", step)


async def run(database: Database, record: Path, now: datetime) -> None:
    """Tick until nothing is due, at the moments at which it is."""
    rules, clock = office(), ManualClock(now)
    outbox = Outbox(database, Composer(Desk(rules, load_languages())), ForgetfulChat(record), RecordingMailer())
    ticker = Ticker(database, rules, outbox, clock)
    while (due := await ticker.next_due()) is not None and due < DUE + UNTIL:
        clock.set(max(due, clock.now()))
        await ticker.run()
    await database.close()
    sys.stdout.write("done\n")


if __name__ == "__main__":
    path, said, moment, kill = sys.argv[1:]
    log_to_stderr("warning")
    bot = Database(f"sqlite+aiosqlite:///{path}")
    die_before(bot, int(kill))
    asyncio.run(run(bot, Path(said), datetime.fromisoformat(moment)))
