"""One method per intention, each one transaction: read, decide by the rules, write, append the event, enqueue what to say.

Every method raises a Refusal for what the procedure does not allow, and StoreUnavailable; nothing has changed then. A delivery
that came before changes nothing and returns the handover as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance import Attendance, Marked
from bot.errors import Refusal
from bot.ledger import BOT, By, Ledger, RequestAlreadyOpen
from bot.opening import Draft, Opened, prepare
from bot.rules import transitions
from bot.rules.absence import Absence, Report
from bot.rules.handover import Act, Handover, NotYours, allowed, check, check_reopen, reference_of
from bot.rules.office import Office
from bot.rules.promise import Promise, promise
from bot.rules.recipients import next_to_phone, phone_list
from bot.rules.staff import Staff, holders
from bot.store import facts, handovers
from bot.store.database import Database
from bot.store.handovers import SAID_AT, Event


class AlreadyTheOwner(Refusal):
    """The person to assign to is the owner already."""


class AlreadyYours(Refusal):
    """Who wants to take it over is the owner already."""


class NothingNew(Refusal):
    """A correction that changes nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """The handover that is meant, and the version that the person saw (None when they typed its reference)."""

    id: int
    version: int | None = None


Decide = Callable[[Handover, Staff], tuple[Handover, Mapping[str, Any]]]


class Service:
    """The intentions of section 4 on one database."""

    def __init__(self, database: Database, office: Office) -> None:
        """Keep what the rules are applied with."""
        self._database = database
        self._office = office
        self._ledger = Ledger(office)
        self._attendance = Attendance(database, office)

    async def open(self, draft: Draft, by: By) -> Opened:
        """Promise and hand over; who does that is there, whatever automatic signs say.

        Raises UnknownOwner, NotAnOwner, PastTime, TooFarAhead, RequestAlreadyOpen.
        """
        try:
            return await self._open(draft, by)
        except (handovers.CameBefore, handovers.RequestHasOpenHandover):  # at the same moment: now it can be read
            return await self._open(draft, by)

    async def acknowledge(self, target: Target, by: By) -> Handover:
        """The actor says: mine."""
        return await self._act(Act.ACKNOWLEDGE, target, by, lambda h, _: _taken(h, by))

    async def take_over(self, target: Target, by: By) -> Handover:
        """The actor takes it from the one who acknowledged it. Raises AlreadyYours."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            if handover.owner == by.actor:
                raise AlreadyYours(reference=handover.reference)
            return _taken(handover, by)

        return await self._act(Act.TAKE_OVER, target, by, decide)

    async def decline(self, target: Target, by: By, reason: str) -> Handover:
        """The owner cannot take it, and says why."""
        return await self._act(Act.DECLINE, target, by, lambda h, _: (transitions.decline(h, by.now), {"reason": reason}))

    async def assign(self, target: Target, by: By, owner: str) -> Handover:
        """Give it to somebody else, by what was typed for them. Raises UnknownOwner, NotAnOwner, AlreadyTheOwner."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            person = self._office.directory.owner_named(owner)
            if person.handle == handover.owner and not handover.declined:
                raise AlreadyTheOwner(name=person.name, reference=handover.reference)
            site = self._office.directory.teams[person.team].site
            after = transitions.assign(handover, person.handle, person.team, site, by.now)
            return after, {"from": handover.owner, "to": person.handle}

        return await self._act(Act.ASSIGN, target, by, decide)

    async def reached(self, target: Target, by: By) -> Handover:
        """The actor called the customer."""
        return await self._act(
            Act.REACHED, target, by, lambda h, _: (transitions.reached(h, by.actor, by.now), {"from": h.owner})
        )

    async def no_answer(self, target: Target, by: By, again: datetime | None) -> Handover:
        """The actor called in vain and calls again at that time (aware), or at the first offer. Raises PastTime, TooFarAhead."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            made = self._promise(handover, by.now, again)
            after = transitions.no_answer(handover, by.actor, made, by.now)
            return after, {"from": handover.owner, **_moved(handover, after)}

        return await self._act(Act.NO_ANSWER, target, by, decide)

    async def not_needed(self, target: Target, by: By, note: str = "") -> Handover:
        """The customer no longer needs the call."""
        return await self._act(
            Act.NOT_NEEDED, target, by, lambda h, _: (transitions.not_needed(h, by.actor, by.now), {"note": note})
        )

    async def called_again(self, target: Target, by: By, note: str) -> Handover:
        """The customer called again."""
        return await self._act(Act.CALLED_AGAIN, target, by, lambda h, _: (h, {"note": note}))

    async def answered(self, target: Target, by: By, note: str, *, refused: bool = False) -> Handover:
        """The actor answered the handover's mail, with words that do nothing; `refused`: because they must not."""
        return await self._act(Act.ANSWERED, target, by, lambda h, _: (h, {"note": note, "refused": refused}))

    async def correct(self, target: Target, by: By, fields: Mapping[str, str | None]) -> Handover:
        """Correct waybill, REQ ID, name, phone or wish. Raises RequestAlreadyOpen, NothingNew."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            changed = {name: new for name, new in fields.items() if getattr(handover, name) != new}
            if not changed:
                raise NothingNew(reference=handover.reference)
            history = {name: {"old": getattr(handover, name), "new": new} for name, new in changed.items()}
            corrected = replace(handover, **changed)  # type: ignore[arg-type]
            return transitions.remember(handover, corrected), {"fields": history}

        return await self._act(Act.CORRECT, target, by, decide)

    async def new_time(self, target: Target, by: By, asked: datetime | None) -> Handover:
        """A new time (aware) was agreed, or the first offer. Raises PastTime, TooFarAhead."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            after = transitions.new_time(handover, self._promise(handover, by.now, asked), by.now)
            return after, _moved(handover, after)

        return await self._act(Act.NEW_TIME, target, by, decide)

    async def cancel(self, target: Target, by: By, note: str = "") -> Handover:
        """Call it off."""
        return await self._act(Act.CANCEL, target, by, lambda h, _: (transitions.cancel(h, by.actor, by.now), {"note": note}))

    async def reopen(self, target: Target, by: By, note: str = "") -> Handover:
        """Open a closed one again. Raises TooLateToReopen, RequestAlreadyOpen."""

        def decide(handover: Handover, _: Staff) -> tuple[Handover, Mapping[str, Any]]:
            check_reopen(handover, by.now, self._office.policy.acts.reopen_hours)
            return transitions.reopen(handover, by.now), {"note": note}

        return await self._act(Act.REOPEN, target, by, decide)

    async def phone_attempt(self, target: Target, by: By, result: str) -> Handover:
        """Record that the next of the phone list was phoned: "takes_it" acknowledges for them, "only_told", or "no_answer"."""

        def decide(handover: Handover, staff: Staff) -> tuple[Handover, Mapping[str, Any]]:
            people = phone_list(handover, staff, self._office.worktime(handover), by.now)
            position = (handover.phone_next or 0) % len(people)
            data = {"person": people[position], "result": result, "last": position + 1 == len(people)}
            if result == "takes_it":
                return transitions.acknowledge(handover, people[position], by.now), data
            following = next_to_phone(people, (position + 1) % len(people), staff, by.now)
            return replace(handover, phone_next=following), data

        spoke = await self._next_to_phone(target, by.now) if result == "takes_it" else ()
        return await self._act(Act.PHONE_ATTEMPT, target, by, decide, spoke)

    async def check(self, act: Act, target: Target, by: By) -> Handover:
        """Return the handover as the person saw it, when they may do this act. Raises Stale, WrongState, NotYours."""
        async with self._database.reading() as connection:
            staff = await self._ledger.seen(connection, by.now)
            return await self._checked(connection, staff, act, target, by)

    async def mark_away(self, person: str, report: Report, by: By) -> Marked:
        """Somebody is away: see `bot.attendance`. Raises UnknownPerson."""
        return await self._attendance.mark_away(person, report, by)

    async def mark_unreachable(self, person: str, report: Report, by: By) -> Marked:
        """Mail to somebody came back as undeliverable. Raises UnknownPerson."""
        return await self._attendance.mark_unreachable(person, report, by)

    async def back(self, person: str, by: By) -> tuple[Absence, ...]:
        """Somebody is back; returns what has ended with it."""
        return await self._attendance.back(person, by)

    async def is_here(self, by: By) -> None:
        """The actor has done something in chat, which automatic signs of an absence do not outlast."""
        await self._attendance.is_here(by)

    async def recheck_calendar(self, now: datetime) -> int:
        """Tell owners which provisional promises fall on a closed day now that the calendar is known.

        A promise that was told to a customer does not move by itself (section 2). Returns how many were looked at.
        """
        async with self._database.transaction() as connection:
            settled = [
                handover
                for handover in await handovers.provisional(connection)
                if not self._office.worktime(handover).is_provisional(handover.promised_at)
            ]
            staff = await self._ledger.staff(connection, now)
            for handover in settled:
                day = self._office.worktime(handover).local(handover.promised_at).date()
                data = {"closed": not self._office.worktime(handover).is_working_day(day)}
                event = Event(handover.id, handover.version + 1, now, BOT, Act.CALENDAR, data)
                await self._ledger.changed(connection, staff, handover, replace(handover, provisional=False), event)
        return len(settled)

    def _promise(self, handover: Handover, now: datetime, asked: datetime | None) -> Promise:
        return promise(self._office.worktime(handover), now, asked, self._office.policy)

    async def _next_to_phone(self, target: Target, now: datetime) -> tuple[str, ...]:
        """Return who is phoned next, if anybody."""
        async with self._database.reading() as connection:
            staff, handover = await self._ledger.seen(connection, now), await handovers.get(connection, target.id)
        if handover is None or handover.phone_next is None:
            return ()
        people = phone_list(handover, staff, self._office.worktime(handover), now)
        return (people[handover.phone_next % len(people)],)

    async def _act(self, act: Act, target: Target, by: By, decide: Decide, present: Iterable[str] = ()) -> Handover:
        """Carry out an act. Who acts is there, whatever automatic signs say; so are those who are `present` besides."""
        async with self._database.transaction() as connection:
            if by.delivery and not await facts.deliver_once(connection, by.delivery, by.now, target.id):
                return await self._ledger.found(connection, target.id)
            staff = await self._ledger.staff(connection, by.now, [*by.here, *present])
            before = await self._checked(connection, staff, act, target, by)
            after, data = decide(before, staff)
            if by.said_at is not None:
                data = {**data, SAID_AT: by.said_at.isoformat()}
            event = Event(before.id, before.version + 1, by.now, by.actor, act, data)
            return await self._ledger.changed(connection, staff, before, after, event)

    async def _checked(self, connection: AsyncConnection, staff: Staff, act: Act, target: Target, by: By) -> Handover:
        handover = await self._ledger.found(connection, target.id)
        if target.version is not None and target.version != handover.version:
            raise await self._ledger.stale(connection, handover, act)
        try:
            check(act, handover, self._office.standings(handover, by.actor, by.now, staff.absences))
        except NotYours:
            people = holders(staff, handover, allowed(act, handover), by.now, self._office.worktime(handover))
            raise NotYours(act=act, people=people, reference=handover.reference) from None
        return handover

    async def _open(self, draft: Draft, by: By) -> Opened:
        """Open it, unless what is known by now is against it. Raises CameBefore and RequestHasOpenHandover for what was not."""
        async with self._database.transaction() as connection:
            earlier, second = await handovers.known(connection, by.delivery, draft.request_id)
            if earlier is not None:
                return await self._opened_before(connection, earlier)
            if second is not None and not draft.other_matter:
                raise RequestAlreadyOpen(request_id=draft.request_id, reference=reference_of(second))
            staff = await self._ledger.staff(connection, by.now, by.here)
            opened = await prepare(connection, self._office, staff, draft, by.actor, by.now)
            added = await self._ledger.opened(connection, staff, opened.handover, by, opened.told)
        return replace(opened, handover=added)

    async def _opened_before(self, connection: AsyncConnection, handover_id: int) -> Opened:
        handover = await self._ledger.found(connection, handover_id)
        asked = handover.promised_at if handover.own_time else None
        made = promise(self._office.worktime(handover), handover.opened_at, asked, self._office.policy)
        return Opened(handover, made, repeated=True)


def _taken(handover: Handover, by: By) -> tuple[Handover, Mapping[str, Any]]:
    return transitions.acknowledge(handover, by.actor, by.now), {"from": handover.owner}


def _moved(before: Handover, after: Handover) -> dict[str, str]:
    return {"old": before.promised_at.isoformat(), "new": after.promised_at.isoformat()}
