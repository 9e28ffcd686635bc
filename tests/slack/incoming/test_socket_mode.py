"""Socket Mode against the stand-in of our own: the same bot behind a web socket that it opens itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.rules.handover import Status
from bot.web.slack_socket import SlackSocket
from tests.slack.emulated import BOT_TOKEN, words
from tests.slack.house import SlackHouse
from tests.slack.requests import Json, fresh, message, slash
from tests.slack.stub import Stub

PATIENCE = 20


@asynccontextmanager
async def connected(house: SlackHouse, stub: Stub, ping_seconds: float = 10) -> AsyncIterator[SlackSocket]:
    """Have the bot connect to the stand-in."""
    client = AsyncWebClient(BOT_TOKEN, f"{stub.root}/api/")
    socket = SlackSocket(house.bot.bolt, "xapp-of-the-tests", client, ping_seconds)
    async with socket.kept():
        yield socket


async def delivered(stub: Stub, kind: str, payload: Json) -> Json:
    """Send an envelope on the newest connection, and return what the bot answers to it."""
    socket = await asyncio.wait_for(stub.sockets.get(), PATIENCE)
    envelope: dict[str, Any] = {"envelope_id": fresh("E"), "type": kind, "payload": payload, "accepts_response_payload": True}
    await socket.send_json(envelope)
    answer = await asyncio.wait_for(stub.received.get(), PATIENCE)
    assert answer["envelope_id"] == envelope["envelope_id"]
    return answer


async def test_a_command_is_answered_on_the_socket(house: SlackHouse, stub: Stub) -> None:
    """The envelope's answer is the private answer, and it comes after the commit."""
    async with connected(house, stub):
        answer = await delivered(stub, "slash_commands", slash("anna", "6869419583 REQ-20418 fee", stub.response_url))
    assert words(answer["payload"]["blocks"]).startswith("Tell the customer")
    assert (await house.handover()).opener == "anna"
    assert stub.of("apps.connections.open")


async def test_words_in_a_thread_act(house: SlackHouse, stub: Stub) -> None:
    """An event comes the same way, and is acknowledged when it is kept."""
    await house.form(slash("anna", "6869419583 REQ-20418 fee @ben", stub.response_url))
    await house.settle()
    ts = next(str(call["given_ts"]) for call in stub.of("chat.postMessage") if call["channel"].startswith("C"))
    async with connected(house, stub):
        await delivered(stub, "events_api", message("ben", "on it", ts))
    assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_a_socket_that_has_gone_silent_is_built_anew(house: SlackHouse, stub: Stub) -> None:
    """The connection stands, but nobody answers pings: another one takes its place, and works."""
    stub.answers_pings = False
    async with connected(house, stub, ping_seconds=0.5) as socket:
        await asyncio.wait_for(stub.sockets.get(), PATIENCE)
        assert socket.stale
        answer = await delivered(stub, "slash_commands", slash("anna", "mine", stub.response_url))
        assert socket.silent_for is None, "no ping was answered, on either connection"
    assert answer["payload"]["response_type"] == "ephemeral"


async def test_a_refreshed_connection_is_followed(house: SlackHouse, stub: Stub) -> None:
    """Slack asks to reconnect now and then."""
    async with connected(house, stub):
        first = await asyncio.wait_for(stub.sockets.get(), PATIENCE)
        await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
        answer = await delivered(stub, "slash_commands", slash("anna", "mine", stub.response_url))
    assert answer["payload"]["response_type"] == "ephemeral"
