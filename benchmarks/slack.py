"""`/callback` on Slack against a Bolt app that only acknowledges: the same server, 64 connections, signed commands, one run.

Ours is the real route: signature, Bolt, the grammar, the promise, one transaction on SQLite with fsync, the private answer and
its line in the log.
The bare app answers and does nothing. It is measured twice: as Bolt is by default, which looks for the answer every 10 ms, and
set up as ours is, where Bolt waits for the listener (`process_before_response`) and the garbage collector leaves alone what the
process is built of. What was enqueued is not sent meanwhile.
"""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time as stopwatch
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import aiohttp
from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from benchmarks.commands import SECRET, TEAM, TOKEN, signed_command
from bot.chat.slack_api import slack_api
from bot.chat.slack_lookup import Found, SlackWorkspace
from bot.chat.slack_people import SlackPeople
from bot.cli.core import built
from bot.cli.logs import log_to_stderr
from bot.cli.slack import on_slack
from bot.cli.working import leave_alone
from bot.clock import SystemClock
from bot.i18n import load_languages
from bot.web.listening import listen, serve, until_told, url_of
from bot.web.slack import ROUTE, bolt_app, slack_web
from config.people import load_people
from config.policy import load_policy
from config.settings import Settings
from config.whole import Config

CONNECTIONS: Final = 64
WARM_UP: Final = 200
REQUESTS: Final = 2_000
ROUNDS: Final = 5
GOAL: Final = 6
NOWHERE: Final = "http://127.0.0.1:9/api/"
WORKSPACE: Final = SlackWorkspace(TEAM, "Bench", "B0BOT", "U0BOT")
OURS, POLLING, AS_OURS = "ours", "bare, as by default", "bare, set up as ours"


@dataclass(frozen=True, slots=True)
class Measured:
    """One round: commands a second, and how long an answer took, in milliseconds."""

    throughput: float
    p50: float
    p99: float


def run() -> None:
    """Print throughput, p50 and p99 of each, the ratio to the goal, and what polling costs."""
    rounds: dict[str, list[Measured]] = {OURS: [], POLLING: [], AS_OURS: []}
    for _ in range(ROUNDS):
        for name, measured in rounds.items():
            with _server(name) as url:
                measured.append(asyncio.run(_measure(url)))
    medians = {name: _median(measured) for name, measured in rounds.items()}
    print(
        f"{REQUESTS} signed /callback on {CONNECTIONS} connections, median of {ROUNDS} rounds, server and client on this machine"
    )
    for name, each in medians.items():
        print(f"{name:24}{each.throughput:8.0f} a second   p50 {each.p50:7.1f} ms   p99 {each.p99:7.1f} ms")
    for name in (POLLING, AS_OURS):
        ratio = medians[OURS].throughput / medians[name].throughput
        print(f"ours against {name:20} 1/{1 / ratio:.1f} of the throughput (goal: at least 1/{GOAL})")
    with _server(POLLING) as url:
        polled = asyncio.run(_alone(url))
    with _server(AS_OURS) as url:
        waited = asyncio.run(_alone(url))
    print(f"one command at a time: {polled:.1f} ms with Bolt's polling, {waited:.1f} ms without")


@contextlib.contextmanager
def _server(name: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        command = [sys.executable, "-m", "benchmarks.slack", name, folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/") + ROUTE
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()


async def _measure(url: str) -> Measured:
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        await _sent(session, url, range(WARM_UP))
        started = stopwatch.perf_counter()
        took = await _sent(session, url, range(WARM_UP, WARM_UP + REQUESTS))
        elapsed = stopwatch.perf_counter() - started
    cuts = statistics.quantiles(took, n=100)
    return Measured(REQUESTS / elapsed, statistics.median(took), cuts[98])


async def _alone(url: str) -> float:
    async with aiohttp.ClientSession() as session:
        return statistics.median([await _send(session, url, number) for number in range(WARM_UP)])


async def _sent(session: aiohttp.ClientSession, url: str, numbers: range) -> list[float]:
    waiting = iter(numbers)

    async def connection() -> list[float]:
        return [await _send(session, url, number) for number in waiting]

    return list(chain.from_iterable(await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))))


async def _send(session: aiohttp.ClientSession, url: str, number: int) -> float:
    """Send one command; return how long its answer took, in milliseconds."""
    body, headers = signed_command(number)
    started = stopwatch.perf_counter()
    async with session.post(url, data=body, headers=headers) as response:
        text = await response.text()
    took = (stopwatch.perf_counter() - started) * 1000
    if response.status != 200 or "ephemeral" not in text or "database" in text:
        message = f"not answered as it should be: {response.status} {text[:300]}"
        raise AssertionError(message)
    return took


def _median(rounds: list[Measured]) -> Measured:
    return sorted(rounds, key=lambda each: each.throughput)[len(rounds) // 2]


@contextlib.asynccontextmanager
async def _ours(folder: Path) -> AsyncIterator[ASGIApp]:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'bench.db'}",
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SECRET),
    )
    policy = load_policy(settings.policy)
    config = Config(settings, policy, load_people(settings.people, policy), ())
    found = Found(SlackPeople({handle: f"U0{handle.upper()}" for handle in config.people.people}, {"express": "C0EXPRESS"}), ())
    async with (
        built(config, load_languages()) as core,
        slack_api(TOKEN, NOWHERE) as api,
        on_slack(core, api, WORKSPACE, found, SystemClock()) as bot,
    ):
        leave_alone()  # as `Core.working` does
        yield slack_web(bot.unwell, bot.bolt, SECRET)


@contextlib.asynccontextmanager
async def _bare(*, as_ours: bool) -> AsyncIterator[ASGIApp]:
    app = bolt_app(WORKSPACE, AsyncWebClient(TOKEN, NOWHERE), SECRET)
    if not as_ours:
        app.listener_runner.process_before_response = False

    async def acknowledge(ack: AsyncAck) -> None:
        await ack(response_type="ephemeral", text="Fine.")

    app.command("/callback")(acknowledge)
    if as_ours:
        leave_alone()
    yield slack_web(_fine, app, SECRET)


async def _fine() -> str | None:
    return None


async def _serve(name: str, folder: Path) -> None:
    log_to_stderr("info")
    listening = listen("127.0.0.1", 0)
    server = _ours(folder) if name == OURS else _bare(as_ours=name == AS_OURS)
    async with server as app:
        sys.stdout.write(url_of(listening) + "\n")
        sys.stdout.flush()
        async with until_told(asyncio.Event()) as told:
            await serve(app, listening, told)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], Path(sys.argv[2])))
