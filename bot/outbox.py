"""Sends what the outbox holds: after the commit, from leases, lane by lane, one message at a time."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import random
from typing import Final

from bot.attendance import Attendance
from bot.chat.port import Chat
from bot.chat.presence import NothingShown, Presence
from bot.compose import Composer
from bot.delivery import Delivery
from bot.limits import Limits
from bot.mail.port import Mailer
from bot.metrics import Metrics
from bot.rules.lanes import Lane, Turns
from bot.signs import Signs
from bot.store import outgoing
from bot.store.database import Database
from bot.store.outgoing import Outgoing

LEASE: Final = timedelta(seconds=30)
FRESH: Final = LEASE / 2  # no message is begun later on a lease: it has to end before others may take it
LEASED_AT_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Held:
    """One leased message: its rows, and until when it may be begun, on the loop's clock."""

    rows: list[Outgoing]
    fresh_until: float


@dataclass(slots=True)
class Outbox:
    """The sender. Several may run on one database: leases keep them apart. `luck` is drawn from 0 to 1 for each pause."""

    database: Database
    composer: Composer
    chat: Chat
    mailer: Mailer
    limits: Limits = field(default_factory=Limits)
    luck: Callable[[], float] = random
    metrics: Metrics = field(default_factory=Metrics)
    presence: Presence = field(default_factory=NothingShown)
    turns: Turns = field(default_factory=Turns)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        """Build what delivers one message."""
        signs = Signs(self.presence, Attendance(self.database, self.composer.desk.office))
        self.delivery = Delivery(
            self.database, self.composer, self.chat, self.mailer, self.limits, luck=self.luck, metrics=self.metrics, signs=signs
        )

    async def drain(self, clock: Callable[[], datetime], enough: Callable[[], bool] = lambda: False) -> int:
        """Send everything that is due by the clock (aware UTC) and return how many messages went out. Raises StoreUnavailable.

        Before each message it is asked anew what is the most urgent: that waits for the message under way, and for no herd. When
        it is `enough`, the message that is under way is ended and marked, and what was leased with it goes back.
        """
        sent = 0
        hand: dict[Lane, deque[Held]] = {lane: deque() for lane in Lane}
        while not enough():
            now = clock()
            await self._give_back(_taken_out(hand, _stale), now)
            async with self.database.reading() as connection:
                heads = await outgoing.heads(connection)
            waiting = {lane for lane in Lane if hand[lane] or (lane in heads and heads[lane] <= now)}
            if not waiting:
                return sent
            lane = self.turns.next(waiting)
            if not hand[lane]:
                hand[lane].extend(await self._lease(lane, now))
            if hand[lane]:
                group = hand[lane].popleft().rows
                outcome = await self.delivery.deliver(group, now)
                sent += outcome.sent
                if outcome.closed:
                    await self._give_back(_taken_out(hand, partial(_is_for, group[0].place)), clock())
        await self._give_back(_taken_out(hand, lambda _: True), clock())
        return sent

    async def _lease(self, lane: Lane, now: datetime) -> list[Held]:
        """Take what is due in a lane, and may go now, away from others."""
        fresh_until = asyncio.get_running_loop().time() + FRESH.total_seconds()
        async with self.database.transaction() as connection:
            rows = await outgoing.lease(connection, lane, now, now + LEASE, LEASED_AT_MOST)
            return [Held(group, fresh_until) for group in await self.limits.admit(connection, rows, now)]

    async def _give_back(self, held: Iterable[Held], now: datetime) -> None:
        rows = [row for each in held for row in each.rows]
        if rows:
            async with self.database.transaction() as connection:
                await outgoing.hand_back(connection, rows, now)


def _stale(held: Held) -> bool:
    return asyncio.get_running_loop().time() >= held.fresh_until


def _is_for(place: str, held: Held) -> bool:
    return held.rows[0].place == place


def _taken_out(hand: dict[Lane, deque[Held]], which: Callable[[Held], bool]) -> list[Held]:
    """Take these messages out of the hand."""
    out = [held for lane in Lane for held in hand[lane] if which(held)]
    for lane in Lane:
        hand[lane] = deque(held for held in hand[lane] if not which(held))
    return out
