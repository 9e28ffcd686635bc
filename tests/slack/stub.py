"""A stand-in for Slack of our own: it keeps what it is asked, answers that it is fine, and speaks Socket Mode.

It knows nothing that Slack would refuse; what the bot posts is judged by the emulator, which this project did not write.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from config.people import load_people

Json = dict[str, Any]

TEAM, BOT_USER, BOT_ID, CHANNEL = "T0STUB", "U0BOT", "B0BOT", "C0EXPRESS"


def user_id(handle: str) -> str:
    """Return the id of a person's account."""
    return f"U0{handle.upper()}"


@dataclass(frozen=True, slots=True)
class Held:
    """A call that is kept waiting."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Stub:
    """What was asked, in order.

    `failing` names the error that a method answers with, `limited` what is asked to wait once, `dropping` where the
    connection is cut, once; one call of what is `holding` waits. `given_ts` is what a post got;
    `threads` is what was said under it, and `broken` names the error with which it cannot be read.
    """

    root: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    failing: dict[str, str] = field(default_factory=dict)
    limited: list[str] = field(default_factory=list)
    dropping: list[str] = field(default_factory=list)
    holding: "dict[str, Held]" = field(default_factory=dict)
    sockets: "asyncio.Queue[web.WebSocketResponse]" = field(default_factory=asyncio.Queue)
    received: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)
    threads: dict[str, list[Json]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    answers_pings: bool = True
    _ts: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def of(self, method: str) -> list[Json]:
        """Return the arguments of every call of a method; "response_url" is one here."""
        return [arguments for called, arguments in self.calls if called == method]

    @property
    def response_url(self) -> str:
        """Return an address that takes private answers."""
        return f"{self.root}/response_url"

    async def api(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        method = request.match_info["method"]
        arguments: Json = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= {name: str(value) for name, value in (await request.post()).items()}
        self.calls.append((method, arguments))
        if method in self.holding:
            held = self.holding.pop(method)
            held.came.set()
            await held.goes_on.wait()
        if method in self.dropping:
            self.dropping.remove(method)
            return drop(request)
        if method in self.limited:
            self.limited.remove(method)
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"})
        if error := self.failing.get(method) or self.broken.get(arguments.get("ts", "")):
            return web.json_response({"ok": False, "error": error})
        answer = {"ok": True} | self._answer(method, arguments)
        if "ts" in answer:
            arguments["given_ts"] = answer["ts"]
        return web.json_response(answer)

    async def response(self, request: web.Request) -> web.Response:
        """Take a private answer."""
        if "response_url" in self.dropping:
            return drop(request)
        self.calls.append(("response_url", await request.json()))
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Open a Socket Mode connection, and keep what comes back on it."""
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.sockets.put_nowait(socket)
        async for message in socket:
            if message.type is WSMsgType.PING and self.answers_pings:
                await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self.received.put_nowait(json.loads(message.data))
        return socket

    def _answer(self, method: str, arguments: Json) -> Json:
        channel = arguments.get("channel", "")
        answers: dict[str, Json] = {
            "auth.test": {"team_id": TEAM, "team": "Stub", "bot_id": BOT_ID, "user_id": BOT_USER},
            "users.lookupByEmail": _user(arguments.get("email", "")),
            "conversations.list": {"channels": [{"id": CHANNEL, "name": "express-callbacks", "is_member": True}]},
            "chat.postMessage": {
                "channel": f"D{channel}" if channel.startswith("U") else channel,
                "ts": f"1800000000.{next(self._ts):06}",
            },
            "conversations.replies": {"messages": [_root(arguments), *self.threads.get(arguments.get("ts", ""), ())]},
            "users.info": {"user": {"id": arguments.get("user"), "deleted": False}},
            "apps.connections.open": {"url": f"{self.root.replace('http', 'ws', 1)}/link?ticket=stub"},
        }
        return answers.get(method, {})


def _root(arguments: Json) -> Json:
    """Return the message of the bot that a thread hangs on, which Slack lists with every page."""
    return {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "text": "card", "ts": arguments.get("ts")}


def drop(request: web.Request) -> web.Response:
    """Cut the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _user(email: str) -> Json:
    people = load_people(Path("config/people.toml"), None).people
    found = [handle for handle, person in people.items() if person.email == email]
    return {"user": {"id": user_id(found[0])}} if found else {"ok": False, "error": "users_not_found"}


@asynccontextmanager
async def running_stub() -> AsyncIterator[Stub]:
    """Run the stand-in on a free port of this machine."""
    stub = Stub()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", stub.api)
    app.router.add_post("/response_url", stub.response)
    app.router.add_get("/link", stub.socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        stub.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield stub
    finally:
        await runner.cleanup()
