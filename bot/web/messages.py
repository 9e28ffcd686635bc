"""A list of messages that follows the log: only what changed is drawn again, so nothing flickers and scrolling stays."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from nicegui import ui

from bot.chat.codec import decode
from bot.chat.port import Button
from bot.store.workspace import Posted
from bot.web.cards import render
from bot.web.elements import Tag, icon_button, plain, set_prop, tag
from bot.web.texts import initials, is_command
from bot.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Handlers:
    """What happens when something in a list is used."""

    press: Callable[[Button, int, int | None], Awaitable[None]]
    open_thread: Callable[[int], Awaitable[None]]
    type_again: Callable[[str], None]


class MessageList:
    """The messages of a place, or of a thread."""

    def __init__(self, viewer: Viewer, handlers: Handlers, container: Tag, *, thread: int | None = None) -> None:
        """Draw into `container`; `thread` is the message whose thread it is."""
        self._viewer = viewer
        self._handlers = handlers
        self._container = container
        self._thread = thread
        self._rows: dict[int, tuple[Tag, object]] = {}

    def show(self, posted: Sequence[Posted], replies: Mapping[int, int]) -> None:
        """Bring the list to what the log says."""
        for ident in set(self._rows) - {message.id for message in posted}:
            self._rows.pop(ident)[0].delete()
        before: date | None = None
        for index, message in enumerate(posted):
            day = self._viewer.worktime.local(message.at).date()
            self._row(index, message, replies.get(message.id, 0), day if day != before else None)
            before = day

    def first(self) -> int:
        """Return the id of the first message that is shown; 0 when there is none."""
        return min(self._rows, default=0)

    def _row(self, index: int, message: Posted, replies: int, day: date | None) -> None:
        looks = (message.change, replies, day)
        row, looked = self._rows.get(message.id, (None, None))
        if row is None:
            with self._container:
                row = tag("div", "entry")
            set_prop(row, "data-message", str(message.id))
            if index < len(self._rows):
                row.move(target_index=index)
        elif looks == looked:
            return
        row.clear()
        self._rows[message.id] = (row, looks)
        with row:
            if day is not None and self._thread is None:
                plain("div", "day", self._viewer.language.day(day))
            self._message(message, replies)

    def _message(self, message: Posted, replies: int) -> None:
        viewer = self._viewer
        name = viewer.name_of(message.author)
        private = message.only_for is not None and message.place != viewer.messages
        body = decode(message.body)
        with tag("article", "message private" if private else "message") as article:
            article.props["aria-label"] = viewer("says", name=name, time=viewer.clock(message.at))
            picture(message.author, name)
            with tag("div", "message-body"):
                with tag("div", "message-head"):
                    plain("span", "author", name)
                    plain("time", "time", viewer.clock(message.at))
                    if message.edited_at is not None and viewer.clock(message.edited_at) != viewer.clock(message.at):
                        plain("span", "edited", viewer("edited", time=viewer.clock(message.edited_at)))
                    if private:
                        with tag("span", "only-you"):
                            ui.icon("visibility_off").props("aria-hidden=true")
                            plain("span", "", viewer("only_you"))
                    if message.author == viewer.person.handle and is_command(body.text):
                        again = icon_button("keyboard_return", viewer("type_again"), "icon-button again")
                        again.on("click", lambda _: self._handlers.type_again(body.text), args=[])
                render(body, viewer, lambda button: self._handlers.press(button, message.id, self._thread))
                if self._thread is None and (replies or not private):
                    self._thread_link(message, replies, card=bool(body.subject or body.sections))

    def _thread_link(self, message: Posted, replies: int, *, card: bool) -> None:
        if not replies and not card:
            return
        label = self._viewer.language.plural("page.replies", replies) if replies else self._viewer("open_thread")
        link = tag("button", "thread-link").props("type=button")
        with link:
            ui.icon("forum").props("aria-hidden=true")
            plain("span", "", label)
        link.on("click", lambda _: self._handlers.open_thread(message.id), args=[])


def picture(author: str | None, name: str) -> None:
    """Show who it is: a person's initials, or the bot's sign."""
    if author is None:
        with tag("div", "avatar bot").props("aria-hidden=true"):
            ui.icon("phone_callback")
    else:
        plain("div", f"avatar hue-{crc32(author.encode()) % 8}", initials(name)).props("aria-hidden=true")
