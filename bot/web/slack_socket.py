"""Slack's requests over a web socket that the bot opens: no address of the bot's own has to be reachable.

The connection counts as good while pings are answered. One that has gone silent is thrown away and built anew: a socket that
looks connected may have been dead for hours.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Final

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS: Final = 10.0
PINGS_MISSED: Final = 4

log = structlog.get_logger()


class SlackSocket:
    """Keeps one connection, and says how long ago it was last heard of."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, ping_seconds: float = PING_SECONDS) -> None:
        """Prepare; nothing is connected before `kept`."""
        self._app = app
        self._token = app_token
        self._client = client
        self._ping = ping_seconds
        self._heard: float | None = None

    @property
    def silent_for(self) -> float | None:
        """Return the seconds since a ping was last answered; None when none ever was."""
        return None if self._heard is None else time.time() - self._heard

    @property
    def stale(self) -> bool:
        """Tell whether too many pings went unanswered."""
        return self.silent_for is None or self.silent_for > PINGS_MISSED * self._ping

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Have a connection while the block runs."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping

    async def _keep(self) -> None:
        while True:
            handler = AsyncSocketModeHandler(self._app, self._token, web_client=self._client, ping_interval=self._ping)
            try:
                await self._use(handler)
            finally:
                with contextlib.suppress(OSError):
                    await handler.close_async()  # type: ignore[no-untyped-call]
            log.warning("Slack's socket was silent: it is built anew", seconds=self.silent_for)

    async def _use(self, handler: AsyncSocketModeHandler) -> None:
        """Connect, and return when the connection has gone silent."""
        started = time.time()
        handler.client.last_ping_pong_time = started  # else the SDK makes one up when it sends its first ping
        connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            while time.time() - max(started, self._heard or 0.0) <= PINGS_MISSED * self._ping:
                await asyncio.sleep(self._ping / 2)
                self._hear(handler.client, started)
        finally:
            connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await connecting

    def _hear(self, client: SocketModeClient, started: float) -> None:
        """Note when a ping was last answered: not what stands there from the start."""
        if client.last_ping_pong_time is not None and client.last_ping_pong_time > started:
            self._heard = max(self._heard or 0.0, client.last_ping_pong_time)
