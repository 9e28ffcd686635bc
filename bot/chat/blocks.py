"""A Message as Slack's blocks and a Form as its modal, within Slack's limits for any input.

What a customer or an agent typed stands in `text` elements of rich text and in plain_text objects only: Slack parses neither,
so nothing in it formats, links or pings. The one string that is mrkdwn, the fallback text, is escaped.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.chat.port import Button, Field, Form, Line, Message, Section, Style, Tone
from bot.chat.visible import cut, visible

Block = dict[str, Any]

FALLBACK = 3_000
HEADER = 150
SECTION = 3_000
CONTEXT = 2_000
LINK = 3_000
LABEL = 75
BUTTON_VALUE = 2_000
OPTION_VALUE = 150
ACTIONS = 25
OVERFLOW = 5
OPTIONS = 100
BLOCKS = 50
TITLE = 24
INPUT_LABEL = 2_000
TYPED = 3_000
SIZE = 12_000
"""Of all blocks as JSON: Slack counts some 13,200 characters and does not say of what."""

MORE: Final = "more"
SIGNS: Final = {Tone.URGENT: "zap", Tone.LATE: "alarm_clock", Tone.DONE: "white_check_mark"}
"""Signs that differ in shape; the words are in the message itself."""
CHOSEN: Final = "="
"""Before the value of an option, which may be empty; Slack's may not."""
GAP: Final = "\u2002"
ITEM: Final = 2
"""Lines of what is an item of a list and has its button beside it."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much is shown: characters of one text, lines of one section, sections."""

    text: int
    lines: int
    sections: int


ROOMS: Final = (
    Room(3_000, 100, 40),
    Room(1_500, 80, 40),
    Room(600, 60, 30),
    Room(250, 40, 20),
    Room(100, 30, 15),
    Room(60, 10, 10),
    Room(60, 4, 3),
    Room(60, 0, 0),
)
"""From roomy to nothing but the first lines; the roomiest that fits is taken."""


def blocks_of(message: Message, stamp: str = "") -> list[Block]:
    """Return the blocks of the message. `stamp` makes their ids new: Slack wants that of an edit."""
    blocks: list[Block] = []
    for room in ROOMS:
        blocks = list(_blocks(message, room))
        if stamp:
            blocks = [block | {"block_id": f"{stamp}.{number}"} for number, block in enumerate(blocks)]
        if len(blocks) <= BLOCKS and len(json.dumps(blocks, ensure_ascii=False)) <= SIZE:
            break
    return blocks


def fallback(message: Message) -> str:
    """Return the text that notifications and screen readers have, as mrkdwn that says what was written."""
    return escaped(cut(message.text or message.headline or message.subject, FALLBACK))


def escaped(text: str) -> str:
    """Return text so that Slack's mrkdwn shows it as written: no mention, no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pressed(action: Mapping[str, Any]) -> tuple[str, str]:
    """Return the action and value of a press, from an entry of a block_actions payload."""
    if option := action.get("selected_option"):
        name, _, value = str(option["value"]).partition("|")
        return name, value
    return str(action["action_id"]).partition("#")[0], str(action.get("value", ""))


def plain(text: str, most: int) -> Block:
    """Return a text object that Slack shows as it is; it may not be empty."""
    return {"type": "plain_text", "text": cut(text, most).strip() or "–", "emoji": False}


def _blocks(message: Message, room: Room) -> Iterator[Block]:
    sign = _sign(message.tone)
    if message.subject.strip():
        yield {"type": "header", "text": plain(message.subject, HEADER)}
    if message.headline.strip():
        yield _rich([*sign, _text(message.headline, room.text, bold=True)])
        sign = []
    elif message.text.strip() and not message.subject.strip():
        yield _rich([*(sign if message.sections else ()), _text(message.text, room.text)])
        sign = []
    for section in message.sections[: room.sections]:
        yield from _section(section, room, sign)
        sign = []
    if _is_cut(message, room):
        yield {"type": "context", "elements": [plain(f"… {_where(message)}", CONTEXT)]}
    if message.footer.strip():
        yield {"type": "context", "elements": [plain(message.footer, min(room.text, CONTEXT))]}


def _section(section: Section, room: Room, sign: Sequence[Block]) -> Iterator[Block]:
    if item := _item(section, room):
        yield item
        return
    lines = [line for line in section.lines if line.label.strip() or line.plain.strip()]
    if len(lines) > room.lines:
        first = room.lines // 4
        lines = [*lines[:first], Line("", "…"), *lines[len(lines) - room.lines + first :]] if room.lines else []
    if lines or sign:
        shown = (element for number, line in enumerate(lines) for element in _line(line, room.text, first=number == 0))
        yield _rich([*sign, *shown])
    elements = list(_elements(section))
    for start in range(0, len(elements), ACTIONS):
        yield {"type": "actions", "elements": elements[start : start + ACTIONS]}


def _item(section: Section, room: Room) -> Block | None:
    """Return an item of a list with its one button beside it; None for anything else."""
    if len(section.lines) > ITEM or len(section.buttons) != 1 or section.more or any(line.link for line in section.lines):
        return None
    text = "\n".join(f"{line.label}{GAP}{line.plain}".strip() for line in section.lines if line.label or line.plain)
    (button,) = section.buttons
    if not text or not room.lines or len(button.value) > BUTTON_VALUE:
        return None
    return {"type": "section", "text": plain(text, min(room.text, SECTION)), "accessory": _button(button, button.action)}


def _line(line: Line, most: int, *, first: bool) -> Iterator[Block]:
    start = "" if first else "\n"
    if line.label.strip():
        yield _text(start + line.label, most, bold=True)
        start = GAP
    if not line.plain.strip():
        return
    if line.link and len(line.link) <= LINK and line.link.startswith(("https://", "http://", "tel:", "mailto:")):
        if start:
            yield _text(start, most)
        yield {"type": "link", "url": line.link, "text": cut(line.plain, most)}
    else:
        yield _text(start + line.plain, most)


def _elements(section: Section) -> Iterator[Block]:
    """Yield buttons, then the menu. A menu asks one question for all its items, so what has its own question is a button."""
    asking = [button for button in section.more if button.confirm]
    silent = [button for button in section.more if not button.confirm]
    seen: dict[str, int] = {}
    for button in (*section.buttons, *(silent if len(silent) == 1 else ()), *asking):
        if len(button.value) <= BUTTON_VALUE:
            seen[button.action] = count = seen.get(button.action, 0) + 1
            yield _button(button, button.action if count == 1 else f"{button.action}#{count}")
    if len(silent) > 1:
        yield _menu(silent, section.more_label)


def _button(button: Button, action_id: str) -> Block:
    element: Block = {"type": "button", "action_id": action_id, "text": plain(button.label, LABEL), "value": button.value}
    if button.style is not Style.PLAIN:
        element["style"] = str(button.style)
    if asked := button.confirm:
        element["confirm"] = {
            "title": plain(button.label, 100),
            "text": plain(asked.question, 300),
            "confirm": plain(asked.yes, 30),
            "deny": plain(asked.no, 30),
        }
        if button.style is not Style.PLAIN:
            element["confirm"]["style"] = str(button.style)
    return element


def _menu(buttons: Iterable[Button], label: str) -> Block:
    """Return the rare acts as an overflow menu, or as a select when there are too many for one."""
    options = [
        {"text": plain(button.label, LABEL), "value": f"{button.action}|{button.value}"}
        for button in buttons
        if len(button.action) + len(button.value) < OPTION_VALUE
    ]
    if len(options) <= OVERFLOW:
        return {"type": "overflow", "action_id": MORE, "options": options}
    return {"type": "static_select", "action_id": MORE, "placeholder": plain(label, LABEL), "options": options[:OPTIONS]}


def _rich(elements: Iterable[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def _text(text: str, most: int, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": cut(text, most)}
    return element | {"style": {"bold": True}} if bold else element


def _sign(tone: Tone) -> list[Block]:
    return [{"type": "emoji", "name": SIGNS[tone]}, {"type": "text", "text": " "}] if tone in SIGNS else []


def _is_cut(message: Message, room: Room) -> bool:
    shown = message.sections[: room.sections]
    texts = [line.plain for section in shown for line in section.lines] + ([] if message.subject else [message.text])
    hidden = len(message.sections) > len(shown) or any(len(section.lines) > room.lines for section in shown)
    return hidden or any(len(visible(text)) > room.text for text in texts)


def _where(message: Message) -> str:
    """Return the command that shows the rest: of the one handover that the message is about, else the list."""
    values = {button.value.partition(":")[0] for section in message.sections for button in section.buttons}
    return f"/callback show CB-{values.pop()}" if len(values) == 1 else "/callback list"


def view_of(form: Form, private_metadata: str) -> Block:
    """Return the modal of a form. Block and action ids are the names of the fields; `filled` reads what comes back."""
    head = [form.title] if len(visible(form.title)) > TITLE else []
    head += [form.intro] if form.intro.strip() else []
    return {
        "type": "modal",
        "callback_id": form.action,
        "private_metadata": private_metadata,
        "title": plain(form.title, TITLE),
        "submit": plain(form.submit, TITLE),
        "close": plain(form.cancel, TITLE),
        "blocks": [*(_rich([_text(text, ROOMS[0].text)]) for text in head), *(_input(field) for field in form.fields)],
    }


def filled(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Return the fields of a view_submission, from its `view.state.values`; a field left empty is ""."""
    fields = {}
    for name, elements in values.items():
        for element in elements.values():
            option = element.get("selected_option")
            fields[name] = str(option["value"]).removeprefix(CHOSEN) if option else str(element.get("value") or "")
    return fields


def _input(field: Field) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, INPUT_LABEL),
        "element": _select(field) if field.options else _typed(field),
        "optional": field.optional,
    }
    return block | {"hint": plain(field.hint, INPUT_LABEL)} if field.hint.strip() else block


def _typed(field: Field) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": field.name, "multiline": field.multiline, "max_length": TYPED}
    return element | {"initial_value": field.value[:TYPED]} if field.value else element


def _select(field: Field) -> Block:
    """Return the choice; Slack takes a hundred options in one list, so more of them stand in groups named by their ends."""
    options = [
        {"text": plain(option.label, LABEL), "value": CHOSEN + option.value}
        for option in field.options
        if len(CHOSEN + option.value) <= OPTION_VALUE
    ][: OPTIONS * OPTIONS]
    element: Block = {"type": "static_select", "action_id": field.name}
    if len(options) <= OPTIONS:
        element["options"] = options
    else:
        parts = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)]
        element["option_groups"] = [{"label": _ends(part), "options": part} for part in parts]
    initial = [option for option in options if option["value"] == CHOSEN + field.value]
    return element | {"initial_option": initial[0]} if initial else element


def _ends(options: list[Block]) -> Block:
    first, last = (cut(option["text"]["text"], LABEL // 2 - 2) for option in (options[0], options[-1]))
    return plain(f"{first} – {last}", LABEL)
