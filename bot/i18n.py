"""Sentences and dates in the reader's language, from the gettext catalogues in `config/locales`.

Code names a message by its key ("refusal.no_waybill"); every sentence, English too, stands in a `.po` file. The files are read
as they are: there is no compile step to forget.
"""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FALLBACK: Final = "en"
MOMENTS: Final = 1_000  # that are kept as they were written
LOCALES: Final = Path(__file__).parent.parent / "config" / "locales"


@dataclass(frozen=True, slots=True)
class Language:
    """One reader's language. Calling it with a key gives the sentence."""

    code: str
    locale: Locale
    translations: gettext.NullTranslations

    def __call__(self, key: str, /, **params: object) -> str:
        """Return the sentence of `key` with `{name}` filled in from `params`."""
        return self.translations.gettext(key).format_map(params)

    def plural(self, key: str, count: int, /, **params: object) -> str:
        """Return the sentence of `key` in the form that `count` asks for; `{count}` is filled in."""
        return self.translations.ngettext(key, key, count).format_map({"count": count, **params})

    def choice(self, words: Sequence[str]) -> str:
        """Return the words as a choice: "a, b or c", "a、b或c"."""
        return format_list(words, style="or", locale=self.locale).replace(", or ", " or ")

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence of that key."""
        return self.translations.gettext(key) != key

    def moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """Return weekday, date and time in `zone`: "Mon 23 Nov 11:10", "11月23日 周一 11:10"."""
        return _written(moment.astimezone(UTC), self("format.moment"), zone, self.locale)

    def clock(self, moment: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
        """Return hour and minute in `zone`, and the seconds where they matter."""
        return moment.astimezone(zone).strftime("%H:%M:%S" if seconds else "%H:%M")

    def day(self, day: date) -> str:
        """Return weekday and date."""
        return format_date(day, self("format.day"), locale=self.locale)


class Languages:
    """All languages that the catalogues know; an unknown one reads English."""

    def __init__(self, known: Mapping[str, Language]) -> None:
        """Keep the languages by code."""
        self._known = known

    def of(self, code: str) -> Language:
        """Return the language of `code` ("zh_CN"; "zh" and "zh-CN" too), else English."""
        wanted = code.replace("-", "_")
        if wanted in self._known:
            return self._known[wanted]
        same = (language for name, language in self._known.items() if name.split("_")[0] == wanted.split("_")[0])
        return next(same, self._known[FALLBACK])

    def codes(self) -> tuple[str, ...]:
        """Return the codes in alphabetical order."""
        return tuple(sorted(self._known))


def load_languages(folder: Path = LOCALES) -> Languages:
    """Read every catalogue under `folder`: `<code>/LC_MESSAGES/*.po`, all domains of a language together."""
    known = {}
    for language_folder in sorted(path for path in folder.iterdir() if path.is_dir()):
        code = language_folder.name
        merged = Catalog(locale=Locale.parse(code))
        for source in sorted((language_folder / "LC_MESSAGES").glob("*.po")):
            with source.open("rb") as file:
                for message in read_po(file, locale=code):
                    if message.id:  # the header has none
                        merged.add(message.id, message.string)
        known[code] = Language(code, Locale.parse(code), _translations(merged))
    return Languages(known)


@lru_cache(maxsize=MOMENTS)
def _written(moment: datetime, pattern: str, zone: ZoneInfo, locale: Locale) -> str:
    """Return the moment as it is written; a promise stands in every card, ping and mail of its handover."""
    return format_datetime(moment, pattern, tzinfo=zone, locale=locale)


def _translations(catalog: Catalog) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
