"""People, teams and duty: who there is, and who owns a new handover (procedure, section 1)."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from bot.errors import Refusal
from bot.rules.handover import Handover
from bot.rules.worktime import Worktime
from config.people import AwayEntry, LanguageCode, People, Role
from config.policy import Interval, Weekday

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OWNING_ROLES: frozenset[Role] = frozenset({"back_line", "key_account", "supervisor", "duty_leader", "night_shift", "manager"})

CLOSEST = 3  # names in a refusal


class UnknownOwner(Refusal):
    """Nobody in the directory has that handle or name; the sentence gives the closest ones."""


class NotAnOwner(Refusal):
    """That person cannot own a handover: front-line agents hand over, they do not call back."""


class UnknownPerson(Refusal):
    """Whoever typed is not in the directory."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory. `handle` is what is typed after "@"; `cover` is the handle of who covers for them when away."""

    handle: str
    name: str
    aliases: tuple[str, ...]
    roles: frozenset[Role]
    team: str
    language: LanguageCode
    phone: str
    email: str
    supervisor: str | None
    cover: str | None
    duty: Mapping[Weekday, tuple[Interval, ...]] | None
    away: tuple[AwayEntry, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A team with the people of its ladder, by handle."""

    key: str
    name: Mapping[LanguageCode, str]
    site: str
    channel: str
    language: LanguageCode
    supervisor: str
    manager: str
    duty_leader: str
    night_shift: tuple[str, ...]
    duty_roster: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Workload:
    """What the choice among equals goes by: open handovers, and when the last new one came."""

    open: int
    latest: datetime | None


class Directory:
    """Everybody the bot knows. Built once from `people.toml`."""

    def __init__(self, people: People) -> None:
        """Index people, teams and key accounts."""
        self.people = {
            handle: Person(
                handle=handle,
                name=entry.name,
                aliases=entry.aliases,
                roles=frozenset(entry.roles),
                team=entry.team,
                language=entry.language,
                phone=entry.phone,
                email=entry.email,
                supervisor=entry.supervisor,
                cover=entry.cover,
                duty=entry.duty,
                away=entry.away,
            )
            for handle, entry in people.people.items()
        }
        self.teams = {
            key: Team(
                key=key,
                name=entry.name,
                site=entry.site,
                channel=entry.channel,
                language=entry.language,
                supervisor=entry.supervisor,
                manager=entry.manager,
                duty_leader=entry.duty_leader,
                night_shift=entry.night_shift,
                duty_roster=entry.duty_roster,
            )
            for key, entry in people.teams.items()
        }
        self.operators = people.operators
        self._by_name = {
            _folded(name): person for person in self.people.values() for name in (person.handle, person.name, *person.aliases)
        }
        self._by_address = {person.email.casefold(): person for person in self.people.values()}
        self._key_accounts = {
            _folded(name): account.owner for account in people.key_accounts.values() for name in (account.name, *account.aliases)
        }

    def person(self, handle: str) -> Person:
        """Return the person of that handle. Raises UnknownPerson."""
        try:
            return self.people[handle]
        except KeyError:
            raise UnknownPerson(handle=handle) from None

    def who(self, said: str) -> Person | None:
        """Return the person whose handle, name, alias or address was said; None for who is not in the directory."""
        return self._by_name.get(_folded(said.removeprefix("@"))) or self._by_address.get(said.strip().casefold())

    def owner_named(self, text: str) -> Person:
        """Return the person whose handle, name or alias was typed. Raises UnknownOwner or NotAnOwner."""
        person = self._by_name.get(_folded(text.removeprefix("@")))
        if person is None:
            close = difflib.get_close_matches(_folded(text.removeprefix("@")), self._by_name, n=6, cutoff=0.4)
            near = {self._by_name[name].handle: None for name in close if self._by_name[name].roles & OWNING_ROLES}
            raise UnknownOwner(typed=text, closest=self._named(near or self.owners()))
        if not person.roles & OWNING_ROLES:
            raise NotAnOwner(name=person.name, closest=self._named(self.owners()))
        return person

    def _named(self, handles: Iterable[str]) -> tuple[str, ...]:
        """Return the first of them as they are typed, with the names that people know."""
        return tuple(f"@{handle} ({self.people[handle].name})" for handle in islice(handles, CLOSEST))

    def owners(self) -> list[str]:
        """Return the handles of all who may own a handover, back line first."""
        first = [p.handle for p in self.people.values() if p.roles & {"back_line", "key_account"}]
        return first + [p.handle for p in self.people.values() if p.roles & OWNING_ROLES and p.handle not in first]

    def key_account_owner(self, customer_name: str) -> Person | None:
        """Return the owner of the key account whose name or alias is exactly the customer's name."""
        handle = self._key_accounts.get(_folded(customer_name))
        return None if handle is None else self.people[handle]

    def team_of(self, handle: str) -> Team:
        """Return the person's team. Raises UnknownPerson."""
        return self.teams[self.person(handle).team]

    def supervisor_of(self, handover: Handover) -> str:
        """Return the handle of the owner's own supervisor, else of their team's; an owner who left has the handover's team's."""
        owner = self.people.get(handover.owner)
        if owner is None:
            return self.teams[handover.team].supervisor
        return owner.supervisor or self.teams[owner.team].supervisor

    def duty_leader(self, team: str, day: date) -> str:
        """Return the duty leader of that day (a date at the team's site)."""
        return self.teams[team].duty_roster.get(day, self.teams[team].duty_leader)

    def pool(self, team: str, moment: datetime, worktime: Worktime) -> list[Person]:
        """Return the back-line members of the team who are on duty at `moment` (aware)."""
        return [
            person
            for person in self.people.values()
            if person.team == team and "back_line" in person.roles and on_duty(person, moment, worktime)
        ]


def on_duty(person: Person, moment: datetime, worktime: Worktime) -> bool:
    """Tell whether the person's duty, else the site's working time, covers `moment` (aware); closing time belongs to it.

    A duty of its own may be on a day that the site is closed every week, but not on a holiday.
    """
    if person.duty is None:
        return worktime.is_working(moment)
    local = worktime.local(moment)
    day, hours = local.date(), person.duty.get(WEEKDAYS[local.weekday()], ())
    holiday = worktime.is_weekly_working_day(day) and not worktime.is_working_day(day)
    return not holiday and any(start <= local.time() <= end for start, end in hours)


def choose_owner(people: Iterable[Person], workloads: Mapping[str, Workload]) -> Person | None:
    """Return the one with the fewest open handovers; among equals, the one who has waited longest for a new one."""

    def burden(person: Person) -> tuple[int, float, str]:
        load = workloads.get(person.handle, Workload(0, None))
        return load.open, load.latest.timestamp() if load.latest else 0.0, person.handle

    return min(people, key=burden, default=None)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
