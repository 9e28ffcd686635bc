"""The local workspace is for this machine only."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from bot.web.app import listen_here
from bot.web.listening import CannotListen, listen
from bot.web.loopback import LoopbackOnly, NotLoopback, check_loopback

GOOD: dict[str, Any] = {"peer": "127.0.0.1", "host": "127.0.0.1:8080", "origin": None}


async def answered(kind: str, peer: str | None, host: str, origin: str | None) -> bool:
    """Send a request through the guard; tell whether it reached the application."""
    reached: list[str] = []
    sent: list[Message] = []

    async def application(_scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append("yes")

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "client": (peer, 50000) if peer else None,
        "server": ("127.0.0.1", 8080),
        "headers": headers,
    }
    await LoopbackOnly(application)(scope, receive, send)
    assert bool(reached) != bool(sent)
    return bool(reached)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("change", "reaches"),
    [
        ({}, True),
        ({"peer": "::1", "host": "[::1]:8080"}, True),
        ({"peer": "::ffff:127.0.0.1", "host": "LOCALHOST:8080"}, True),
        ({"origin": "http://localhost:8080"}, True),
        ({"peer": "192.168.1.7"}, False),
        ({"peer": None}, False),
        ({"peer": "localhost"}, False),
        ({"host": "bot.example.com:8080"}, False),
        ({"host": "127.0.0.1"}, False),
        ({"host": "127.0.0.1:9090"}, False),
        ({"host": ""}, False),
        ({"origin": "https://example.com"}, False),
        ({"origin": "http://127.0.0.1:9090"}, False),
        ({"origin": "null"}, False),
    ],
)
async def test_who_reaches_the_page(kind: str, change: dict[str, Any], reaches: bool) -> None:  # noqa: FBT001
    """The peer is loopback, the name is this machine's with the port, and no web site speaks through the browser."""
    assert await answered(kind, **(GOOD | change)) is reaches


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.com", ""])  # noqa: S104
def test_another_address_is_refused_with_a_plain_sentence(host: str) -> None:
    """The refusal names the address and what to use instead."""
    with pytest.raises(NotLoopback, match=r"for this machine only; use 127\.0\.0\.1"):
        check_loopback(host)
    with pytest.raises(NotLoopback):
        listen_here(host, 0)


def test_a_taken_port_is_named() -> None:
    """Starting the bot twice says what is wrong, and what to do."""
    with listen_here("127.0.0.1", 0) as first, pytest.raises(CannotListen) as refused:
        listen_here("127.0.0.1", first.getsockname()[1])
    assert str(refused.value).startswith("cannot listen on 127.0.0.1 port")
    assert "is the bot already running? End that one, or set another CALLBACK_PORT" in str(refused.value)


def test_a_worker_has_a_port_of_its_own_to_change() -> None:
    """The variable is the one that was read; another reason than a taken port gets no such advice."""
    with listen("127.0.0.1", 0) as first, pytest.raises(CannotListen, match="another CALLBACK_WORKER_PORT"):
        listen("127.0.0.1", first.getsockname()[1], "CALLBACK_WORKER_PORT")
    with pytest.raises(CannotListen) as refused:
        listen("192.0.2.1", 0)
    assert "already running" not in str(refused.value)
