"""Through whose eyes a tab sees the workspace."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.address import Address, Place
from bot.i18n import Language
from bot.rules.people import Directory, Person, Team
from bot.rules.worktime import Worktime
from bot.store.workspace import MAIL_PLACE
from bot.web.deps import PageDeps

ROLES = ("agent", "back_line", "key_account", "supervisor", "duty_leader", "night_shift", "manager")


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person, with the language they read and the working time of their team's site. Calling it gives a sentence."""

    person: Person
    directory: Directory
    language: Language
    worktime: Worktime

    @classmethod
    def of(cls, deps: PageDeps, handle: str) -> "Viewer":
        """Return the viewer of that handle. Raises bot.rules.people.UnknownPerson."""
        person = deps.directory.person(handle)
        site = deps.directory.team_of(handle).site
        return cls(person, deps.directory, deps.languages.of(person.language), deps.worktimes[site])

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the page's sentence of that key."""
        return self.language(f"page.{key}", **params)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the person's site, in which moments are shown."""
        return self.worktime.zone

    @property
    def messages(self) -> str:
        """The place of the person's direct messages."""
        return str(Address(Place.PERSON, self.person.handle))

    def channels(self) -> list[tuple[str, Team]]:
        """Return the places of the person's channels: their own team's, and those of teams on whose ladder they stand."""
        handle = self.person.handle
        mine = [
            team
            for team in self.directory.teams.values()
            if team.key == self.person.team
            or handle in {team.supervisor, team.manager, team.duty_leader, *team.night_shift, *team.duty_roster.values()}
        ]
        mine.sort(key=lambda team: team.key != self.person.team)
        return [(str(Address(Place.CHANNEL, team.key)), team) for team in mine]

    def places(self) -> list[str]:
        """Return every place that the person can open."""
        return [*(place for place, _ in self.channels()), self.messages, MAIL_PLACE]

    def name_of(self, author: str | None) -> str:
        """Return who said something: a person's name, or the bot's."""
        if author is None:
            return self("bot")
        person = self.directory.people.get(author)
        return author if person is None else person.name

    def roles_of(self, person: Person) -> str:
        """Return what the person does, in words."""
        return self("comma").join(self(f"role.{role}") for role in ROLES if role in person.roles)

    def clock(self, moment: datetime) -> str:
        """Return hour and minute at the person's site."""
        return self.language.clock(moment, self.zone)
