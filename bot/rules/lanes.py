"""In which order messages go: lanes, the most urgent first, and a share for the others, so that none waits for ever."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from bot.rules.handover import Handover
from bot.rules.ladder import URGENT

SHARE: Final = 9
"""So many messages of a lane go in a row while less urgent ones wait; the next is one of theirs."""


class Lane(IntEnum):
    """The lanes, most urgent first."""

    URGENT = 0  # what somebody has to see now: immediate, lunch, warned customers
    ALARM = 1  # what the people who run the bot have to know
    CALM = 2  # every other card, ping, mail and phone list
    PAPER = 3  # what follows what people did: notes in threads, and edits of cards


def main_lane(handover: Handover) -> Lane:
    """Return the lane of what the handover's people have to see."""
    return Lane.URGENT if handover.warned or not URGENT.isdisjoint(handover.routes) else Lane.CALM


@dataclass(slots=True)
class Turns:
    """Whose turn it is. Remembers how many messages of each lane went in a row while less urgent ones waited."""

    _run: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))

    def next(self, waiting: Collection[Lane]) -> Lane:
        """Return the lane of the next message, of those in which something waits (at least one).

        The most urgent one, but for every tenth message, which is the turn of the others; among those it is the same again.
        """
        *above, last = sorted(waiting)
        for lane in Lane:
            if lane not in above:
                self._run[lane] = 0
        for lane in above:
            if self._run[lane] < SHARE:
                self._run[lane] += 1
                return lane
            self._run[lane] = 0
        return last
