"""The bot's clock in the zone of the person's site, and the buttons that move it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from nicegui import ui

from bot.web.deps import PageDeps
from bot.web.elements import Tag, plain, set_prop, tag
from bot.web.viewer import Viewer

MINUTES: Final = {"plus_1": 1, "plus_15": 15}
MOVES: Final = (*MINUTES, "to_ping", "to_opening")


class Mover:
    """Moves the clock for all tabs, one move at a time."""

    def __init__(self, deps: PageDeps) -> None:
        """Move with `deps.travel`."""
        self._deps = deps
        self.moving = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep others from moving the clock."""
        self.moving = True
        try:
            yield
        finally:
            self.moving = False

    async def go(self, move: str) -> bool:
        """Move the clock on by one of MOVES. Return False when there is nothing to go to."""
        if move == "to_ping":
            moment = await self._deps.travel.next_ping()
        elif move == "to_opening":
            moment = await self._deps.travel.next_opening()
        else:
            moment = self._deps.clock.now() + timedelta(minutes=MINUTES[move])
        if moment is not None:
            await self._deps.travel.move(moment)
        return moment is not None


class ClockBar:
    """The clock of one tab."""

    def __init__(self, viewer: Viewer, deps: PageDeps, mover: Mover, moved: Callable[[bool], Awaitable[None]]) -> None:
        """Draw; `moved` is called after a move from this tab, with False when there was nothing to go to."""
        self._viewer = viewer
        self._deps = deps
        self._mover = mover
        self._moved = moved
        with tag("div", "clock") as group:
            set_prop(group, "role", "group")
            set_prop(group, "aria-label", viewer("clock"))
            ui.icon("schedule").props("aria-hidden=true")
            self._time = plain("time", "clock-time", "").props("data-clock")
            set_prop(self._time, "title", str(viewer.zone))
            self._state = plain("span", "clock-state", "")
            self._buttons = [self._button(move) for move in MOVES]
        self.show()

    def show(self) -> None:
        """Bring the clock and its buttons to what is true now; sends nothing when nothing changed."""
        now = self._deps.clock.now()
        state = "moving" if self._mover.moving else "open" if self._viewer.worktime.is_open(now) else "closed"
        self._time.text = self._viewer.language.moment(now, self._viewer.zone)
        self._state.text = self._viewer(state)
        set_prop(self._state, "data-state", state)
        for button in self._buttons:
            set_prop(button, "disabled", "" if self._mover.moving else None)

    def _button(self, move: str) -> Tag:
        button = plain("button", "btn small", self._viewer(move)).props("type=button")
        set_prop(button, "data-move", move)
        set_prop(button, "title", self._viewer(f"{move}_hint"))

        async def pressed() -> None:
            if self._mover.moving:
                return
            with self._mover.hold():
                self.show()
                found = await self._mover.go(move)
            self.show()
            await self._moved(found)

        button.on("click", pressed, args=[])
        return button
