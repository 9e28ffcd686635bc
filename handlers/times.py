"""How the grammar has times read, without a clock or a site of its own."""

from datetime import datetime
from typing import Protocol


class Reading(Protocol):
    """What a phrase was understood as."""

    @property
    def moment(self) -> datetime:
        """The moment that is meant, aware UTC."""


class FoundTime(Protocol):
    """What was found in a text: a time, or none, and the words that were not part of it."""

    @property
    def reading(self) -> Reading | None:
        """The time that the text contains, if any."""

    @property
    def rest(self) -> str:
        """The text without it."""

    @property
    def left(self) -> str:
        """Words in the rest that may have been meant as the time, where none was found; else ""."""


class TimeReader(Protocol):
    """Reads times (procedure, section 3a) for one typist: bound to now, a working-time clock and a language."""

    def find(self, text: str) -> FoundTime:
        """Return the time within a longer text. Raises a Refusal when it is there but cannot be promised or understood."""

    def read(self, text: str) -> Reading:
        """Return the time that the whole text is. Raises a Refusal when it is none."""
