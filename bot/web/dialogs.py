"""The dialogs of a tab: a confirmation, a form, and a message that could not be kept. One is open at a time."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.value_element import ValueElement

from bot.chat.port import Answer, Confirm, Field, Form, Message, Style
from bot.chat.visible import visible
from bot.errors import StoreUnavailable
from bot.web.elements import Tag, plain, tag
from bot.web.viewer import Viewer

Submit = Callable[[Form, Mapping[str, str]], Awaitable[Answer]]
Act = Callable[[], Awaitable[None]]


class Dialogs:
    """Opens one dialog at a time over the page."""

    def __init__(self, viewer: Viewer, root: Tag) -> None:
        """Open over `root`."""
        self._viewer = viewer
        self._root = root
        self._open: ui.dialog | None = None

    def confirm(self, asked: Confirm, act: Act, *, danger: bool) -> None:
        """Ask, and act on yes."""
        with self._dialog(visible(asked.question)) as dialog, tag("div", "dialog"):
            plain("p", "question", asked.question)
            with tag("div", "dialog-buttons"):
                no = _button("", asked.no)
                yes = _button(Style.DANGER if danger else Style.PRIMARY, asked.yes)

        async def confirmed() -> None:
            if dialog is self._open:
                self._close()
                await act()

        no.on("click", lambda _: self._close(), args=[])
        yes.on("click", confirmed, args=[])

    def tell(self, message: Message) -> None:
        """Show a message that has no other place."""
        with self._dialog(visible(message.headline or message.text)), tag("div", "dialog"):
            plain("p", "question", message.text)
            with tag("div", "dialog-buttons"):
                _button(Style.PRIMARY, self._viewer("close")).on("click", lambda _: self._close(), args=[])

    def form(self, form: Form, submit: Submit, done: Callable[[Answer], Awaitable[None]]) -> None:
        """Ask for the fields; it stays open, with what was typed, until the bot takes them."""
        inputs: dict[str, ValueElement[Any]] = {}
        with self._dialog(visible(form.title)) as dialog, tag("form", "dialog form") as frame:
            plain("h2", "", form.title)
            if form.intro:
                plain("p", "intro", form.intro)
            for field in form.fields:
                inputs[field.name] = self._input(field).props("" if inputs else "autofocus")
            error = plain("div", "form-error", "").props("role=alert")
            error.set_visibility(False)
            with tag("div", "dialog-buttons"):
                cancel = _button("", form.cancel)
                send = _button(Style.PRIMARY, form.submit).props("type=submit")
        busy = False

        async def sent() -> None:
            nonlocal busy
            if busy or dialog is not self._open:
                return
            busy = True
            send.props("disabled")
            try:
                typed = {name: str(element.value or "") for name, element in inputs.items()}
                answer = await submit(form, typed)
            except StoreUnavailable:
                answer = Answer(message=Message(self._viewer("store_unavailable")), refused=True)
            finally:
                busy = False
                send.props(remove="disabled")
            if answer.refused:
                error.text = visible(answer.message.text if answer.message else "")
                error.set_visibility(True)
            else:
                self._close()
                await done(answer)

        cancel.on("click", lambda _: self._close(), args=[])
        frame.on("submit", sent, args=[], js_handler="(event) => { event.preventDefault(); emit(); }")

    def _input(self, field: Field) -> ValueElement[Any]:
        label = visible(field.label) + (f" {self._viewer('optional')}" if field.optional else "")
        if field.options:
            choices = {option.value: visible(option.label) for option in field.options}
            element: ValueElement[Any] = ui.select(choices, label=label, value=field.value if field.value in choices else None)
            element.props("options-dense behavior=menu")
        elif field.multiline:
            element = ui.textarea(label, value=field.value).props("autogrow")
        else:
            element = ui.input(label, value=field.value)
        element.props("outlined dense stack-label").classes("field")
        element.props["data-field"] = field.name
        if field.hint:
            element.props["hint"] = visible(field.hint)
        return element

    def _dialog(self, name: str) -> ui.dialog:
        self._close()
        with self._root:
            dialog = ui.dialog(value=True)
        dialog.props["aria-label"] = name
        dialog.on("hide", lambda _: self._forget(dialog), args=[])
        self._open = dialog
        return dialog

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _forget(self, dialog: ui.dialog) -> None:
        if self._open is dialog:
            self._open = None
        if not dialog.is_deleted:
            dialog.delete()


def _button(style: str, label: str) -> Tag:
    return plain("button", f"btn {style}", label).props("type=button")
