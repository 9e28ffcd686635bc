"""Numbers as they are written in digits, in Chinese numerals and in English words."""

import re
from typing import Final

_HAN: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_TENS: Final = {"廿": 20, "卅": 30}
_HAN_NUMBER: Final = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百)?(?P<gap>零)?"
    r"(?:(?P<tens>[一二三四五六七八九]?)(?P<ten>十)|(?P<score>[廿卅]))?(?P<units>[一二两俩三四五六七八九])?"
)
_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_LARGE: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}

HAN_DIGITS: Final = "[零一二三四五六七八九]"
NUMBER: Final = r"(?:[0-9]{1,4}|[零一二两俩三四五六七八九十廿卅百]+)"
_UNITS: Final = "|".join(_SMALL[1:10])
_WORDS: Final = "|".join(sorted(_SMALL[1:], key=len, reverse=True))
WORD: Final = rf"(?:(?:{'|'.join(_LARGE)})(?:[ -](?:{_UNITS})(?![a-z]))?|{_WORDS})"


def number(text: str) -> int | None:
    """Return the value of "45", "四十五" or "forty-five"; None when it is no number."""
    if text.isascii():
        return int(text) if text.isdigit() else _english(text)
    return _chinese(text)


def year(text: str) -> int | None:
    """Return the year of "2026", "26" or "二零二六"."""
    if not text.isascii():
        text = "".join(str(_HAN[letter]) for letter in text)
    return int(text) + (2000 if len(text) == len("26") else 0)


def _english(text: str) -> int | None:
    tens, _, units = text.replace("-", " ").partition(" ")
    if tens in _SMALL:
        return _SMALL.index(tens)
    if tens not in _LARGE:
        return None
    return _LARGE[tens] + (_SMALL.index(units) if units else 0)


def _chinese(text: str) -> int | None:
    if text == "零":
        return 0
    found = _HAN_NUMBER.fullmatch(text)
    if found is None:
        return None
    hundreds, units = found["hundreds"], found["units"]
    if hundreds and units and not (found["gap"] or found["ten"] or found["score"]):
        return None  # 一百二 is 120 to some and 102 to others.
    tens = _TENS.get(found["score"] or "", 0) + (_HAN.get(found["tens"], 1) * 10 if found["ten"] else 0)
    return _HAN.get(hundreds or "", 0) * 100 + tens + _HAN.get(units or "", 0)
