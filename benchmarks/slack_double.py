"""A double of Slack's Web API of our own, in a process of its own: it outlives the bot, and remembers what was posted.

    python -m benchmarks.slack_double RECORD

Every chat.postMessage is appended to the file RECORD as a line of JSON: its channel, its key, and which handovers it names.
History is given back with metadata, newest first and in pages, so that the bot can look before it repeats. It knows everybody,
and refuses nothing: what Slack would refuse is for the tests on the emulator. Its address is the first line that it prints.
"""

import asyncio
import itertools
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from aiohttp import web

from benchmarks.commands import TEAM

Json = dict[str, Any]

BOT: Final = {"user_id": "U0BOT", "bot_id": "B0BOT"}
CHANNEL: Final = "express-callbacks"
REFERENCE: Final = re.compile(r"CB-(\d+)")


@dataclass(slots=True)
class Double:
    """What was posted, by channel and in order."""

    record: TextIO
    posted: dict[str, list[Json]] = field(default_factory=dict)
    _ts: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        arguments: Json = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= {name: str(value) for name, value in (await request.post()).items()}
        return web.json_response({"ok": True} | self._answered(request.match_info["method"], arguments))

    def _answered(self, method: str, asked: Json) -> Json:
        if method == "chat.postMessage":
            return self._post(asked)
        if method in {"conversations.history", "conversations.replies"}:
            return self._history(asked)
        channel = asked.get("channel", "")
        answers: dict[str, Json] = {
            "auth.test": {"team_id": TEAM, "team": "Bench", **BOT},
            "users.lookupByEmail": {"user": {"id": _user(asked.get("email", ""))}},
            "users.info": {"user": {"id": asked.get("user"), "deleted": False}},
            "conversations.list": {"channels": [{"id": "C0EXPRESS", "name": CHANNEL, "is_member": True}]},
            "conversations.info": {"channel": {"id": channel, "name": channel.lower(), "is_member": True}},
            "conversations.open": {"channel": {"id": f"D{asked.get('users')}"}},
        }
        return answers.get(method, {})

    def _post(self, asked: Json) -> Json:
        channel = f"D{asked['channel']}" if asked["channel"].startswith("U") else asked["channel"]
        ts = f"1800000000.{next(self._ts):06}"
        metadata = asked.get("metadata") or {}
        message = {"ts": ts, "user": BOT["user_id"], "metadata": metadata, "thread_ts": asked.get("thread_ts")}
        self.posted.setdefault(channel, []).append(message)
        names = sorted({int(number) for number in REFERENCE.findall(json.dumps(asked.get("blocks") or asked["text"]))})
        line = {"channel": channel, "key": metadata.get("event_payload", {}).get("key", ""), "handovers": names}
        self.record.write(json.dumps(line) + "\n")
        self.record.flush()
        return {"channel": channel, "ts": ts}

    def _history(self, asked: Json) -> Json:
        said = [each for each in self.posted.get(asked["channel"], ()) if not asked.get("ts") or each["thread_ts"] == asked["ts"]]
        start, limit = int(asked.get("cursor") or 0), int(asked.get("limit", 100))
        page = said[::-1][start : start + limit]
        following = str(start + limit) if start + limit < len(said) else ""
        return {"messages": page, "response_metadata": {"next_cursor": following}}


def _user(email: str) -> str:
    return "U0" + email.partition("@")[0].replace(".", "").upper()


async def serve(record: Path) -> None:
    """Serve on a free port of this machine until the process is ended."""
    with record.open("a", encoding="utf-8") as file:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", Double(file).answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}/api/\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
