"""The bot's processes, as a supervisor starts them."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

PATIENCE_SECONDS = 45.0


@dataclass
class Process:
    """One `python -m bot …` with an environment of its own."""

    role: str
    url: str
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None
    _listening: threading.Thread | None = None
    _said: "queue.Queue[str]" = field(default_factory=queue.Queue)

    def start(self) -> "Process":
        """Start it."""
        settings = {
            "CALLBACK_DATABASE_URL": self.url,
            "CALLBACK_PORT": str(self.port),
            "CALLBACK_WORKER_PORT": str(self.port) if self.role == "worker" else "",
            **self.environment,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "bot", self.role],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        return self

    def says(self, words: str) -> str:
        """Wait for a line that contains the words, and return it."""
        end = time.monotonic() + PATIENCE_SECONDS
        seen: list[str] = []
        while True:
            try:
                line = self._said.get(timeout=max(end - time.monotonic(), 0))
            except queue.Empty:
                raise AssertionError("".join(seen)) from None
            seen.append(line)
            if words in line:
                return line

    def tells(self, number: int) -> int:
        """Send it a signal and return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)

    def ends(self) -> tuple[int, str]:
        """Wait for its end; return its exit code and the last line that it said."""
        assert self.process is not None
        code = self.process.wait(PATIENCE_SECONDS)
        line = ""
        while True:
            try:
                line = self._said.get(timeout=1)
            except queue.Empty:
                return code, line

    def rest(self) -> str:
        """Return what it has said since, once it has ended."""
        assert self._listening is not None
        self._listening.join()
        return "".join(iter(lambda: "" if self._said.empty() else self._said.get(), ""))

    def answers(self, path: str, port: int | None = None) -> tuple[int, str]:
        """Ask it how it is."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except urllib.error.URLError:
            return 0, ""

    def becomes(self, path: str, status: int) -> str:
        """Ask again and again until it answers with that status; return what it says."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (found := self.answers(path))[0] != status:
            assert time.monotonic() < end, found
            threading.Event().wait(0.1)
        return found[1]

    def kill(self) -> None:
        """End it as the system does, without warning, if it has not ended."""
        assert self.process is not None
        assert self.process.stdout is not None
        assert self._listening is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._listening.join()
        self.process.stdout.close()

    def _listen(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line)
