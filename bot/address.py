"""Where a message goes."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """The kinds of places a message can go to."""

    PERSON = "person"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a person's direct messages, or a team's channel."""

    place: Place
    key: str

    def __str__(self) -> str:
        """Return the form that is stored: "person:zhou"."""
        return f"{self.place}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read the stored form. Raises ValueError."""
        place, _, key = text.partition(":")
        return cls(Place(place), key)
