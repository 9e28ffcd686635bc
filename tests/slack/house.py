"""The bot on a workspace in a test: real database, real Bolt app behind a real HTTP server, and a clock that is moved."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import aiohttp
import uvicorn
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.chat.slack_api import slack_api
from bot.cli.core import Core, built
from bot.cli.slack import OnSlack, found_on_slack, on_slack
from bot.clock import ManualClock
from bot.i18n import load_languages
from bot.rules.handover import Handover
from bot.store import handovers
from bot.store.tables import deliveries
from bot.store.tables import handovers as handover_rows
from bot.web.listening import listen, url_of
from bot.web.slack import ROUTE, slack_web
from config.people import load_people
from config.policy import load_policy
from config.settings import Settings
from config.whole import Config
from tests.slack.emulated import BOT_TOKEN, SIGNING_SECRET, Reply, signed

SHANGHAI = ZoneInfo("Asia/Shanghai")
Json = dict[str, Any]


def config_for(folder: Path, api_url: str) -> Config:
    """Return the example configuration with a database in the folder and Slack at that address."""
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'bot.db'}",
        port=0,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_url=api_url,
    )
    policy = load_policy(settings.policy)
    return Config(settings, policy, load_people(settings.people, policy), ())


@dataclass(slots=True)
class SlackHouse:
    """The bot, its clock, and the address where it takes Slack's requests."""

    core: Core
    bot: OnSlack
    clock: ManualClock
    url: str
    session: aiohttp.ClientSession

    async def settle(self) -> None:
        """Let everything happen that is due now, and what is done after an answer."""
        await self.bot.ticker.run()
        await self.bot.afterwards.settled()

    async def to(self, text: str) -> None:
        """Let time pass until "11:10" of this Monday: everything that falls due on the way happens at its moment."""
        until = datetime.fromisoformat(f"2026-11-23 {text}").replace(tzinfo=SHANGHAI).astimezone(UTC)
        while (due := await self.bot.ticker.next_due()) is not None and due <= until:
            self.clock.set(max(due, self.clock.now()))
            await self.settle()
        self.clock.set(until)
        await self.settle()

    async def handover(self, number: int = 1) -> Handover:
        """Return a handover as it stands in the database."""
        async with self.core.database.reading() as connection:
            found = await handovers.get(connection, number)
        assert found is not None
        return found

    async def kept(self) -> tuple[int, int]:
        """Return how many handovers and deliveries the database holds."""
        async with self.core.database.reading() as connection:
            counts = [
                (await connection.execute(select(func.count()).select_from(t))).scalar_one() for t in (handover_rows, deliveries)
            ]
        return counts[0], counts[1]

    async def sends(self, body: str, kind: str, **headers: str) -> Reply:
        """Send a body to the bot's route, with these headers besides."""
        async with self.session.post(self.url, data=body, headers={"Content-Type": kind, **headers}) as response:
            return Reply(response.status, await response.text())

    async def form(self, form: Mapping[str, str]) -> Reply:
        """Send a signed form, as commands and interactions come."""
        body = urlencode(form)
        return await self.sends(body, "application/x-www-form-urlencoded", **signed(body))

    async def event(self, body: Json, **headers: str) -> Reply:
        """Send a signed delivery of the Events API."""
        text = json.dumps(body)
        return await self.sends(text, "application/json", **signed(text), **headers)


@asynccontextmanager
async def slack_house(folder: Path, api_url: str, at: str = "09:10") -> AsyncIterator[SlackHouse]:
    """Run the bot on a workspace, its clock at that time of Monday 23 November 2026."""
    config = config_for(folder, api_url)
    clock = ManualClock(datetime.fromisoformat(f"2026-11-23 {at}").replace(tzinfo=SHANGHAI).astimezone(UTC))
    async with built(config, load_languages()) as core, house_of(core, clock) as house:
        yield house


@asynccontextmanager
async def house_of(core: Core, clock: ManualClock) -> AsyncIterator[SlackHouse]:
    """Put a core on its workspace and serve it."""
    workspace, found = await found_on_slack(core.config)
    async with (
        slack_api(BOT_TOKEN, core.config.settings.slack_api_url) as api,
        on_slack(core, api, workspace, found, clock) as bot,
        aiohttp.ClientSession() as session,
        served(slack_web(bot.unwell, bot.bolt, SIGNING_SECRET)) as url,
    ):
        yield SlackHouse(core, bot, clock, url.removesuffix("/") + ROUTE, session)


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:  # noqa: ANN401
    """Serve an application on a free port, and return its address."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield url_of(listening)
    finally:
        server.should_exit = True
        await serving
