"""Keeps the bot below what a platform allows for one place (a channel, a person's direct messages), whichever process sends.

What is too much for its place now is put off to when it is its turn there, and holds up nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.address import Place
from bot.rules.pace import LONGEST_WAIT, Pace
from bot.store import outgoing, paces
from bot.store.outgoing import Outgoing, grouped

AT_MOST: Final = 1000
"""So many rows of a crowded place are put off at once; a crowd that is larger takes another lease."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast messages may come to one place; None where nobody minds."""

    pace: Pace | None = None

    async def admit(self, connection: AsyncConnection, rows: Iterable[Outgoing], now: datetime) -> list[list[Outgoing]]:
        """Return the messages of these leased rows that may go at `now` (aware UTC). The others are put off, one after the other.

        With them goes everything else that is due at their places: it need not be leased to learn that.
        """
        groups = grouped(rows)
        places = {group[0].place for group in groups if is_limited(group[0].place)}
        if self.pace is None or not places:
            return groups
        rested_at = await paces.rested(connection, list(places), now)
        admitted: list[list[Outgoing]] = []
        crowds: dict[str, list[list[Outgoing]]] = {}
        for group in groups:
            place = group[0].place
            if place in rested_at:
                turn, after = self.pace.turn(rested_at[place], now)
                if turn > now:
                    crowds.setdefault(place, []).append(group)
                    continue
                rested_at[place] = after
            admitted.append(group)
        for place, crowd in crowds.items():
            others = grouped(await outgoing.due_at(connection, place, now, AT_MOST))
            await outgoing.put_off(connection, self._in_turn(crowd + others, rested_at[place], now))
        await paces.remember(connection, rested_at)
        return admitted

    async def close(self, connection: AsyncConnection, place: str, now: datetime, wait: timedelta) -> None:
        """Let nothing go to a place for so long (five minutes at the most): the platform has said so."""
        if self.pace is not None and is_limited(place):
            await paces.rested(connection, [place], now)
            await paces.remember(connection, {place: self.pace.closed_until(now + min(wait, LONGEST_WAIT))})

    def _in_turn(
        self, groups: Iterable[list[Outgoing]], rested_at: datetime, now: datetime
    ) -> Iterable[tuple[Outgoing, datetime]]:
        assert self.pace is not None
        for group in groups:
            turn, rested_at = self.pace.turn(rested_at, now)
            yield from ((row, turn) for row in group)


def is_limited(place: str) -> bool:
    """Tell whether it is a place on the chat platform; mails have their own way."""
    return place.partition(":")[0] in set(Place)
