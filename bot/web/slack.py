"""Slack's requests over HTTP: one route for all of them, and how the bot is. In Socket Mode only the latter is served."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack_lookup import SlackWorkspace
from bot.web.health import Check, Scraping, add_health

ROUTE: Final = "/slack/events"
LARGEST_BODY: Final = 1_000_000
LONGEST_STAMP: Final = 12
HANDSHAKES: Final = frozenset({"url_verification", "ssl_check"})

Lifespan = Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]

log = structlog.get_logger()


def bolt_app(workspace: SlackWorkspace, client: AsyncWebClient, signing_secret: str = "") -> AsyncApp:
    """Return the Bolt app of one workspace. It checks signature and time (HTTP), then the workspace, then ignores the bot itself.

    A listener is awaited before Slack is answered; nothing is asked of Slack to authorise a request.
    """
    logger = logging.getLogger("bot.slack")
    logger.setLevel(logging.ERROR)  # below it Bolt writes whole requests: what customers want, and who they are

    async def ours(context: AsyncBoltContext, body: dict[str, Any], next_: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401
        if context.team_id == workspace.team_id or body.get("type") in HANDSHAKES:
            return await next_()
        log.warning("request of another workspace refused", team=context.team_id)
        return BoltResponse(status=403)

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team_id,
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=client.token,
        )

    return AsyncApp(
        name="callback",
        logger=logger,
        client=client,
        signing_secret=signing_secret,
        before_authorize=ours,
        authorize=authorize,
        process_before_response=True,
    )


def slack_web(
    unwell: Check,
    bolt: AsyncApp | None = None,
    signing_secret: str = "",
    lifespan: Lifespan | None = None,
    alive: Check | None = None,
    scrape: Scraping | None = None,
) -> FastAPI:
    """Return the application. With a Bolt app it takes Slack's requests; `unwell` says what is wrong, for `/readyz`.

    What is not signed is not even parsed: Bolt reads the body before it looks at the signature.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    add_health(app, unwell, alive, scrape)

    if bolt is not None:
        handler, verifier = AsyncSlackRequestHandler(bolt), SignatureVerifier(signing_secret)

        @app.post(ROUTE)
        async def events(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            if not length.isdecimal() or int(length) > LARGEST_BODY:
                return Response(status_code=413)
            body = await request.body()
            try:
                if _could_be_signed(request) and verifier.is_valid_request(body, request.headers):
                    return await handler.handle(request)
                return Response(status_code=200 if _checks_certificate(body.decode()) else 401)
            except UnicodeDecodeError:
                return Response(status_code=400)

    return app


def _could_be_signed(request: Request) -> bool:
    """Tell whether the signature can be checked at all: the SDK raises on a time that is no number, and on other letters."""
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    return stamp.isascii() and stamp.isdecimal() and len(stamp) <= LONGEST_STAMP and signature.isascii()


def _checks_certificate(body: str) -> bool:
    """Tell whether Slack only looks at the certificate of a command's address, which it does without a signature."""
    return "ssl_check=1" in body.split("&")


def within(work: Callable[[], contextlib.AbstractAsyncContextManager[None]]) -> Lifespan:
    """Return a lifespan that has the work going on while the application is served."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with work():
            yield

    return lifespan
