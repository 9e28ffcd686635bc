"""Who is away, who has to be asked and whom a rung reaches, worked out a second time (sections 5 and 6), from the history alone.

Nothing of `bot.rules.absence`, `bot.rules.staff` or `bot.rules.recipients` is used. Moments are epoch seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Self

from bot.rules.office import Office
from bot.rules.people import OWNING_ROLES, Person
from config.people import AwayEntry
from tests.simulation.planner import RIGHT_COLUMN, Hours, State
from tests.simulation.replay import Row, seconds

CHANNEL = "channel"
REACHED = {
    "start": "o",
    "owner_again": "o",
    "unacknowledged": "s",
    "urgent_first": "os",
    "urgent_second": "m",
    "urgent_repeat": "sm",
    "before_due": "o",
    "overdue": "m",
}
"""Whom a rung is for: owner, supervisor, manager."""


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, and who covers. It holds from `since` until the first of `until` and `ended`; infinite is never."""

    person: str
    since: float
    until: float
    ended: float
    cover: str | None
    recorded: bool

    def holds(self, moment: float) -> bool:
        """Tell whether the person is away then."""
        return self.since <= moment < min(self.until, self.ended)


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is away by what is stored and by the roster."""

    spells: tuple[Away, ...] = ()

    @classmethod
    def of(cls, stored: Iterable[Row], roster: Iterable[Away]) -> Self:
        """Return what the table and the roster say; of the roster the table has what has begun."""
        spells, planned = [], {(each.person, each.since): each for each in roster}
        for row in stored:
            since, until, ended = (seconds(row[name]) if row[name] else inf for name in ("since", "until", "ended_at"))
            if row["source"] == "roster":
                planned.pop((row["person"], since), None)
            spells.append(Away(row["person"], since, until, ended, row["cover"], recorded=True))
        return cls((*spells, *planned.values()))

    def recorded(self) -> "Roll":
        """Return what has been recorded: an absence of the roster is recorded when it has begun."""
        return Roll(tuple(each for each in self.spells if each.recorded))

    def away(self, person: str, moment: float) -> Away | None:
        """Return the longest absence of the person that holds then."""
        return max((each for each in self.spells if each.person == person and each.holds(moment)), key=_until, default=None)

    def cover(self, person: str, moment: float) -> str | None:
        """Return who was named as the cover of somebody who is away."""
        held = sorted((each for each in self.spells if each.person == person and each.holds(moment)), key=_until, reverse=True)
        return next((each.cover for each in held if each.cover), None)


@dataclass(frozen=True, slots=True)
class Whom:
    """Finds people for the state of a handover."""

    office: Office
    hours: Hours

    def roster(self) -> list[Away]:
        """Return the planned absences."""
        return [self._planned(each.handle, entry) for each in self.office.directory.people.values() for entry in each.away]

    def must_ask(self, state: State, roll: Roll, moment: float) -> bool:
        """Tell whether somebody else has to be asked to take it: its owner is away, or has handed it back."""
        away = roll.away(state.owner, moment) if state.active else None
        return state.active and (state.declined or (away is not None and not self.can_wait(state, away)))

    def can_wait(self, state: State, away: Away) -> bool:
        """Tell whether a handover is standard, and due when its owner is back."""
        return state.routes == {"standard"} and not state.warned and state.promised >= away.until

    def asked(self, state: State, roll: Roll, moment: float) -> set[str]:
        """Return who is asked in the owner's place: the supervisor, and whoever stands above."""
        return self._there([self._supervising(state, roll, moment), self._manager(state)], state, roll, moment)

    def rung(self, state: State, rung: str, roll: Roll, moment: float) -> set[str]:
        """Return whom a rung reaches, as the outbox names them."""
        right = not RIGHT_COLUMN.isdisjoint(state.routes)
        letters = REACHED.get(rung, "")
        if rung == "at_once":
            letters = "osm" if state.warned else "o"
        elif rung == "due":
            letters = "os" if right or state.status == "open" else "o"
        elif rung == "overdue_first":
            letters = "m" if right else "s"
        found: set[str] = set()
        for letter in letters:
            if letter == "o":
                found |= self._instead_of_owner(state, rung, roll, moment)
            if letter == "s" or (letter == "o" and state.declined):
                found |= self.asked(state, roll, moment)
            if letter == "m":
                found |= self._there([self._manager(state)], state, roll, moment)
        return found

    def owner_instead(self, away: str, state: State, roll: Roll) -> str:
        """Return who owns a new handover in place of somebody who is away."""
        moments = (state.at, state.promised)
        held = next(found for moment in moments if (found := roll.cover(away, moment)) or roll.away(away, moment))
        person = self.office.directory.people[away]
        named = held if isinstance(held, str) else None
        covering = self.office.directory.people.get(named or person.cover or "")
        chain = [covering.handle] if covering is not None and covering.roles & OWNING_ROLES else []
        chain += [self._supervisor(person), self._leader(person, state.at)]
        there = [each for each in chain if each != away and all(roll.away(each, moment) is None for moment in moments)]
        return (there or [self.office.directory.teams[person.team].manager])[0]

    def working(self, moment: float) -> bool:
        """Tell whether it is working time then; closing time belongs to it."""
        return self.hours.is_open(moment) or (moment % 60 == 0 and self.hours.is_open(moment - 60))

    def _instead_of_owner(self, state: State, rung: str, roll: Roll, moment: float) -> set[str]:
        """Return the owner, and who is pinged together with them: the night shift, and above them when they are away."""
        found = set() if state.declined else {f"person:{state.owner}"}
        team = self.office.directory.teams[self._owner(state).team]
        at_night = (rung == "at_once" and "off_hours" in state.routes) or not self.working(moment)
        if at_night and state.status == "open":
            found |= {f"person:{each}" for each in team.night_shift}
        away = roll.away(state.owner, moment)
        if rung != "at_once" and away is not None and not self.can_wait(state, away):
            found |= self.asked(state, roll, moment)
        return found

    def _there(self, chain: list[str], state: State, roll: Roll, moment: float) -> set[str]:
        """Return the first of a chain who is there; at its end the manager all the same, and the channel with them."""
        others = [each for each in chain if each != state.owner]
        there = [each for each in others if roll.away(each, moment) is None]
        channel = f"{CHANNEL}:{self._owner(state).team}"
        if there:
            return {f"person:{there[0]}"}
        return {f"person:{self._manager(state)}", channel} if self._manager(state) in others else {channel}

    def _planned(self, person: str, entry: AwayEntry) -> Away:
        since, until = (each.replace(tzinfo=self.hours.zone).timestamp() for each in entry.hours)
        return Away(person, since, until, inf, entry.cover, recorded=False)

    def _owner(self, state: State) -> Person:
        return self.office.directory.people[state.owner]

    def _supervisor(self, person: Person) -> str:
        return person.supervisor or self.office.directory.teams[person.team].supervisor

    def _manager(self, state: State) -> str:
        return self.office.directory.teams[self._owner(state).team].manager

    def _leader(self, person: Person, moment: float) -> str:
        team = self.office.directory.teams[person.team]
        return team.duty_roster.get(datetime.fromtimestamp(moment, self.hours.zone).date(), team.duty_leader)

    def _supervising(self, state: State, roll: Roll, moment: float) -> str:
        supervisor = self._supervisor(self._owner(state))
        if self.working(moment) and roll.away(supervisor, moment) is None:
            return supervisor
        return self._leader(self._owner(state), moment)


def _until(away: Away) -> float:
    return away.until
