"""`/healthz`: is this process worth keeping? `/readyz`: can it do its work now? Plain text, 200 or 503, and no customer in it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from fastapi import FastAPI, Response
from fastapi.responses import PlainTextResponse

from bot.errors import StoreUnavailable
from bot.store.database import Database
from bot.store.migrate import missing
from bot.web.metrics import CONTENT_TYPE
from scheduler.pulse import Pulse
from scheduler.watch import Verdict, verdict

UNWELL_SECONDS: Final = 60.0

Check = Callable[[], Awaitable[str | None]]
Scraping = Callable[[], Awaitable[bytes]]


def add_health(app: FastAPI, ready: Check, alive: Check | None = None, scrape: Scraping | None = None) -> None:
    """Add the routes. A check returns what is wrong, for the people who run the bot, or None; `scrape` answers `/metrics`."""

    @app.get("/healthz")
    async def healthz() -> Response:
        return _answer(None if alive is None else await alive())

    @app.get("/readyz")
    async def readyz() -> Response:
        return _answer(await ready())

    if scrape is not None:

        @app.get("/metrics")
        async def metrics() -> Response:
            return Response(await scrape(), media_type=CONTENT_TYPE)


def health_app(ready: Check, alive: Check, scrape: Scraping) -> FastAPI:
    """Return an application of these routes: a worker's."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_health(app, ready, alive, scrape)
    return app


def going_on(pulses: Sequence[Pulse]) -> Check:
    """Return the check that every round is begun again and again. Without a database they are, in vain."""

    async def alive() -> str | None:
        overdue = [pulse.name for pulse in pulses if verdict(pulse.silent_for(), pulse.deadline) is not Verdict.FINE]
        return f"overdue: {', '.join(overdue)}" if overdue else None

    return alive


def able(database: Database, pulses: Sequence[Pulse] = ()) -> Check:
    """Return the check that the database answers, has this version's schema, and that rounds end well."""

    async def ready() -> str | None:
        try:
            if await missing(database):
                return "the database has another schema"
        except StoreUnavailable:
            return "the database cannot be read"
        unwell = [each.name for each in pulses if (seconds := each.unwell_for()) is None or seconds > UNWELL_SECONDS]
        return f"not done well: {', '.join(unwell)}" if unwell else None

    return ready


def _answer(reason: str | None) -> Response:
    return PlainTextResponse("ok") if reason is None else PlainTextResponse(reason, 503)
