"""PostgreSQL that hangs, stops, comes back, or has become a standby: nobody waits for it, and nothing is lost."""

import asyncio
import itertools
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

from bot.address import Address
from bot.cards.reader import Desk
from bot.chat.port import Message
from bot.clock import ManualClock
from bot.compose import Composer
from bot.errors import StoreUnavailable
from bot.ledger import By
from bot.mail.recording import RecordingMailer
from bot.opening import Draft
from bot.outbox import LEASE, Outbox
from bot.service import Service
from bot.store import hints
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.tables import handovers, outbox
from scheduler.ticker import Ticker
from tests import postgres
from tests.integration import crashing
from tests.integration.crashing import DUE, HANDOVERS, OPENED, OWNERS, UNTIL
from tests.scenario.example import languages

DEADLINE = 0.5
IDLE_SECONDS = 0.3
IN_TIME = 3.0  # on a machine that is busy
MIDDLE = 300
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(programs: Path) -> Iterator[postgres.Cluster]:
    """Start a PostgreSQL that these tests may stop."""
    with postgres.cluster(programs) as running:
        yield running


@pytest.fixture
def url(server: postgres.Cluster) -> Iterator[str]:
    """Return an empty database of the test's own."""
    name = f"gone{next(NUMBERS)}"
    yield server.create(name)
    server.drop(name)


@asynccontextmanager
async def opened(url: str, deadline: float = 10.0) -> AsyncIterator[Database]:
    """Have a database, and close it."""
    database = Database(url, deadline)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def stopped(database: Database, *, at_commit: bool = False) -> AsyncIterator[None]:
    """Freeze the server's side of the connection that is taken next, in the middle of its transaction."""
    pid = 0
    try:
        async with database.transaction() as connection:
            pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            os.kill(pid, signal.SIGSTOP)
            yield
            if not at_commit:
                await connection.execute(text("SELECT 1"))
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_a_server_that_hangs_is_left_at_the_deadline(url: str) -> None:
    """A call without answer ends in time with StoreUnavailable; its connection is thrown away, and the next call has another."""
    async with opened(url, DEADLINE) as database:
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable):
            async with stopped(database):
                pass
        assert time.monotonic() - begin < IN_TIME
        async with database.reading() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_commit_that_hangs_is_left_at_the_deadline(url: str) -> None:
    """The answer to a commit may never come: that too ends in time."""
    async with opened(url, DEADLINE) as database:
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable):
            async with stopped(database, at_commit=True):
                pass
        assert time.monotonic() - begin < IN_TIME


async def test_the_server_lets_go_of_what_was_given_up(url: str) -> None:
    """A client that hangs in its transaction holds up nobody for longer than its own deadline: the server ends it."""
    async with opened(url, DEADLINE) as hanging, opened(url) as other:
        async with other.transaction() as connection:
            await connection.execute(text("CREATE TABLE t (n int)"))
        async with hanging.engine.connect() as idle:
            await idle.execute(text("LOCK TABLE t"))
            async with other.transaction() as connection:
                await connection.execute(text("INSERT INTO t VALUES (1)"))
            await idle.invalidate()


async def test_waiting_for_the_server_costs_no_processor_time(url: str) -> None:
    """While a statement takes its second, this process has nothing to do: the server may need the processor for it."""
    async with opened(url) as database, database.reading() as connection:
        begin = time.process_time()
        await connection.execute(text("SELECT pg_sleep(1)"))
        assert time.process_time() - begin < IDLE_SECONDS


async def test_after_a_restart_the_same_pool_goes_on(url: str, server: postgres.Cluster) -> None:
    """While PostgreSQL is down every call says so at once; when it is back the next one works, with no restart of the bot."""
    async with opened(url) as database:
        for _ in range(2):
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))
            server.stop()
            try:
                with pytest.raises(StoreUnavailable):
                    async with database.transaction():
                        pytest.fail("there is nobody to talk to")
            finally:
                server.start()
            async with database.transaction() as connection:
                await connection.execute(text("SELECT 1"))


async def test_a_primary_that_became_a_standby_is_left(url: str) -> None:
    """A connection that may only read is thrown away at the first write: the next one looks for the primary again."""
    async with opened(url) as database:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE t (n int)"))
            await connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
        with pytest.raises(StoreUnavailable):
            async with database.transaction() as connection:
                await connection.execute(text("INSERT INTO t VALUES (1)"))
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO t VALUES (1)"))


async def test_the_primary_is_found_among_several_hosts(
    url: str, server: postgres.Cluster, programs: Path, tmp_path: Path
) -> None:
    """One host is dead and one may only be read: writes go to the third, without a word in the configuration on which it is."""
    with postgres.cluster(programs) as standby:
        standby.command("psql", "-h", str(standby.folder), "-c", "ALTER SYSTEM SET default_transaction_read_only = on")
        standby.command("createdb", "-h", str(standby.folder), make_url(url).database or "")
        standby.command("pg_ctl", "-D", standby.data, "reload")
        hosts = f"{tmp_path},{standby.folder},{server.folder}&port=5432,5432,5432"
        several = url.replace(str(server.folder), f"{hosts}&target_session_attrs=read-write")
        async with opened(several) as database, database.transaction() as connection:
            await connection.execute(text("CREATE TABLE t (n int)"))


async def test_several_processes_start_on_an_empty_database(url: str) -> None:
    """They migrate one after the other; each finds the whole schema."""
    await asyncio.gather(*(_migrated(url) for _ in range(5)))


async def _migrated(url: str) -> None:
    async with opened(url) as database:
        await migrate(database)
        async with database.reading() as connection:
            await connection.execute(select(handovers.c.formerly))


async def test_one_delivery_that_reaches_two_processes_opens_one_handover(url: str) -> None:
    """The platform sends it again while the first is under way: both answers are of the same handover."""
    async with opened(url) as one, opened(url) as other:
        await migrate(one)
        office = crashing.office()
        draft = Draft("6869419583", "REQ-20418", "customs fee", owner="@ben", other_matter=True)
        services = [Service(one, office), Service(other, office)] * 3
        made = await asyncio.gather(*(each.open(draft, By("anna", OPENED, "D1")) for each in services))
        assert {each.handover.id for each in made} == {1}
        assert [each.repeated for each in made].count(False) == 1


@asynccontextmanager
async def going_on(*tasks: "asyncio.Task[None]") -> AsyncIterator[None]:
    """Have the tasks going on while the block runs; they have given their connections back when it is left."""
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_worker_hears_what_another_process_enqueued(url: str, server: postgres.Cluster) -> None:
    """The hint comes when an act is committed, and again after PostgreSQL was restarted."""
    async with opened(url) as web, opened(url) as worker:
        await migrate(web)
        service = Service(web, crashing.office())
        telling = asyncio.create_task(hints.tell(web))
        hearing = asyncio.create_task(hints.listen(worker))
        async with going_on(telling, hearing):
            for number in (1, 2):
                async with asyncio.timeout(20):
                    await worker.enqueued.wait()  # it listens
                    worker.enqueued.clear()
                    draft = Draft("6869419583", f"REQ-2041{number}", "customs fee", owner="@ben")
                    await service.open(draft, By("anna", OPENED, f"D{number}"))
                    await worker.enqueued.wait()
                worker.enqueued.clear()
                server.stop()
                server.start()


@dataclass
class Interrupted:
    """A chat that stops the server once, when it has been given so many messages, and remembers no keys."""

    server: postgres.Cluster
    after: int
    said: list[tuple[str, str]] = field(default_factory=list)

    async def post(self, to: Address, message: Message, *, key: str, thread: str | None, at: object, tried: bool = False) -> str:
        """Keep the message."""
        self.said.append((str(to), key))
        if len(self.said) == self.after:
            await asyncio.to_thread(self.server.stop)
        return key

    async def edit(self, ref: str, message: Message, *, at: object) -> None:
        """Edits are the same twice as once."""


async def test_postgresql_stopped_in_the_middle_of_a_herd(url: str, server: postgres.Cluster) -> None:
    """600 due at once, PostgreSQL crashes while they are sent and comes back: none is lost, and one message is said twice."""
    async with opened(url) as database:
        await crashing.prepare_database(Database(url))
        office, clock = crashing.office(), ManualClock(DUE)
        chat = Interrupted(server, MIDDLE)
        ticker = Ticker(database, office, Outbox(database, Composer(Desk(office, languages())), chat, RecordingMailer()), clock)
        await ticker.tick()
        await ticker.tick()
        assert len(chat.said) == MIDDLE, "without a database nothing more is said"
        server.start()
        clock.set(DUE + LEASE + timedelta(seconds=1))
        while (due := await ticker.next_due()) is not None and due < DUE + UNTIL:
            clock.set(max(due, clock.now()))
            await ticker.run()
        twice = sum(count - 1 for count in Counter(key for _, key in chat.said).values())
        assert len({key for _, key in chat.said}) >= HANDOVERS + OWNERS + 1
        assert twice <= 1
        async with database.reading() as connection:
            left = (await connection.execute(select(outbox.c.id).where(outbox.c.state.not_in(["sent", "superseded"])))).all()
            claimed = (await connection.execute(select(handovers.c.id).where(handovers.c.next_due_at <= DUE))).all()
        assert (left, claimed) == ([], [])
