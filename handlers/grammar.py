"""Turns the text behind `/callback` into a command (procedure, sections 1, 3a and 4). It looks nothing up and changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import Refusal
from bot.rules.cleaning import clean, flat
from bot.rules.handover import Act, Status
from config.policy import Site
from handlers import parts, phrasing, refusals, words
from handlers.filters import parse_list
from handlers.intents import (
    AssignTo,
    ComeBack,
    Command,
    CorrectHandover,
    Help,
    ListHandovers,
    Mine,
    OpenCallback,
    Perform,
    PerformAt,
    Show,
    TellTime,
    WhoIsAway,
)
from handlers.leaving import parse_away
from handlers.parts import Remaining
from handlers.times import TimeReader
from handlers.words import Flag, Tag, Word

ROOM_BESIDE_THE_WISH: Final = 500  # characters, for numbers, names and the like

_NAMED: Final = re.compile(r"(?:cb[\s\-]?|#\s?)#?(\d{1,9})(?![A-Za-z0-9\-])[\s,:]*", re.IGNORECASE)
_BARE: Final = re.compile(r"(\d{1,9})(?=[\s,;]|$)[\s,]*")
_SLASHED: Final = re.compile(r"/+(?P<word>[^\W\d]*(?:-[^\W\d]+)*)[\s:]*")
_SHOWN: Final = 60
_TO: Final = re.compile(r"^(?:to\s+|给\s*)", re.IGNORECASE)

# The act of each word, and whether a note may follow: where words could change what is meant, they are refused.
_PERFORMED: Final[Mapping[Word, tuple[Act, bool]]] = {
    Word.GOT: (Act.ACKNOWLEDGE, False),
    Word.TAKE: (Act.TAKE_OVER, False),
    Word.DONE: (Act.REACHED, False),
    Word.NONEED: (Act.NOT_NEEDED, True),
    Word.AGAIN: (Act.CALLED_AGAIN, True),
    Word.CANT: (Act.DECLINE, True),
    Word.CANCEL: (Act.CANCEL, True),
    Word.REOPEN: (Act.REOPEN, True),
}
_REASONED: Final = frozenset({Act.DECLINE, Act.CANCEL})
_ALONE: Final[Mapping[Word, Command]] = {Word.MINE: Mine(), Word.BACK: ComeBack(), Word.WHO: WhoIsAway()}
_TIMED: Final[Mapping[Word, Act]] = {Word.NOANSWER: Act.NO_ANSWER, Word.TIME: Act.NEW_TIME}


def parse(text: str, site: Site, times: TimeReader, *, wish_limit: int) -> Command:
    """Return what the text behind `/callback` asks for. Raises a Refusal that says what to type instead.

    `wish_limit` is the number of characters that a wish, a note or a reason may have.
    """
    text = clean(text, wish_limit + ROOM_BESIDE_THE_WISH).strip()
    return _Grammar(site, times, wish_limit).command(text)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What every rule of the grammar needs."""

    site: Site
    times: TimeReader
    wish_limit: int

    def command(self, text: str) -> Command:
        plain = flat(text)
        if not plain:
            return Help()
        if slashed := _SLASHED.match(plain):
            raise _misspelt(text, slashed)
        if named := _NAMED.match(plain):
            return self._number_first(text, named)
        found = words.first_word(plain)
        if found is None:
            return self._open(text)
        word, start = found
        typed = plain[:start].strip(" :\n\t")
        if word is not Word.LIST and self._opens(plain) and _reference(text[start:]) is None:
            opened = self._open(text)
            if flat(opened.wish).casefold() != typed.casefold():
                return opened
        return self._worded(word, typed, text[start:])

    def _number_first(self, text: str, named: re.Match[str]) -> Command:
        """Read "CB-12 done" like "done CB-12", and "CB-12" alone as "show CB-12"."""
        rest = text[named.end() :]
        if not rest:
            return Show(int(named[1]))
        found = words.first_word(flat(rest))
        if found is None:
            raise self._unknown(flat(rest))
        word, start = found
        return self._worded(word, flat(rest[:start]).strip(" :\n\t"), f"CB-{named[1]} {rest[start:]}")

    def _opens(self, plain: str) -> bool:
        """Tell whether the text has what only opening a handover takes: a waybill and a REQ ID."""
        return bool(parts.waybills(plain, self.site) and parts.request_ids(plain, self.site))

    def _worded(self, word: Word, typed: str, rest: str) -> Command:
        rest = rest.strip()
        if word is Word.AWAY:
            return parse_away(rest, self.times)
        if word in _ALONE:
            _nothing_more(rest, typed)
            return _ALONE[word]
        match word:
            case Word.HELP:
                return _help(rest)
            case Word.WHEN:
                return self._when(rest)
            case Word.LIST:
                return parse_list(rest, self.site)
        return self._referring(word, typed, rest)

    def _when(self, rest: str) -> TellTime:
        remaining = Remaining(rest)
        flags = parts.cut_flags(remaining)
        asked = remaining.text.strip()
        return TellTime(self.times.read(asked) if asked else None, Flag.WARNED in flags)

    def _referring(self, word: Word, typed: str, rest: str) -> Command:
        """Read a command about one handover, or about what has a number."""
        reference = _reference(rest)
        if reference is None and word is Word.SHOW and (found := self._numbers_to_show(rest)):
            return found
        if reference is None:
            raise refusals.MissingReference(word=typed, example=f"{typed} CB-12")
        handover, more = reference
        return self._about(word, f"{typed} CB-{handover}", handover, more)

    def _about(self, word: Word, typed: str, handover: int, rest: str) -> Command:
        match word:
            case Word.SHOW:
                _nothing_more(rest, typed)
                return Show(handover)
            case Word.CORRECT:
                return self._correct(typed, handover, rest)
            case Word.ASSIGN:
                return AssignTo(handover, _person(rest, typed))
            case Word.NOANSWER | Word.TIME:
                asked = phrasing.bare_time(rest)
                if not asked:
                    raise refusals.MissingTime(word=typed, example=f"{typed} 16:00")
                return PerformAt(_TIMED[word], handover, self.times.read(asked))
            case Word.CANT if not rest:
                raise refusals.MissingReason(word=typed, example=typed)
        act, takes_a_note = _PERFORMED[word]
        if not takes_a_note:
            _nothing_more(rest, typed)
        return Perform(act, handover, self._limited(rest, "reason" if act in _REASONED else "note"))

    def _open(self, text: str) -> OpenCallback:
        remaining = Remaining(text)
        tags = parts.cut_tags(remaining)
        flags = parts.cut_flags(remaining)
        owner = parts.cut_owner(remaining)
        phone = tags.get(Tag.PHONE) or parts.cut_spoken_phone(remaining, None if Tag.WAYBILL in tags else self.site)
        request_id = parts.cut_request_id(remaining, tags.get(Tag.REQUEST), self.site)
        waybill = parts.cut_waybill(remaining, tags.get(Tag.WAYBILL), self.site)
        if waybill is None:
            raise refusals.NoWaybill() if request_id or tags or flags else self._unknown(flat(text))
        if request_id is None:
            raise refusals.NoRequestId
        found = self.times.find(remaining.tidy())
        wish = parts.tidy(f"{found.rest} {tags.get(Tag.WISH, '')}")
        if not wish:
            raise refusals.NoWish
        return OpenCallback(
            waybill=waybill,
            request_id=request_id,
            wish=self._limited(wish),
            asked=found.reading,
            owner=owner,
            customer_name=parts.read_name(tags.get(Tag.NAME)),
            customer_phone=parts.read_phone(phone),
            warned=Flag.WARNED in flags,
            other_matter=Flag.OTHER in flags,
            left=found.left,
        )

    def _correct(self, typed: str, handover: int, rest: str) -> CorrectHandover:
        remaining = Remaining(rest)
        tags = parts.cut_tags(remaining)
        if Tag.PHONE not in tags and (phone := parts.cut_spoken_phone(remaining)):
            tags[Tag.PHONE] = phone
        if not tags:
            raise refusals.NothingToCorrect(example=typed)
        _nothing_more(remaining.tidy(), typed)
        wish = tags.get(Tag.WISH)
        return CorrectHandover(
            handover,
            waybill=parts.cut_waybill(remaining, tags.get(Tag.WAYBILL), self.site),
            request_id=parts.cut_request_id(remaining, tags.get(Tag.REQUEST), self.site),
            customer_name=parts.read_name(tags.get(Tag.NAME)),
            customer_phone=parts.read_phone(tags.get(Tag.PHONE)),
            wish=None if wish is None else self._limited(wish),
        )

    def _numbers_to_show(self, rest: str) -> ListHandovers | None:
        """Find the handovers of a REQ ID or a waybill, in any state."""
        request_id = parts.read_request_id(rest, self.site)
        waybill = None if request_id else parts.cut_waybill(Remaining(rest), None, self.site)
        if request_id is None and waybill is None:
            return None
        return ListHandovers(frozenset(Status), request_id=request_id, waybill=waybill.number if waybill else None)

    def _limited(self, text: str, field: str = "wish") -> str:
        if len(text) > self.wish_limit:
            raise refusals.FieldTooLong(field=field, limit=self.wish_limit, length=len(text))
        return text

    def _unknown(self, plain: str) -> Refusal:
        """Say what is wrong with a text that begins with no command and has no waybill."""
        counted = _BARE.match(plain)
        if counted and (found := words.first_word(plain[counted.end() :])):
            typed = plain[counted.end() :]
            return refusals.MissingReference(word=typed[: found[1]].strip(), example=_shown(f"CB-{counted[1]} {typed}"))
        first, *more = re.split(r"[\s:,]+", plain)
        if near := words.closest(first, words.forms(words.WORDS), cutoff=0.75):
            return refusals.UnknownWord(word=first, closest=words.either(near))
        return refusals.NoWaybill() if more else refusals.UnknownCommand(word=first)


def _misspelt(text: str, slashed: re.Match[str]) -> refusals.UnknownInvocation:
    """Return the refusal of a slash and another word than the bot's, with the right spelling: "/calback help", "/list"."""
    is_own_word = words.first_word(flat(text[slashed.start("word") :])) is not None
    rest = text[slashed.start("word") if is_own_word else slashed.end() :].strip()
    right = f"/callback {rest}".strip()
    typed = text.split(maxsplit=1)[0]
    return refusals.UnknownInvocation(typed=_shown(typed), right=_shown(right))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _reference(text: str) -> tuple[int, str] | None:
    """Return the handover that the text begins with (CB-12, cb12, #12, 12), and what follows."""
    plain = flat(text)
    found = _NAMED.match(plain) or _BARE.match(plain)
    return None if found is None else (int(found[1]), text[found.end() :].strip())


def _nothing_more(rest: str, example: str) -> None:
    if rest:
        raise refusals.ExtraText(text=rest, example=example)


def _person(rest: str, typed: str) -> str:
    """Return the one person that the text names, with or without "@". Raises MissingOwner, TwoOwners, ExtraText."""
    remaining = Remaining(rest)
    owner = parts.cut_owner(remaining)
    left = _TO.sub("", remaining.tidy() + " ", count=1).strip()
    if owner is not None:
        _nothing_more(left, f"{typed} {owner}")
        return owner
    if left.removeprefix("@").casefold() in words.NOT_PEOPLE | {""}:
        raise refusals.MissingOwner(word=typed, example=f"{typed} @zhou")
    return f"@{left}"


def _help(rest: str) -> Help:
    if not rest:
        return Help()
    topic = words.topic(flat(rest))
    if topic is None:
        near = words.closest(rest, [form for forms in words.TOPICS.values() for form in forms], cutoff=0.6)
        raise refusals.UnknownTopic(word=rest, closest=words.either(near or tuple(words.TOPICS)[:3]))
    return Help(topic)
