"""One process on SQLite, any number on PostgreSQL; how they start, how they are, and how they end."""

import asyncio
import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.ledger import By
from bot.opening import Draft
from bot.service import Service
from bot.store.database import Database
from bot.store.tables import outbox, workspace_messages
from scheduler.watch import STALLED
from tests import postgres
from tests.integration import crashing
from tests.integration.processes import Process

NUMBERS = itertools.count(1)
Starter = Callable[..., Process]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def start() -> Iterator[Starter]:
    """Start processes, and end what is left of them."""
    started: list[Process] = []

    def starter(role: str, url: str, **environment: str) -> Process:
        started.append(Process(role, url, free_port(), environment).start())
        return started[-1]

    yield starter
    for process in started:
        process.kill()


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Return the URL of an SQLite database that is not there yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
def postgresql(cluster: postgres.Cluster) -> str:
    """Return the URL of an empty PostgreSQL database."""
    return cluster.create(f"processes{next(NUMBERS)}")


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Start processes as a shell does in the background: SIGINT is ignored until they say otherwise."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_second_process_on_one_sqlite_file_is_refused(start: Starter, sqlite: str) -> None:
    """It ends with the reason; the first goes on, ends at SIGTERM with 0, and even a killed one leaves no lock behind."""
    first = start("run", sqlite)
    first.says("The local workspace is at")
    code, said = start("run", sqlite).ends()
    assert (code, "already works on" in said) == (1, True), said
    assert first.answers("/healthz") == (200, "ok")
    assert first.tells(signal.SIGTERM) == 0
    killed = start("run", sqlite)
    killed.says("The local workspace is at")
    killed.kill()
    with deaf_to_interrupts():
        again = start("run", sqlite)
    again.says("The local workspace is at")
    assert (again.tells(signal.SIGINT), again.rest()) == (0, ""), "at once after it says that it is ready"


def test_a_clock_that_goes_on_says_that_its_beginning_was_not_used(start: Starter, sqlite: str) -> None:
    """A start is for a new database: on one that has a clock a line says where it goes on and what to do instead."""
    new = start("run", sqlite, CALLBACK_CLOCK_AT="2026-11-23T09:10+08:00")
    new.says("The local workspace is at")
    assert new.tells(signal.SIGTERM) == 0
    assert "goes on" not in new.rest()
    line = start("run", sqlite, CALLBACK_CLOCK_AT="2026-11-25T08:00+08:00").says("goes on")
    assert line.startswith("The clock goes on at Mon 23 Nov 09:1")
    assert "make forget" in line


def test_web_and_worker_need_postgresql(start: Starter, sqlite: str) -> None:
    """On SQLite they are refused before they touch the file, with what to start instead."""
    for process in [start(role, sqlite) for role in ("web", "worker")]:
        code, said = process.ends()
        assert (code, "python -m bot run" in said) == (1, True), said


async def opened(url: str, number: int) -> None:
    """Open a handover as a web process does, due in two minutes."""
    database = Database(url, deadline=10)
    now = datetime.now(UTC)
    draft = Draft("6869419583", f"REQ-{20000 + number}", "customs", owner="@ben", asked=now + timedelta(minutes=2))
    await Service(database, crashing.office()).open(draft, By("anna", now, f"D{number}"))
    await database.close()


async def count(url: str) -> tuple[int, int, int]:
    """Return how many messages wait, how many went out, and how many of those stand twice."""
    database = Database(url, deadline=10)
    async with database.reading() as connection:
        left = select(func.count()).where(outbox.c.state.in_(["pending", "sending"]))
        keys = select(func.count(), func.count(workspace_messages.c.key.distinct()))
        waiting = (await connection.execute(left)).scalar_one()
        said, different = (await connection.execute(keys)).one()
    await database.close()
    return waiting, said, said - different


def sent(url: str) -> int:
    """Wait until nothing waits any more; return how many messages went out, each once."""
    for _ in range(600):
        waiting, said, twice = asyncio.run(count(url))
        assert twice == 0
        if waiting == 0:
            return said
        asyncio.run(asyncio.sleep(0.05))
    pytest.fail("messages wait")


def test_web_and_workers_share_one_postgresql(start: Starter, postgresql: str) -> None:
    """Started all at once on an empty database they are ready; a worker that dies or starts moves no other's work."""
    web, one, other = start("web", postgresql), start("worker", postgresql), start("worker", postgresql)
    for process in (web, one, other):
        process.becomes("/readyz", 200)
        assert process.answers("/healthz") == (200, "ok")
    asyncio.run(opened(postgresql, 1))
    first = sent(postgresql)
    assert first > 0
    one.kill()
    asyncio.run(opened(postgresql, 2))
    assert sent(postgresql) == 2 * first
    third = start("worker", postgresql)
    third.becomes("/readyz", 200)
    asyncio.run(opened(postgresql, 3))
    assert sent(postgresql) == 3 * first
    assert [process.tells(signal.SIGTERM) for process in (web, other, third)] == [0, 0, 0]


STUCK = """
import asyncio, sys
from bot.chat.recording import RecordingChat
from bot.cli.core import built
from bot.clock import SystemClock
from bot.i18n import load_languages
from bot.mail.recording import RecordingMailer
from config.whole import load_config
from scheduler.watch import STALLED, Stalled

async def main():
    async with built(load_config(), load_languages()) as core:
        ticker = core.ticker(RecordingChat(), RecordingMailer(), SystemClock())
        async with core.working(ticker, SystemClock()) as told:
            await ticker.sweeping.busy.acquire()  # a round that hangs, and does not even end when it is cancelled
            ticker.sweeping.ran -= 1000
            await told.wait()

try:
    asyncio.run(main())
except Stalled:
    sys.exit(STALLED)
"""


def test_a_process_whose_rounds_hang_ends_itself(sqlite: str) -> None:
    """It says which round, and ends with an exit code that makes its supervisor start another."""
    environment = {**os.environ, "CALLBACK_DATABASE_URL": sqlite}
    command = [sys.executable, "-W", "error", "-c", STUCK]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, "stalled" in ended.stdout) == (STALLED, True), ended.stdout + ended.stderr


def test_ready_and_healthy_are_two_things(start: Starter, programs: Path) -> None:
    """Without PostgreSQL nobody is ready and everybody is worth keeping; when it is back all are ready, with no restart."""
    with postgres.cluster(programs) as server:
        url = server.create("ready")
        web, worker = start("web", url), start("worker", url)
        for process in (web, worker):
            process.becomes("/readyz", 200)
        server.stop()
        for process in (web, worker):
            assert process.becomes("/readyz", 503) == "the database cannot be read"
            assert process.answers("/healthz") == (200, "ok")
        server.start()
        for process in (web, worker):
            process.becomes("/readyz", 200)
        asyncio.run(opened(url, 1))
        assert sent(url) > 0


async def test_what_a_newer_version_made_is_refused(start: Starter, postgresql: str) -> None:
    """A process of the version before ends with the reason and leaves the database alone."""
    first = start("worker", postgresql)
    await asyncio.to_thread(first.becomes, "/readyz", 200)
    database = Database(postgresql, deadline=10)
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    assert await asyncio.to_thread(first.becomes, "/readyz", 503) == "the database has another schema"
    code, said = await asyncio.to_thread(start("worker", postgresql).ends)
    assert (code, "newer version" in said) == (1, True), said
