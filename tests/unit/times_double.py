"""A reader of times that knows few forms, so that the grammar is tested without a clock."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import Refusal

TODAY = datetime(2026, 11, 23, tzinfo=UTC)
_FORM = re.compile(r"(?:at |by )?(\d{1,2}):(\d\d)|明天上午|tomorrow")


class NotATime(Refusal):
    """The text is no time that this double knows."""


@dataclass(frozen=True)
class Read:
    """A moment that was read."""

    moment: datetime


@dataclass(frozen=True)
class Found:
    """A time within a text, and the rest."""

    reading: Read | None
    rest: str
    left: str = ""


class FewTimes:
    """Reads "17:20", "at 17:20", "tomorrow" and 明天上午; remembers what it was asked."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        self.asked: list[str] = []

    def find(self, text: str) -> Found:
        """Return the first time in the text."""
        self.asked.append(text)
        found = _FORM.search(text)
        return Found(_read(found), text[: found.start()] + text[found.end() :]) if found else Found(None, text)

    def read(self, text: str) -> Read:
        """Return the time that the text is. Raises NotATime."""
        self.asked.append(text)
        found = _FORM.fullmatch(unicodedata.normalize("NFKC", text))
        if found is None:
            raise NotATime(text=text)
        return _read(found)


def _read(found: re.Match[str]) -> Read:
    return at(f"{found[1]}:{found[2]}") if found[1] else Read(datetime(2026, 11, 24, 9, tzinfo=UTC))


def at(clock: str) -> Read:
    """Return what is read from a clock time."""
    hour, minute = clock.split(":")
    return Read(TODAY.replace(hour=int(hour), minute=int(minute)))
