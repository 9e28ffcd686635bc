"""`run`: builds everything once, puts it together, and serves until it is told to stop."""

import argparse
import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from bot.cards.reader import Desk
from bot.chat.local import LocalChat
from bot.clock import MovableClock
from bot.compose import Composer
from bot.errors import StoreUnavailable
from bot.i18n import FALLBACK, Languages, load_languages
from bot.mail.local import LocalMailer
from bot.outbox import Outbox
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.service import Service
from bot.store import facts
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.store.workspace import Workspace
from bot.web.app import CannotListen, build_app, listen, serve
from bot.web.deps import PageDeps
from bot.web.loopback import NotLoopback
from config.settings import Settings
from config.whole import Config, load_config
from handlers.desk import FrontDesk
from handlers.visit import Counter
from scheduler import clock as clockwork
from scheduler.ticker import Ticker
from scheduler.travel import OFFSET, Travel

CANNOT_START = 1


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that runs, on the local workspace."""

    database: Database
    clock: MovableClock
    office: Office
    service: Service
    ticker: Ticker
    page: PageDeps


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `run`; its namespace goes to `main`."""
    return subparsers.add_parser("run", help="run the bot (the default)")


def main(_args: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ConfigError."""
    config, languages = load_config(), load_languages()
    _log_to_stderr(config.settings)
    try:
        asyncio.run(_run(config, languages))
    except (NotLoopback, CannotListen, StoreUnavailable) as error:
        sys.stderr.write(languages.of(FALLBACK)("run.cannot_start", reason=error) + "\n")
        return CANNOT_START
    except KeyboardInterrupt:
        pass
    return 0


@contextlib.asynccontextmanager
async def built(config: Config, languages: Languages) -> AsyncIterator[Bot]:
    """Build the bot on a migrated database; close it at the end. Raises ConfigError and StoreUnavailable."""
    office = Office(config.policy, Directory(config.people), build_worktimes(config.policy, config.overlays))
    database = Database(config.settings.database_url)
    if database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        await migrate(database)
        clock = await _clock(database, config.settings)
        log, desk, service = Workspace(database), Desk(office, languages), Service(database, office)
        outbox = Outbox(database, Composer(desk), LocalChat(log), LocalMailer(log))
        ticker = Ticker(database, office, outbox, clock)
        travel = Travel(clock, ticker, database, office.worktimes[config.policy.default_site])
        front = FrontDesk(Counter(service, database, desk, clock))
        page = PageDeps(front, log, office.directory, clock, languages, office.worktimes, travel)
        yield Bot(database, clock, office, service, ticker, page)
    finally:
        await database.close()


async def _run(config: Config, languages: Languages) -> None:
    listening = listen(config.settings.host, config.settings.port)
    async with built(config, languages) as bot:
        app = build_app(bot.page)
        scheduler = clockwork.start(bot.ticker, bot.database, bot.office, bot.service, bot.clock)
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(languages.of(FALLBACK)("run.ready", url=f"http://{shown}:{port}/") + "\n")
        sys.stdout.flush()
        try:
            await serve(app, listening)
        finally:
            scheduler.shutdown(wait=False)


async def _clock(database: Database, settings: Settings) -> MovableClock:
    """Return the clock, which goes on from where it was moved to; on a new database it starts where the settings say."""
    clock = MovableClock()
    async with database.transaction() as connection:
        offset = await facts.read(connection, OFFSET)
        if offset is None and settings.clock_at is not None:
            clock.set(settings.clock_at)
            offset = str(clock.offset.total_seconds())
            await facts.write(connection, OFFSET, offset)
    if offset is not None:
        clock.offset = timedelta(seconds=float(offset))
    return clock


def _log_to_stderr(settings: Settings) -> None:
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
