"""What mail brings back, as acts of the procedure (sections 4 and 6). No mail is answered by mail."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.about import about_nothing_yet, now_about
from bot.attendance import Attendance
from bot.clock import Clock
from bot.errors import Refusal
from bot.ledger import BOT, By
from bot.mail.mailbox import Filed
from bot.mail.port import Envelope, Mail
from bot.metrics import Metrics
from bot.rules.absence import Report, Source
from bot.rules.autoreply import Kind, Letter, Verdict, classify, read, said
from bot.rules.binding import Binder, Sent, Unbound
from bot.rules.handover import Act
from bot.rules.office import Office
from bot.rules.promise import first_offer
from bot.rules.returning import absence_reported
from bot.service import Service, Target
from bot.store import handovers, mails
from bot.store.database import Database
from handlers.mail_words import read_answer, shortened
from handlers.reading import SiteTimes

REFUSED: Final = "the mail server refuses the address"

log = structlog.get_logger()


def delivery(*parts: str) -> str:
    """Return the key of a delivery, from what is the same each time that it comes."""
    return f"mail:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class Refusals:
    """Takes what a mail server says while it is handed a mail."""

    attendance: Attendance

    async def refused(self, mail: Mail, envelope: Envelope, at: datetime) -> None:
        """Note at `at` (aware UTC) that an address takes no mail, as a bounce would say later. Raises StoreUnavailable."""
        report = Report(Source.BOUNCE, at, evidence=REFUSED, handover_id=mail.handover_id)
        await self.attendance.mark_unreachable(mail.reader, report, By(BOT, at, delivery("refused", envelope.message_id)))


@dataclass(frozen=True, slots=True)
class Postroom:
    """Takes the mails of the bot's mailbox: binds each to a copy of ours, finds out what it is, and acts."""

    database: Database
    office: Office
    service: Service
    binder: Binder
    clock: Clock
    metrics: Metrics

    async def take(self, raw: bytes) -> Filed:
        """Act on one mail. Taken again, it is as taken once. Raises StoreUnavailable: then it has to come again."""
        about_nothing_yet()
        now, letter = self.clock.now(), read(raw)
        marks = self.binder.marks(letter)
        async with self.database.reading() as connection:
            copies = await mails.marked(connection, marks.nonces, marks.message_ids)
        known = [sent for sent in copies if sent.person in self.office.directory.people]
        site = self.office.worktime_of(known[0].person) if known else next(iter(self.office.worktimes.values()))
        verdict = classify(letter, site.zone)
        sent = self.binder.bind(letter, marks, known, verdict)
        if isinstance(sent, Unbound):
            self.metrics.lettered(verdict.kind, sent)
            log.info("mail not bound", verdict=verdict.kind, reason=sent)
            return Filed.UNBOUND
        now_about(sent.handover_id)
        self.metrics.lettered(verdict.kind, "bound")
        log.info("mail", verdict=verdict.kind, reasons=verdict.reasons, person=sent.person)
        await self._act(letter, verdict, sent, By(BOT, now, delivery(sent.key, hashlib.sha256(raw).hexdigest())))
        return Filed.DONE

    async def _act(self, letter: Letter, verdict: Verdict, sent: Sent, by: By) -> None:
        if verdict.kind is Kind.HUMAN:
            await self._answered(said(letter), sent, By(sent.person, by.now, by.delivery))
            return
        report = absence_reported(letter, verdict, sent, self.office.worktime_of(sent.person), by.now)
        if report is not None and report.source is Source.BOUNCE:
            await self.service.mark_unreachable(sent.person, report, by)
        elif report is not None:
            await self.service.mark_away(sent.person, report, by)

    async def _answered(self, text: str, sent: Sent, by: By) -> None:
        """Act on a person's own words; what acts on nothing lands in the thread, and so does what is refused, saying so."""
        async with self.database.reading() as connection:
            handover = await handovers.get(connection, sent.handover_id)
        if handover is None or not text:
            return
        person = self.office.directory.person(sent.person)
        target, note = Target(sent.handover_id), shortened(text, self.office.policy.acts.wish_limit)
        worktime = self.office.worktime_of(sent.person)
        times = SiteTimes(by.now, worktime, person.language, partial(first_offer, worktime, by.now, self.office.policy))
        copied = sent.person != handover.owner and sent.person not in self.office.directory.teams[handover.team].night_shift
        words = None if copied else read_answer(text, times, (person.name, *person.aliases))
        try:
            match words.act if words else None:
                case Act.ACKNOWLEDGE:
                    await self.service.acknowledge(target, by)
                case Act.REACHED:
                    await self.service.reached(target, by)
                case Act.NOT_NEEDED:
                    await self.service.not_needed(target, by)
                case Act.NO_ANSWER if words and words.asked:
                    await self.service.no_answer(target, by, words.asked.moment)
                case _:
                    await self.service.answered(target, by, note)
        except Refusal as refusal:
            log.info("mail refused", reason=refusal.key)
            await self.service.answered(target, by, note, refused=True)
