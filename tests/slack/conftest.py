"""Starts the emulated Slack workspace, once for each process of tests, and hands it out as it was seeded."""

import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from bot.chat.slack import SlackChat
from bot.chat.slack_api import slack_api
from tests.slack.emulated import BOT_TOKEN, HERE, Emulator, seed
from tests.slack.posting import Directory

NODE = 20


@pytest.fixture(scope="session")
def emulator_root() -> Iterator[str]:
    """Start the emulator on a free port of the loopback and return its address."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the Slack emulator needs Node 20 or newer")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").partition(".")[0]) < NODE:
        pytest.skip(f"node {version} is too old: the Slack emulator needs Node 20 or newer")
    if not (HERE / "node_modules" / "emulate").is_dir():
        pytest.skip("the Slack emulator is not installed: `make test` does it")
    process = subprocess.Popen([node, HERE / "launch.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"seed": seed()}))
    process.stdin.close()
    try:
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.fixture
async def emulator(emulator_root: str) -> AsyncIterator[Emulator]:
    """Return the workspace as it was seeded, with nobody subscribed."""
    async with aiohttp.ClientSession() as session:
        emulator = Emulator(emulator_root, session)
        await emulator.control("reset")
        yield emulator


@pytest.fixture
async def chat(emulator: Emulator) -> AsyncIterator[SlackChat]:
    """Return the adapter under test."""
    async with slack_api(BOT_TOKEN, emulator.url) as api:
        yield SlackChat(api, Directory(emulator))


@pytest.fixture
async def channel(emulator: Emulator) -> str:
    """Return the id of the team's channel."""
    return await emulator.channel_id("express-callbacks")
