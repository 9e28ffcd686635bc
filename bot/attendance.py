"""Who is away and who is back: each intention one transaction, with what follows from it (procedure, section 6)."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announce import alarm_row
from bot.ledger import By, Ledger
from bot.rules.absence import AUTOMATIC, Absence, Report, Source, heard, presumed_end
from bot.rules.handover import Handover
from bot.rules.office import Office
from bot.rules.staff import Staff
from bot.store import absences, facts, handovers, outgoing
from bot.store.database import Database

EVIDENCE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of a report: the record, None when it said nothing new, and the handovers that others were asked to take."""

    absence: Absence | None = None
    asked: tuple[Handover, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """The intentions of section 6 on one database."""

    database: Database
    office: Office

    async def mark_away(self, person: str, report: Report, by: By) -> Marked:
        """Record or lengthen an absence, and ask others at once for what cannot wait. Said twice, it is the same as once.

        Raises UnknownPerson, StoreUnavailable.
        """
        async with self.database.transaction() as connection:
            if not await _first_time(connection, report, by):
                return Marked()
            return await self._mark(connection, person, report, by)

    async def mark_unreachable(self, person: str, report: Report, by: By) -> Marked:
        """The same of somebody whose mail came back as undeliverable; the people who run the bot are told as well."""
        async with self.database.transaction() as connection:
            if not await _first_time(connection, report, by):
                return Marked()
            marked = await self._mark(connection, person, report, by)
            handover = await handovers.get(connection, report.handover_id) if report.handover_id else None
            if handover is not None:
                name, once = self.office.directory.person(person).name, zlib.crc32(person.encode()) >> 1
                rows = [
                    alarm_row(handover.id, 0, "alarm.unreachable", once, operator=operator, now=by.now, reason=name)
                    for operator in self.office.directory.operators
                ]
                await outgoing.enqueue(connection, rows)
            return marked

    async def back(self, person: str, by: By) -> tuple[Absence, ...]:
        """End every absence of the person, of the roster too, and return them; none when nobody knew of any."""
        async with self.database.transaction() as connection:
            if by.delivery and not await facts.deliver_once(connection, by.delivery, by.now):
                return ()
            await absences.change_absences(connection)
            staff = self.office.staff(await absences.recent(connection, by.now))
            held = tuple(record for record in staff.absences.records if record.person == person and record.holds(by.now))
            await self._end(connection, held, by)
            return held

    async def no_longer(self, person: str, source: Source, by: By) -> tuple[Absence, ...]:
        """End what one source said of the person, which says so no more; what others say stays."""
        async with self.database.transaction() as connection:
            await absences.change_absences(connection)
            known = await absences.recent(connection, by.now)
            held = tuple(each for each in known if (each.person, each.source) == (person, source) and each.holds(by.now))
            await self._end(connection, held, by)
            return held

    async def is_here(self, by: By) -> None:
        """End what automatic signs say of somebody who does something in chat, whatever it is. Raises StoreUnavailable."""
        async with self.database.reading() as connection:
            known = await absences.recent(connection, by.now)
        if not any(each.person == by.actor and each.source in AUTOMATIC and each.holds(by.now) for each in known):
            return
        async with self.database.transaction() as connection:
            await Ledger(self.office).shown_to_be_here(connection, by.actor, by.now)

    async def begin(self, planned: Iterable[Absence], by: By) -> int:
        """Record the absences of the roster that have begun, each once, and ask others for what cannot wait; return how many."""
        begun = 0
        async with self.database.transaction() as connection:
            await absences.change_absences(connection)
            for absence in planned:
                stored = await absences.recent(connection, by.now)
                if any((each.person, each.source, each.since) == _roster_key(absence) for each in stored):
                    continue
                after = self.office.staff(stored)
                before = Staff(after.directory, after.absences.changed([absence], ()))
                await absences.add(connection, replace(absence, recorded_at=by.now))
                await Ledger(self.office).ask_others(connection, before, after, by.now)
                begun += 1
        return begun

    async def _mark(self, connection: AsyncConnection, person: str, report: Report, by: By) -> Marked:
        new = self._as_record(person, report, by)
        await absences.change_absences(connection)
        before = self.office.staff(await absences.recent(connection, by.now))
        known = [record for record in before.absences.records if record.person == person]
        absence = heard(report, known, new)
        if absence is None:
            return Marked()
        old = [record for record in known if record.id == absence.id and absence.id]
        if report.source is Source.SELF and report.stated:  # what people say of themselves is better than any sign
            signs = [record for record in known if record.source in AUTOMATIC and record.holds(by.now)]
            await self._end(connection, signs, by)
            old += signs
        if absence.id:
            await absences.lengthen(connection, absence)
        else:
            absence = await absences.add(connection, absence)
        after = Staff(before.directory, before.absences.changed(old, [absence]))
        return Marked(absence, await Ledger(self.office).ask_others(connection, before, after, by.now))

    def _as_record(self, person: str, report: Report, by: By) -> Absence:
        """Return the report as a new record. Raises UnknownPerson."""
        worktime = self.office.worktime_of(person)
        cover = self.office.directory.who(report.cover) if report.cover else None
        presumed = None if report.lasting else presumed_end(by.now, worktime)
        return Absence(
            person=person,
            source=report.source,
            since=by.now,
            until=report.until or presumed,
            stated=report.stated,
            cover=cover.handle if cover and cover.handle != person else None,
            evidence=report.evidence[:EVIDENCE_LENGTH],
            handover_id=report.handover_id,
            recorded_by=by.actor,
            recorded_at=by.now,
        )

    async def _end(self, connection: AsyncConnection, held: Iterable[Absence], by: By) -> None:
        stored = [record.id for record in held if record.id]
        if stored:
            await absences.end(connection, stored, by.now, by.actor)
        for record in held:
            if not record.id:
                await absences.add(connection, replace(record, recorded_at=by.now, ended_at=by.now, ended_by=by.actor))


async def _first_time(connection: AsyncConnection, report: Report, by: By) -> bool:
    return not by.delivery or await facts.deliver_once(connection, by.delivery, by.now, report.handover_id)


def _roster_key(absence: Absence) -> tuple[str, Source, object]:
    return absence.person, absence.source, absence.since
