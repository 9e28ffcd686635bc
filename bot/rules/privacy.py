"""Personal data in what people type: what the channel sees of names and numbers.

A customer's phone and name go only to people on the ladder; in the channel they are masked. When in doubt, digits are masked:
a hidden number can be looked up in the case, a shown one cannot be taken back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from bot.rules.cleaning import flat

MASK: Final = "•"  # not an asterisk: chat platforms and Markdown would make bold text of it

_BETWEEN: Final = r"[ \t\-._·/()+]"
_DIGITS: Final = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d)*")
_SINGLE: Final = re.compile(r"\d+")
_FEWEST, _MOST = 7, 15  # digits of a phone number: a short local one, and the longest of ITU-T E.164
_KEPT: Final = 2
_SHORTEST_NUMBER: Final = 5  # an extension that a customer gives as their number

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_YEAR: Final = r"(?:19|20)\d\d"
_ALONE: Final = r"(?<!\d)(?<!\d[-./])"
_DATE: Final = re.compile(
    rf"{_ALONE}{_YEAR}([-/.]){_MONTH}\1{_DAY}(?![-./]?\d)"
    rf"|{_ALONE}{_DAY}([-/.]){_DAY}\2{_YEAR}(?![-./]?\d)"
    rf"|{_ALONE}20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![-./]?\d)"
)
_DIGITS_BEFORE: Final = re.compile(rf"(\d+){_BETWEEN}{{0,3}}\Z")
_DIGITS_AFTER: Final = re.compile(rf"{_BETWEEN}{{0,3}}(\d+)")
_HARMLESS: Final = re.compile(
    r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)"
    r"|(?<![+\d])[¥￥$€£]\s?\d{1,9}(?:\.\d{1,2})?(?![-./ ]?\d)"
    r"|(?<![\d+])(?<!\d[-./ ])\d{1,9}(?:\.\d{1,2})?\s?(?:元|块|万|欧|美元|kg|公斤|千克|RMB|CNY|EUR|USD|GBP|HKD)(?![a-z])",
    re.IGNORECASE,
)

_CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER: Final = r"[^\W\d_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_NAME_PARTS: Final = re.compile(rf"[{_CJK}]+|{_LETTER}+(?:['’]{_LETTER}+)*")
_TITLES: Final = "先生|女士|小姐|太太|老师|总|经理|主任"
_LATIN_TITLES: Final = r"(?:mr|mrs|ms|miss|dr|herr|frau|mme|madame)\.?\s+"
_TWO_SIGN_SURNAMES: Final = frozenset(
    (
        "欧阳",
        "歐陽",
        "上官",
        "司马",
        "司馬",
        "诸葛",
        "諸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "端木",
    )
)
_NOT_NAMES: Final = frozenset(
    (
        "the",
        "and",
        "von",
        "van",
        "der",
        "den",
        "mrs",
        "miss",
        "herr",
        "frau",
        "ltd",
        "limited",
        "inc",
        "llc",
        "gmbh",
        "corp",
        "company",
        "group",
    )
)
_SHORTEST_LATIN_PART: Final = 3
_LONGEST_CHINESE_PERSON: Final = 4


def mask_phones(text: str, keep: Iterable[str] = ()) -> str:
    """Hide all but the last two digits of whatever may be a phone number, however it is spaced, dashed or bracketed.

    Dates, times and amounts stay, and so does every string of `keep` (waybills, REQ IDs), also when it was typed with spaces.
    """
    plain = flat(text)
    left_alone = [found.span() for pattern in (_HARMLESS, *_kept(keep)) for found in pattern.finditer(plain)]
    left_alone += [date for gap in _gaps(plain, left_alone) for date in _dates(plain, gap)]
    hidden = set[int]()
    for start, end in _gaps(plain, left_alone):
        for run in _DIGITS.finditer(plain, start, end):
            for number in _numbers(plain, run.span()):
                hidden.update(number[:-_KEPT])
    return "".join(MASK if place in hidden else sign for place, sign in enumerate(text))


def mask_number(text: str, number: str) -> str:
    """Hide all but the last two digits of this very number, however short it is and however it is spaced; words in it too."""
    digits = re.findall(r"\d", flat(number))
    if len(digits) < _SHORTEST_NUMBER:
        return text
    if text == number:
        return MASK * (len(digits) - _KEPT) + "".join(digits[-_KEPT:])
    pattern = re.compile(rf"(?<!\d){rf'{_BETWEEN}{{0,3}}'.join(digits)}(?!\d)")
    plain, hidden = flat(text), list(text)
    for found in pattern.finditer(plain):
        places = [place for place in range(*found.span()) if plain[place].isdecimal()]
        for place in places[:-_KEPT]:
            hidden[place] = MASK
    return "".join(hidden)


def mask_person(name: str) -> str:
    """Return what the channel sees of a customer's name: its first letter or surname sign ("A•••", "张••")."""
    first = name.strip()[:1]
    if not first.isalpha():
        return MASK * 3 if first else ""
    return first + MASK * (2 if re.match(f"[{_CJK}]", first) else 3)


def mask_name(text: str, name: str) -> str:
    """Hide every occurrence of the customer's name, in any case and spacing, and of its parts that point to the person.

    Parts are Latin words of three letters or more, Chinese given names of two signs or more, and a surname before a title
    (张先生, Mr Li). Legal forms and titles alone (GmbH, Herr) are no parts.
    """
    parts = _NAME_PARTS.findall(unicodedata.normalize("NFC", name))
    if not parts:
        return text
    hidden = text
    if len("".join(parts)) > 1:
        whole = r"[\s\-·.,]*".join(re.escape(part) for part in parts)
        hidden = _hide(hidden, _bounded(whole, parts[0], parts[-1]), mask_person(name))
    for part in sorted(parts, key=len, reverse=True):
        for pattern, mask in _part_masks(part):
            hidden = _hide(hidden, pattern, mask)
    return hidden


def _kept(keep: Iterable[str]) -> list[re.Pattern[str]]:
    """Make a pattern of each string to keep; it also finds it with spaces or hyphens inside, but not inside something longer."""
    cores = (re.findall(r"\w", unicodedata.normalize("NFKC", string)) for string in keep)
    return [
        re.compile(rf"(?<!\w){'[ -]?'.join(re.escape(sign) for sign in core)}(?!\w)", re.IGNORECASE) for core in cores if core
    ]


def _gaps(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of text between the spans."""
    gaps, last = [], 0
    for start, end in sorted(spans):
        gaps.append((last, max(start, last)))
        last = max(last, end)
    return [*gaps, (last, len(text))]


def _dates(text: str, gap: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the dates in a stretch of text, but none that makes one phone number with the digits beside it ("138 12-31-2000")."""
    for found in _DATE.finditer(text, *gap):
        beside = (_DIGITS_BEFORE.search(text[gap[0] : found.start()]), _DIGITS_AFTER.match(text[found.end() : gap[1]]))
        own = sum(sign.isdecimal() for sign in found[0])
        if all(own + len(digits[1]) > _MOST for digits in beside if digits):
            yield found.span()


def _numbers(text: str, run: tuple[int, int]) -> list[list[int]]:
    """Return the places of the digits of each phone number in a run of digits and separators.

    A run longer than any phone number holds several: every group of digits that is long enough alone is one, and so is
    whatever stands between those.
    """
    groups = [list(range(*found.span())) for found in _SINGLE.finditer(text, *run)]
    places = [place for group in groups for place in group]
    if len(places) < _FEWEST:
        return []
    if len(places) <= _MOST:
        return [places]
    numbers, pending = list[list[int]](), list[int]()
    for group in groups:
        if len(group) >= _FEWEST:
            numbers += [pending, group]
            pending = []
        else:
            pending += group
    return [number for number in (*numbers, pending) if len(number) >= _FEWEST]


def _bounded(pattern: str, first: str, last: str) -> str:
    """Let a name's Latin ends match whole words only; Chinese has no word ends to look for."""
    before = rf"(?<!{_LETTER})" if not re.match(f"[{_CJK}]", first) else ""
    after = rf"(?!{_LETTER})" if not re.match(f"[{_CJK}]", last) else ""
    return before + pattern + after


def _part_masks(part: str) -> list[tuple[str, str]]:
    """Return the patterns that give a part of a name away, each with its mask."""
    word = re.escape(part)
    if re.match(f"[{_CJK}]", part):
        surname = part[:2] if part[:2] in _TWO_SIGN_SURNAMES else part[:1]
        given = part[len(surname) :]
        masks = [(rf"{surname}(?={_TITLES})", MASK)]
        if len(part) > 1:
            masks.insert(0, (r"\s?".join(part), mask_person(part)))
        if len(given) > 1 and len(part) <= _LONGEST_CHINESE_PERSON:
            masks.insert(1, (given, MASK * 2))
        return masks
    if part.casefold() in _NOT_NAMES:
        return []
    if len(part) < _SHORTEST_LATIN_PART:
        return [(rf"(?<!{_LETTER})(?P<title>{_LATIN_TITLES}){word}(?!{_LETTER})", rf"\g<title>{mask_person(part)}")]
    return [(_bounded(word, part, part), mask_person(part))]


def _hide(text: str, pattern: str, mask: str) -> str:
    return re.sub(pattern, mask, text, flags=re.IGNORECASE)
