"""A message as JSON and back, for adapters that keep what they were given.

Fields that this version does not know are passed over, so a database outlives the version that wrote it.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.chat.port import Button, Confirm, Line, Message, Section, Style, Tone


def encode(message: Message) -> dict[str, Any]:
    """Return the message as plain JSON values."""
    return asdict(message)


def decode(body: Mapping[str, Any]) -> Message:
    """Return the message that `encode` wrote."""
    return Message(
        text=body.get("text", ""),
        headline=body.get("headline", ""),
        subject=body.get("subject", ""),
        sections=tuple(_section(section) for section in body.get("sections", ())),
        footer=body.get("footer", ""),
        tone=Tone(body["tone"]) if body.get("tone") in set(Tone) else Tone.CALM,
    )


def _section(body: Mapping[str, Any]) -> Section:
    return Section(
        lines=tuple(Line(line.get("label", ""), line.get("plain", ""), line.get("link")) for line in body.get("lines", ())),
        buttons=tuple(_button(button) for button in body.get("buttons", ())),
        more=tuple(_button(button) for button in body.get("more", ())),
        more_label=body.get("more_label", ""),
    )


def _button(body: Mapping[str, Any]) -> Button:
    asked = body.get("confirm")
    return Button(
        label=body.get("label", ""),
        action=body.get("action", ""),
        value=body.get("value", ""),
        style=Style(body["style"]) if body.get("style") in set(Style) else Style.PLAIN,
        confirm=Confirm(asked.get("question", ""), asked.get("yes", ""), asked.get("no", "")) if asked else None,
    )
