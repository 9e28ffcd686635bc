"""The bot's clock in the zone of the person's site, and the buttons that move it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from nicegui import ui

from bot.web.deps import PageDeps
from bot.web.elements import Tag, plain, tag
from bot.web.viewer import Viewer


class Mover:
    """Moves the clock for all tabs, one move at a time."""

    def __init__(self, deps: PageDeps) -> None:
        """Move with `deps.travel`."""
        self._deps = deps
        self.moving = False

    async def by(self, minutes: int) -> bool:
        """Go on by minutes. Return False when the clock is being moved already."""
        return await self._move(lambda: self._after(minutes))

    async def to_next_ping(self) -> bool:
        """Go on to the next ping. Return False when there is none, or the clock is being moved already."""
        return await self._move(self._deps.travel.next_ping)

    async def to_next_opening(self) -> bool:
        """Go on to the next opening. Return False when the clock is being moved already."""
        return await self._move(self._deps.travel.next_opening)

    async def _after(self, minutes: int) -> datetime:
        return self._deps.clock.now() + timedelta(minutes=minutes)

    async def _move(self, target: Callable[[], Awaitable[datetime | None]]) -> bool:
        if self.moving:
            return False
        self.moving = True
        try:
            moment = await target()
            if moment is not None:
                await self._deps.travel.move(moment)
        finally:
            self.moving = False
        return moment is not None


class ClockBar:
    """The clock of one tab."""

    def __init__(self, viewer: Viewer, deps: PageDeps, mover: Mover, moved: Callable[[], Awaitable[None]]) -> None:
        """Draw; `moved` is called after a move from this tab."""
        self._viewer = viewer
        self._deps = deps
        self._mover = mover
        self._moved = moved
        self._buttons: list[Tag] = []
        with tag("div", "clock") as group:
            group.props["role"] = "group"
            group.props["aria-label"] = viewer("clock")
            ui.icon("schedule").props("aria-hidden=true")
            self._time = plain("time", "clock-time", "").props("data-clock")
            self._time.props["title"] = str(viewer.zone)
            self._state = plain("span", "clock-state", "")
            self._button("plus_1", lambda: mover.by(1))
            self._button("plus_15", lambda: mover.by(15))
            self._button("to_ping", mover.to_next_ping)
            self._button("to_opening", mover.to_next_opening)
        self.show()

    def show(self) -> None:
        """Bring the clock and its buttons to what is true now; sends nothing when nothing changed."""
        now = self._deps.clock.now()
        is_open = self._viewer.worktime.is_open(now)
        self._time.text = self._viewer.language.moment(now, self._viewer.zone)
        self._state.text = self._viewer("moving" if self._mover.moving else "open" if is_open else "closed")
        state = "moving" if self._mover.moving else "open" if is_open else "closed"
        if self._state.props.get("data-state") != state:
            self._state.props["data-state"] = state
            self._state.update()
        for button in self._buttons:
            if ("disabled" in button.props) != self._mover.moving:
                button.props(**({"add": "disabled"} if self._mover.moving else {"remove": "disabled"}))

    def _button(self, key: str, move: Callable[[], Awaitable[bool]]) -> None:
        button = plain("button", "btn small", self._viewer(key)).props("type=button")
        button.props["data-move"] = key
        button.props["title"] = self._viewer(f"{key}_hint")

        async def pressed() -> None:
            if self._mover.moving:
                return
            moving = move()
            self._mover_started()
            done = await moving
            self.show()
            await self._moved()
            if not done and key == "to_ping":
                with self._time.parent_slot.parent:
                    ui.notify(self._viewer("no_ping"), position="top", group=False)

        button.on("click", pressed, args=[])
        self._buttons.append(button)
