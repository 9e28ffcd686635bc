"""The bot on Slack, by Socket Mode or over HTTP."""

import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog
from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp

from bot.chat.slack import SlackChat
from bot.chat.slack_api import SlackApi, slack_api
from bot.chat.slack_lookup import Found, SlackWorkspace, Token, TokenRefused, answering, find_people, lookup_client, workspace_of
from bot.chat.slack_presence import SlackPresence
from bot.cli.core import Core, built
from bot.cli.working import Role, going_on_beside
from bot.clock import Clock, SystemClock
from bot.direct_mail import DirectMailer
from bot.i18n import FALLBACK, Languages
from bot.web.listening import listen, serve, url_of
from bot.web.slack import bolt_app, slack_web, within
from bot.web.slack_socket import SlackSocket
from config.files import ConfigError
from config.settings import Settings
from config.whole import Config
from handlers.afterwards import Afterwards
from handlers.slack import SlackDesk, register
from handlers.slack_answers import Teller
from handlers.slack_missed import MissedReplies
from handlers.slack_threads import Threads
from scheduler.ticker import Ticker

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OnSlack:
    """The bot on Slack: what ticks, what takes and asks for people's words, and what is still being done after answering them."""

    core: Core
    ticker: Ticker
    bolt: AsyncApp
    missed: MissedReplies
    afterwards: Afterwards
    clock: Clock

    async def unwell(self) -> str | None:
        """Return what is wrong, for the people who run the bot."""
        return await self.core.ready(self.ticker)()


async def found_on_slack(config: Config) -> tuple[SlackWorkspace, Found]:
    """Return the workspace, and the directory's people and channels there. Raises SlackNotReady."""
    token, _ = _tokens(config.settings)
    client = lookup_client(token, config.settings.slack_api_url)
    with answering(client, Token.BOT):
        return await workspace_of(client), await find_people(client, config.people)


async def checked_on_slack(config: Config) -> SlackWorkspace:
    """Return the workspace, where Slack knows everybody and takes both tokens.

    Raises ConfigError with everybody it does not know and an app token that it refuses, and SlackNotReady.
    """
    workspace, found = await found_on_slack(config)
    problems = list(found.problems)
    try:
        await _take_app_token(config.settings)
    except TokenRefused as refused:
        problems.append(refused.problem)
    if problems:
        raise ConfigError(problems)
    return workspace


async def _take_app_token(settings: Settings) -> None:
    """Have Slack take the app token, where there is one. Raises SlackNotReady."""
    if settings.slack_app_token is not None:
        token = settings.slack_app_token.get_secret_value()
        client = lookup_client(token, settings.slack_api_url)
        with answering(client, Token.APP):
            await client.apps_connections_open(app_token=token)


@contextlib.asynccontextmanager
async def on_slack(core: Core, api: SlackApi, workspace: SlackWorkspace, found: Found, clock: Clock) -> AsyncIterator[OnSlack]:
    """Put the bot together on a workspace; what is being said privately is ended before it is left."""
    directory, languages, people = core.office.directory, core.languages, found.people
    chat, front = SlackChat(api, people), core.front(clock)
    teller, afterwards = Teller(api), Afterwards()
    threads = Threads(front, people, teller, afterwards, core.database, clock, directory, languages)
    desk = SlackDesk(front, people, teller, threads, afterwards, chat, clock, directory, languages)
    _, secret = _tokens(core.config.settings)
    bolt = bolt_app(workspace, api.poster, secret)
    register(bolt, desk)
    presence = SlackPresence(api, people, core.office.policy.signs)
    mailer = core.mailing.mailer() or DirectMailer(chat, languages)
    ticker = core.ticker(chat, mailer, clock, core.limits, presence, workspace.link)
    try:
        yield OnSlack(core, ticker, bolt, MissedReplies(api, threads, workspace.team_id), afterwards, clock)
    finally:
        await afterwards.settled()


async def run_slack(config: Config, languages: Languages, role: Role) -> None:
    """Serve Slack until the process is told to stop. Raises SlackNotReady, CannotListen, and what `built` and `ticking` raise."""
    settings, clock = config.settings, SystemClock()
    workspace, found = await found_on_slack(config)
    if role is not Role.WORKER:
        await _take_app_token(settings)
    for problem in found.problems:
        log.error("not found on Slack", file=problem.file, key=problem.key, reason=problem.reason)
    token, _ = _tokens(settings)
    async with (
        built(config, languages, role) as core,
        slack_api(token, settings.slack_api_url) as api,
        on_slack(core, api, workspace, found, clock) as bot,
    ):
        if role is Role.WORKER:
            await core.work(bot.ticker, clock)
            return
        with listen(settings.host, settings.port) as listening:
            socket = _socket(bot, settings, api)
            await bot.missed.begin()
            listening_to_slack = (lambda: True) if socket is None else (lambda: not socket.stale)
            async with core.working(bot.ticker, clock) as told, going_on_beside(bot.missed.keep(listening_to_slack)):
                key = "slack.ready.http" if socket is None else "slack.ready.socket"
                sys.stdout.write(languages.of(FALLBACK)(key, team=workspace.team, url=url_of(listening)) + "\n")
                sys.stdout.flush()
                await serve(_web(bot, socket), listening, told)


def _socket(bot: OnSlack, settings: Settings, api: SlackApi) -> SlackSocket | None:
    """Return what keeps the socket to Slack; None when Slack's requests come over HTTP."""
    if settings.slack_app_token is None:
        return None
    return SlackSocket(bot.bolt, settings.slack_app_token.get_secret_value(), api.reader)


def _web(bot: OnSlack, socket: SlackSocket | None) -> FastAPI:
    """Return the application: it takes Slack's requests itself, or keeps a socket to Slack while it is served."""
    alive, scrape = bot.core.alive(bot.ticker), bot.core.scrape(bot.ticker, bot.clock)
    if socket is None:
        _, secret = _tokens(bot.core.config.settings)
        return slack_web(bot.unwell, bot.bolt, secret, alive=alive, scrape=scrape)

    async def unwell() -> str | None:
        return "Slack's socket is silent" if socket.stale else await bot.unwell()

    return slack_web(unwell, lifespan=within(socket.kept), alive=alive, scrape=scrape)


def _tokens(settings: Settings) -> tuple[str, str]:
    """Return the bot token and the signing secret; "" for what is not set."""
    token, secret = settings.slack_bot_token, settings.slack_signing_secret
    return token.get_secret_value() if token else "", secret.get_secret_value() if secret else ""
