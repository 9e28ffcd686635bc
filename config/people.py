"""The directory of people, teams and key accounts, read from `people.toml`."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.files import ConfigError, Frozen, Problem, load
from config.policy import Interval, Policy, Weekday, check_intervals

Role = Literal["agent", "back_line", "key_account", "supervisor", "duty_leader", "night_shift", "manager"]
LanguageCode = Literal["en", "zh_CN"]


class AwayEntry(Frozen):
    """A planned absence on the roster, from `from` until `back`: days, or moments without a zone, at the person's site.

    A day alone is meant from its beginning.
    """

    begin: Annotated[datetime | date, Field(alias="from")]
    back: datetime | date
    cover: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if any(isinstance(each, datetime) and each.tzinfo is not None for each in (self.begin, self.back)):
            message = "moments are the site's own and have no zone"
            raise ValueError(message)
        if _beginning(self.back) <= _beginning(self.begin):
            message = "back has to be later than from"
            raise ValueError(message)
        return self

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """Return both ends as the site's clocks show them."""
        return _beginning(self.begin), _beginning(self.back)


def _beginning(when: datetime | date) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time())


class PersonEntry(Frozen):
    """One person. `duty` overrides the team's working hours; its times are in the zone of the team's site.

    `cover` is who covers whenever the person is away and no cover is named; `away` are the planned absences.
    `slack` is the Slack user id; without it the person is looked up by the address.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    aliases: tuple[str, ...] = ()
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    team: str
    language: LanguageCode
    phone: Annotated[str, Field(pattern=r"^\+?[\d ()-]{3,25}$")]
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    supervisor: str | None = None
    slack: Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")] | None = None
    cover: str | None = None
    duty: dict[Weekday, tuple[Interval, ...]] | None = None
    away: tuple[AwayEntry, ...] = ()

    @model_validator(mode="after")
    def _ordered_duty(self) -> Self:
        for day, intervals in (self.duty or {}).items():
            check_intervals(f"duty.{day}", intervals)
        return self


class TeamEntry(Frozen):
    """One team: its site, its channel, and who stands on its ladder.

    `slack_channel` is the Slack channel's id; without it the channel is looked up by its name.
    """

    name: dict[LanguageCode, str]
    site: str
    channel: str
    slack_channel: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]+$")] | None = None
    language: LanguageCode
    supervisor: str
    manager: str
    duty_leader: str
    night_shift: Annotated[tuple[str, ...], Field(min_length=1)]
    duty_roster: Annotated[dict[date, str], Field(default_factory=dict)]


class KeyAccountEntry(Frozen):
    """A named key account and the person its cases go to."""

    name: str
    aliases: tuple[str, ...] = ()
    owner: str


class People(Frozen):
    """The whole of `people.toml`."""

    teams: Annotated[dict[str, TeamEntry], Field(min_length=1)]
    people: Annotated[dict[str, PersonEntry], Field(min_length=1)]
    operators: Annotated[tuple[str, ...], Field(min_length=1)]
    key_accounts: Annotated[dict[str, KeyAccountEntry], Field(default_factory=dict)]


def load_people(path: Path, policy: Policy | None) -> People:
    """Read `people.toml` and check that every handle and site in it exists. Raises ConfigError with all that is wrong.

    Without a policy (its own file was wrong) the sites are not checked.
    """
    people = load(People, path)
    problems = [Problem(path.name, key, reason) for key, reason in _dangling(people, policy)]
    if problems:
        raise ConfigError(problems)
    return people


def _dangling(people: People, policy: Policy | None) -> Iterator[tuple[str, str]]:
    for key, handle in _handles(people):
        if handle not in people.people:
            yield key, f"no person is called {handle!r}"
    for name, team in people.teams.items():
        if policy is not None and team.site not in policy.sites:
            yield f"teams.{name}.site", f"policy.toml has no site {team.site!r}"
    for handle, person in people.people.items():
        if person.team not in people.teams:
            yield f"people.{handle}.team", f"no team is called {person.team!r}"
        yield from _cannot_cover(people, handle, person)
    taken: dict[str, str] = {}
    for handle, person in people.people.items():
        if person.slack is not None and taken.setdefault(person.slack, handle) != handle:
            yield f"people.{handle}.slack", f"{person.slack} is the Slack user of {taken[person.slack]!r} already"


def _handles(people: People) -> Iterator[tuple[str, str]]:
    for name, team in people.teams.items():
        for key in ("supervisor", "manager", "duty_leader"):
            yield f"teams.{name}.{key}", getattr(team, key)
        for handle in team.night_shift:
            yield f"teams.{name}.night_shift", handle
        for day, handle in team.duty_roster.items():
            yield f"teams.{name}.duty_roster.{day}", handle
    for handle, person in people.people.items():
        if person.supervisor is not None:
            yield f"people.{handle}.supervisor", person.supervisor
        yield from _covers(handle, person)
    for handle in people.operators:
        yield "operators", handle
    for name, account in people.key_accounts.items():
        yield f"key_accounts.{name}.owner", account.owner


def _cannot_cover(people: People, handle: str, person: PersonEntry) -> Iterator[tuple[str, str]]:
    for key, cover in _covers(handle, person):
        if cover == handle or (cover in people.people and set(people.people[cover].roles) == {"agent"}):
            yield key, f"{cover!r} cannot cover: it has to be somebody else, who may own a callback"


def _covers(handle: str, person: PersonEntry) -> Iterator[tuple[str, str]]:
    if person.cover is not None:
        yield f"people.{handle}.cover", person.cover
    for number, planned in enumerate(person.away):
        if planned.cover is not None:
            yield f"people.{handle}.away.{number}.cover", planned.cover
