"""What a process counts of its own work, for Prometheus. No label names a person, a handover or a customer.

Whoever builds the process makes one of these, with a registry of its own.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

LATENESS: Final = (0.5, 1, 2, 5, 10, 30, 60, 300, 1800)
SWEEP: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
COMMAND: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # a chat platform waits for three seconds


@dataclass(slots=True)
class Metrics:
    """The counters and histograms of one process."""

    registry: CollectorRegistry = field(default_factory=lambda: CollectorRegistry(auto_describe=True))
    _messages: Counter = field(init=False)
    _lateness: Histogram = field(init=False)
    _sweeps: Histogram = field(init=False)
    _claims: Counter = field(init=False)
    _commands: Histogram = field(init=False)
    _letters: Counter = field(init=False)

    def __post_init__(self) -> None:
        """Make them."""
        registry = self.registry
        about = "Messages of the outbox by kind and what became of a try: sent, retried, failed, superseded"
        self._messages = Counter("callback_messages", about, ("kind", "outcome"), registry=registry)
        about = "From when a ping was planned until it was sent"
        self._lateness = Histogram("callback_ping_lateness_seconds", about, buckets=LATENESS, registry=registry)
        about = "How long a sweep lasted that had something to claim"
        self._sweeps = Histogram("callback_sweep_seconds", about, buckets=SWEEP, registry=registry)
        about = "Handovers whose rungs were claimed when they fell due"
        self._claims = Counter("callback_claims", about, registry=registry)
        about = "What people did (command, press, submit, reply), how it ended (done, refused, failed, error), how long it took"
        labels = ("what", "outcome")
        self._commands = Histogram("callback_command_seconds", about, labels, buckets=COMMAND, registry=registry)

        about = "Mails that came, by what they were, and whether bound to a mail of ours or why not"
        self._letters = Counter("callback_letters", about, ("verdict", "binding"), registry=registry)

    def lettered(self, verdict: str, binding: str) -> None:
        """Count a mail that came."""
        self._letters.labels(verdict, binding).inc()

    def tried(self, kind: str, outcome: str, rows: int = 1) -> None:
        """Count what became of so many rows of the outbox."""
        self._messages.labels(kind, outcome).inc(rows)

    def late(self, late: timedelta) -> None:
        """Count how late a ping was sent."""
        self._lateness.observe(max(late.total_seconds(), 0.0))

    def swept(self, seconds: float, claimed: int) -> None:
        """Count a sweep."""
        self._sweeps.observe(seconds)
        self._claims.inc(claimed)

    def served(self, what: str, outcome: str, seconds: float) -> None:
        """Count something that somebody did."""
        self._commands.labels(what, outcome).observe(seconds)
