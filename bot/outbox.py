"""Sends what the outbox holds: after the commit, from a lease, each message marked by itself, and tried until it is sent.

Before each message the state is read again: nobody is pinged for what has been dealt with.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.address import Address, Place
from bot.announce import PHONE_LIST, refresh, stand_in_rows
from bot.chat.port import Chat
from bot.compose import Composer, Post, Snapshot
from bot.errors import SendFailed, StoreUnavailable
from bot.mail.port import Mailer
from bot.rules.handover import Handover
from bot.rules.ladder import RungName
from bot.rules.people import UnknownPerson
from bot.store import facts, handovers, outgoing
from bot.store.database import Database
from bot.store.outgoing import Kind, Outgoing, State

LEASE = timedelta(seconds=30)
FRESH = LEASE / 2  # no message is begun later on a lease: it has to end before others may take it
LEASED_AT_MOST = 50
TRIES = 10
LONGEST_WAIT = timedelta(minutes=5)
REASON_LENGTH = 200
PATIENCE = timedelta(days=1)
GONE = "not in the directory"

STANDING = frozenset({Kind.CARD, Kind.PHONE})
ESCALATING = frozenset({Kind.CARD, Kind.PING, Kind.NOTICE})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outbox:
    """The sender. Several may run on one database: a lease keeps them apart."""

    database: Database
    composer: Composer
    chat: Chat
    mailer: Mailer

    async def drain(self, now: datetime, enough: Callable[[], bool] = lambda: False) -> int:
        """Send everything that is due at `now` (aware UTC) and return how many messages went out. Raises StoreUnavailable.

        When it is `enough`, the message that is under way is ended and marked, and what was leased with it goes back.
        """
        time = asyncio.get_running_loop().time
        sent, begun = 0, time()
        while not enough() and (rows := await self._lease(now, timedelta(seconds=time() - begun))):
            fresh_until = time() + FRESH.total_seconds()
            groups = grouped(rows)
            while groups and not enough() and time() < fresh_until:
                sent += await self._deliver(groups.pop(0), now)
            if groups:
                async with self.database.transaction() as connection:
                    await outgoing.hand_back(connection, [row for group in groups for row in group], now)
        return sent

    async def _lease(self, now: datetime, elapsed: timedelta) -> list[Outgoing]:
        """Take what is due at `now`, away from others for a whole lease though sending has lasted for `elapsed`."""
        async with self.database.transaction() as connection:
            return await outgoing.lease(connection, now, now + elapsed + LEASE, LEASED_AT_MOST)

    async def _deliver(self, rows: list[Outgoing], now: datetime) -> bool:
        """Send the one message that these rows are. Whatever goes wrong with it stays with it: the others are sent."""
        post: Post | None = None
        wanted = rows
        try:
            snapshot = await self._look(rows)
            wanted, superseded = self.composer.sift(rows, snapshot, now)
            await self._supersede(superseded)
            if not wanted:
                return False
            post = self.composer.compose(wanted, snapshot, now)
            ref = await self._send(post, now, tried=rows[0].attempts > 1)
            await self._sent(wanted, snapshot, ref, now)
        except SendFailed as failure:
            if failure.permanent and post is not None and post.edit is not None:
                await self._forget(wanted, now, failure)
            else:
                await self._failed(wanted, now, failure)
            return False
        except UnknownPerson:
            await self._failed(wanted, now, SendFailed(GONE, permanent=True))
            return False
        except StoreUnavailable:
            raise
        except Exception as error:  # a message that cannot be made must not hold up the others; it is retried and reported
            if len(wanted) > 1:
                return any([await self._deliver([row], now) for row in wanted])
            log.exception("message could not be made", rows=[row.id for row in wanted])
            await self._failed(wanted, now, SendFailed(type(error).__name__))
            return False
        return True

    async def _look(self, rows: list[Outgoing]) -> Snapshot:
        """Read the state again."""
        ids = list({row.handover_id for row in rows})
        async with self.database.reading() as connection:
            found = await handovers.many(connection, ids)
            cards = await facts.cards_of(connection, ids)
            event = await handovers.event_of(connection, rows[0].handover_id, rows[0].occurrence)
            failed = await outgoing.failed(connection, ids) if any(row.kind in ESCALATING for row in rows) else ()
            stands = rows[0].kind in STANDING and rows[0].rung != RungName.AT_ONCE
            on_its_way = stands and (ids[0], showing(rows)) not in cards and await outgoing.tried_before(connection, rows[0])
        return Snapshot(found, cards, event, failed, on_its_way)

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

    async def _catch_up(self, connection: AsyncConnection, row: Outgoing, rendered: Handover) -> None:
        """Bring a card up to date that changed while it was being posted: nobody knew yet where it stands."""
        latest = await handovers.get(connection, rendered.id)
        if latest is not None and latest.version != rendered.version and row.kind is not Kind.PHONE:
            await outgoing.enqueue(connection, [refresh(row, latest)])

    async def _supersede(self, rows: Iterable[tuple[Outgoing, str]]) -> None:
        for row, reason in rows:
            async with self.database.transaction() as connection:
                await outgoing.settle(connection, [row], {"state": State.SUPERSEDED, "next_try_at": None, "reason": reason})

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
        final = failure.permanent or (attempts >= TRIES and not patient)
        wait = timedelta(seconds=failure.retry_after or 0) or min(timedelta(seconds=2 ** min(attempts, TRIES)), LONGEST_WAIT)
        values = {
            "state": State.FAILED if final else State.PENDING,
            "next_try_at": None if final else now + wait,
            "reason": failure.reason[:REASON_LENGTH],
        }
        log.warning("message not sent", rows=[row.id for row in rows], reason=failure.reason, final=final)
        async with self.database.transaction() as connection:
            await outgoing.settle(connection, rows, values)
            if final and rows[0].kind is not Kind.ALARM:
                found = await handovers.many(connection, list({row.handover_id for row in rows}))
                instead = stand_in_rows(self.composer.desk.office, rows, found, now)
                await outgoing.enqueue(connection, [*self.composer.alarms(rows[0], now, failure.reason), *instead])


def showing(rows: list[Outgoing]) -> str | None:
    """Return the place where the message of these rows is the handover's latest card, or None when it is none."""
    if rows[0].kind is Kind.PHONE:
        return PHONE_LIST
    one = len({row.handover_id for row in rows}) == 1
    channel = Address.parse(rows[0].recipient).place is Place.CHANNEL if rows[0].kind in ESCALATING else False
    if channel and not (rows[0].kind is Kind.CARD and rows[0].rung != RungName.AT_ONCE):
        return None  # the card in the channel stays the one that people write under
    return rows[0].recipient if one and rows[0].kind in ESCALATING else None


def grouped(rows: list[Outgoing]) -> list[list[Outgoing]]:
    """Return the rows as messages: the pings of one person are one, every other row is its own.

    Pings that were tried before stay apart from new ones, so that a message whose fate is unknown keeps its key.
    """
    groups: dict[object, list[Outgoing]] = {}
    for row in rows:
        groups.setdefault((row.recipient, row.attempts) if row.kind is Kind.PING else row.id, []).append(row)
    return list(groups.values())
