"""Reads times for one typist: bound to now, to the clock of their site, and to their language (procedure, section 3a)."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.phrases import find_time, read_time
from bot.rules.worktime import Worktime
from handlers.times import FoundTime, Reading


@dataclass(frozen=True, slots=True)
class SiteTimes:
    """The reader that the grammar is given. `now` is aware; `language` is a code such as zh_CN."""

    now: datetime
    worktime: Worktime
    language: str

    def find(self, text: str) -> FoundTime:
        """Return the time within a longer text. Raises TimeRefused."""
        return find_time(text, self.now, self.worktime, self._lang)

    def read(self, text: str) -> Reading:
        """Return the time that the whole text is. Raises TimeRefused."""
        return read_time(text, self.now, self.worktime, self._lang)

    @property
    def _lang(self) -> str:
        return "zh" if self.language.startswith("zh") else "en"
