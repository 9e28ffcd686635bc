"""The bot on the local workspace."""

import sys

from bot.chat.local import LocalChat
from bot.cli.core import Core, built
from bot.cli.working import Role
from bot.clock import MovableClock, SystemClock
from bot.i18n import FALLBACK, Languages
from bot.mail.local import LocalMailer
from bot.store.workspace import Workspace
from bot.web.app import build_app, listen_here
from bot.web.deps import PageDeps
from bot.web.listening import listen, serve, url_of
from config.whole import Config
from scheduler.travel import Travel, keep_offset, kept_offset


async def run_local(config: Config, languages: Languages, role: Role) -> None:
    """Serve the page until the process is told to stop. It belongs to `run`: a worker writes into the log of the workspace only.

    Raises NotLoopback, CannotListen, and what `built` and `ticking` raise.
    """
    if role is Role.RUN:
        await _page(config, languages)
        return
    async with built(config, languages, role) as core:
        log, clock = Workspace(core.database), SystemClock()
        ticker = core.ticker(LocalChat(log), LocalMailer(log, core.mailing.book(), core.mailing.mailer()), clock)
        if role is Role.WORKER:
            await core.work(ticker, clock)
        else:
            with listen(config.settings.host, config.settings.port) as listening:
                async with core.working(ticker, clock) as told:
                    await serve(core.probes(ticker, clock), listening, told)


async def _page(config: Config, languages: Languages) -> None:
    settings = config.settings
    async with built(config, languages) as core:
        (clock, goes_on), log = await _clock(core), Workspace(core.database)
        ticker = core.ticker(LocalChat(log), LocalMailer(log, core.mailing.book(), core.mailing.mailer()), clock)
        travel = Travel(clock, ticker, core.database, core.office.worktimes[config.policy.default_site])
        directory, worktimes = core.office.directory, core.office.worktimes
        page = PageDeps(core.front(clock), log, directory, clock, languages, worktimes, travel, core.mailing.take(clock))
        app = build_app(page, core.alive(ticker), core.scrape(ticker, clock))
        with listen_here(settings.host, settings.port) as listening:
            async with core.working(ticker, clock) as told:
                say = languages.of(FALLBACK)
                sys.stdout.write(say("run.ready", url=url_of(listening)) + "\n")
                if goes_on and settings.clock_at is not None:
                    at = say.moment(clock.now(), travel.worktime.zone)
                    sys.stdout.write(say("run.clock_goes_on", at=at) + "\n")
                sys.stdout.flush()
                await serve(app, listening, told)


async def _clock(core: Core) -> tuple[MovableClock, bool]:
    """Return the clock, and whether it goes on from where it was moved to; on a new database it starts where the settings say."""
    clock, at = MovableClock(), core.config.settings.clock_at
    async with core.database.transaction() as connection:
        offset = await kept_offset(connection)
        if offset is not None:
            clock.offset = offset
        elif at is not None:
            clock.set(at)
            await keep_offset(connection, clock.offset)
    return clock, offset is not None
