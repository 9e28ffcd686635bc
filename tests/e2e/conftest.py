"""Chromium, and the page served by a process of its own. Every request of every page must stay on this machine."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
PATIENCE_MS = 15_000

Open = Callable[[str], Page]

expect.set_options(timeout=PATIENCE_MS)


def chromium() -> str:
    """Return Chromium's path. Without one the tests are left out, and say so; where CI is set they fail."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium: the browser tests cannot run. Install your system's package chromium, or name one in CHROMIUM."
        if "CI" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@dataclass
class Bot:
    """A process that serves the page."""

    command: list[str]
    port: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, on the port of the first time, and wait until it listens."""
        command = [sys.executable, "-W", "error", *self.command, str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def stop(self) -> None:
        """End it as the system does, without warning."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Double(Bot):
    """The page over a front door that only records."""

    folder: Path = Path()

    def calls(self, kind: str) -> list[dict[str, Any]]:
        """Return what reached the front door, in order."""
        record = self.folder / "calls.jsonl"
        lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return [call for call in map(json.loads, lines) if call["kind"] == kind]


@pytest.fixture
def double(tmp_path: Path) -> Iterator[Double]:
    """Serve the page over an empty database and a recording front door."""
    chromium()
    files = [str(tmp_path / "bot.sqlite"), str(tmp_path / "calls.jsonl")]
    bot = Double(["-m", "tests.e2e.double", *files], folder=tmp_path)
    bot.start()
    yield bot
    bot.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once, and end it before tests of other packages: its loop would be in their way."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Give fresh tabs; afterwards no tab may have asked another host, nor have had an error in its scripts."""
    strangers: list[str] = []
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1360, "height": 860}, reduced_motion="reduce")

    def watch(request: Request) -> None:
        if not request.url.startswith(HERE):
            strangers.append(request.url)

    def opened() -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", watch)
        page.on("websocket", lambda socket: None if socket.url.startswith(HERE) else strangers.append(socket.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    context.close()
    assert strangers == []
    assert errors == []


@pytest.fixture
def tab(double: Double, new_page: Callable[[], Page]) -> Open:
    """Open a tab as a person."""

    def opened(person: str, more: str = "") -> Page:
        page = new_page()
        page.goto(f"{double.url}/?as={person}{more}")
        expect(page.locator(".place.current")).to_be_visible()
        return page

    return opened
