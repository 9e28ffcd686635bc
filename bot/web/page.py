"""One tab of the local page: who one is, where one is, and what happens when the log changes."""

import asyncio
import json
from collections.abc import Mapping

from nicegui import Client, ui

from bot.chat.port import Answer, Button, Form, Style
from bot.errors import StoreUnavailable
from bot.store.workspace import MAIL_PLACE
from bot.web.acts import Acts, Where
from bot.web.clockbar import ClockBar, Mover
from bot.web.composer import Composer
from bot.web.deps import PageDeps
from bot.web.dialogs import Dialogs
from bot.web.elements import plain, set_prop, tag
from bot.web.hints import examples
from bot.web.mails import MailPane
from bot.web.messages import Handlers, MessageList
from bot.web.sidebar import Sidebar, address, person_picker
from bot.web.thread import ThreadPane
from bot.web.viewer import Viewer

POLL_SECONDS = 0.4
AT_FIRST = 60  # messages that a place shows before one asks for earlier ones
MAILS = 200
THREAD = 300
ACCENT = "#0f766e"  # the stylesheet's --accent


class Tab:
    """One browser tab. What it shows comes from the log alone, so a restart loses nothing."""

    def __init__(self, deps: PageDeps, mover: Mover, viewer: Viewer, client: Client) -> None:
        """Draw the page as the viewer sees it."""
        self._deps = deps
        self._viewer = viewer
        self._client = client
        self._acts = Acts(deps, viewer.person.handle)
        self._handlers = Handlers(self._press, self._open_thread, self._type_again)
        self._place = viewer.places()[0]
        self._limit = AT_FIRST
        self._known = (-1, -1)
        self._marked: dict[str, int] = {}
        self._drawing = asyncio.Lock()
        self._visible = True
        self._thread: ThreadPane | None = None
        self._list: MessageList | None = None
        self._mails: MailPane | None = None
        ui.colors(primary=ACCENT)
        with tag("div", "workspace") as self._root:
            with tag("header", "topbar"):
                with tag("div", "brand"):
                    ui.icon("phone_callback").props("aria-hidden=true")
                    plain("h1", "", viewer("title"))
                self._clock = ClockBar(viewer, deps, mover, self._moved)
                person_picker(viewer)
            self._trouble = plain("div", "trouble", viewer("store_unavailable")).props("role=alert")
            self._trouble.set_visibility(False)
            with tag("div", "columns") as self._columns:
                self._sidebar = Sidebar(viewer, self._go)
                self._draw_middle()
                self._side = tag("aside", "side")
                set_prop(self._side, "aria-label", viewer("thread"))
        self._side.set_visibility(False)
        self._dialogs = Dialogs(viewer, self._root)
        ui.on("workspace-visible", lambda event: self._look(event.args is True))
        ui.timer(POLL_SECONDS, self._poll)
        client.on_exception(self._failed)

    async def open(self, place: str | None, thread: int | None) -> None:
        """Go where the address says."""
        await self._go(place if place in self._viewer.places() else self._place)
        if thread is not None:
            await self._open_thread(thread)

    def _draw_middle(self) -> None:
        viewer = self._viewer
        with tag("main", "middle"):
            with tag("div", "pane-head"):
                self._title = plain("h2", "", "")
                self._about = plain("span", "about", "")
                self._help = tag("div", "help")
                with self._help:
                    opener = plain("button", "btn small", viewer("examples")).props("type=button aria-haspopup=menu")
                    with opener, ui.menu().props("auto-close anchor='bottom right' self='top right'"):
                        examples(viewer, self._type_again)
            with tag("div", "scroller") as self._scroller:
                self._earlier = plain("button", "btn small earlier", viewer("earlier")).props("type=button")
                self._earlier.on("click", self._show_earlier, args=[])
                self._stream = tag("div", "stream").props("role=log aria-live=polite")
                self._hint = tag("div", "hint")
                with self._hint:
                    plain("h3", "", viewer("hint_title"))
                    plain("p", "", viewer("hint_text"))
                    examples(viewer, self._type_again)
            self._typing = tag("div", "typing")
            with self._typing:
                self._composer = Composer(viewer, self._write)

    async def _go(self, place: str) -> None:
        viewer = self._viewer
        self._place, self._limit = place, AT_FIRST
        self._stream.clear()
        self._list = self._mails = None
        names = {viewer.messages: ("bot", "only_you_and_bot"), MAIL_PLACE: ("mails_sent", "of_everybody")}
        team = dict(viewer.channels()).get(place)
        self._title.text = f"# {team.channel}" if team else viewer(names[place][0])
        self._about.text = team.name.get(viewer.person.language, "") if team else viewer(names[place][1])
        set_prop(self._stream, "aria-label", self._title.text)
        writing = place != MAIL_PLACE
        self._typing.set_visibility(writing)
        self._help.set_visibility(writing)
        self._hint.set_visibility(False)
        if writing:
            self._list = MessageList(viewer, self._handlers, self._stream)
            hint = "composer_hint_direct" if place == viewer.messages else "composer_hint"
            label = viewer("composer_label", place=self._title.text)
            self._composer.belong_to(f"{viewer.person.handle}/{place}", label, viewer(hint))
        else:
            self._mails = MailPane(self._deps, viewer, self._stream, self._mailbox_answered)
        self._run("workspace.toEnd('.middle .scroller')" if writing else "workspace.toStart('.middle .scroller')")
        await self._close_thread()
        await self._refresh()

    async def _open_thread(self, root: int) -> None:
        if self._thread is None or self._thread.root != root:
            self._side.clear()
            with self._side:
                self._thread = ThreadPane(self._viewer, self._handlers, root, reply=self._reply, close=self._close_thread)
        self._side.set_visibility(True)
        self._columns.classes(add="with-thread")
        self._remember()
        await self._refresh()

    async def _close_thread(self) -> None:
        self._thread = None
        self._side.clear()
        self._side.set_visibility(False)
        self._columns.classes(remove="with-thread")
        self._remember()

    async def _show_earlier(self) -> None:
        self._limit += AT_FIRST
        first = self._list.first() if self._list is not None else 0
        await self._refresh()
        self._run(f"workspace.reveal({first})")

    def _remember(self) -> None:
        url = address(self._viewer.person.handle, self._place, self._thread.root if self._thread else None)
        with self._root:
            ui.navigate.history.replace(url)

    async def _write(self, text: str) -> None:
        await self._typed(Where(self._place), text)

    async def _reply(self, text: str) -> None:
        if self._thread is not None:
            await self._typed(Where(self._place, self._thread.root), text)

    async def _typed(self, where: Where, text: str) -> None:
        self._run("workspace.follow()")
        try:
            answer = await self._acts.write(where, text)
        except StoreUnavailable:
            self._notify("store_unavailable", wrong=True)
            if where.thread is not None and self._thread is not None:
                self._thread.fill(text)
            else:
                self._composer.fill(text)
            return
        await self._after(where, answer)

    async def _press(self, button: Button, pressed: int, thread: int | None) -> None:
        where = Where(self._place, thread)

        async def act() -> None:
            await self._after(where, await self._acts.press(where, pressed, button.action, button.value))

        if button.confirm is None:
            await act()
        else:
            self._dialogs.confirm(button.confirm, act, danger=button.style is Style.DANGER)

    async def _after(self, where: Where, answer: Answer) -> None:
        """Show what is left to show of an answer."""

        async def submit(form: Form, fields: Mapping[str, str]) -> Answer:
            return await self._acts.submit(where, form, fields)

        async def done(last: Answer) -> None:
            await self._after(where, last)

        if answer.form is not None:
            self._dialogs.form(answer.form, submit, done)
        elif answer.message is not None:
            self._dialogs.tell(answer.message)
        await self._refresh()

    def _type_again(self, text: str) -> None:
        self._composer.fill(text)

    async def _moved(self, found: bool) -> None:  # noqa: FBT001 - told by the clock, never written at a call
        if not found:
            self._notify("no_ping")
        await self._refresh()

    async def _mailbox_answered(self, reader: str) -> None:
        self._notify("answered_away", name=self._viewer.name_of(reader))
        await self._refresh()

    def _failed(self, error: Exception) -> None:
        self._notify("store_unavailable" if isinstance(error, StoreUnavailable) else "broken", wrong=True)

    def _notify(self, key: str, *, wrong: bool = False, **params: object) -> None:
        with self._root:
            ui.notify(self._viewer(key, **params), type="negative" if wrong else None, position="top", timeout=6000)

    async def _look(self, visible: bool) -> None:  # noqa: FBT001 - told by the browser
        self._visible = visible
        await self._refresh()

    async def _poll(self) -> None:
        self._clock.show()
        try:
            news = await self._deps.log.latest() != self._known
        except StoreUnavailable:
            self._trouble.set_visibility(True)
            return
        self._trouble.set_visibility(False)
        if news:
            await self._refresh()

    async def _refresh(self) -> None:
        """Bring everything to what the log says."""
        async with self._drawing:
            try:
                known = await self._deps.log.latest()
                await self._show_place()
                await self._show_thread()
                await self._show_unread()
            except StoreUnavailable:
                self._trouble.set_visibility(True)
                return
            self._known = known

    async def _show_place(self) -> None:
        log, place, limit = self._deps.log, self._place, self._limit
        if self._mails is not None:
            mails = await log.mails(MAILS)
            if place == self._place:
                self._mails.show(mails)
                self._earlier.set_visibility(False)
                await self._seen(place, mails[0].id if mails else 0)
            return
        posted = await log.stream(place, self._viewer.person.handle, limit)
        replies = await log.replies([message.id for message in posted], self._viewer.person.handle)
        if place == self._place and self._list is not None:
            self._hint.set_visibility(not posted)
            self._earlier.set_visibility(len(posted) == limit)
            self._list.show(posted, replies)
            await self._seen(place, posted[-1].id if posted else 0)

    async def _show_thread(self) -> None:
        thread = self._thread
        if thread is None:
            return
        posted = await self._deps.log.thread(thread.root, self._viewer.person.handle, THREAD)
        if thread is self._thread:
            thread.show(posted)

    async def _show_unread(self) -> None:
        unread = await self._deps.log.unread(self._viewer.person.handle, self._viewer.places())
        self._sidebar.show(self._place, unread)
        waiting = unread.get(self._viewer.messages, 0)
        name = self._viewer("window", name=self._viewer.person.name, title=self._viewer("title"))
        title = f"({waiting}) {name}" if waiting else name
        if title != self._client.title:
            self._client.title = title
            self._run(f"document.title = {json.dumps(title)}")

    async def _seen(self, place: str, last: int) -> None:
        if self._visible and last > self._marked.get(place, 0):
            await self._deps.log.mark_seen(self._viewer.person.handle, place, last)
            self._marked[place] = last

    def _run(self, code: str) -> None:
        self._client.run_javascript(code)
