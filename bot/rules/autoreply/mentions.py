"""Where a text names days and times of day, in the spelling of `wording.plain`; what they mean is decided elsewhere.

Days come out as people write them: some without a year, some without a month, some that are either day/month or month/day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta, timezone
from typing import Final

from bot.rules.autoreply.daynames import NEAR, WEEKDAYS, WEEKDAYS_CHINESE, WEEKDAYS_IN_BRACKETS, number
from bot.rules.autoreply.patterns import END_OF_DAY, NAMED
from bot.rules.autoreply.readings import LAST_DAY, Order, Readings, order, readings

_ZONES: Final = {
    "utc": 0,
    "gmt": 0,
    "est": -5,
    "edt": -4,
    "pst": -8,
    "pdt": -7,
    "mst": -7,
    "cet": 1,
    "cest": 2,
    "bst": 1,
    "jst": 9,
    "sgt": 8,
    "hkt": 8,
    "cdt": -5,
}
_ZONE: Final = re.compile(
    r"[ ]?\(?(?:(utc|gmt)[ ]?([+-]\d{1,2})(?::?(\d\d))?|(utc|gmt|est|edt|pst|pdt|mst|cdt|cet|cest|bst|jst|sgt|hkt)\b)\)?"
)
_PARTS: Final = {
    "凌晨": 0,
    "早上": 8,
    "早晨": 8,
    "上午": 9,
    "中午": 12,
    "下午": 13,
    "午后": 13,
    "傍晚": 18,
    "晚上": 19,
    "晚": 19,
    "morning": 9,
    "afternoon": 13,
    "evening": 18,
    "this morning": 9,
    "this afternoon": 13,
    "this evening": 18,
    "tonight": 19,
    "今早": 9,
    "今晚": 19,
    "明早": 9,
}
_HOURS: Final = ("t_cn", "t_cn2", "t_h", "t_h2", "t_h3", "t_h4", "t_h5", "t_h6", "t_h7", "t_bare")
_MINUTES: Final = ("t_cmin", "t_half", "t_half2", "t_m", "t_m2", "t_m3", "t_m4", "t_m5", "t_m6", "t_m7")
_NOON: Final = 12
_AFTERNOON: Final = range(1, 7)  # the hours that, when nothing else is said, are those after noon
# Words of languages that never put the month first.
_DAY_FIRST: Final = re.compile(
    r"[а-яёєії]|\b(?:ich bin|nicht|wieder|vom|urlaub|suis|serai|jusqu|estoy|estaré|hasta|regreso|rientr\w+|fino al|estou|até|"
    r"ik ben|ben ik|niet|jestem|wracam|jag är|jeg er|olen|palaan|lomalla)\b"
)
_DOTTED_CHINESE: Final = re.compile(
    r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.])[ ]?[\u3400-\u9fff~-]|[\u3400-\u9fff][ ]?\d{1,2}\.\d{1,2}(?![\d.])"
)
_ENDS_OF_DAY: Final = frozenset({"eod", "cob", "close of business"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A day as a text writes it, with what it says of the time of day; a range when `last` has something.

    `written` holds the readings that are possible; `near` a distance from today in days; `weekday` what must fit or, alone, what
    is meant (`shift` weeks after this one, None when none is named); `part` is the hour at which a named half of the day begins.
    """

    start: int
    end: int
    written: Readings = ()
    last: Readings = ()
    near: int | None = None
    weekday: int | None = None
    shift: int | None = None
    week: int | None = None  # weeks after this one, when a whole week is named
    at: time | None = None
    part: int | None = None
    order: Order | None = None  # which of day and month comes first, when two numbers can only be read one way

    @property
    def clock_only(self) -> bool:
        """Tell whether only a time of day is named."""
        return not self.written and self.near is None and self.weekday is None and self.week is None

    @property
    def month_end(self) -> bool:
        """Tell whether the end of a month is named."""
        return any(day == LAST_DAY for _, _, day in self.written)

    def joined(self, other: "Mention") -> "Mention":
        """Return one mention of two that stand beside each other and say different things of the same day."""
        day = self.weekday if self.weekday is not None else other.weekday
        week = self.week if self.week is not None else other.week
        return replace(
            self,
            start=min(self.start, other.start),
            end=max(self.end, other.end),
            written=self.written or other.written,
            last=self.last or other.last,
            near=self.near if self.near is not None else other.near,
            weekday=day,
            shift=next((one for one in (self.shift, other.shift, week if day is not None else None) if one is not None), None),
            week=week if day is None else None,
            at=self.at or other.at,
            part=self.part if self.part is not None else other.part,
            order=self.order or other.order,
        )


def mentions(text: str) -> list[Mention]:
    """Return all days and times in their order; neighbours that name the same day are one."""
    found: list[Mention] = []
    for one in _scan(text):
        before = found[-1] if found else None
        if before is not None and _together(before, one, text[before.end : one.start]):
            found[-1] = before.joined(one)
        else:
            found.append(one)
    return _in_one_order(found, text)


def _in_one_order(found: list[Mention], text: str) -> list[Mention]:
    """Return the mentions, two numbers read in the order of the text's language or of another pair of the same writer."""
    orders = {one.order for one in found} - {None}
    if not orders and any(_either(one) for one in found):
        orders = {Order.DAY_MONTH} if _DAY_FIRST.search(text) else {Order.MONTH_DAY} if _DOTTED_CHINESE.search(text) else orders
    if len(orders) != 1:
        return found
    last = orders == {Order.DAY_MONTH}
    return [replace(one, written=one.written[1:] if last else one.written[:1]) if _either(one) else one for one in found]


def _either(one: Mention) -> bool:
    return len(one.written) > 1 and one.order is None


_GAP: Final = re.compile(
    r"[ ]?[,(\[]?[ ]?(?:\)|the |den |dem |der |le |el |il |at |um |on |of |around |about |approx(?:imately|\.)? |by |"
    r"in the |à |a las |alle |kl\.? |的|大约|约|左右|,|- )?[ ]?"
)


def _together(one: Mention, other: Mention, gap: str) -> bool:
    if not _GAP.fullmatch(gap):
        return False
    if one.last and (other.weekday is None or not other.written):
        return other.weekday is not None and "(" in gap
    if one.clock_only and other.clock_only:
        return one.part is not None and one.at is None and other.at is not None
    relative = one.near is not None or one.week is not None
    if _conflict(one, other) or (relative and bool(other.written) and "(" not in gap):
        return False
    return not one.clock_only or gap.strip(" ,") in {"", "on", "of", "的"}


def _conflict(one: Mention, other: Mention) -> bool:
    return (
        bool(one.written and other.written)
        or (one.near is not None and other.near is not None)
        or (one.week is not None and other.week is not None)
        or (one.weekday is not None and other.weekday is not None)
        or (one.at is not None and (other.at is not None or other.part is not None))
    )


def _scan(text: str) -> Iterator[Mention]:
    for found in NAMED.finditer(text):
        one = _mention(found)
        if one is not None:
            zone = _ZONE.match(text, one.end) if one.at is not None else None
            yield replace(one, at=one.at.replace(tzinfo=_zone(zone)), end=zone.end()) if zone and one.at else one


def _zone(found: "re.Match[str]") -> timezone:
    if found[2]:
        hours = int(found[2])
        minutes = int(found[3] or 0) * (-1 if hours < 0 else 1)
        return timezone(timedelta(hours=max(-14, min(14, hours)), minutes=max(-59, min(59, minutes))))
    return timezone(timedelta(hours=_ZONES[found[4] or found[1]]))


def _mention(found: "re.Match[str]") -> Mention | None:
    group = {name: value for name, value in found.groupdict().items() if value is not None}
    kind = next(iter(group), "").partition("_")[0]
    place = found.span()
    if kind == "t":
        return _time(group, place)
    if kind == "wn":
        return Mention(*place, written=((None, None, int(group["wn_d"])),), weekday=WEEKDAYS[group["wn_wd"]])
    if kind in {"wd", "near", "week"}:
        return _near(group, place)
    written, last = readings(kind, group)
    return Mention(*place, written=written, last=last, order=order(kind, group)) if written else None


def _near(group: dict[str, str], place: tuple[int, int]) -> Mention | None:
    if near := group.get("near"):
        return Mention(*place, near=NEAR[near], part=_PARTS.get(near))
    if "near_de" in group:
        return Mention(*place, near=1)
    if bracketed := group.get("wd_par"):
        return Mention(*place, weekday=WEEKDAYS_IN_BRACKETS[bracketed])
    if "wd_cn" in group or "wd" in group:
        return _weekday(group, place)
    word = group.get("week_cn") or group.get("week") or ""
    return Mention(*place, week=2 if word.startswith("下下") else 1 if word.startswith(("下", "next")) else 0)


def _weekday(group: dict[str, str], place: tuple[int, int]) -> Mention | None:
    word = group.get("wd_cn_rel") or group.get("wd_rel") or ""
    if word.startswith(("上", "last", "past")):
        return None
    if "wd_cn" in group:
        shift = None if not word else 2 if word.startswith("下下") else 1 if word[0] == "下" else 0
        return Mention(*place, weekday=WEEKDAYS_CHINESE[group["wd_cn"]], shift=shift)
    next_week = word == "next" or "next week" in group.get("wd_post", "")
    return Mention(*place, weekday=WEEKDAYS[group["wd"]], shift=1 if next_week else None)


def _time(group: dict[str, str], place: tuple[int, int]) -> Mention | None:
    if word := group.get("t_word") or group.get("t_noon"):
        return _named_time(word, place)
    part = group.get("t_part")
    hour = next((group[name] for name in _HOURS if name in group), None)
    if hour is None:
        return Mention(*place, part=_PARTS[part]) if part else None
    value = _hour(hour, part, (group.get("t_ap") or group.get("t_ap2") or "").replace(".", ""))
    if value == END_OF_DAY:
        return Mention(*place, part=END_OF_DAY)
    minute = _minute(next((group[name] for name in _MINUTES if name in group), "0"))
    return Mention(*place, at=time(value, minute)) if value is not None and value < END_OF_DAY else None


def _named_time(word: str, place: tuple[int, int]) -> Mention:
    if word in _PARTS:
        return Mention(*place, part=_PARTS[word])
    if word in _ENDS_OF_DAY or word.startswith("end of"):
        return Mention(*place, part=END_OF_DAY)
    return Mention(*place, at=time(0 if word == "midnight" else _NOON))


def _hour(text: str, part: str | None, noon: str) -> int | None:
    value = number(text)
    if value is None:
        return None
    if (noon == "pm" or (part and _PARTS[part] >= _NOON)) and value < _NOON and not (part == "中午" and value == _NOON - 1):
        return value + _NOON
    if noon == "am" and value == _NOON:
        return 0
    return value + _NOON if not (noon or part or text.startswith("0")) and value in _AFTERNOON else value


def _minute(text: str) -> int:
    return {"半": 30, "一刻": 15, "三刻": 45}.get(text) or int(text.rstrip("分") or 0) % 60
