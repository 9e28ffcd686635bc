"""The few kinds of elements that the page is made of."""

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.chat.visible import visible


class Tag(TextElement):
    """Any HTML or Quasar tag, with text that the browser does not interpret."""

    def __init__(self, name: str, classes: str = "", text: str = "") -> None:
        """Show the text as it is given."""
        super().__init__(tag=name, text=text)
        if classes:
            self.classes(classes)


def tag(name: str, classes: str = "") -> Tag:
    """Return a tag to fill."""
    return Tag(name, classes)


def plain(name: str, classes: str, text: str) -> Tag:
    """Return a tag that shows what somebody wrote, or a sentence, as text."""
    return Tag(name, classes, visible(text))


def icon_button(icon: str, label: str, classes: str = "icon-button") -> Tag:
    """Return a button of one picture, with its name for those who do not see it."""
    button = tag("button", classes).props("type=button")
    button.props["aria-label"] = label
    button.props["title"] = label
    with button:
        ui.icon(icon).props("aria-hidden=true")
    return button


def set_prop(element: ui.element, name: str, value: str | None) -> None:
    """Set an attribute, or remove it with None; nothing is sent when it is so already."""
    if element.props.get(name) != value:
        element.props.set_optional(name, value)
