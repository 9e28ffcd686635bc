"""The readings of a day as its digits and names allow them: with or without a year, day/month or month/day."""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum, auto
from typing import Final

from bot.rules.autoreply.daynames import MONTHS, number

Written = tuple[int | None, int | None, int]  # year, month, day
Readings = tuple[Written, ...]
NEXT_MONTH: Final = -1
THIS_MONTH: Final = -2
LAST_DAY: Final = -1  # of the month
_MONTHS: Final = 12
_LEAP: Final = 2024
_CENTURY: Final = 2000
_HUNDRED: Final = 100
_ROC: Final = 1911
_THREE_DIGITS: Final = 1000


class Order(Enum):
    """Which of the two numbers of a day is the month."""

    MONTH_DAY = auto()
    DAY_MONTH = auto()


def readings(form: str, group: dict[str, str]) -> tuple[Readings, Readings]:
    """Return the days that a form found by `patterns.NAMED` can mean, and those at the end of its range if it is one."""
    first, last = _FORMS[form](group)
    return tuple(one for one in first if _exists(one)), tuple(one for one in last if _exists(one))


def _iso(group: dict[str, str]) -> tuple[Readings, Readings]:
    return ((_year(group["iso_y"]), int(group["iso_m"]), int(group["iso_d"])),), ()


def _chinese(group: dict[str, str]) -> tuple[Readings, Readings]:
    month = number(group["cn_m"]) if "cn_m" in group else NEXT_MONTH if group["cn_rel"][0] in "下次" else None
    return _day(_year(group.get("cn_y")), month, group["cn_d"]), ()


def _chinese_range(group: dict[str, str]) -> tuple[Readings, Readings]:
    year, month = _year(group.get("cr_y")), number(group["cr_m"])
    return _day(year, month, group["cr_a"]), _day(year, month, group["cr_b"])


def _month_end(group: dict[str, str]) -> tuple[Readings, Readings]:
    if name := group.get("end_en") or group.get("end_eu"):
        return ((None, MONTHS[name.rstrip(".")], LAST_DAY),), ()
    word = group.get("end_cn", group.get("end_this", ""))
    month = NEXT_MONTH if word.startswith(("下", "next")) else number(word) or THIS_MONTH
    return ((None, month, LAST_DAY),), ()


def _only_day(group: dict[str, str]) -> tuple[Readings, Readings]:
    return _day(None, None, group.get("day_cn") or group.get("day_en") or group["day_ord"]), ()


def _named_range(form: str) -> Callable[[dict[str, str]], tuple[Readings, Readings]]:
    def read(group: dict[str, str]) -> tuple[Readings, Readings]:
        year, month = _year(group.get(f"{form}_y")), MONTHS[group[f"{form}_m"].rstrip(".")]
        return _day(year, month, group[f"{form}_a"]), _day(year, month, group[f"{form}_b"])

    return read


def _named(form: str) -> Callable[[dict[str, str]], tuple[Readings, Readings]]:
    def read(group: dict[str, str]) -> tuple[Readings, Readings]:
        year = _year(group.get(f"{form}_y") or group.get("en_y2"))
        return _day(year, MONTHS[group[f"{form}_m"].rstrip(".")], group[f"{form}_d"]), ()

    return read


def _dotted_range(group: dict[str, str]) -> tuple[Readings, Readings]:
    year, month = _year(group.get("sr_y")), int(group["sr_m"])
    return _day(year, month, group["sr_a"]), _day(year, month, group["sr_b"])


def order(form: str, group: dict[str, str]) -> Order | None:
    """Return the only order in which the two numbers of a form can be read, None when both are possible, or none is needed."""
    if form not in {"sl", "sp"}:
        return None
    first, second = int(group[f"{form}_a"]), int(group[f"{form}_b"])
    if first > _MONTHS or (form == "sl" and group["sl_sep"] == "."):
        return Order.DAY_MONTH
    return Order.MONTH_DAY if second > _MONTHS else None


def _slashed(form: str) -> Callable[[dict[str, str]], tuple[Readings, Readings]]:
    def read(group: dict[str, str]) -> tuple[Readings, Readings]:
        year, first, second = _year(group.get(f"{form}_y")), int(group[f"{form}_a"]), int(group[f"{form}_b"])
        day_first = (year, second, first)
        return ((day_first,) if order(form, group) is Order.DAY_MONTH else ((year, first, second), day_first)), ()

    return read


_FORMS: Final[dict[str, Callable[[dict[str, str]], tuple[Readings, Readings]]]] = {
    "iso": _iso,
    "cn": _chinese,
    "cr": _chinese_range,
    "day": _only_day,
    "end": _month_end,
    "er": _named_range("er"),
    "mr": _named_range("mr"),
    "en": _named("en"),
    "md": _named("md"),
    "sr": _dotted_range,
    "sl": _slashed("sl"),
    "sp": _slashed("sp"),
}


def _exists(one: Written) -> bool:
    year, month, day = one
    try:
        date(year or _LEAP, 1 if month in {None, NEXT_MONTH, THIS_MONTH} else month or 0, 1 if day == LAST_DAY else day)
    except ValueError:
        return False
    return True


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    digits = re.sub(r"\D", "", text)
    if not digits:
        return None
    value = int(digits)
    if value < _HUNDRED:
        return _CENTURY + value
    return value + _ROC if value < _THREE_DIGITS else value


def _day(year: int | None, month: int | None, text: str) -> tuple[Written, ...]:
    value = number(text)
    return ((year, month, value),) if value else ()
