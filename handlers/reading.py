"""Reads times for one typist: bound to now, to the clock of their site, and to their language (procedure, section 3a)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.errors import PastTime
from bot.rules.phrases import PastPhrase, find_time, read_time
from bot.rules.worktime import Worktime
from handlers.times import FoundTime, Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SiteTimes:
    """The reader that the grammar is given. `now` is aware; `language` is a code such as zh_CN.

    `offer` works out the first offer (aware), to use instead of a time that has passed.
    """

    now: datetime
    worktime: Worktime
    language: str
    offer: Callable[[], datetime]

    def find(self, text: str) -> FoundTime:
        """Return the time within a longer text. Raises TimeRefused, PastTime."""
        return self._placed(find_time, text)

    def read(self, text: str) -> Reading:
        """Return the time that the whole text is. Raises TimeRefused, PastTime."""
        return self._placed(read_time, text)

    def _placed(self, reading: Callable[[str, datetime, Worktime, str], T], text: str) -> T:
        try:
            return reading(text, self.now, self.worktime, self._lang)
        except PastPhrase as past:
            raise PastTime(asked=f"“{past.params['text']}”", first_offer=self.offer()) from None

    @property
    def _lang(self) -> str:
        return "zh" if self.language.startswith("zh") else "en"
