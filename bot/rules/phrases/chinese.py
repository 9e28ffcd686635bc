"""The Chinese half of the grammar (text already normalised: half-width, simplified)."""

import re
from re import Match
from typing import Final

from bot.rules.phrases.digits import sign_of
from bot.rules.phrases.numerals import HAN_DIGITS, NUMBER, number, year
from bot.rules.phrases.pieces import (
    HOUR,
    NOON,
    Ahead,
    Clock,
    Day,
    DayOfMonth,
    Kind,
    MonthDay,
    Rule,
    Span,
    Token,
    Weekday,
    Workdays,
    YearsAhead,
)

_QUARTER: Final = 15
_HALF: Final = 30
_WEEK: Final = 7
# What makes the number after 3点 a count of things (3点20箱), and the word 点, 时 or 号 something else than a time.
_COUNTED: Final = "箱件个票单盒袋份台公千块元只条次天小年月号日人家斤吨托板"
_UNTIL_NOW: Final = "(?:之前|以前|前)"
_FROM_NOW: Final = "(?:之后|以后|过后|后|之内|以内|内|里)"
_WEEKDAYS: Final = {letter: place % _WEEK for group in ("一二三四五六日", "1234567") for place, letter in enumerate(group)} | {
    "天": 6
}
_WEEKS: Final = {"上上": -2, "上": -1, "这": 0, "本": 0, "此": 0, "下": 1, "下下": 2}
_YEARS: Final = {"去年": -1, "今年": 0, "明年": 1, "后年": 2}


def _wall(found: Match[str], minutes: float, *, is_working: bool) -> tuple[Token, ...]:
    if minutes != int(minutes):
        return ()
    span = Span(int(minutes), is_working)
    if re.fullmatch(_UNTIL_NOW, found["post"] or ""):
        return ((Kind.AGO, span),)
    return ((Kind.SPAN if found["pre"] or found["post"] else Kind.BARE_SPAN, span),)


def _hours(found: Match[str]) -> tuple[Token, ...]:
    amount = found["hours"]
    whole: float | None
    if "." in amount or "点" in amount:
        before, after = re.split("[.点]", amount)
        ones, tenths = number(before), number(after)
        whole = None if ones is None or tenths is None else float(f"{ones}.{after if after.isdigit() else tenths}")
    else:
        whole = number(amount)
    more: int | None = 0
    if found["quarters"]:
        more = (number(found["quarters"]) or 0) * _QUARTER
    elif found["minutes"]:
        more = number(found["minutes"])
    elif found["half"] or found["after"]:
        more = _HALF
    if whole is None or more is None:
        return ((Kind.VAGUE, None),)
    return _wall(found, round(whole * HOUR, 6) + more, is_working="工" in found["unit"])


def _half_hour(found: Match[str]) -> tuple[Token, ...]:
    return _wall(found, _HALF, is_working="工" in found["unit"])


def _minutes(found: Match[str]) -> tuple[Token, ...]:
    minutes = number(found["minutes"])
    return ((Kind.VAGUE, None),) if minutes is None else _wall(found, minutes, is_working="工" in found["unit"])


def _quarters(found: Match[str]) -> tuple[Token, ...]:
    return _wall(found, (number(found["quarters"]) or 0) * _QUARTER, is_working=False)


def _clock(found: Match[str]) -> tuple[Token, ...]:
    written = found["hour"]
    hour = number(written)
    if hour is None:
        # 三四点, 两三点, 十一二点: two hours in one word.
        return ((Kind.CHOICE, None),)
    minute: int | None = 0
    if found["quarters"]:
        minute = (number(found["quarters"]) or 0) * _QUARTER
    elif found["half"]:
        minute = _HALF
    elif found["minute"]:
        written_minute = found["minute"]
        minute = number(written_minute[1:] if written_minute[-1].isascii() and written_minute[0] == "零" else written_minute)
    lack: int | None = 0
    if less := found["less"] or found["lack"]:
        lack = _QUARTER if "刻" in less else number(less.rstrip("分钟"))
    if minute is None or lack is None or (lack and not 0 < lack < HOUR):
        return ()
    sign = sign_of(written, hour)
    if lack:
        hour, minute = (hour - 1) or NOON, HOUR - lack
    return ((Kind.CLOCK, Clock(hour, minute, sign)),) if hour >= 0 else ()


def _weekday(found: Match[str]) -> tuple[Token, ...]:
    week = found["week"]
    return ((Kind.WEEKDAY, Weekday(_WEEKDAYS[found["day"]], _WEEKS[week] if week else None)),)


def _date(found: Match[str]) -> tuple[Token, ...]:
    month, day = number(found["month"]), number(found["day"])
    if month is None or day is None:
        return ()
    if found["relative"]:
        return ((Kind.DAY, YearsAhead(_YEARS[found["relative"]], month, day)),)
    return ((Kind.DAY, MonthDay(month, day, year(found["year"]) if found["year"] else None)),)


def _day_of_month(found: Match[str]) -> tuple[Token, ...]:
    day, month = number(found["day"]), found["month"]
    if day is None:
        return ()
    return ((Kind.DAY, DayOfMonth(day, _WEEKS[month.removesuffix("月").removesuffix("个")] if month else None)),)


def _days(found: Match[str]) -> tuple[Token, ...]:
    count, unit = number(found["count"]), found["unit"]
    if count is None:
        return ((Kind.VAGUE, None),)
    day: Day
    if unit.endswith("月"):
        day = Ahead(0, count)
    elif "工作" in unit:
        day = Workdays(count)
    else:
        day = Ahead(count * (1 if unit in "天日" else _WEEK))
    if re.fullmatch(_UNTIL_NOW, found["post"] or ""):
        day = Ahead(-1)
    return ((Kind.DAY, day),)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("~", " *"))


_PRE: Final = "(?P<pre>再过|再等|过|等|未来|接下来的?|最多)?~(?:在~)?"
_POST: Final = f"(?:~(?P<post>{_FROM_NOW}|{_UNTIL_NOW}))?"
_HOUR_UNIT: Final = (
    "(?P<unit>个?~(?:小时的?工作时间|工作小时|小时|工作钟头|钟头|工作时(?!间)|工时)|个钟(?!头)|(?:hours?|hrs?|h)(?![a-z0-9]))"
)

RULES: Final = (
    Rule(
        _rule(
            rf"{_PRE}(?P<hours>[0-9]{{1,3}}\.[0-9]{{1,2}}|[一二两三四五六七八九]点[一二三四五六七八九]|{NUMBER})~(?P<half>个半)?~"
            rf"{_HOUR_UNIT}(?:(?P<after>半)|~[零又]?~(?P<minutes>{NUMBER})~(?:分钟?|mins?|m)|(?P<quarters>[一1三3])刻钟?)?{_POST}"
        ),
        _hours,
    ),
    Rule(_rule(rf"{_PRE}半~{_HOUR_UNIT}{_POST}"), _half_hour),
    Rule(
        _rule(
            rf"{_PRE}(?P<minutes>{NUMBER})~(?P<unit>分钟的?工作时间|个?工作分钟|分钟?|(?:minutes?|mins?|m)(?![a-z0-9])){_POST}"
        ),
        _minutes,
    ),
    Rule(_rule(rf"{_PRE}(?P<quarters>[一1三3两二2])刻钟{_POST}"), _quarters),
    Rule(
        _rule(
            r"(?:几|若干|好几|数|十来|十几|几十|二十来)(?:个|十)?(?:分钟?|小时|钟头|天|日|周|星期|个?月|个?工作日)(?:后|之后|以后|内|以内|之内)?"
        ),
        lambda _: ((Kind.VAGUE, None),),
    ),
    Rule(
        _rule(
            rf"(?:差~(?P<less>{NUMBER}分钟?|[一1]刻钟?)~(?:到~)?)?(?P<hour>{NUMBER})~(?:点钟?(?![击评数位货收心名])|时(?![间候段效差]))"
            rf"(?:~(?:整|正(?!在)|(?P<half>半)(?:钟)?|(?:过~)?(?P<quarters>[一1三3两二2])刻钟?|差~(?P<lack>{NUMBER}分钟?|[一1]刻钟?)"
            rf"|过?~(?P<minute>(?:零[1-9]|{NUMBER})(?=~分)|[0-9]{{2}}(?![0-9{_COUNTED}])|(?:零[一二三四五六七八九1-9]|[二三四五]?十[一二三四五六七八九]?)"
            rf"(?![{_COUNTED}]))(?:~分钟?)?))?"
        ),
        _clock,
    ),
    Rule(
        _rule(
            r"(?P<week>上上|上|这|本|此|下下|下)?(?:一个|个|一)?~(?:周|星期|礼拜)(?:的?~(?:周|星期|礼拜))?(?P<day>[一二三四五六日天1-7])"
        ),
        _weekday,
    ),
    Rule(
        _rule(
            rf"(?:(?:(?P<year>[0-9]{{4}}|[0-9]{{2}}|{HAN_DIGITS}{{4}}|{HAN_DIGITS}{{2}})年|(?P<relative>[去今明后]年))~)?"
            rf"(?P<month>{NUMBER})~月(?:份)?~(?P<day>{NUMBER})~[日号]"
        ),
        _date,
    ),
    Rule(
        _rule(
            rf"(?:(?P<month>(?:下下|下|本|这|上)个?月)(?:份)?的?~)?(?P<day>{NUMBER})~[日号](?![楼线店仓库门机柜箱单车位口码院房])"
        ),
        _day_of_month,
    ),
    Rule(
        _rule(
            rf"(?:再?过~|在~)?(?P<count>{NUMBER})~(?P<unit>天|日|个?工作[日天]|周|个?星期|个?礼拜|个月)~(?P<post>{_FROM_NOW}|{_UNTIL_NOW})"
        ),
        _days,
    ),
    Rule(_rule(rf"(?P<count>{NUMBER})~(?P<unit>个?工作[日天])(?P<post>(?!))?"), _days),
)
