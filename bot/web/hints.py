"""Example commands for whoever has never typed one: a click puts them into the field."""

from collections.abc import Callable

from nicegui import ui

from bot.web.elements import plain, tag
from bot.web.viewer import Viewer


def examples(viewer: Viewer, use: Callable[[str], None]) -> None:
    """Show three commands for what the person does, each with what it is for."""
    doing = "agent" if "agent" in viewer.person.roles else "other"
    with tag("div", "examples"):
        for number in (1, 2, 3):
            command = viewer(f"example.{doing}.{number}")
            button = tag("button", "example").props("type=button")
            button.props["data-example"] = str(number)
            with button:
                plain("code", "", command)
                plain("span", "", viewer(f"example.{doing}.{number}.about"))
                ui.icon("north_west").props("aria-hidden=true")
            button.on("click", lambda _, command=command: use(command), args=[])
