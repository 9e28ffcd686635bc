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
    Part,
    Rule,
    Span,
    Token,
    Weekday,
    Workdays,
    Words,
    YearsAhead,
    words,
)

_QUARTER: Final = 15
_HALF: Final = 30
_WEEK: Final = 7
# What makes the number after 3点 a count of things (3点20箱), and the word 点, 时 or 号 something else than a time.
_COUNTED: Final = "箱件个票单盒袋份台公千块元只条次天小年月号日人家斤吨托板"
_UNTIL_NOW: Final = "(?:之前|以前|前)"
_FROM_NOW: Final = "(?:之后|以后|过后|后|之内|以内|内|里)"
_WEEKDAYS: Final = {letter: place % _WEEK for group in ("一二三四五六日", "1234567") for place, letter in enumerate(group)} | {"天": 6}
_WEEKS: Final = {"上上": -2, "上": -1, "这": 0, "本": 0, "此": 0, "下": 1, "下下": 2}
_YEARS: Final = {"去年": -1, "今年": 0, "明年": 1, "后年": 2}
_DAYS: Final = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}
_PARTS: Final = {
    Part.DAWN: "凌晨",
    Part.MORNING: "上午|早上|早晨|清晨|清早|大清早|一早|一大早|早间|午前|早",
    Part.NOON: "中午|正午|晌午",
    Part.AFTERNOON: "下午|午后",
    Part.DUSK: "傍晚|黄昏",
    Part.EVENING: "晚上|晚间|晚",
    Part.NIGHT: "夜里|夜晚|夜间|深夜|半夜|大半夜",
    Part.MIDNIGHT: "午夜|子夜",
}


def _vocabulary() -> Words:
    table: Words = {}
    for part, spellings in _PARTS.items():
        table |= words(Kind.PART, spellings, part)
    for name, days in _DAYS.items():
        table |= words(Kind.DAY, "|".join(name + ending for ending in ("天", "日", "儿", "儿个", "个儿")), Ahead(days))
        for part, endings in ((Part.MORNING, "早晨"), (Part.EVENING, "晚夜")):
            table |= {name + ending: ((Kind.DAY, Ahead(days)), (Kind.PART, part)) for ending in endings}
        for part in (Part.MORNING, Part.NOON, Part.AFTERNOON):
            table[name + part.value] = ((Kind.DAY, Ahead(days)), (Kind.PART, part))
    table |= words(Kind.DAY, "听日|次日|翌日|第二天", Ahead(1))
    table |= words(Kind.DAY, "本日", Ahead(0))
    table |= words(Kind.DAY, "下个工作日|下一个工作日|下一工作日", Workdays(1))
    table |= words(Kind.NOW, "尽快|尽早|尽速|马上|立即|立刻|立马|即刻|即时|现在|此刻|赶紧|赶快|第一时间|越快越好|火速|现在就|马上就")
    table |= words(Kind.CLOSING, "下班|下班时|下班前|下班之前|下班以前|收工前|工作时间结束前|营业结束前")
    table |= words(Kind.AT, "在|于|就在|定在|约定在|安排在|是在")
    table |= words(Kind.BY, "最晚|最迟|不晚于|不迟于|截止|截止到|截至|赶在|务必在|至迟|最晚在|最迟在|最晚到")
    table |= words(Kind.AT_LATEST, "前|之前|以前|内|之内|以内")
    table |= words(Kind.OPEN, "后|之后|以后|过后|起|开始|为止")
    table |= words(Kind.BETWEEN, "从|自|介于") | words(Kind.RANGE, "到|至")
    table |= words(Kind.AND, "和|与|跟|及|之间|中间|期间") | words(Kind.OR, "或|或者|或是|还是|要么|、")
    table |= words(Kind.ROUGH, "左右|前后|上下|大概|大约|约|约在|差不多|大致|约莫|多|来钟|出头|可能|也许|应该|最好")
    table |= words(Kind.GLUE, "的|的时候|那天|当天|(|)|（|）|、")
    table |= words(Kind.OR, "、")
    table |= words(
        Kind.COURTESY,
        "请|请在|请于|麻烦|烦请|麻烦在|客户要求|客户希望|客户要求在|客户希望在|要求|希望|改到|改为|改在|约到|定到|安排到|推到|延到|帮忙|"
        "帮我|给我|给他|给她|给客户|跟客户|和客户|就|回电|回电话|回个电话|回电给客户|回电客户|回复|回复客户|致电|致电客户|来电|"
        "联系|联系客户|联系我|打电话|打个电话|打电话给客户|打给我|打给客户|回拨|再打|再联系|再回电|再打来|吧|谢谢|谢了|可以|行|好|哈|哦|呢|啊|呀",
    )
    table |= words(Kind.CHOICE, "明后天|明后两天|今明两天|今明|后两天|早晚")
    table |= words(
        Kind.VAGUE,
        "改天|改日|改时间|哪天|有空|有空时|有空的时候|有时间|有时间再|方便时|方便的时候|方便|随时|任何时候|任何时间|都可以|"
        "早点|早些|早一点|早一些|晚点|晚些|晚一点|晚一些|晚些时候|晚点儿|晚会儿|迟点|迟些|迟一点|过会|过会儿|过一会|过一会儿|一会|一会儿|"
        "等会|等会儿|等一会|等一会儿|等下|等一下|待会|待会儿|稍后|稍候|稍晚|回头|后续|后面|再说|到时候|到时|抽空|空了|不久|很快|快点|快一点|"
        "过几天|过两天|过些天|过段时间|过一阵|过阵子|这两天|这几天|近期|最近|近日|不日|尽量|看情况|待定|另约|再约|下次|改次|"
        "周末|这周末|本周末|下周末|下周|这周|本周|下星期|下个星期|这星期|这个星期|下礼拜|下个礼拜|这个礼拜|下下周|周内|本周内|"
        "下个月|下月|本月|这个月|月底|月初|月中|下个月初|年底|年初|上班后|上班时间|工作时间|工作时间内|上班时|一上班|下班后|下班以后|下班之后|"
        "午休|午休后|午饭后|午饭前|饭后|饭前|晚饭后|晚饭前|几点|过后再|忙完|忙完后|今天内|今天之内|今日内|当天内|今天以内",
    )
    return table


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
        minute = number(found["minute"])
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
    if re.fullmatch(_UNTIL_NOW, found["post"]):
        day = Ahead(-1)
    return ((Kind.DAY, day),)


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("~", " *"))


_PRE: Final = "(?P<pre>再过|再等|过|等|未来|接下来的?|最多)?~(?:在~)?"
_POST: Final = f"~(?P<post>{_FROM_NOW}|{_UNTIL_NOW})?"
_HOUR_UNIT: Final = (
    "(?P<unit>个?~(?:小时的?工作时间|工作小时|小时|工作钟头|钟头|工作时(?!间)|工时)|个钟(?!头)|(?:hours?|hrs?|h)(?![a-z0-9]))"
)

VOCABULARY: Final = _vocabulary()
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
    Rule(_rule(r"(?:几|若干|好几|数)(?:个|十)?(?:分钟?|小时|钟头|天|日|周|星期|个?月|个?工作日)(?:后|之后|以后|内|以内|之内)?"),
         lambda _: ((Kind.VAGUE, None),)),
    Rule(
        _rule(
            rf"(?:差~(?P<less>{NUMBER}分钟?|[一1]刻钟?)~(?:到~)?)?(?P<hour>{NUMBER})~(?:点钟?(?![击评数位货收心名])|时(?![间候段效差]))"
            rf"(?:~(?:整|正(?!在)|(?P<half>半)(?:钟)?|(?P<quarters>[一1三3两二2])刻钟?|差~(?P<lack>{NUMBER}分钟?|[一1]刻钟?)"
            rf"|过?~(?P<minute>{NUMBER}(?=~分)|[0-9]{{2}}(?![0-9{_COUNTED}])|(?:零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
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
        _rule(rf"(?:(?P<month>(?:下下|下|本|这|上)个?月)(?:份)?的?~)?(?P<day>{NUMBER})~[日号](?![楼线店仓库门机柜箱单车位口码院房])"),
        _day_of_month,
    ),
    Rule(
        _rule(
            rf"(?:再?过~|在~)?(?P<count>{NUMBER})~(?P<unit>天|日|个?工作[日天]|周|个?星期|个?礼拜|个月)~(?P<post>{_FROM_NOW}|{_UNTIL_NOW})"
        ),
        _days,
    ),
)
