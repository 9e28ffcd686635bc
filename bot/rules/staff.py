"""Who stands where on a handover's ladder while some are away (procedure, sections 4 to 6)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.rules.absence import Absence, Absences
from bot.rules.handover import Handover, Standing
from bot.rules.people import OWNING_ROLES, Directory, Person
from bot.rules.routes import Route
from bot.rules.worktime import Worktime

NIGHT_SHIFT: Final = "night_shift"
STEPS: Final = frozenset({Standing.OWNER, Standing.SUPERVISOR, Standing.DUTY_LEADER, Standing.MANAGER, NIGHT_SHIFT})
"""Who stands on a ladder."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody in the directory, and who of them is away."""

    directory: Directory
    absences: Absences

    def away(self, handle: str, moment: datetime) -> Absence | None:
        """Return by what the person is away at `moment` (aware)."""
        return self.absences.away(handle, moment)


def supervising(staff: Staff, handover: Handover, moment: datetime, worktime: Worktime) -> str:
    """Return who is the supervisor's rung at `moment`: the owner's supervisor, or that day's duty leader.

    The duty leader stands in outside working time, and for a supervisor who is away.
    """
    supervisor = staff.directory.supervisor_of(handover)
    if worktime.is_working(moment) and staff.away(supervisor, moment) is None:
        return supervisor
    return staff.directory.duty_leader(handover.team, worktime.local(moment).date())


def on_ladder(directory: Directory, handover: Handover, now: datetime, worktime: Worktime) -> frozenset[str]:
    """Return the handles of all on the handover's ladder at `now`: they may acknowledge it and see the customer's data.

    Who is away stands on it as well: an act in chat shows that they are there.
    """
    team = directory.teams[handover.team]
    days = {worktime.local(moment).date() for moment in (now, handover.promised_at)}
    standing = {
        handover.owner,
        directory.supervisor_of(handover),
        team.manager,
        *(directory.duty_leader(team.key, day) for day in days),
    }
    if Route.OFF_HOURS in handover.routes or not worktime.is_working(now):
        standing.update(team.night_shift)
    return frozenset(standing)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may act: a role, and the handles of those who have it; none when anybody of that role may."""

    role: str
    handles: tuple[str, ...]


def holders(
    staff: Staff, handover: Handover, people: AbstractSet[Standing], now: datetime, worktime: Worktime
) -> tuple[Holder, ...]:
    """Return who has one of these standings at `now` (aware), nobody twice; in place of the ladder those who stand on it."""
    directory, team = staff.directory, staff.directory.teams[handover.team]
    days = dict.fromkeys(worktime.local(moment).date() for moment in (now, handover.promised_at))
    ladder = on_ladder(directory, handover, now, worktime) if Standing.LADDER in people else frozenset()
    roles: dict[str, tuple[str, ...]] = {
        Standing.OPENER: (handover.opener,),
        Standing.OWNER: (handover.owner,),
        Standing.CLOSER: (handover.closer,) if handover.closer else (),
        Standing.SUPERVISOR: (directory.supervisor_of(handover), supervising(staff, handover, now, worktime)),
        Standing.DUTY_LEADER: tuple(directory.duty_leader(team.key, day) for day in days),
        Standing.MANAGER: (team.manager,),
        NIGHT_SHIFT: tuple(handle for handle in team.night_shift if handle in ladder),
    }
    meant = people | (STEPS if ladder else frozenset())
    found, named = list[Holder](), set[str]()
    for role, handles in roles.items():
        new = tuple(dict.fromkeys(handle for handle in handles if handle not in named))
        if role in meant and new:
            found.append(Holder(role, new))
            named.update(new)
    return (*found, *(Holder(role, ()) for role in (Standing.AGENT,) if role in people))


def standings(staff: Staff, handover: Handover, handle: str, now: datetime, worktime: Worktime) -> frozenset[Standing]:
    """Return everything that the person is to this handover at `now`. Raises UnknownPerson.

    A duty leader counts as the supervisor while standing in for one: outside working time, and when that one is away.
    """
    directory = staff.directory
    person = directory.person(handle)
    team = directory.teams[handover.team]
    days = {worktime.local(moment).date() for moment in (now, handover.promised_at)}
    supervisors = {directory.supervisor_of(handover), supervising(staff, handover, now, worktime)}
    is_it = {
        Standing.KNOWN: True,
        Standing.OPENER: handle == handover.opener,
        Standing.OWNER: handle == handover.owner,
        Standing.CLOSER: handle == handover.closer,
        Standing.SUPERVISOR: handle in supervisors,
        Standing.DUTY_LEADER: handle in {directory.duty_leader(team.key, day) for day in days},
        Standing.MANAGER: handle == team.manager,
        Standing.LADDER: handle in on_ladder(directory, handover, now, worktime),
        Standing.AGENT: "agent" in person.roles,
    }
    return frozenset(standing for standing, holds in is_it.items() if holds)


def can_wait(routes: tuple[Route, ...], promised: datetime, absence: Absence, *, warned: bool) -> bool:
    """Tell whether a handover can wait for an owner who is away: a standard one that is due after they are back (section 6)."""
    urgent = warned or routes != (Route.STANDARD,)
    return not urgent and absence.until is not None and promised >= absence.until


def kept_from(staff: Staff, handover: Handover, moment: datetime) -> Absence | None:
    """Return the absence that keeps the owner, at `moment` (aware), from a handover that cannot wait for them."""
    absence = staff.away(handover.owner, moment) if handover.active else None
    if absence is None or can_wait(handover.routes, handover.promised_at, absence, warned=handover.warned):
        return None
    return absence


def in_place_of(staff: Staff, owner: Person, absence: Absence, moments: tuple[datetime, ...], worktime: Worktime) -> Person:
    """Return who owns a new handover in place of somebody who is away: their cover, else their supervisor (section 6).

    A supervisor who is away, at any of the `moments` (aware; the first is now), is replaced by the duty leader of the day, and
    that one by the manager.
    """
    directory, team = staff.directory, staff.directory.teams[owner.team]
    cover = directory.people.get(absence.cover or owner.cover or "")
    covering = [cover.handle] if cover is not None and cover.roles & OWNING_ROLES else []
    leader = directory.duty_leader(team.key, worktime.local(moments[0]).date())
    for handle in (*covering, owner.supervisor or team.supervisor, leader):
        if handle != owner.handle and all(staff.away(handle, moment) is None for moment in moments):
            return directory.person(handle)
    return directory.person(team.manager)
