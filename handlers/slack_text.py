"""What somebody typed on Slack, as the grammar reads it. Slack escapes what was typed and sends mentions as ids."""

import re
from typing import Final

from bot.chat.slack_people import SlackPeople

_MARK: Final = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_ESCAPED: Final = re.compile("&(amp|lt|gt);")
_SIGNS: Final = {"amp": "&", "lt": "<", "gt": ">"}
_HANDLE: Final = re.compile(r"\w(?:[\w.\-]*\w)?")


def typed(text: str, people: SlackPeople) -> str:
    """Return the text as it was typed: mentions of people of the directory by handle, all other marks as the words they show.

    Marks are told from typed brackets before anything is unescaped, and that happens once: "&amp;lt;" was typed as "&lt;".
    """
    parts = []
    end = 0
    for mark in _MARK.finditer(text):
        parts += [_unescaped(text[end : mark.start()]), _shown(mark, people)]
        end = mark.end()
    return "".join([*parts, _unescaped(text[end:])])


def _shown(mark: re.Match[str], people: SlackPeople) -> str:
    kind, ident, label = mark[1], mark[2], _unescaped(mark[3] or "")
    if kind == "@":
        handle = people.handle_of(ident)
        # Angle brackets keep a stranger's name from being read as the handle of somebody else.
        return f"<@{label.removeprefix('@') or ident}>" if handle is None else _mention(handle)
    if kind == "#":
        return f"#{label or ident}"
    if kind == "!":
        # Without its "@": a call to everybody, or to a group, names no owner.
        return label.removeprefix("@") or ident.partition("^")[0]
    return label or _unescaped(ident)


def _mention(handle: str) -> str:
    """Return a mention with spaces around it: Chinese is written without, and would run into the handle."""
    return f" @{handle} " if _HANDLE.fullmatch(handle) else f' @"{handle}" '


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda sign: _SIGNS[sign[1]], text)
