"""`/metrics`, for Prometheus: what this process counted, and what the database says now, if it does so in time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.mail.mailbox import Mailbox
from bot.metrics import Metrics
from bot.rules.lanes import Lane
from bot.store import facts, queue, timers
from bot.store.database import Database
from bot.store.queue import Progress, Waiting
from scheduler.audit import AUDITED, FOUND
from scheduler.pulse import Pulse
from scheduler.ticker import TICKED

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the database said: `ticked` and `audited` are when somebody last did (aware UTC), `found` is what the audit found."""

    waiting: Sequence[Waiting]
    failed: int
    open: int
    unclaimed: int
    ticked: datetime | None
    audited: datetime | None
    found: dict[str, int]


@dataclass(frozen=True, slots=True)
class Scrape:
    """Answers `/metrics` of one process. `databases` are its engines: each has counted its own errors."""

    metrics: Metrics
    databases: Sequence[Database]
    pulses: Sequence[Pulse]
    clock: Clock
    mailbox: Mailbox | None = None

    async def __call__(self) -> bytes:
        """Return everything as text. Without a database, what this process knows by itself."""
        now = self.clock.now()
        try:
            reading = await read(self.databases[0], now)
        except StoreUnavailable:
            reading = None
        registry = CollectorRegistry()
        registry.register(_Said([*self._own(), *_of_database(reading, now)]))
        return generate_latest(self.metrics.registry) + generate_latest(registry)

    def _own(self) -> Iterator[Metric]:
        errors = CounterMetricFamily("callback_database_errors", "Transactions that the database did not do")
        errors.add_metric([], sum(each.failures for each in self.databases))
        yield errors
        if self.mailbox is not None:
            about = "Since everything new in the mailbox was last taken; it is looked once a minute at the least"
            yield _gauge("callback_mailbox_silent_seconds", about, self.mailbox.silent_for())
        if self.pulses:
            ended = GaugeMetricFamily("callback_round_age_seconds", "Since a round last ended, however", labels=["round"])
            well = GaugeMetricFamily("callback_round_well_age_seconds", "Since a round last ended well", labels=["round"])
            for pulse in self.pulses:
                ended.add_metric([pulse.name], pulse.silent_for())
                if (seconds := pulse.unwell_for()) is not None:
                    well.add_metric([pulse.name], seconds)
            yield from (ended, well)


async def read(database: Database, now: datetime) -> Reading:
    """Ask the database; `now` is aware UTC. Raises StoreUnavailable."""
    async with database.reading() as connection:
        waits, failed = await queue.waiting(connection), await queue.count_set_aside(connection)
        active, unclaimed = await timers.figures(connection, now)
        ticked, audited, found = [await facts.read(connection, name) for name in (TICKED, AUDITED, FOUND)]
    return Reading(waits, failed, active, unclaimed, _moment(ticked), _moment(audited), json.loads(found or "{}"))


class _Said(Collector):
    """Figures of one moment."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Sequence[Metric]:
        return self._families


def _of_database(reading: Reading | None, now: datetime) -> Iterator[Metric]:
    yield _gauge("callback_database_up", "Did the database answer in time?", reading is not None)
    if reading is None:
        return
    depth = GaugeMetricFamily("callback_queue_messages", "What waits to be sent", labels=["lane", "state"])
    oldest = GaugeMetricFamily("callback_queue_oldest_seconds", "Since the oldest that waits was planned", labels=["lane"])
    for lane in Lane:
        its = [each for each in reading.waiting if each.lane is lane]
        for state in Progress:
            depth.add_metric([lane.name.lower(), state], sum(each.count for each in its if each.progress is state))
        age = max((now - each.oldest for each in its), default=timedelta())
        oldest.add_metric([lane.name.lower()], max(age.total_seconds(), 0.0))
    yield from (depth, oldest)
    yield _gauge("callback_queue_failed", "Messages that could not be sent and were set aside", reading.failed)
    yield _gauge("callback_handovers_open", "Handovers whose next rung is planned", reading.open)
    yield _gauge("callback_rungs_unclaimed", "Handovers whose rung is due and not claimed yet", reading.unclaimed)
    if reading.ticked is not None:
        yield _gauge("callback_tick_age_seconds", "Since some process said that it ticks", _age(reading.ticked, now))
    if reading.audited is not None:
        yield _gauge("callback_audit_age_seconds", "Since the moment up to which was audited", _age(reading.audited, now))
        yield _gauge("callback_audit_well", "Did the last audit find nothing?", not any(reading.found.values()))
        findings = GaugeMetricFamily("callback_audit_findings", "What the last audit found", labels=["finding"])
        for finding, count in reading.found.items():
            findings.add_metric([finding], count)
        yield findings


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=float(value))


def _age(moment: datetime, now: datetime) -> float:
    return max((now - moment).total_seconds(), 0.0)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
