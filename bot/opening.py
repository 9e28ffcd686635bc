"""A new handover: whose it is, what is promised, on whose clock (procedure, sections 1 to 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.absence import Absence
from bot.rules.handover import Handover, Status
from bot.rules.minutes import MINUTE
from bot.rules.office import Office
from bot.rules.people import Person, choose_owner
from bot.rules.promise import Promise, promise
from bot.rules.staff import Staff, can_wait, in_place_of
from bot.rules.transitions import first_to_phone
from bot.rules.worktime import whole_minute
from bot.store import handovers

CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class Draft:
    """What the agent typed. `asked` is aware; None means that the customer takes the first offer. `owner` is what was typed."""

    waybill: str
    request_id: str
    wish: str
    asked: datetime | None = None
    owner: str | None = None
    customer_name: str | None = None
    customer_phone: str | None = None
    warned: bool = False
    other_matter: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A new handover and the promise that it keeps. `repeated` when the delivery had opened it before.

    `absence` is that of the person whose it would be, if they were not away.
    """

    handover: Handover
    promise: Promise
    repeated: bool = False
    absence: Absence | None = None

    @property
    def told(self) -> Mapping[str, str | None]:
        """Return what the history keeps: in whose place the owner has it from the start. Nobody has it in their own."""
        if self.absence is None or self.absence.person == self.handover.owner:
            return {}
        until = self.absence.until
        return {"instead_of": self.absence.person, "until": until.isoformat() if until else None}


async def prepare(connection: AsyncConnection, office: Office, staff: Staff, draft: Draft, actor: str, now: datetime) -> Opened:
    """Return the handover to insert (its id is 0). Raises UnknownOwner, NotAnOwner, PastTime, TooFarAhead."""
    named = named_owner(office, draft)
    team = office.directory.team_of(named.handle if named else actor)
    worktime = office.worktimes[team.site]
    made = promise(worktime, now, draft.asked, office.policy)
    owner = named or await _from_pool(connection, office, staff, team.key, (now, made.promised))
    absence = _keeping(staff, owner, draft, made, now)
    if absence is not None:
        owner = in_place_of(staff, owner, absence, (now, made.promised), worktime)
        team = office.directory.team_of(owner.handle)
        if office.worktimes[team.site] is not worktime:  # the clock is that of the owner's site (section 1)
            made = promise(office.worktimes[team.site], now, draft.asked, office.policy)
    start = whole_minute(now)
    new = Handover(
        id=0,
        version=1,
        status=Status.OPEN,
        kind=CALLBACK,
        waybill=draft.waybill,
        request_id=draft.request_id,
        customer_name=draft.customer_name,
        customer_phone=draft.customer_phone,
        wish=draft.wish,
        warned=draft.warned,
        other_matter=draft.other_matter,
        site=team.site,
        team=team.key,
        opener=actor,
        owner=owner.handle,
        closer=None,
        opened_at=now,
        first_offer=made.first_offer,
        promised_at=made.promised,
        own_time=made.asked is not None,
        provisional=made.provisional,
        routes=made.routes,
        declined=False,
        kept=None,
        acknowledged_at=None,
        closed_at=None,
        cycle=1,
        cycle_from=start,
        whole_ladder=True,
        rung_at=start - MINUTE,
        next_due_at=None,
        phone_next=first_to_phone(Status.OPEN, made.routes),
    )
    return Opened(new, made, absence=absence)


def named_owner(office: Office, draft: Draft) -> Person | None:
    """Return the owner whom the agent named, else the key account's. Raises UnknownOwner, NotAnOwner."""
    if draft.owner is not None:
        return office.directory.owner_named(draft.owner)
    return office.directory.key_account_owner(draft.customer_name) if draft.customer_name else None


def _keeping(staff: Staff, owner: Person, draft: Draft, made: Promise, now: datetime) -> Absence | None:
    """Return the absence, now or at the promised time, for which somebody else has it from the start (section 6)."""
    absence = staff.away(owner.handle, now) or staff.away(owner.handle, made.promised)
    if absence is None or can_wait(made.routes, made.promised, absence, warned=draft.warned):
        return None
    return absence


async def _from_pool(
    connection: AsyncConnection, office: Office, staff: Staff, team: str, moments: tuple[datetime, datetime]
) -> Person:
    """Return the back-line member who is there, and on duty at the promised time, with the least to do; else the supervisor.

    `moments` are now and the promised time, aware.
    """
    directory = office.directory
    on_duty = directory.pool(team, moments[1], office.worktimes[directory.teams[team].site])
    pool = [person for person in on_duty if all(staff.away(person.handle, moment) is None for moment in moments)]
    workloads = await handovers.workloads(connection, [person.handle for person in pool])
    return choose_owner(pool, workloads) or directory.person(directory.teams[team].supervisor)
