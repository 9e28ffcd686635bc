"""Reads a phrase that is a time and nothing else (procedure §3a)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from bot.rules.phrases.forms import usual_forms
from bot.rules.phrases.grammar import understood
from bot.rules.phrases.pieces import Kind, Piece
from bot.rules.phrases.refusals import AmbiguousDate, NoTime, TimeRefused, TwoTimes, UnclearTime, Unreadable
from bot.rules.phrases.resolve import Clockwork
from bot.rules.phrases.scan import scan
from bot.rules.phrases.text import language, normalised
from bot.rules.worktime import Worktime

# A time takes no more characters than this; anything longer is a story.
LONGEST: Final = 120
_SHOWN: Final = 60
AROUND: Final = ' .,!?;:…"“”「」『』、'
_FORMS: Final = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """The one moment (UTC) that a phrase names, and the phrase as it was written."""

    moment: datetime
    text: str


def read_time(text: str, now: datetime, worktime: Worktime, lang: str = "en") -> Reading:
    """Return the moment that the whole text names, as it is said in the site's zone at `now` (aware).

    `lang` is the reader's language ("en" or "zh"): used where the text shows none, and for the forms of a refusal. A result is
    never before the minute of `now`, from which lengths of time count. Raises TimeRefused.
    """
    site = Clockwork(now, worktime, language(text, lang))
    try:
        return Reading(moment_of(text, site), text)
    except Unreadable as problem:
        raise refused(problem, text, site, lang) from None


def moment_of(text: str, site: Clockwork) -> datetime:
    """Return the moment of a text. Raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(UnclearTime if any(piece.kind is Kind.CLOCK for piece in scan(normalised(text[:LONGEST]))) else NoTime)
    plain = normalised(text).rstrip(AROUND + "'").lstrip(AROUND + "'")
    return moment_of_pieces(list(scan(plain)), site)


def moment_of_pieces(pieces: Sequence[Piece], site: Clockwork) -> datetime:
    """Return the moment that the pieces name together. Raises Unreadable."""
    return site.place(understood(pieces))


def refused(problem: Unreadable, text: str, site: Clockwork, lang: str) -> TimeRefused:
    """Return the refusal for the typist: what was written, and two forms that are read at this moment."""
    own = list(problem.forms)
    both_readings = own if problem.refusal in (AmbiguousDate, TwoTimes) else []
    forms = list(chain(_working(own, site), _working(usual_forms(site.now, site.worktime, lang), site)))[:_FORMS]
    first, second = both_readings or forms
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return problem.refusal(text=shown, first=first, second=second, forms=tuple(forms))


def _working(forms: Iterable[str], site: Clockwork) -> Iterable[str]:
    for form in forms:
        try:
            moment_of(form, site)
        except Unreadable:
            continue
        yield form
