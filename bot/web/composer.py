"""Where one types: Enter sends, Shift+Enter begins a line. What is half-typed belongs to the browser and is never overwritten."""

import json
from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.web.elements import tag
from bot.web.viewer import Viewer


class Composer:
    """A text field with a button, at the bottom of a place or of a thread."""

    def __init__(self, viewer: Viewer, send: Callable[[str], Awaitable[None]]) -> None:
        """Send what is typed to `send`."""

        async def sent(event: GenericEventArguments) -> None:
            await send(str(event.args))

        with tag("div", "composer"):
            self._field = tag("textarea").props("rows=1 autocomplete=off spellcheck=false maxlength=100000")
            self._field.on(
                "keydown", sent, js_handler="(event) => { const text = workspace.typed(event); if (text) emit(text); }"
            )
            button = tag("button", "send").props("type=button")
            button.props["aria-label"] = viewer("send")
            button.props["title"] = viewer("send")
            with button:
                ui.icon("send").props("aria-hidden=true")
            take = f"() => {{ const text = workspace.take('{self._field.html_id}'); if (text) emit(text); }}"
            button.on("click", sent, js_handler=take)

    def belong_to(self, draft: str, label: str, hint: str) -> None:
        """Say what is typed here for; `draft` names under what the browser keeps it while it is half-typed."""
        self._field.props["aria-label"] = label
        self._field.props["placeholder"] = hint
        self._field.props["data-draft"] = draft
        self._field.update()
        self._run(f"workspace.recall('{self._field.html_id}', {_quoted(draft)})")

    def fill(self, text: str) -> None:
        """Put text into the field, to be looked at before it is sent."""
        self._run(f"workspace.fill('{self._field.html_id}', {_quoted(text)})")

    def _run(self, code: str) -> None:
        self._field.client.run_javascript(code)


def _quoted(text: str) -> str:
    return json.dumps(text)
