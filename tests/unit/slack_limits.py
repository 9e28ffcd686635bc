"""What Slack refuses, as far as its documentation and its users know: more than the SDK's own models check."""

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
MARKUP = ("mrkdwn", "markdown")


def check_message(blocks: list[Json]) -> None:
    """Assert that Slack would take these blocks in a message."""
    for parsed in Block.parse_all(json.loads(json.dumps(blocks))):
        assert parsed is not None
        parsed.to_dict()
    assert 1 <= len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 13_000
    _check(blocks)


def check_view(view: Json) -> None:
    """Assert that Slack would open this view."""
    View(**json.loads(json.dumps(view))).to_dict()
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view)) <= 250_000
    assert len(view["private_metadata"]) <= 3000
    assert len(view["callback_id"]) <= 255
    for name in ("title", "submit", "close"):
        _plain(view[name], 24)
    _check(view["blocks"])


def _check(blocks: list[Json]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert all(0 < len(each) <= 255 for each in ids)
    for found in everything(blocks):
        assert found.get("type") not in MARKUP, "nothing that was typed may be parsed"
    for block in blocks:
        KINDS[block["type"]](block)


def everything(value: object) -> Iterator[Json]:
    """Yield every object within."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from everything(each)
    elif isinstance(value, list):
        for each in value:
            yield from everything(each)


def _header(block: Json) -> None:
    _plain(block["text"], 150)


def _context(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        _plain(element, 2000)


def _rich(block: Json) -> None:
    assert block["elements"]
    for section in block["elements"]:
        assert section["elements"]
        for element in section["elements"]:
            assert element["type"] in {"text", "link", "emoji"}
            assert element.get("text", "-") != ""
            if element["type"] == "link":
                assert element["url"].startswith(("https://", "http://", "tel:", "mailto:"))
                assert len(element["url"]) <= 3000


def _actions(block: Json) -> None:
    elements = block["elements"]
    assert 1 <= len(elements) <= 25
    ids = [element["action_id"] for element in elements]
    assert len(ids) == len(set(ids))
    for element in elements:
        assert 0 < len(element["action_id"]) <= 255
        if element["type"] == "button":
            _plain(element["text"], 75)
            assert len(element["value"]) <= 2000
            assert element.get("style", "primary") in {"primary", "danger"}
            if asked := element.get("confirm"):
                for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                    _plain(asked[name], most)
        else:
            assert element["type"] == "static_select" or 1 <= len(element["options"]) <= 5
            _options(element["options"])


def _input(block: Json) -> None:
    _plain(block["label"], 2000)
    if "hint" in block:
        _plain(block["hint"], 2000)
    element = block["element"]
    assert 0 < len(element["action_id"]) <= 255
    if element["type"] == "plain_text_input":
        assert 1 <= len(element.get("initial_value", "-")) <= element["max_length"] <= 3000
        return
    groups = element.get("option_groups", [])
    assert len(groups) <= 100
    for group in groups:
        _plain(group["label"], 75)
        _options(group["options"])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    if not groups:
        _options(options)
    assert element.get("initial_option", options[0]) in options


def _options(options: list[Json]) -> None:
    assert 1 <= len(options) <= 100
    for option in options:
        _plain(option["text"], 75)
        assert 0 < len(option["value"]) <= 150


def _section(block: Json) -> None:
    _plain(block["text"], 3000)
    _actions({"elements": [block["accessory"]]})


def _plain(text: Json, most: int) -> None:
    assert text["type"] == "plain_text"
    assert text["emoji"] is False
    assert 0 < len(text["text"].strip()) <= len(text["text"]) <= most


KINDS = {"header": _header, "rich_text": _rich, "section": _section, "actions": _actions, "context": _context, "input": _input}
