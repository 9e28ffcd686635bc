"""`/metrics` of the bot's real processes, over HTTP, and what it counts of a story."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import ManualClock
from bot.mail.mailbox import Mailbox
from bot.metrics import Metrics
from bot.rules.autoreply import Kind as Verdict
from bot.rules.binding import Unbound
from bot.store.outgoing import Kind
from bot.web.metrics import Scrape
from config.mail import MailSettings
from handlers.front import Incoming
from handlers.metered import MeteredFront
from scheduler.audit import audit
from tests import postgres
from tests.integration.processes import Process
from tests.integration.test_processes import free_port, opened, sent
from tests.scenario.house import Builder, House, refusing
from tests.scenario.test_poison import BEN

NUMBERS = itertools.count(1)
DOCUMENTED = Path("docs/operations.md").read_text(encoding="utf-8")
RULES = Path("docs/prometheus/rules.yml").read_text(encoding="utf-8")
NAME = re.compile(r"callback_[a-z_]+")
SUFFIXES = ("_bucket", "_sum", "_count", "_created", "_total")
ALLOWED: dict[str, set[str]] = {
    "kind": {str(kind) for kind in Kind},
    "outcome": {"sent", "retried", "failed", "superseded", "done", "refused", "error"},
    "lane": {"urgent", "alarm", "calm", "paper"},
    "state": {"pending", "retrying", "sending"},
    "round": {"sweep", "send"},
    "what": {"command", "press", "submit", "reply"},
    "finding": {"waiting", "failed", "missing", "dropped", "unsent"},
    "verdict": set(Verdict),
    "binding": {"bound", *Unbound},
}
Figures = dict[tuple[str, tuple[str, ...]], float]


def figures(text: str) -> Figures:
    """Return every sample by its name and the values of its labels; each label has one of a few values."""
    found: Figures = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = {name: value for name, value in sample.labels.items() if name != "le"}
            assert all(value in ALLOWED[name] for name, value in labels.items()), sample
            if "le" not in sample.labels:
                found[sample.name, tuple(labels[name] for name in sorted(labels))] = sample.value
    return found


@pytest.fixture
def started() -> Iterator[list[Process]]:
    """Keep processes, and end what is left of them."""
    kept: list[Process] = []
    yield kept
    for process in kept:
        process.kill()


def start(kept: list[Process], role: str, url: str) -> Process:
    """Start a process that is ready."""
    kept.append(Process(role, url, free_port()).start())
    kept[-1].becomes("/readyz", 200)
    return kept[-1]


def test_run_answers_on_sqlite(started: list[Process], tmp_path: Path) -> None:
    """One process that does everything has every figure, from its start on."""
    process = start(started, "run", f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")
    status, text = process.answers("/metrics")
    found = figures(text)
    assert status == 200
    assert found["callback_database_up", ()] == 1
    assert found["callback_queue_messages", ("urgent", "pending")] == 0
    assert ("callback_round_age_seconds", ("sweep",)) in found


def test_web_and_worker_answer_and_still_do_without_a_database(started: list[Process], programs: Path) -> None:
    """A web knows no rounds of its own; a worker counts what it has sent; with PostgreSQL gone both answer at once."""
    with postgres.cluster(programs) as server:
        url = server.create("metrics")
        web, worker = start(started, "web", url), start(started, "worker", url)
        asyncio.run(opened(url, 1))
        assert sent(url) > 0
        found = figures(worker.answers("/metrics")[1])
        assert found["callback_messages_total", ("card", "sent")] > 0
        assert found["callback_handovers_open", ()] == 1
        assert not any(name == "callback_round_age_seconds" for name, _ in figures(web.answers("/metrics")[1]))
        server.stop()
        for process in (web, worker):
            process.becomes("/readyz", 503)
            status, text = process.answers("/metrics")
            found = figures(text)
            assert (status, found["callback_database_up", ()]) == (200, 0)
            assert found["callback_database_errors_total", ()] > 0
            assert not any(name.startswith(("callback_queue", "callback_audit")) for name, _ in found)
        assert ("callback_round_age_seconds", ("send",)) in found
        server.start()
        for process in (web, worker):
            process.becomes("/readyz", 200)
            assert figures(process.answers("/metrics")[1])["callback_database_up", ()] == 1


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Return a house whose work is counted."""
    async with Builder(f"sqlite+aiosqlite:///{tmp_path / 'callback.db'}", tmp_path / "callback.db").house() as built:
        yield built


def remove(file: Path | None) -> None:
    """Take the database away."""
    assert file is not None
    file.unlink()


def scrape_of(house: House) -> Scrape:
    """Return what answers `/metrics` of a house."""
    return Scrape(house.ticker.outbox.metrics, (house.database,), house.ticker.pulses, house.clock, Mailbox(MailSettings()))


async def test_what_a_story_counts(house: House) -> None:
    """Pings and how late they were, what was retried, set aside and dealt with, what waits and what the audit found."""
    scrape = scrape_of(house)
    await house.person("anna").callback("6869419583 REQ-20418 @ben fee for Li Hua 13800138000")
    await house.to("09:41")
    house.chat.failing = refusing(BEN, reason="gone", permanent=True)
    await house.to("10:56")
    house.chat.failing = refusing(reason="503", patient=True)
    await house.person("ben").types("/callback done CB-1")
    house.clock.set(house.moment("11:00"))
    await audit(house.database, house.office, house.clock.now())
    text = (await scrape()).decode()
    found = figures(text)
    assert found["callback_ping_lateness_seconds_count", ()] == found["callback_messages_total", ("ping", "sent")] > 1
    assert found["callback_messages_total", ("ping", "failed")] == found["callback_queue_failed", ()] == 1
    assert found["callback_messages_total", ("card", "retried")] > 0
    assert found["callback_queue_messages", ("paper", "retrying")] > 0
    assert found["callback_queue_oldest_seconds", ("paper",)] == 240
    assert found["callback_claims_total", ()] == found["callback_sweep_seconds_count", ()] > 1
    assert (found["callback_audit_well", ()], found["callback_audit_age_seconds", ()]) == (0, 60)
    assert found["callback_audit_findings", ("unsent",)] > 0
    assert found["callback_handovers_open", ()] == found["callback_rungs_unclaimed", ()] == 0
    assert not any(private in text for private in ("Li Hua", "13800138000", "REQ", "CB-", "ben"))


async def test_what_people_do_is_counted(house: House) -> None:
    """Commands by how they ended, however they ended."""
    metrics = Metrics()
    front = MeteredFront(house.front, metrics)
    await front.command(Incoming("anna", "D1"), "6869419583 REQ-20418 @ben fee")
    await front.command(Incoming("anna", "D2"), "6869419583 REQ-20418 @ben fee")
    await front.press(Incoming("ben", "D3"), "acknowledge", "1:1")
    await house.database.close()
    remove(house.database.file)
    await front.reply(Incoming("ben", "D4"), "1", "done")
    found = figures((await Scrape(metrics, (house.database,), (), ManualClock(house.clock.now()))()).decode())
    counts = {labels: count for (name, labels), count in found.items() if name == "callback_command_seconds_count"}
    assert counts[("done", "command")] == counts[("refused", "command")] == counts[("done", "press")] == 1
    assert counts[("failed", "reply")] == 1


async def test_every_metric_is_documented_and_every_alarm_is_about_one(house: House) -> None:
    """The table names them all and nothing else; the example rules ask for what there is."""
    house.ticker.outbox.metrics.tried("card", "sent")
    house.ticker.outbox.metrics.served("command", "done", 0.1)
    house.ticker.outbox.metrics.lettered("away", "bound")
    await house.person("anna").callback("6869419583 REQ-20418 @ben fee")
    await audit(house.database, house.office, house.clock.now())
    there = {_plain(name) for name, _ in figures((await scrape_of(house)()).decode())} | {"callback_round_well_age_seconds"}
    assert {_plain(name) for name in NAME.findall(DOCUMENTED)} == there
    assert {_plain(name) for name in NAME.findall(RULES)} <= there


def _plain(name: str) -> str:
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name
