"""Takes a command apart: cuts what can be recognised out of the text, in any order, and leaves the words of the customer.

Everything is looked for in a flat copy (full-width signs as plain ones, each in its place); what is kept comes from the text as
it was typed.
"""

import re
from typing import Final

from bot.rules.cleaning import flat
from bot.rules.waybill import Waybill, check
from config.policy import Carrier, Site
from handlers import refusals, words
from handlers.words import Flag, Tag

NAME_LIMIT: Final = 100  # characters; no customer's name is longer
_FEWEST_PHONE_DIGITS: Final = 5
_MOST_PHONE_DIGITS: Final = 20  # with an extension
_ENOUGH_PHONE_DIGITS: Final = 10
_PHONE_LIMIT: Final = 40  # characters, with spaces and brackets

_START: Final = r"(?:^|(?<=[\s,;。、]))"
_TAG: Final = re.compile(rf"{_START}({words.pattern(words.forms(words.TAGS))})[ \t]?:[ \t]*", re.IGNORECASE | re.MULTILINE)
_LIKE_A_TAG: Final = re.compile(rf"{_START}([A-Za-z]{{3,12}}):(?=[^\s/:])", re.MULTILINE)
_FLAG: Final = re.compile(r"(?:^|(?<=\s))!([^\W\d_][^\s,;。、!]*)!?(?=[\s,;。、]|$)")
_MENTION: Final = re.compile(r"<@[^<>\s]+>")
_OWNER: Final = re.compile(r"(?<![A-Za-z0-9._%+\-|/<])@(?:\"([^\"\n]+)\"|“([^”\n]+)”|([\w][\w.\-]*))")
_VALUE: Final = re.compile(r"[^\s,;。、]+")
_PHONE_GROUP: Final = re.compile(r"[ \t]+(\(?\d{2,11}\)?(?:-\d+)*)(?=[\s,;。、]|$)")
_NO_COLON: Final = words.pattern(words.TAGS[Tag.PHONE])
_ASKED: Final = r"(?<!please )(?<!pls )(?<!to )(?<!and )(?<!must )(?<!should )(?<!will )(?<!can )"
_SPOKEN_PHONE: Final = re.compile(rf"{_START}{_ASKED}(?:{_NO_COLON})(?:[ \t]+|(?<=[^\x00-\x7f]))(?=[+(]?\d)", re.IGNORECASE)
_LIKE_A_PHONE: Final = re.compile(r"\+?[\d()\- \t]+")
_DATE: Final = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}")
_FEWEST_SPOKEN_DIGITS: Final = 7
_CLOSING: Final = {'"': '"“”', "“": '"”“', "「": "」", "『": "』", "‘": "’", "'": "'"}

_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9+@:.\-])(?=[A-Za-z]*[0-9])[A-Za-z0-9]+(?![A-Za-z0-9\-:]|\.\d)")
_SPACED_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9+@:.\-])[A-Za-z0-9]+(?:[ \-][A-Za-z0-9]+)+(?![A-Za-z0-9\-:]|\.\d)")
_SPACED_REQUEST: Final = re.compile(r"(?<![A-Za-z0-9\-])[A-Za-z]{2,}[ :#]{1,2}\d{3,}(?![A-Za-z0-9\-])")
_MOST_GROUPS: Final = 7

_SPACES: Final = re.compile(r"[^\S\n]+")
_COMMAS: Final = re.compile(r"([,，;；、])(?:\s*[,，;；、])+")
_EDGES: Final = " \t\n\r,，;；、:："


class Remaining:
    """What of a command has not been recognised yet, as typed (`text`) and flat (`plain`)."""

    def __init__(self, text: str) -> None:
        """Start with the whole text."""
        self.text = text
        self.plain = flat(text)

    def cut(self, start: int, end: int) -> str:
        """Take a stretch out and return it as it was typed."""
        taken = self.text[start:end]
        self.text = f"{self.text[:start]} {self.text[end:]}"
        self.plain = f"{self.plain[:start]} {self.plain[end:]}"
        return taken

    def tidy(self) -> str:
        """Return what is left, without the gaps and commas that cutting left behind."""
        return tidy(self.text)


def tidy(text: str) -> str:
    """Return the text with single spaces and without doubled commas, and neither at its ends."""
    return _COMMAS.sub(r"\1", _SPACES.sub(" ", text)).strip(_EDGES)


def cut_tags(remaining: Remaining) -> dict[Tag, str]:
    """Cut out every part that is introduced by a name and a colon.

    A value is quoted, or runs to the next space or comma; a phone number goes on over its spaces, a wish to the next part or the
    end. `time:` is a mere label: only itself is cut. Raises DoubleTag, MissingValue, UnclosedQuote, UnknownTag.
    """
    tags = dict[Tag, str]()
    while found := _TAG.search(remaining.plain):
        tag = words.lookup(Tag, found[1])
        if tag is None:
            raise AssertionError(found[1])
        if tag is Tag.TIME:
            remaining.cut(*found.span())
            continue
        end, value = _value(remaining, tag, found.end())
        if not value:
            raise refusals.MissingValue(tag=found[1])
        if tags.setdefault(tag, value) != value:
            raise refusals.DoubleTag(tag=found[1])
        remaining.cut(found.start(), end)
    for like in _LIKE_A_TAG.finditer(remaining.plain):
        if near := words.closest(like[1], words.forms(words.TAGS), cutoff=0.75):
            raise refusals.UnknownTag(tag=like[1], closest=words.either(f"{tag}:" for tag in near))
    return tags


def cut_spoken_phone(remaining: Remaining, site: Site | None = None) -> str | None:
    """Cut out a phone number after "tel", 电话 or the like without a colon; None when there is none.

    What somebody is asked to phone ("please phone 138…") is part of the wish. With `site`, the only number that may be the
    waybill is no phone.
    """
    for found in _SPOKEN_PHONE.finditer(remaining.plain):
        end, value = _value(remaining, Tag.PHONE, found.end())
        plain = flat(value)
        if not _LIKE_A_PHONE.fullmatch(plain) or _DATE.match(plain) or _digits(plain) < _FEWEST_SPOKEN_DIGITS:
            continue
        if site is None or waybills(f"{remaining.plain[: found.start()]} {remaining.plain[end:]}", site):
            remaining.cut(found.start(), end)
            return value
    return None


def _value(remaining: Remaining, tag: Tag, start: int) -> tuple[int, str]:
    """Return where a part's value ends, and the value."""
    plain, text = remaining.plain, remaining.text
    if closing := _CLOSING.get(plain[start : start + 1]):
        end = next((place for place in range(start + 1, len(plain)) if plain[place] in closing), None)
        if end is None:
            raise refusals.UnclosedQuote(quote=text[start])
        return end + 1, text[start + 1 : end].strip()
    if tag is Tag.WISH:
        following = _TAG.search(plain, start)
        end = following.start() if following else len(plain)
        return end, tidy(text[start:end])
    found = _VALUE.match(plain, start)
    end = found.end() if found else start
    if tag is Tag.PHONE:
        while _digits(plain[start:end]) < _ENOUGH_PHONE_DIGITS and (group := _PHONE_GROUP.match(plain, end)):
            end = group.end()
    return end, text[start:end]


def _digits(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)


def cut_flags(remaining: Remaining) -> frozenset[Flag]:
    """Cut out the marks. Raises UnknownFlag; a platform's call to everybody is no mark but text."""
    flags = set[Flag]()
    start = 0
    while found := _FLAG.search(remaining.plain, start):
        flag = words.lookup(Flag, found[1])
        if flag is not None:
            flags.add(flag)
            remaining.cut(*found.span())
        elif found[1].casefold() not in words.NOT_PEOPLE:
            raise refusals.UnknownFlag(flag=remaining.text[slice(*found.span())])
        start = found.start() + 1
    return frozenset(flags)


def cut_owner(remaining: Remaining) -> str | None:
    """Cut out the owner, as typed ("@zhou", "<@U123>"); an e-mail address or @here is none. Raises TwoOwners."""
    spans = [(found.span(), found[0]) for found in _MENTION.finditer(remaining.plain)]
    for found in _OWNER.finditer(remaining.plain):
        name = (found[1] or found[2] or found[3].rstrip(".-")).strip()
        if name.casefold() not in words.NOT_PEOPLE:
            spans.append((found.span(), f"@{name}"))
    owners = list(dict.fromkeys(owner for _, owner in sorted(spans)))
    if len(owners) > 1:
        raise refusals.TwoOwners(first=owners[0], second=owners[1])
    for span, _ in sorted(spans, reverse=True):
        remaining.cut(*span)
    return owners[0] if owners else None


def request_ids(plain: str, site: Site) -> list[tuple[tuple[int, int], str]]:
    """Return every REQ ID in the flat text with its place."""
    shape = re.compile(rf"(?<![A-Za-z0-9\-])(?:{site.request_id})(?![A-Za-z0-9\-])", re.ASCII | re.IGNORECASE)
    found = [(match.span(), read_request_id(match[0], site)) for match in shape.finditer(plain)]
    found += [(match.span(), read_request_id(match[0], site)) for match in _SPACED_REQUEST.finditer(plain)]
    return sorted((span, request) for span, request in found if request is not None)


def read_request_id(typed: str, site: Site) -> str | None:
    """Return the REQ ID in its one form for all ways of typing it: capitals, with a hyphen where the site takes one."""
    compact = re.sub(r"[\s:#]+", "", flat(typed)).upper()
    hyphened = re.sub(r"^([A-Z]+)(?=\d)", r"\1-", compact)
    fits = (form for form in (hyphened, compact) if re.fullmatch(site.request_id, form, re.ASCII | re.IGNORECASE))
    return next(fits, None)


def cut_request_id(remaining: Remaining, tagged: str | None, site: Site) -> str | None:
    """Cut out the REQ ID, unless it came as `req:`. Raises NotARequestId, TwoRequestIds."""
    if tagged is not None:
        request = read_request_id(tagged, site)
        if request is None:
            raise refusals.NotARequestId(typed=tagged)
        return request
    found = request_ids(remaining.plain, site)
    different = list(dict.fromkeys(request for _, request in found))
    if len(different) > 1:
        raise refusals.TwoRequestIds(first=different[0], second=different[1])
    for span, _ in reversed(found):
        remaining.cut(*span)
    return different[0] if different else None


def waybills(plain: str, site: Site) -> list[tuple[tuple[int, int], Waybill]]:
    """Return every number in the flat text that may be the waybill, with its place.

    Digits in groups count only where there is no number in one piece, and only with a check digit that holds: phone numbers and
    dates come in groups too.
    """
    whole = [
        (match.span(), waybill) for match in _NUMBER.finditer(plain) if (waybill := check(match[0], site.waybills)) is not None
    ]
    if whole:
        return whole
    carriers = [kind for kind in site.waybills if isinstance(kind, str)]
    return [found for run in _SPACED_NUMBER.finditer(plain) for found in _grouped(plain, run.span(), carriers)]


def _grouped(plain: str, run: tuple[int, int], carriers: list[Carrier]) -> list[tuple[tuple[int, int], Waybill]]:
    groups = [group.span() for group in re.finditer(r"[A-Za-z0-9]+", plain[: run[1]][run[0] :])]
    groups = [(start + run[0], end + run[0]) for start, end in groups]
    found = list[tuple[tuple[int, int], Waybill]]()
    for first, (start, _) in enumerate(groups):
        for _, end in reversed(groups[first + 1 : first + _MOST_GROUPS]):
            waybill = check(plain[start:end], carriers)
            if waybill is not None and waybill.check_ok:
                found.append(((start, end), waybill))
    return found


def cut_waybill(remaining: Remaining, tagged: str | None, site: Site) -> Waybill | None:
    """Cut out the waybill, unless it came as `waybill:`. Raises NotAWaybill, TwoWaybills.

    Of several numbers the first is meant when it alone has a check digit that holds.
    """
    if tagged is not None:
        waybill = check(tagged, site.waybills)
        if waybill is None:
            raise refusals.NotAWaybill(typed=tagged)
        return waybill
    found = waybills(remaining.plain, site)
    if not found:
        return None
    different = list({waybill.number: waybill for _, waybill in found}.values())
    chosen, *others = different
    if others and (not chosen.check_ok or any(other.check_ok for other in others)):
        raise refusals.TwoWaybills(first=chosen.number, second=others[0].number)
    for span, waybill in reversed(found):
        if waybill == chosen:
            remaining.cut(*span)
    return chosen


def read_phone(typed: str | None) -> str | None:
    """Return the customer's phone number as it was typed, or None for none. Raises NotAPhone."""
    if typed is not None and (len(typed) > _PHONE_LIMIT or not _FEWEST_PHONE_DIGITS <= _digits(typed) <= _MOST_PHONE_DIGITS):
        raise refusals.NotAPhone(typed=typed)
    return None if typed is None else flat(typed)


def read_name(typed: str | None) -> str | None:
    """Return the customer's name, or None for none. Raises FieldTooLong."""
    if typed is not None and len(typed) > NAME_LIMIT:
        raise refusals.FieldTooLong(field="customer_name", limit=NAME_LIMIT, length=len(typed))
    return typed
