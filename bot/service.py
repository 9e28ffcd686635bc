"""One method per intention, each one transaction: read, decide by the rules, write, append the event, enqueue what to say.

Every method raises a Refusal for what the procedure does not allow, and StoreUnavailable; nothing has changed then. A delivery
that came before changes nothing and returns the handover as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announce import Change, announce
from bot.errors import Refusal
from bot.opening import Draft, Opened, prepare
from bot.rules import transitions
from bot.rules.footing import Footing
from bot.rules.handover import Act, Handover, Stale, check, check_reopen
from bot.rules.office import Office
from bot.rules.promise import Promise, promise
from bot.rules.recipients import phone_list
from bot.store import facts, handovers, outgoing
from bot.store.database import Database
from bot.store.handovers import Event

BOT = "bot"


class UnknownHandover(Refusal):
    """There is no handover of that reference."""


class RequestAlreadyOpen(Refusal):
    """The REQ ID has an open handover; the sentence links to it."""


class AlreadyTheOwner(Refusal):
    """The person to assign to is the owner already."""


class AlreadyYours(Refusal):
    """Who wants to take it over is the owner already."""


class NothingNew(Refusal):
    """A correction that changes nothing."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when (aware UTC), and the key of the delivery that brought it (None for the bot's own acts)."""

    actor: str
    now: datetime
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The handover that is meant, and the version that the person saw (None when they typed its reference)."""

    id: int
    version: int | None = None


Decide = Callable[[Handover], tuple[Handover, Mapping[str, Any]]]


class Service:
    """The intentions of section 4 on one database."""

    def __init__(self, database: Database, office: Office) -> None:
        """Keep what the rules are applied with."""
        self._database = database
        self._office = office

    async def open(self, draft: Draft, by: By) -> Opened:
        """Promise and hand over. Raises UnknownOwner, NotAnOwner, PastTime, TooFarAhead, RequestAlreadyOpen."""
        async with self._database.transaction() as connection:
            if by.delivery and not await facts.deliver_once(connection, by.delivery, by.now):
                earlier = await facts.delivered(connection, by.delivery)
                return await self._opened_before(connection, earlier or 0)
            await self._refuse_second(connection, draft)
            opened = await prepare(connection, self._office, draft, by.actor, by.now)
            new = replace(opened.handover, next_due_at=self._office.next_due(opened.handover))
            try:
                added = await handovers.add(connection, new)
            except handovers.RequestHasOpenHandover:
                raise await self._already_open(connection, draft.request_id) from None
            if by.delivery:
                await facts.belongs_to(connection, by.delivery, added.id)
            await self._record(connection, Change(None, added, Event(added.id, added.version, by.now, by.actor, Act.OPEN, {})))
        return replace(opened, handover=added)

    async def acknowledge(self, target: Target, by: By) -> Handover:
        """The actor says: mine."""
        return await self._act(Act.ACKNOWLEDGE, target, by, lambda h: _taken(h, by))

    async def take_over(self, target: Target, by: By) -> Handover:
        """The actor takes it from the one who acknowledged it. Raises AlreadyYours."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            if handover.owner == by.actor:
                raise AlreadyYours(reference=handover.reference)
            return _taken(handover, by)

        return await self._act(Act.TAKE_OVER, target, by, decide)

    async def decline(self, target: Target, by: By, reason: str) -> Handover:
        """The owner cannot take it, and says why."""
        return await self._act(Act.DECLINE, target, by, lambda h: (transitions.decline(h, by.now), {"reason": reason}))

    async def assign(self, target: Target, by: By, owner: str) -> Handover:
        """Give it to somebody else, by what was typed for them. Raises UnknownOwner, NotAnOwner, AlreadyTheOwner."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            person = self._office.directory.owner_named(owner)
            if person.handle == handover.owner and not handover.declined:
                raise AlreadyTheOwner(name=person.name, reference=handover.reference)
            site = self._office.directory.teams[person.team].site
            after = transitions.assign(handover, person.handle, person.team, site, by.now)
            return after, {"from": handover.owner, "to": person.handle}

        return await self._act(Act.ASSIGN, target, by, decide)

    async def reached(self, target: Target, by: By) -> Handover:
        """The actor called the customer."""
        return await self._act(Act.REACHED, target, by, lambda h: (transitions.reached(h, by.actor, by.now), {"from": h.owner}))

    async def no_answer(self, target: Target, by: By, again: datetime | None) -> Handover:
        """The actor called in vain and calls again at that time (aware), or at the first offer. Raises PastTime, TooFarAhead."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            made = self._promise(handover, by.now, again)
            after = transitions.no_answer(handover, by.actor, made, by.now)
            return after, {"from": handover.owner, **_moved(handover, after)}

        return await self._act(Act.NO_ANSWER, target, by, decide)

    async def not_needed(self, target: Target, by: By, note: str = "") -> Handover:
        """The customer no longer needs the call."""
        return await self._act(
            Act.NOT_NEEDED, target, by, lambda h: (transitions.not_needed(h, by.actor, by.now), {"note": note})
        )

    async def called_again(self, target: Target, by: By, note: str) -> Handover:
        """The customer called again."""
        return await self._act(Act.CALLED_AGAIN, target, by, lambda h: (h, {"note": note}))

    async def correct(self, target: Target, by: By, fields: Mapping[str, str | None]) -> Handover:
        """Correct waybill, REQ ID, name, phone or wish. Raises RequestAlreadyOpen, NothingNew."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            changed = {name: new for name, new in fields.items() if getattr(handover, name) != new}
            if not changed:
                raise NothingNew(reference=handover.reference)
            history = {name: {"old": getattr(handover, name), "new": new} for name, new in changed.items()}
            corrected = replace(handover, **changed)  # type: ignore[arg-type]
            return transitions.remember(handover, corrected), {"fields": history}

        return await self._act(Act.CORRECT, target, by, decide)

    async def new_time(self, target: Target, by: By, asked: datetime | None) -> Handover:
        """A new time (aware) was agreed, or the first offer. Raises PastTime, TooFarAhead."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            after = transitions.new_time(handover, self._promise(handover, by.now, asked), by.now)
            return after, _moved(handover, after)

        return await self._act(Act.NEW_TIME, target, by, decide)

    async def cancel(self, target: Target, by: By, note: str = "") -> Handover:
        """Call it off."""
        return await self._act(Act.CANCEL, target, by, lambda h: (transitions.cancel(h, by.actor, by.now), {"note": note}))

    async def reopen(self, target: Target, by: By, note: str = "") -> Handover:
        """Open a closed one again. Raises TooLateToReopen, RequestAlreadyOpen."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            check_reopen(handover, by.now, self._office.policy.acts.reopen_hours)
            return transitions.reopen(handover, by.now), {"note": note}

        return await self._act(Act.REOPEN, target, by, decide)

    async def phone_attempt(self, target: Target, by: By, result: str) -> Handover:
        """Record that the next of the phone list was phoned: "takes_it" acknowledges for them, "only_told", or "no_answer"."""

        def decide(handover: Handover) -> tuple[Handover, Mapping[str, Any]]:
            people = phone_list(handover, self._office.directory, self._office.worktime(handover))
            position = (handover.phone_next or 0) % len(people)
            data = {"person": people[position], "result": result, "last": position + 1 == len(people)}
            if result == "takes_it":
                return transitions.acknowledge(handover, people[position], by.now), data
            return replace(handover, phone_next=(position + 1) % len(people)), data

        return await self._act(Act.PHONE_ATTEMPT, target, by, decide)

    async def check(self, act: Act, target: Target, by: By) -> Handover:
        """Return the handover as the person saw it, when they may do this act. Raises Stale, WrongState, NotYours."""
        async with self._database.reading() as connection:
            return await self._checked(connection, act, target, by)

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
            for handover in settled:
                day = self._office.worktime(handover).local(handover.promised_at).date()
                data = {"closed": not self._office.worktime(handover).is_working_day(day)}
                await self._finish(connection, handover, replace(handover, provisional=False), Act.CALENDAR, By(BOT, now), data)
        return len(settled)

    def _promise(self, handover: Handover, now: datetime, asked: datetime | None) -> Promise:
        return promise(self._office.worktime(handover), now, asked, self._office.policy)

    async def _act(self, act: Act, target: Target, by: By, decide: Decide) -> Handover:
        async with self._database.transaction() as connection:
            if by.delivery and not await facts.deliver_once(connection, by.delivery, by.now, target.id):
                return await _found(connection, target.id)
            before = await self._checked(connection, act, target, by)
            after, data = decide(before)
            return await self._finish(connection, before, after, act, by, data)

    async def _checked(self, connection: AsyncConnection, act: Act, target: Target, by: By) -> Handover:
        handover = await _found(connection, target.id)
        if target.version is not None and target.version != handover.version:
            raise await _stale(connection, handover, act)
        check(act, handover, self._office.standings(handover, by.actor, by.now))
        return handover

    async def _finish(
        self, connection: AsyncConnection, before: Handover, after: Handover, act: Act, by: By, data: Mapping[str, Any]
    ) -> Handover:
        counted = replace(after, version=before.version + 1)
        counted = replace(counted, next_due_at=self._office.next_due(counted))
        try:
            await handovers.change(connection, before, counted)
        except handovers.RequestHasOpenHandover:
            raise await self._already_open(connection, counted.request_id) from None
        except handovers.ChangedMeanwhile:
            raise await _stale(connection, await _found(connection, before.id), act) from None
        event = Event(before.id, counted.version, by.now, by.actor, act, data)
        await self._record(connection, Change(before, counted, event))
        return counted

    async def _record(self, connection: AsyncConnection, change: Change) -> None:
        shown = await facts.cards_of(connection, [change.after.id]) if change.before else {}
        footing = Footing.of(change.before, change.after, change.event.at)
        await handovers.append(connection, change.event, footing, self._office.first_rung(footing))
        await outgoing.enqueue(connection, announce(self._office, change, [place for _, place in shown]))

    async def _refuse_second(self, connection: AsyncConnection, draft: Draft) -> None:
        if not draft.other_matter and await handovers.open_for_request(connection, draft.request_id):
            raise await self._already_open(connection, draft.request_id)

    async def _already_open(self, connection: AsyncConnection, request_id: str) -> RequestAlreadyOpen:
        earlier = await handovers.open_for_request(connection, request_id)
        return RequestAlreadyOpen(request_id=request_id, reference=earlier.reference if earlier else "")

    async def _opened_before(self, connection: AsyncConnection, handover_id: int) -> Opened:
        handover = await _found(connection, handover_id)
        asked = handover.promised_at if handover.own_time else None
        made = promise(self._office.worktime(handover), handover.opened_at, asked, self._office.policy)
        return Opened(handover, made, repeated=True)


async def _found(connection: AsyncConnection, handover_id: int) -> Handover:
    handover = await handovers.get(connection, handover_id, lock=True)
    if handover is None:
        raise UnknownHandover(reference=f"CB-{handover_id}")
    return handover


async def _stale(connection: AsyncConnection, handover: Handover, act: Act) -> Stale:
    last = await handovers.event_of(connection, handover.id, handover.version)
    return Stale(reference=handover.reference, actor=last.actor if last else "", act=Act(last.act) if last else act)


def _taken(handover: Handover, by: By) -> tuple[Handover, Mapping[str, Any]]:
    return transitions.acknowledge(handover, by.actor, by.now), {"from": handover.owner}


def _moved(before: Handover, after: Handover) -> dict[str, str]:
    return {"old": before.promised_at.isoformat(), "new": after.promised_at.isoformat()}
