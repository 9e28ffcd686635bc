"""A Message as elements of the page. Texts are never interpreted; a tone is a word as well as a colour."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.chat.port import Button, Line, Message, Section, Style, Tone
from bot.chat.visible import visible
from bot.web.elements import plain, tag
from bot.web.texts import safe_link
from bot.web.viewer import Viewer

Press = Callable[[Button], Awaitable[None]]
LONG = 1200  # characters after which a text gets a frame of its own that scrolls


def render(message: Message, viewer: Viewer, press: Press) -> None:
    """Show the message in the present element."""
    if not (message.headline or message.subject or message.sections or message.footer):
        _text(message.text)
        return
    with tag("div", f"card tone-{message.tone}").props(f"data-tone={message.tone}"):
        if message.subject:
            with tag("div", "card-top"):
                plain("div", "card-subject", message.subject)
                _tone(message.tone, viewer)
        if message.headline:
            with tag("div", "card-top"):
                plain("div", "card-headline", message.headline)
                if not message.subject:
                    _tone(message.tone, viewer)
        if not message.subject and not message.headline:
            _text(message.text)
        for section in message.sections:
            _section(section, viewer, press)
        if message.footer:
            plain("div", "card-footer", message.footer)


def _text(text: str) -> None:
    plain("div", "text long" if len(text) > LONG else "text", text)


def _tone(tone: Tone, viewer: Viewer) -> None:
    if tone is not Tone.CALM:
        plain("span", "tone", viewer(f"tone.{tone}"))


def _section(section: Section, viewer: Viewer, press: Press) -> None:
    with tag("div", "section"):
        if section.lines:
            with tag("dl", "lines"):
                for line in section.lines:
                    _line(line)
        if section.buttons or section.more:
            with tag("div", "buttons"):
                for button in section.buttons:
                    _button(button, press)
                if section.more:
                    _more(section, viewer, press)


def _line(line: Line) -> None:
    with tag("div", "line" if line.label else "line wide"):
        if line.label:
            plain("dt", "", line.label)
        with tag("dd"):
            link = safe_link(line.link)
            if link is None:
                plain("span", "plain long" if len(line.plain) > LONG else "plain", line.plain)
            else:
                anchor = plain("a", "plain", line.plain)
                anchor.props["href"] = link
                if not link.startswith("tel:"):
                    anchor.props["target"] = "_blank"
                    anchor.props["rel"] = "noopener noreferrer"


def _button(button: Button, press: Press) -> None:
    element = plain("button", f"btn {button.style}", button.label)
    element.props["type"] = "button"
    element.props["data-action"] = button.action
    element.on("click", lambda _: press(button), args=[])


def _more(section: Section, viewer: Viewer, press: Press) -> None:
    opener = tag("button", "btn more")
    opener.props("type=button aria-haspopup=menu")
    with opener:
        plain("span", "", section.more_label or viewer("more"))
        ui.icon("expand_more").props("aria-hidden=true")
        with ui.menu().props("auto-close"), tag("q-list", "menu").props("role=menu dense"):
            for button in section.more:
                item = tag("q-item", "menu-danger" if button.style is Style.DANGER else "").props("clickable role=menuitem")
                item.props["data-action"] = button.action
                with item:
                    tag("q-item-section").text = visible(button.label)
                item.on("click", lambda _, button=button: press(button), args=[])
