"""Whom a rung reaches at the moment it falls due (procedure, section 5), and who stands on the phone list (section 3)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.address import Address, Place
from bot.rules.handover import Handover, Status
from bot.rules.ladder import URGENT, RungName, cycle_base
from bot.rules.people import Directory
from bot.rules.routes import Route
from bot.rules.staff import Staff, kept_from, supervising
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


def recipients(name: RungName, handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> tuple[Address, ...]:
    """Return whom the rung reaches at `moment` (aware UTC), each once, in the order of the table.

    An owner who is away is pinged all the same, and at once the next rung with them, unless the handover can wait. At the very
    beginning of a ladder the bot asks the next one to take it in any case.
    """
    reached: dict[Address, None] = {}
    for role in _roles(name, handover):
        reached.update(dict.fromkeys(_resolve(role, handover, staff, worktime, moment)))
        if role is _Role.OWNER:
            reached.update(dict.fromkeys(_night_shift(name, handover, staff, worktime, moment)))
            if name is not RungName.AT_ONCE and kept_from(staff, handover, moment):
                reached.update(dict.fromkeys(_resolve(_Role.SUPERVISOR, handover, staff, worktime, moment)))
    return tuple(reached)


def asked(handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> tuple[Address, ...]:
    """Return who is asked to take a handover whose owner is away at `moment` (aware UTC): the supervisor (section 6)."""
    return _resolve(_Role.SUPERVISOR, handover, staff, worktime, moment)


def phone_list(handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> tuple[str, ...]:
    """Return the handles to phone at `moment` (aware UTC), in order (section 3).

    In working time owner, supervisor, manager, the supervisor first when only the end of day asks for a person; outside it
    night shift, duty leader, manager. It goes by the beginning of the ladder: places on a list that has begun do not move. In
    the place of a supervisor who is away stands that day's duty leader.
    """
    directory, begun = staff.directory, cycle_base(handover, worktime)
    team = directory.teams[handover.team]
    if not worktime.is_working(begun):
        order = [*team.night_shift, directory.duty_leader(team.key, worktime.local(begun).date()), team.manager]
        return _known(order, directory)
    supervisor = directory.supervisor_of(handover)
    order = [handover.owner, supervisor, team.manager]
    if URGENT.isdisjoint(handover.routes):
        order = [supervisor, handover.owner, team.manager]
    places = _known(order, directory)
    leader = directory.duty_leader(team.key, worktime.local(moment).date())
    if staff.away(supervisor, moment) is None or supervisor == handover.owner or leader in places:
        return places
    return tuple(leader if handle == supervisor else handle for handle in places)


def next_to_phone(people: Sequence[str], place: int, staff: Staff, moment: datetime) -> int:
    """Return the place on the phone list to go on from, `place` or one after it: nobody is phoned who is known to be away."""
    around = [(place + step) % len(people) for step in range(len(people))]
    return next((each for each in around if staff.away(people[each], moment) is None), around[0])


def stand_in(handle: str, handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> tuple[Address, ...]:
    """Return who is pinged when that person cannot be reached at all: the next higher, at last the channel (section 6).

    Of a manager who is away it is not known that they read it: the channel has it with them.
    """
    manager = staff.directory.teams[handover.team].manager
    higher = [handover.owner, supervising(staff, handover, moment, worktime), manager]
    start = max((place for place, each in enumerate(higher) if each == handle), default=0)
    channel = Address(Place.CHANNEL, handover.team)
    others = [each for each in higher[start + 1 :] if each not in {handle, handover.owner}]
    for each in others:
        if staff.away(each, moment) is None:
            return (Address(Place.PERSON, each),)
    return (Address(Place.PERSON, manager), channel) if manager in others else (channel,)


def _known(order: Sequence[str], directory: Directory) -> tuple[str, ...]:
    return tuple(handle for handle in dict.fromkeys(order) if handle in directory.people)


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


def _resolve(role: _Role, handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> tuple[Address, ...]:
    """Return whom the rung reaches; who already is the owner, or is away, is replaced by the next higher, at last by the channel.

    A ladder never ends in silence: when its last rung is away as well, it is pinged all the same, and the channel with it; the
    channel alone when the manager is the owner.
    """
    if role is _Role.OWNER and not handover.declined:
        return (Address(Place.PERSON, handover.owner),)
    manager, channel = staff.directory.teams[handover.team].manager, Address(Place.CHANNEL, handover.team)
    higher = [supervising(staff, handover, moment, worktime), manager]
    others = [handle for handle in (higher[1:] if role is _Role.MANAGER else higher) if handle != handover.owner]
    for handle in others:
        if staff.away(handle, moment) is None:
            return (Address(Place.PERSON, handle),)
    return (Address(Place.PERSON, manager), channel) if manager in others else (channel,)


def _night_shift(name: RungName, handover: Handover, staff: Staff, worktime: Worktime, moment: datetime) -> list[Address]:
    """Return the night shift when it is pinged with the owner: outside working time, and at once for off-hours."""
    told_at_once = name is RungName.AT_ONCE and Route.OFF_HOURS in handover.routes
    if handover.status is Status.ACKNOWLEDGED or not (told_at_once or not worktime.is_working(moment)):
        return []
    return [Address(Place.PERSON, handle) for handle in staff.directory.teams[handover.team].night_shift]
