"""What Slack sends, in its own shapes, for the stand-in's workspace."""

import itertools
import json
from typing import Any

from tests.slack.stub import CHANNEL, TEAM, user_id

Json = dict[str, Any]
_count = itertools.count(1)


def fresh(prefix: str) -> str:
    """Return an id that was not used before."""
    return f"{prefix}{next(_count)}"


def slash(handle: str, text: str, response_url: str, **more: str) -> dict[str, str]:
    """Return a slash command that somebody typed in the team's channel."""
    return {
        "command": "/callback",
        "text": text,
        "channel_id": CHANNEL,
        "team_id": TEAM,
        "user_id": user_id(handle),
        "trigger_id": fresh("trigger."),
        "response_url": response_url,
    } | more


def message(handle: str, text: str, thread: str | None, channel: str = CHANNEL, **event: str) -> Json:
    """Return the delivery of somebody's words."""
    ts = fresh("1800000001.")
    said = {"type": "message", "user": user_id(handle), "text": text, "channel": channel, "ts": ts}
    threaded = {"thread_ts": thread} if thread else {}
    return {"type": "event_callback", "team_id": TEAM, "event_id": fresh("Ev"), "event": said | threaded | event}


def press(handle: str, action: Json, ts: str, response_url: str, **container: Any) -> dict[str, str]:  # noqa: ANN401
    """Return a press on an element of a message in the team's channel."""
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user_id(handle)},
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": ts, "channel_id": CHANNEL, "is_ephemeral": False} | container,
        "trigger_id": fresh("trigger."),
        "response_url": response_url,
        "actions": [action],
    }
    return {"payload": json.dumps(payload)}


def submission(handle: str, view: Json, **fields: str) -> dict[str, str]:
    """Return a modal that was sent; text fields hold `fields`, else what stands in them."""
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        typed = fields.get(block["block_id"], element.get("initial_value"))
        held: Json = {"type": element["type"], "value": typed}
        if "options" in element:
            chosen = [option for option in element["options"] if option["value"] == f"={typed}"]
            held = {"type": element["type"], "selected_option": chosen[0] if chosen else element.get("initial_option")}
        values[block["block_id"]] = {element["action_id"]: held}
    sent = view | {"id": view.get("id", "V1"), "state": {"values": values}}
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user_id(handle)},
        "trigger_id": fresh("trigger."),
        "view": sent,
    }
    return {"payload": json.dumps(payload)}


def button_of(blocks: list[Json], action: str) -> Json:
    """Return the action that a press on the button of that name sends."""
    for block in blocks:
        for element in block.get("elements", ()):
            if str(element.get("action_id", "")).partition("#")[0] == action:
                return {"type": "button", "action_id": element["action_id"], "value": element["value"]}
    raise AssertionError(action)
