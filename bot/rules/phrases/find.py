"""Finds the time at the beginning or the end of a command's free text: "17:20 customs fee", 清关费用 明天上午10点.

What is taken for a time, or for one that has to be refused, is decided in `weight`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from bot.rules.phrases.forms import dated
from bot.rules.phrases.grammar import understood
from bot.rules.phrases.pieces import Kind, Piece, kinds
from bot.rules.phrases.read import AROUND, LONGEST, Reading, moment_of, refused
from bot.rules.phrases.refusals import MaybeNumber, NoTime, TwoTimes, UnclearTime, Unreadable
from bot.rules.phrases.resolve import Clockwork
from bot.rules.phrases.scan import scan
from bot.rules.phrases.text import language, normalised
from bot.rules.phrases.weight import (
    Cut,
    Gap,
    Side,
    before_topic,
    could_be_meant,
    counts,
    gap_between,
    has_happened,
    refusal_counts,
)
from bot.rules.worktime import Worktime

_STARTS: Final = frozenset("DWPCSsZEJAGaobfyvxm")
_WORD: Final = re.compile(r"(?<![a-z0-9])[a-z0-9]|[^a-z0-9 ]")  # where one begins, or a sign stands


class _PartOfWish(Exception):
    """There is a time, but the wish speaks of it: nothing is asked."""


@dataclass(frozen=True, slots=True)
class FoundTime:
    """The time that stands at one end of a text, if any, and the text without it.

    `left` are words at one end that could be meant as the time, where none was found: "on Friday", of which a wish may speak.
    """

    reading: Reading | None
    rest: str
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    moment: datetime
    start: int
    end: int


def find_time(text: str, now: datetime, worktime: Worktime, lang: str = "en") -> FoundTime:
    """Return the time at the beginning, or else at the end, of the text, and the rest of the text.

    Without one the rest is the whole text: the first offer was accepted. `now` is aware; `lang` as in `read_time`.
    Raises TimeRefused for an attempted time that is refused, and TwoTimes when both ends name different ones.
    """
    search = _Search(text, Clockwork(now, worktime, language(text, lang)))
    try:
        return search.found()
    except Unreadable as problem:
        raise refused(problem, search.blamed, search.site, lang) from None


class _Search:
    def __init__(self, text: str, site: Clockwork) -> None:
        self.text = text
        self.site = site
        self.blamed = text
        self.plain = normalised(text)
        self.start = len(self.plain) - len(self.plain.lstrip(AROUND))
        self.end = max(len(self.plain.rstrip(AROUND)), self.start)
        self.scanned = dict[int, list[Piece]]()
        self.known = self._known(self.start)

    def found(self) -> FoundTime:
        if self._is_all_time():
            return FoundTime(Reading(moment_of(self.text, self.site), self.text.strip()), "")
        first = self._first()
        last = self._last(first.end if first else self.start, may_refuse=first is None)
        if first and last and first.moment != last.moment:
            local = self.site.worktime.local
            raise Unreadable(TwoTimes, *(dated(local(one.moment), self.site.today, self.site.lang) for one in (first, last)))
        one = first or last
        if one is None:
            return FoundTime(None, self.text, self._left())
        rest = self.text[first.end if first else 0 : last.start if last else len(self.text)]
        return FoundTime(Reading(one.moment, self.text[one.start : one.end]), rest.strip(AROUND + "-–—|，；。：\n\t"))

    def _is_all_time(self) -> bool:
        """Tell whether the whole text is a time, or is refused as one: nothing in it is unknown."""
        if not 0 < self.end - self.start <= LONGEST:
            return False
        if not self.known or self.known[-1].end < self.end or set(kinds(self.known)) <= {Kind.COURTESY, Kind.GLUE}:
            return False
        try:
            understood(self.known)
        except Unreadable as problem:
            return problem.refusal is not NoTime
        return True

    def _first(self) -> _Found | None:
        known = before_topic(self.plain, self.known)
        for end in sorted({piece.end for piece in known if piece.end <= self.start + LONGEST}, reverse=True):
            gap = gap_between(self.text, self.plain, end, Side.BEGINNING)
            try:
                found = self._judged([piece for piece in known if piece.end <= end], gap, Side.BEGINNING)
            except _PartOfWish:
                return None
            if found:
                return found
        return None

    def _last(self, begin: int, *, may_refuse: bool) -> _Found | None:
        for start, pieces in self._endings(begin):
            if pieces[0].kind in _STARTS:
                gap = gap_between(self.text, self.plain, start, Side.END)
                try:
                    found = self._judged(pieces, gap, Side.END)
                except Unreadable:
                    if may_refuse:
                        raise
                    return None
                except _PartOfWish:
                    # What is shorter would be a piece of it: the "3pm" of "delivered yesterday 3pm".
                    return None
                if found:
                    return found
        return None

    def _left(self) -> str:
        """Return the words at the beginning, or else at the end, that name a coming day or a vague time."""
        _, last = next(self._endings(self.start), (self.end, []))
        for known in (self.known, last):
            pieces = [*takewhile(lambda piece: piece.kind is not Kind.ROUGH, known)]
            cut = Cut(self.plain, tuple(pieces), Gap.BLANK, Side.END)
            if pieces and could_be_meant(cut) and not has_happened(cut):
                return self.text[pieces[0].start : pieces[-1].end].strip()
        return ""

    def _judged(self, pieces: Sequence[Piece], gap: Gap, side: Side) -> _Found | None:
        start, end = pieces[0].start, pieces[-1].end
        cut = Cut(self.plain, tuple(pieces), gap, side)
        if gap is Gap.NO_WAY or not counts(cut):
            return None
        if has_happened(cut):
            raise _PartOfWish
        try:
            return _Found(self.site.place(understood(pieces)), start, end)
        except Unreadable as problem:
            if issubclass(problem.refusal, NoTime | UnclearTime | MaybeNumber):
                return None
            if not refusal_counts(cut, problem.refusal):
                raise _PartOfWish from None
            self.blamed = self.text[start:end]
            raise

    def _endings(self, begin: int) -> Iterator[tuple[int, list[Piece]]]:
        """Yield the pieces that reach from a word to the end, the longest first, and where the word begins."""
        for word in _WORD.finditer(self.plain, max(begin, self.end - LONGEST), self.end):
            pieces = self._known(word.start())
            if pieces and pieces[-1].end >= self.end:
                yield word.start(), pieces

    def _known(self, start: int) -> list[Piece]:
        """Return the pieces from there on, up to the first that means nothing."""
        if start not in self.scanned:
            self.scanned[start] = list(takewhile(_is_known, scan(self.plain[: self.end], start)))
        return self.scanned[start]


def _is_known(piece: Piece) -> bool:
    return piece.kind is not Kind.UNKNOWN
