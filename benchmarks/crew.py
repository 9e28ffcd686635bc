"""The bot's own processes, as a supervisor keeps them: what was killed is started again at once. And agents who go on typing."""

import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.commands import signed_command
from benchmarks.house import House, agent_of
from bot.web.slack import ROUTE
from tests.integration.processes import Process

ON_SQLITE: Final = ("run",)
ON_POSTGRESQL: Final = ("web", "worker", "worker")
AGENTS: Final = 4
PAUSE_SECONDS: Final = 0.4
LONGEST_SECONDS: Final = 5
REFERENCE: Final = re.compile(r"CB-(\d+)")


@dataclass(slots=True)
class Crew:
    """Processes on one database."""

    processes: list[Process]

    @property
    def web(self) -> Process:
        """Return the process that takes commands."""
        return self.processes[0]

    def ready(self) -> None:
        """Wait until each can do its work."""
        for process in self.processes:
            process.becomes("/readyz", 200)

    def kill(self, place: int) -> None:
        """End one of them without warning, and start another in its place."""
        killed = self.processes[place]
        killed.kill()
        self.processes[place] = Process(killed.role, killed.url, killed.port, killed.environment).start()

    def revive(self) -> None:
        """Start again what has ended by itself, as without a database at its start."""
        for place, each in enumerate(self.processes):
            if each.process is not None and each.process.poll() is not None:
                self.kill(place)


@contextmanager
def crew(roles: tuple[str, ...], url: str, house: House, slack: str) -> Iterator[Crew]:
    """Start processes of these roles; end them at the end."""
    environment = house.environment(slack)
    made = Crew([Process(role, url, free_port(), environment).start() for role in roles])
    try:
        yield made
    finally:
        for process in made.processes:
            process.kill()


@contextmanager
def slack_double(record: Path) -> Iterator[str]:
    """Start the double of Slack in a process of its own; yield its address."""
    command = [sys.executable, "-m", "benchmarks.slack_double", str(record)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@dataclass(slots=True)
class Agents:
    """Agents who type `/callback` again and again. `opened`: what was answered with success, by reference and REQ ID."""

    url: str
    opened: dict[int, str] = field(default_factory=dict)
    unanswered: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def type(self) -> None:
        """Open one handover after another until it is over."""
        while not self.over.wait(PAUSE_SECONDS):
            with self._lock:
                self._number += 1
                number = self._number
            reference = self._answer(number)
            with self._lock:
                if reference is None:
                    self.unanswered += 1
                else:
                    self.opened[reference] = f"REQ-{100000 + number}"

    def _answer(self, number: int) -> int | None:
        """Send one command; return which handover the answer says was opened, or None."""
        user, channel = agent_of(number)
        body, headers = signed_command(number, user=user, channel=channel)
        request = urllib.request.Request(self.url, body.encode(), headers)  # noqa: S310 - this machine
        try:
            with urllib.request.urlopen(request, timeout=LONGEST_SECONDS) as answer:  # noqa: S310
                found = REFERENCE.search(answer.read().decode())
        except (OSError, urllib.error.URLError):
            return None
        return int(found[1]) if found else None


@contextmanager
def typing(process: Process) -> Iterator[Agents]:
    """Have agents typing to a process while the block runs."""
    agents = Agents(f"http://127.0.0.1:{process.port}{ROUTE}")
    threads = [threading.Thread(target=agents.type, daemon=True) for _ in range(AGENTS)]
    for thread in threads:
        thread.start()
    try:
        yield agents
    finally:
        agents.over.set()
        for thread in threads:
            thread.join()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
