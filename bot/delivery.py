"""Delivers one message of the outbox: looks at the state again, finds the words, sends, and marks what became of it.

Nobody is pinged for what has been dealt with. Whatever goes wrong with a message stays with it: it is tried again, or set aside
and told to the people who run the bot.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.about import about
from bot.address import Address, Place
from bot.announce import PHONE_LIST, refresh, stand_in_rows
from bot.chat.port import Chat
from bot.compose import Composer, Post, Snapshot
from bot.errors import SendFailed, StoreUnavailable
from bot.limits import Limits
from bot.mail.port import Mailer
from bot.metrics import Metrics
from bot.rules.handover import Handover
from bot.rules.ladder import RungName
from bot.rules.pace import pause
from bot.rules.people import UnknownPerson
from bot.rules.staff import Staff
from bot.signs import Signs
from bot.store import absences, facts, handovers, outgoing
from bot.store.database import Database
from bot.store.outgoing import Kind, Outgoing, State

REASON_LENGTH: Final = 200
PATIENCE: Final = timedelta(days=1)
GONE: Final = "not in the directory"

STANDING: Final = frozenset({Kind.CARD, Kind.PHONE})
ESCALATING: Final = frozenset({Kind.CARD, Kind.PING, Kind.NOTICE})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message. `closed`: its place takes nothing for a while, the platform says."""

    sent: bool
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivers. `luck` is drawn from 0 to 1 for each pause between two tries."""

    database: Database
    composer: Composer
    chat: Chat
    mailer: Mailer
    limits: Limits
    luck: Callable[[], float]
    metrics: Metrics
    signs: Signs

    async def deliver(self, rows: list[Outgoing], now: datetime) -> Outcome:
        """Send the one message that these leased rows are. Raises StoreUnavailable, and nothing else."""
        with about(row.handover_id for row in rows):
            return await self._deliver(rows, now)

    async def _deliver(self, rows: list[Outgoing], now: datetime) -> Outcome:
        post: Post | None = None
        wanted = rows
        try:
            snapshot = await self._look_around(rows, now)
            composer = self.composer.knowing(snapshot)
            wanted, superseded = composer.sift(rows, snapshot, now)
            await self._supersede(superseded)
            if not wanted:
                return Outcome(sent=False)
            post = composer.compose(wanted, snapshot, now)
            ref = await self._send(post, now, tried=rows[0].attempts > 1)
            await self._sent(wanted, snapshot, ref, now)
        except SendFailed as failure:
            if failure.permanent and post is not None and post.edit is not None:
                await self._forget(wanted, now, failure)
            else:
                await self._failed(wanted, now, failure)
            return Outcome(sent=False, closed=failure.retry_after is not None)
        except UnknownPerson:
            await self._failed(wanted, now, SendFailed(GONE, permanent=True))
            return Outcome(sent=False)
        except StoreUnavailable:
            raise
        except Exception as error:  # a message that cannot be made must not hold up the others; it is retried and reported
            if len(wanted) > 1:
                apart = [await self.deliver([row], now) for row in wanted]
                return Outcome(any(each.sent for each in apart), any(each.closed for each in apart))
            log.exception("message could not be made", rows=[row.id for row in wanted])
            await self._failed(wanted, now, SendFailed(type(error).__name__))
            return Outcome(sent=False)
        return Outcome(sent=True)

    async def _look_around(self, rows: list[Outgoing], now: datetime) -> Snapshot:
        """Read the state, and ask the chat platform who is there; what it says may have changed the state."""
        snapshot = await self._look(rows, now)
        if await self.signs.look(concerned(rows, snapshot), snapshot.absences, now):
            snapshot = await self._look(rows, now)
        return replace(snapshot, hints=self.signs.hints(now))

    async def _look(self, rows: list[Outgoing], now: datetime) -> Snapshot:
        """Read the state again."""
        ids = list({row.handover_id for row in rows})
        async with self.database.reading() as connection:
            found = await handovers.many(connection, ids)
            cards = await facts.cards_of(connection, ids)
            event = await handovers.event_of(connection, rows[0].handover_id, rows[0].occurrence)
            staff = self.composer.desk.office.staff(await absences.recent(connection, now))
            failed = await outgoing.failed(connection, ids) if any(row.kind in ESCALATING for row in rows) else ()
            stands = rows[0].kind in STANDING and rows[0].rung != RungName.AT_ONCE
            on_its_way = stands and (ids[0], showing(rows)) not in cards and await outgoing.tried_before(connection, rows[0])
        return Snapshot(found, cards, event, staff.absences, failed, on_its_way)

    async def _send(self, post: Post, now: datetime, *, tried: bool) -> str:
        if post.mail is not None:
            await self.mailer.send(post.mail, key=post.key, at=now)
            return ""
        if post.edit is not None:
            await self.chat.edit(post.edit, post.message, at=now)
            return post.edit
        return await self.chat.post(post.to, post.message, key=post.key, thread=post.thread, at=now, tried=tried)

    async def _sent(self, rows: list[Outgoing], snapshot: Snapshot, ref: str, now: datetime) -> None:
        async with self.database.transaction() as connection:
            await outgoing.settle(
                connection, rows, {"state": State.SENT, "sent_at": now, "ref": ref, "next_try_at": None, "reason": None}
            )
            if place := showing(rows):
                rendered = snapshot.handovers[rows[0].handover_id]
                await facts.show(connection, facts.Shown(rendered.id, place, ref, rendered.version))
                await self._catch_up(connection, rows[0], rendered)

        self.metrics.tried(rows[0].kind, "sent", len(rows))
        log.info("sent", kind=rows[0].kind, rung=rows[0].rung, to=rows[0].recipient, rows=[row.id for row in rows])
        for row in rows:
            if row.kind is Kind.PING:
                self.metrics.late(now - row.planned_at)

    async def _catch_up(self, connection: AsyncConnection, row: Outgoing, rendered: Handover) -> None:
        """Bring a card up to date that changed while it was being posted: nobody knew yet where it stands."""
        latest = await handovers.get(connection, rendered.id)
        if latest is not None and latest.version != rendered.version and row.kind is not Kind.PHONE:
            await outgoing.enqueue(connection, [refresh(row, latest)])

    async def _supersede(self, rows: Iterable[tuple[Outgoing, str]]) -> None:
        for row, reason in rows:
            async with self.database.transaction() as connection:
                await outgoing.settle(connection, [row], {"state": State.SUPERSEDED, "next_try_at": None, "reason": reason})
            self.metrics.tried(row.kind, "superseded")

    async def _forget(self, rows: list[Outgoing], now: datetime, failure: SendFailed) -> None:
        """Forget where a card stood that cannot be edited any more, as when somebody has deleted it: it is posted anew."""
        log.warning("message cannot be edited", rows=[row.id for row in rows], reason=failure.reason)
        async with self.database.transaction() as connection:
            await facts.forget(connection, rows[0].handover_id, showing(rows) or "")
            await outgoing.settle(connection, rows, {"state": State.PENDING, "next_try_at": now, "reason": None})

    async def _failed(self, rows: list[Outgoing], now: datetime, failure: SendFailed) -> None:
        """Try again later; set aside what can never be sent, tell the people who run the bot, and ping the next higher."""
        attempts = max(row.attempts for row in rows)
        patient = failure.patient and now - min(row.planned_at for row in rows) < PATIENCE
        final = failure.permanent or (attempts >= self.composer.desk.office.policy.outbox.tries and not patient)
        told = None if failure.retry_after is None else timedelta(seconds=failure.retry_after)
        wait = told or pause(attempts, self.luck())
        values = {
            "state": State.FAILED if final else State.PENDING,
            "next_try_at": None if final else now + wait,
            "reason": failure.reason[:REASON_LENGTH],
        }
        self.metrics.tried(rows[0].kind, "failed" if final else "retried", len(rows))
        log.warning("message not sent", rows=[row.id for row in rows], reason=failure.reason, final=final)
        async with self.database.transaction() as connection:
            await outgoing.settle(connection, rows, values)
            if told:
                await self.limits.close(connection, rows[0].place, now, told)
            if final and rows[0].kind is not Kind.ALARM:
                found = await handovers.many(connection, list({row.handover_id for row in rows}))
                staff = self.composer.desk.office.staff(await absences.recent(connection, now))
                instead = self._instead(staff, rows, found, now)
                await outgoing.enqueue(connection, [*self.composer.alarms(rows[0], now, failure.reason), *instead])

    def _instead(self, staff: Staff, rows: list[Outgoing], found: Mapping[int, Handover], now: datetime) -> list[Outgoing]:
        """Return the pings for the next higher. When that goes wrong too, the people who run the bot hear of it alone."""
        try:
            return stand_in_rows(self.composer.desk.office, staff, rows, found, now)
        except Exception:  # the configuration has lost what this handover goes by
            log.exception("nobody higher could be found", rows=[row.id for row in rows])
            return []


def showing(rows: list[Outgoing]) -> str | None:
    """Return the place where the message of these rows is the handover's latest card, or None when it is none."""
    if rows[0].kind is Kind.PHONE:
        return PHONE_LIST
    one = len({row.handover_id for row in rows}) == 1
    channel = Address.parse(rows[0].recipient).place is Place.CHANNEL if rows[0].kind in ESCALATING else False
    if channel and not (rows[0].kind is Kind.CARD and rows[0].rung != RungName.AT_ONCE):
        return None  # the card in the channel stays the one that people write under
    return rows[0].recipient if one and rows[0].kind in ESCALATING else None


def concerned(rows: list[Outgoing], snapshot: Snapshot) -> list[str]:
    """Return who is to be looked for before these rows are said: whom they reach, and who owns what they are about.

    Nobody is for a card that is only brought up to date.
    """
    row, found = rows[0], [snapshot.handovers[each.handover_id] for each in rows]
    owners = [handover.owner for handover in found if handover.active]
    shown = (row.handover_id, row.recipient) in snapshot.cards
    if row.kind not in ESCALATING or (row.kind is Kind.CARD and row.rung != RungName.AT_ONCE and shown) or not owners:
        return []
    address = Address.parse(row.recipient)
    return [address.key, *owners] if address.place is Place.PERSON else owners
