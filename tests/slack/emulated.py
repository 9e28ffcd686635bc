"""The emulated Slack workspace (`emulate` from npm, started by emulator/launch.mjs) as tests use it, and its people."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp

from config.people import load_people
from config.policy import load_policy

BOT_TOKEN = "xoxb-of-the-bot"
SIGNING_SECRET = "signing-secret-of-the-tests"
TEAM = "T000000001"
BOT_USER, BOT_ID, APP_ID = "U0CALLBACK", "B0CALLBACK", "A0CALLBACK"
HERE = Path(__file__).parent / "emulator"

Json = dict[str, Any]


def seed() -> Json:
    """Return a workspace with everybody of the example directory, each with a token, and the teams' channels."""
    policy = load_policy(Path("config/policy.toml"))
    people = load_people(Path("config/people.toml"), policy)
    app = {"app_id": APP_ID, "bot_id": BOT_ID, "bot_user_id": BOT_USER}
    bot = {"token": BOT_TOKEN, "type": "bot", "user": BOT_USER, **app}
    return {
        "signing_secret": SIGNING_SECRET,
        "users": [{"name": handle, "real_name": each.name, "email": each.email} for handle, each in people.people.items()],
        "channels": [{"name": team.channel} for team in people.teams.values()],
        "oauth_apps": [{"client_id": "1.2", "client_secret": "-", "name": "Callback", "bot_name": "callback", **app}],
        "tokens": [bot, *({"token": token(handle), "type": "user", "user": handle} for handle in people.people)],
    }


def token(handle: str) -> str:
    """Return the token with which a person acts in the workspace."""
    return f"xoxp-of-{handle}"


def signed(body: str, at: float | None = None, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return the headers with which Slack signs a body; `at` is in seconds since the epoch."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered to a delivery."""

    status: int
    text: str

    @property
    def json(self) -> Json:
        """Return the answer as JSON; {} when it is empty."""
        found: Json = json.loads(self.text) if self.text else {}
        return found


@dataclass(slots=True)
class Emulator:
    """The workspace. `url` is the base for a Slack client; `app_url` is where the app listens, once `subscribe` was called."""

    root: str
    session: aiohttp.ClientSession
    app_url: str = ""

    @property
    def url(self) -> str:
        """Return the base address of the Web API."""
        return f"{self.root}/api/"

    async def subscribe(self, app_url: str) -> None:
        """Let events go to the app, and commands, presses and submissions of `user` as well."""
        self.app_url = app_url
        await self.control("subscribe", url=app_url)

    async def control(self, name: str, **arguments: Any) -> Any:  # noqa: ANN401
        """Call one of the launcher's controls."""
        async with self.session.post(f"{self.root}/_test/{name}", json=arguments) as response:
            return await response.json()

    async def fault(self, method: str, kind: str, **how: Any) -> None:  # noqa: ANN401
        """Let the next call of a method fail: "drop", "hang", "limited", "broken" or "error"; `after` takes it first."""
        await self.faults({"method": method, "kind": kind, **how})

    async def faults(self, *faults: Json) -> None:
        """Let the next calls fail, one fault a call."""
        await self.control("faults", faults=faults)

    async def state(self) -> dict[str, list[Json]]:
        """Return every collection that the emulator holds."""
        found: dict[str, list[Json]] = await self.control("state")
        return found

    async def calls(self, method: str) -> int:
        """Return how often a method was called."""
        return int((await self.control("calls")).get(method, 0))

    async def messages(self, channel: str) -> list[Json]:
        """Return the messages of a channel (its id) with those in its threads, oldest first."""
        return [message for message in (await self.state())["messages"] if message["channel_id"] == channel]

    async def direct(self, handle: str) -> list[Json]:
        """Return the direct messages between a person and the bot, oldest first."""
        user = await self.user_id(handle)
        for channel in (await self.state())["channels"]:
            if channel.get("is_im") and sorted(channel["members"]) == sorted([user, BOT_USER]):
                return await self.messages(channel["channel_id"])
        return []

    async def views(self, handle: str) -> list[Json]:
        """Return the views that were opened for a person, oldest first."""
        user = await self.user_id(handle)
        return [view for view in (await self.state())["views"] if view["user_id"] == user]

    async def responses(self) -> list[Json]:
        """Return what was sent to response_urls."""
        found: list[Json] = await self.control("responses")
        return found

    async def user_id(self, handle: str) -> str:
        """Return the id of a person's account."""
        return str(next(user["user_id"] for user in (await self.state())["users"] if user["name"] == handle))

    async def channel_id(self, name: str) -> str:
        """Return the id of a channel."""
        return str(next(each["channel_id"] for each in (await self.state())["channels"] if each["name"] == name))

    async def call(self, bearer: str, method: str, **arguments: Any) -> Json:  # noqa: ANN401
        """Call the Web API with a token."""
        headers = {"Authorization": f"Bearer {bearer}"}
        async with self.session.post(self.url + method, json=arguments, headers=headers) as response:
            answer: Json = await response.json()
        assert answer["ok"], answer
        return answer

    def user(self, handle: str) -> "SlackUser":
        """Return somebody who acts in the workspace."""
        return SlackUser(self, handle)


@dataclass(frozen=True, slots=True)
class SlackUser:
    """Somebody in the workspace: what they write goes through the emulator, the rest to the app, signed as Slack signs."""

    emulator: Emulator
    handle: str

    async def writes(self, channel: str, text: str, thread: str | None = None) -> str:
        """Write into a channel, or a thread; return the message's ts."""
        more = {"thread_ts": thread} if thread else {}
        return str((await self.emulator.call(token(self.handle), "chat.postMessage", channel=channel, text=text, **more))["ts"])

    async def command(self, text: str, channel: str, name: str = "/callback") -> Reply:
        """Type a slash command in a channel (its id)."""
        identity = await self._identity()
        form = {
            "command": name,
            "text": text,
            "channel_id": channel,
            "team_id": TEAM,
            "user_id": identity["id"],
            "user_name": self.handle,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(),
            "trigger_id": await self._trigger(),
        }
        return await self.sends(form)

    async def presses(self, action_id: str, message: Mapping[str, Any], option: str | None = None) -> Reply:
        """Press an element of a message as the emulator holds it; `option` is the label in a menu."""
        block, element = element_of(message["blocks"], action_id)
        action = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block.get("block_id", ""),
            "action_ts": f"{time.time():.6f}",
        }
        if option is None:
            action |= {"text": element["text"], "value": element["value"]}
        else:
            action["selected_option"] = next(each for each in element["options"] if each["text"]["text"] == option)
        channel, ts = message["channel_id"], message["ts"]
        thread = {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
        return await self.interacts(
            {
                "type": "block_actions",
                "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False, **thread},
                "channel": {"id": channel, "name": "-"},
                "message": {"type": "message", **{name: message[name] for name in ("ts", "text", "blocks", "user")}, **thread},
                "state": {"values": {}},
                "response_url": self._response_url(),
                "actions": [action],
            }
        )

    async def submits(self, view: Mapping[str, Any], **fields: str) -> Reply:
        """Submit a view as the emulator holds it; fields that are not named keep what stands in them."""
        blocks = [block for block in view["blocks"] if block["type"] == "input"]
        values = {
            block["block_id"]: {block["element"]["action_id"]: _state(block["element"], fields.get(block["block_id"]))}
            for block in blocks
        }
        sent = {
            name: view[name] for name in ("type", "callback_id", "private_metadata", "blocks", "title", "hash") if name in view
        }
        known = {"id": view["view_id"], "team_id": TEAM, "app_id": APP_ID, "bot_id": BOT_ID, "state": {"values": values}}
        return await self.interacts({"type": "view_submission", "view": sent | known, "response_urls": []})

    async def interacts(self, payload: Json) -> Reply:
        """Send an interaction as this person."""
        whole = {
            "user": await self._identity(),
            "team": {"id": TEAM, "domain": "emulate"},
            "api_app_id": APP_ID,
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": await self._trigger(),
        } | payload
        return await self.sends({"payload": json.dumps(whole)})

    async def sends(self, form: Mapping[str, str]) -> Reply:
        """Send a signed form to the app."""
        body = urlencode(form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body)}
        async with self.emulator.session.post(self.emulator.app_url, data=body, headers=headers) as response:
            return Reply(response.status, await response.text())

    async def _identity(self) -> Json:
        user = await self.emulator.user_id(self.handle)
        return {"id": user, "username": self.handle, "name": self.handle, "team_id": TEAM}

    async def _trigger(self) -> str:
        """Return a real trigger: the emulator checks it when the app opens a view, for three seconds and once."""
        user = await self.emulator.user_id(self.handle)
        return str((await self.emulator.call(BOT_TOKEN, "views.generateTriggerId", user_id=user))["trigger_id"])

    def _response_url(self) -> str:
        return f"{self.emulator.root}/_test/response/{uuid.uuid4().hex}"


def element_of(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """Return the first block with an element of that action id, and the element."""
    pairs = [(block, each) for block in blocks for each in (*block.get("elements", ()), block.get("accessory", {}))]
    found = [(block, each) for block, each in pairs if each.get("action_id") == action_id]
    assert found, f"no element {action_id!r} in {json.dumps(blocks, ensure_ascii=False)}"
    return found[0]


def words(blocks: list[Json]) -> str:
    """Return every text of blocks, line by line as people read them."""
    parts: list[str] = []
    for block in blocks:
        holders = [block, *block.get("elements", ()), block.get("accessory", {})]
        holders += [each for holder in block.get("elements", ()) for each in holder.get("elements", ())]
        for holder in holders:
            text = holder.get("text")
            parts.append(text["text"] if isinstance(text, dict) else text or "")
    return "\n".join(part for part in parts if part)


def _state(element: Json, typed: str | None) -> Json:
    if element["type"] != "static_select":
        return {"type": element["type"], "value": typed if typed is not None else element.get("initial_value")}
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    options = [option for group in groups for option in group["options"]]
    if typed is None:
        return {"type": "static_select", "selected_option": element.get("initial_option")}
    return {
        "type": "static_select",
        "selected_option": next(each for each in options if typed in (each["text"]["text"], each["value"].removeprefix("="))),
    }
