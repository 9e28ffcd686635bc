"""Whom a rung reaches at the moment it falls due (procedure, section 5), and who stands on the phone list (section 3)."""

from datetime import datetime
from enum import StrEnum

from bot.address import Address, Place
from bot.rules.handover import Handover, Status
from bot.rules.ladder import URGENT, RungName, cycle_base
from bot.rules.people import Directory, supervising
from bot.rules.routes import Route
from bot.rules.worktime import Worktime


class _Role(StrEnum):
    OWNER = "owner"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


_REACHES: dict[RungName, tuple[_Role, ...]] = {
    RungName.START: (_Role.OWNER,),
    RungName.OWNER_AGAIN: (_Role.OWNER,),
    RungName.UNACKNOWLEDGED: (_Role.SUPERVISOR,),
    RungName.URGENT_FIRST: (_Role.OWNER, _Role.SUPERVISOR),
    RungName.URGENT_SECOND: (_Role.MANAGER,),
    RungName.URGENT_REPEAT: (_Role.SUPERVISOR, _Role.MANAGER),
    RungName.BEFORE_DUE: (_Role.OWNER,),
    RungName.OVERDUE: (_Role.MANAGER,),
}


def recipients(
    name: RungName, handover: Handover, directory: Directory, worktime: Worktime, moment: datetime
) -> tuple[Address, ...]:
    """Return whom the rung reaches at `moment` (aware UTC), each once, in the order of the table."""
    reached: dict[Address, None] = {}
    for role in _roles(name, handover):
        reached[_resolve(role, handover, directory, worktime, moment)] = None
        if role is _Role.OWNER:
            reached.update(dict.fromkeys(_night_shift(name, handover, directory, worktime, moment)))
    return tuple(reached)


def phone_list(handover: Handover, directory: Directory, worktime: Worktime) -> tuple[str, ...]:
    """Return the handles to phone, in order (section 3).

    In working time owner, supervisor, manager, the supervisor first when only the end of day asks for a person; outside it
    night shift, duty leader, manager. It goes by the beginning of the ladder: places on a list that has begun do not move.
    """
    team, begun = directory.teams[handover.team], cycle_base(handover, worktime)
    if not worktime.is_working(begun):
        order = [*team.night_shift, directory.duty_leader(team.key, worktime.local(begun).date()), team.manager]
    else:
        supervisor = directory.supervisor_of(handover)
        order = [handover.owner, supervisor, team.manager]
        if URGENT.isdisjoint(handover.routes):
            order = [supervisor, handover.owner, team.manager]
    return tuple(handle for handle in dict.fromkeys(order) if handle in directory.people)


def stand_in(handle: str, handover: Handover, directory: Directory, worktime: Worktime, moment: datetime) -> Address:
    """Return who is pinged when that person cannot be reached at all: the next higher, at last the channel (section 6)."""
    higher = [handover.owner, supervising(directory, handover, moment, worktime), directory.teams[handover.team].manager]
    start = max((place for place, each in enumerate(higher) if each == handle), default=0)
    for each in higher[start + 1 :]:
        if each not in {handle, handover.owner}:
            return Address(Place.PERSON, each)
    return Address(Place.CHANNEL, handover.team)


def _roles(name: RungName, handover: Handover) -> tuple[_Role, ...]:
    urgent = not URGENT.isdisjoint(handover.routes)
    if name is RungName.AT_ONCE:
        return (_Role.OWNER, _Role.SUPERVISOR, _Role.MANAGER) if handover.warned else (_Role.OWNER,)
    if name is RungName.DUE:
        alone = handover.status is Status.ACKNOWLEDGED and not urgent
        return (_Role.OWNER,) if alone else (_Role.OWNER, _Role.SUPERVISOR)
    if name is RungName.OVERDUE_FIRST:
        return (_Role.MANAGER,) if urgent else (_Role.SUPERVISOR,)
    return _REACHES[name]


def _resolve(role: _Role, handover: Handover, directory: Directory, worktime: Worktime, moment: datetime) -> Address:
    """Return the person of the rung; one who already is the owner is replaced by the next higher, at last by the channel."""
    if role is _Role.OWNER and not handover.declined:
        return Address(Place.PERSON, handover.owner)
    higher = [supervising(directory, handover, moment, worktime), directory.teams[handover.team].manager]
    for handle in higher[1:] if role is _Role.MANAGER else higher:
        if handle != handover.owner:
            return Address(Place.PERSON, handle)
    return Address(Place.CHANNEL, handover.team)


def _night_shift(name: RungName, handover: Handover, directory: Directory, worktime: Worktime, moment: datetime) -> list[Address]:
    """Return the night shift when it is pinged with the owner: outside working time, and at once for off-hours."""
    told_at_once = name is RungName.AT_ONCE and Route.OFF_HOURS in handover.routes
    if handover.status is Status.ACKNOWLEDGED or not (told_at_once or not worktime.is_working(moment)):
        return []
    return [Address(Place.PERSON, handle) for handle in directory.teams[handover.team].night_shift]
