"""The places on the left, with what is unread, and the list of people at the top: who one is."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from nicegui import ui

from bot.rules.people import Person
from bot.store.workspace import MAIL_PLACE
from bot.web.elements import Tag, plain, tag
from bot.web.messages import picture
from bot.web.viewer import Viewer


class Sidebar:
    """The list of places."""

    def __init__(self, viewer: Viewer, go: Callable[[str], Awaitable[None]]) -> None:
        """Draw; `go` opens a place."""
        self._viewer = viewer
        self._go = go
        self._rows: dict[str, tuple[Tag, Tag]] = {}
        with tag("nav", "sidebar") as nav:
            nav.props["aria-label"] = viewer("places")
            plain("h2", "", viewer("channels"))
            for place, team in viewer.channels():
                self._row(place, "tag", team.channel, team.name.get(viewer.person.language, ""))
            plain("h2", "", viewer("direct"))
            self._row(viewer.messages, "phone_callback", viewer("bot"), viewer("only_you_and_bot"))
            plain("h2", "", viewer("mail"))
            self._row(MAIL_PLACE, "mail", viewer("mails_sent"), viewer("of_everybody"))

    def show(self, current: str, unread: Mapping[str, int]) -> None:
        """Mark the open place, and what is unread in the others."""
        for place, (row, badge) in self._rows.items():
            count = unread.get(place, 0)
            row.classes(add="current" if place == current else "", remove="" if place == current else "current")
            row.classes(add="unread" if count else "", remove="" if count else "unread")
            if row.props.get("aria-current") != str(place == current).lower():
                row.props["aria-current"] = str(place == current).lower()
                row.update()
            badge.text = str(count) if count else ""
            badge.set_visibility(bool(count))
            if count:
                badge.props["aria-label"] = self._viewer.language.plural("page.unread", count)

    def _row(self, place: str, icon: str, name: str, about: str) -> None:
        row = tag("button", "place").props("type=button")
        row.props["data-place"] = place
        with row:
            ui.icon(icon).props("aria-hidden=true")
            with tag("span", "place-text"):
                plain("span", "place-name", name)
                plain("span", "place-about", about)
            badge = plain("span", "badge", "")
        row.on("click", lambda _: self._go(place), args=[])
        self._rows[place] = (row, badge)


def person_picker(viewer: Viewer) -> None:
    """Show who one is, and everybody else one can be: as links, so that a person can be opened in a new tab and bookmarked."""
    opener = tag("button", "who").props("type=button aria-haspopup=menu")
    opener.props["aria-label"] = viewer("you_are", name=viewer.person.name)
    with opener:
        picture(viewer.person.handle, viewer.person.name)
        _name_and_role(viewer, viewer.person)
        ui.icon("unfold_more").props("aria-hidden=true")
        with ui.menu().props("auto-close anchor='bottom right' self='top right'"), tag("div", "people") as people:
            people.props["role"] = "menu"
            plain("div", "people-hint", viewer("be_anyone"))
            for person in viewer.directory.people.values():
                link = tag("a", "person current" if person == viewer.person else "person").props("role=menuitem")
                link.props["href"] = address(person.handle)
                link.props["data-person"] = person.handle
                with link:
                    picture(person.handle, person.name)
                    _name_and_role(viewer, person)


def _name_and_role(viewer: Viewer, person: Person) -> None:
    with tag("span", "who-text"):
        plain("span", "who-name", person.name)
        plain("span", "who-role", viewer.roles_of(person))


def address(handle: str, place: str | None = None, thread: int | None = None) -> str:
    """Return the page's address as seen by a person, in a place, with a thread open."""
    parts = {"as": handle, "in": place, "thread": thread}
    return "/?" + urlencode({name: value for name, value in parts.items() if value is not None})
