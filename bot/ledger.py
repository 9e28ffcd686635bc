"""Writes what an act has made of a handover, with its event and what has to be said; and asks others in place of who is away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.about import now_about
from bot.address import Address, Place
from bot.announce import Change, announce
from bot.errors import Refusal
from bot.rules.absence import AUTOMATIC, Absence
from bot.rules.footing import Footing
from bot.rules.handover import Act, Handover, Stale
from bot.rules.office import Office
from bot.rules.recipients import asked, next_to_phone, phone_list
from bot.rules.staff import Staff, kept_from
from bot.store import absences, facts, handovers, outgoing
from bot.store.handovers import Event

BOT = "bot"

log = structlog.get_logger()


class UnknownHandover(Refusal):
    """There is no handover of that reference."""


class RequestAlreadyOpen(Refusal):
    """The REQ ID has an open handover; the sentence links to it."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when (aware UTC), and the key of the delivery that brought it (None for the bot's own acts).

    `said_at` (aware UTC) is when they said it, for words that come late: those do not tell where the actor is now.
    """

    actor: str
    now: datetime
    delivery: str | None = None
    said_at: datetime | None = None

    @property
    def here(self) -> tuple[str, ...]:
        """The actor, if they are there now."""
        return (self.actor,) if self.said_at is None else ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The one way in which handovers are changed. Every method belongs to the caller's transaction."""

    office: Office

    async def staff(self, connection: AsyncConnection, now: datetime, here: Iterable[str] = ()) -> Staff:
        """Return who is away, as long as this transaction lasts: to be asked before a handover is locked.

        People who are `here` have just acted: what automatic signs said of them ends.
        """
        known = await absences.recent(connection, now)
        ended = await self._end_signs(connection, known, here, now)
        if not ended and absences.stay(connection):
            return self.office.staff(known)
        await absences.change_owners(connection)
        return await self.seen(connection, now)

    async def seen(self, connection: AsyncConnection, now: datetime) -> Staff:
        """Return who is away by what is recorded at `now` (aware)."""
        return self.office.staff(await absences.recent(connection, now))

    async def shown_to_be_here(self, connection: AsyncConnection, person: str, now: datetime) -> None:
        """End what automatic signs say of somebody who has just acted (no mail answers by itself that somebody takes it)."""
        await self._end_signs(connection, await absences.recent(connection, now), [person], now)

    async def found(self, connection: AsyncConnection, handover_id: int) -> Handover:
        """Return the handover, locked. Raises UnknownHandover."""
        handover = await handovers.get(connection, handover_id, lock=True)
        if handover is None:
            raise UnknownHandover(reference=f"CB-{handover_id}")
        now_about(handover_id)
        return handover

    async def stale(self, connection: AsyncConnection, handover: Handover, act: Act) -> Stale:
        """Return the refusal that says who acted meanwhile."""
        last = await handovers.event_of(connection, handover.id, handover.version)
        return Stale(reference=handover.reference, actor=last.actor if last else "", act=Act(last.act) if last else act)

    async def already_open(self, connection: AsyncConnection, request_id: str) -> RequestAlreadyOpen:
        """Return the refusal that names the handover which the REQ ID has open."""
        earlier = await handovers.open_for_request(connection, request_id)
        return RequestAlreadyOpen(request_id=request_id, reference=earlier.reference if earlier else "")

    async def opened(self, connection: AsyncConnection, staff: Staff, new: Handover, by: By, data: Mapping[str, Any]) -> Handover:
        """Write a new handover. Raises RequestHasOpenHandover, CameBefore."""
        added = await handovers.add(connection, new, self.office.next_due(new))
        if by.delivery and not await facts.deliver_once(connection, by.delivery, by.now, added.id):
            raise handovers.CameBefore
        now_about(added.id)
        event = Event(added.id, added.version, by.now, by.actor, Act.OPEN, data)
        await self._record(connection, staff, Change(None, added, event))
        return await self._asked_if_kept(connection, staff, None, added, by.now)

    async def changed(
        self, connection: AsyncConnection, staff: Staff, before: Handover, after: Handover, event: Event
    ) -> Handover:
        """Write what an act has made of it; others are asked at once when it has come to wait for somebody who is away.

        Raises Stale and RequestAlreadyOpen.
        """
        written = await self._write(connection, staff, before, after, event)
        return await self._asked_if_kept(connection, staff, before, written, event.at)

    async def ask_others(self, connection: AsyncConnection, before: Staff, after: Staff, now: datetime) -> tuple[Handover, ...]:
        """Ask at once about every handover that waits for people who are away, unless somebody who is there was asked already.

        `before` and `after` are what was known until now, and what is known from now on. Returns the handovers.
        """
        kept = await handovers.waiting_for(connection, list(after.absences.at(now)))
        waiting = [handover for handover in kept if self._asked(after, handover, now)]
        last = await handovers.last_asked(connection, waiting) if waiting else {}
        unasked = [each for each in waiting if not _there(self._told(before, after, each, last.get(each.id), now), after, now)]
        return tuple([await self._ask(connection, after, handover, now) for handover in unasked])

    async def _end_signs(self, connection: AsyncConnection, known: Iterable[Absence], here: Iterable[str], now: datetime) -> bool:
        """End what automatic signs say of people who are here; tell whether there was anything."""
        people = set(here)
        ended: dict[str, list[int]] = {}
        for record in known:
            if record.person in people and record.source in AUTOMATIC and record.holds(now):
                ended.setdefault(record.person, []).append(record.id)
        if ended:
            await absences.change_absences(connection)
        for person, ids in ended.items():
            await absences.end(connection, ids, now, person)
        return bool(ended)

    async def _asked_if_kept(
        self, connection: AsyncConnection, staff: Staff, before: Handover | None, after: Handover, now: datetime
    ) -> Handover:
        if kept_from(staff, after, now) is None:
            return after
        same_ladder = before is not None and (before.owner, before.cycle) == (after.owner, after.cycle)
        if before is not None and same_ladder and kept_from(staff, before, now):
            return after
        return await self._ask(connection, staff, after, now)

    def _asked(self, staff: Staff, handover: Handover, now: datetime) -> tuple[str, ...]:
        """Return who has to take it in place of an owner who is away, or has handed it back; nobody when it can wait."""
        if not handover.declined and kept_from(staff, handover, now) is None:
            return ()
        return tuple(str(address) for address in asked(handover, staff, self.office.worktime(handover), now))

    def _told(self, before: Staff, after: Staff, handover: Handover, last: Event | None, now: datetime) -> tuple[str, ...]:
        """Return who was asked to take it for as long as it has waited, by the `last` event of its ladder that asked.

        It may be somebody else than who would be asked now: the supervisor in working time, the duty leader after it.
        """
        absence = kept_from(after, handover, now)
        goes_on = last is not None and absence is not None and absence.since <= last.at
        if not goes_on and not self._asked(before, handover, now):
            return ()  # it has come to wait only now
        if last is not None:
            return tuple(last.data["asked"])
        return self._asked(before, handover, handover.cycle_from) if handover.declined else ()

    async def _ask(self, connection: AsyncConnection, staff: Staff, handover: Handover, now: datetime) -> Handover:
        absence = kept_from(staff, handover, now) or staff.away(self.office.directory.supervisor_of(handover), now)
        data = {**_of(absence), "asked": list(self._asked(staff, handover, now))}
        event = Event(handover.id, handover.version + 1, now, BOT, Act.AWAY, data)
        return await self._write(connection, staff, handover, self._phoned_on(staff, handover, now), event)

    def _phoned_on(self, staff: Staff, handover: Handover, now: datetime) -> Handover:
        """Return the handover with the phone list at somebody who is there."""
        if handover.phone_next is None:
            return handover
        people = phone_list(handover, staff, self.office.worktime(handover), now)
        return replace(handover, phone_next=next_to_phone(people, handover.phone_next, staff, now))

    async def _write(
        self, connection: AsyncConnection, staff: Staff, before: Handover, after: Handover, event: Event
    ) -> Handover:
        counted = replace(after, version=event.version)
        counted = replace(counted, next_due_at=self.office.next_due(counted))
        try:
            await handovers.change(connection, before, counted)
        except handovers.RequestHasOpenHandover:
            raise await self.already_open(connection, counted.request_id) from None
        except handovers.ChangedMeanwhile:
            raise await self.stale(connection, await self.found(connection, before.id), Act(event.act)) from None
        await self._record(connection, staff, Change(before, counted, event))
        return counted

    async def _record(self, connection: AsyncConnection, staff: Staff, change: Change) -> None:
        shown = await facts.cards_of(connection, [change.after.id]) if change.before else {}
        footing = Footing.of(change.before, change.after, change.event.at)
        begins = footing.after == change.after.rung_at  # in a new cycle the first rung is the next one: worked out already
        first = change.after.next_due_at if begins else self.office.first_rung(footing)
        await handovers.append(connection, change.event, footing, first)
        await outgoing.enqueue(connection, announce(self.office, staff, change, [place for _, place in shown]))
        event = change.event
        log.info("act", handover=change.after.reference, act=event.act, by=event.actor, version=event.version)


def _there(told: Iterable[str], staff: Staff, now: datetime) -> bool:
    """Tell whether any of those who were asked is there: in the channel somebody always is."""
    addresses = [Address.parse(each) for each in told]
    return any(each.place is Place.CHANNEL or staff.away(each.key, now) is None for each in addresses)


def _of(absence: Absence | None) -> dict[str, str | None]:
    """Return what the history keeps of an absence."""
    if absence is None:
        return {}
    until = absence.until.isoformat() if absence.until else None
    return {"person": absence.person, "source": absence.source, "until": until, "cover": absence.cover}
