"""Keeps the local page local: it has no log-in, so only this machine may reach it, and no web site may speak through a browser.

Checked of every request and web socket: the peer is a loopback address; the Host header is this machine's own name with the
port (else a name that somebody points at 127.0.0.1 would reach the page); the Origin, when there is one, is the page itself.
"""

import ipaddress
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
SECURITY: Final[Mapping[str, str]] = {
    # Vue compiles its templates in the browser, hence unsafe-eval; nothing comes from another host.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class NotLoopback(Exception):
    """The local workspace has no log-in and listens on loopback addresses only."""

    def __init__(self, host: str) -> None:
        """Say which address was refused and what to use."""
        super().__init__(
            f"refusing to listen on {host!r}: the local workspace has no log-in and is for this machine only; use 127.0.0.1"
        )


def check_loopback(host: str) -> None:
    """Raise NotLoopback unless `host` is a loopback address or "localhost"."""
    if host != "localhost" and not _is_loopback(host):
        raise NotLoopback(host)


class LoopbackOnly:
    """ASGI middleware that refuses whatever does not come from this machine's own browser."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403 and close."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not _is_local(scope):
            await _refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _hardened(send))


def _is_local(scope: Scope) -> bool:
    client, server = scope.get("client"), scope.get("server")
    if client is None or server is None or not _is_loopback(client[0]):
        return False
    headers = Headers(scope=scope)
    hosts = _hosts(server[1])
    origin = headers.get("origin")
    return headers.get("host", "").lower() in hosts and (origin is None or origin.lower() in {f"http://{host}" for host in hosts})


def _hosts(port: int | None) -> set[str]:
    bare = set(HOSTS) if port == 80 else set()  # noqa: PLR2004 - the port that a browser leaves out
    return bare | {f"{host}:{port}" for host in HOSTS}


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    answer = PlainTextResponse("The local workspace answers this machine only, at http://127.0.0.1 and its port.\n", 403)
    await answer(scope, receive, send)


def _hardened(send: Send) -> Send:
    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in SECURITY.items()]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return hardened
