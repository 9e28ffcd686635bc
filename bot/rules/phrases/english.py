"""The English half of the grammar (text already normalised: lower case, plain apostrophes)."""

import re
from re import Match
from typing import Final

from bot.rules.phrases.digits import MERIDIEM, sign_of
from bot.rules.phrases.numerals import WORD, number
from bot.rules.phrases.pieces import (
    HOUR,
    NOON,
    Ahead,
    Clock,
    Day,
    DayOfMonth,
    Kind,
    MonthDay,
    Number,
    Rule,
    Sign,
    Token,
    Weekday,
    Workdays,
)

_QUARTER: Final = 15
_HALF: Final = 30
_WEEK: Final = 7
_WEEKDAYS: Final = (
    "monday|mon",
    "tuesday|tues|tue",
    "wednesday|weds|wed",
    "thursday|thurs|thur|thu",
    "friday|fri",
    "saturday|sat",
    "sunday|sun",
)
_MONTHS: Final = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
_WEEKDAY: Final = "(?:" + "|".join(_WEEKDAYS) + ")"
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_WEEKS: Final = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": None, "this coming": None, "the coming": None}
_UNTIL_LATER: Final = "minutes|hours|days|weeks|months|mins|hrs|boxes|moments"


def _hour(text: str) -> int:
    return number(text) or 0


def _clock(found: Match[str]) -> tuple[Token, ...]:
    hour = found["hour"]
    value = _hour(hour)
    return ((Kind.CLOCK, Clock(value, int(found["minute"] or 0), sign_of(hour, value, found["half"]))),)


def _spoken(found: Match[str]) -> tuple[Token, ...]:
    value = _hour(found["hour"])
    return ((Kind.CLOCK, Clock(value, _hour(found["minute"]), sign_of("", value, found["half"]))),)


def _past_or_to(found: Match[str]) -> tuple[Token, ...]:
    hour = found["hour"]
    value, minutes = _hour(hour), _share(found["share"])
    if not 0 < minutes < HOUR:
        return ()
    sign = sign_of(hour, value, found["half"])
    if found["way"] in ("past", "after"):
        return ((Kind.CLOCK, Clock(value, minutes, sign)),)
    if value <= 0 or (sign in (Sign.AM, Sign.PM) and value == 1) or value > NOON:
        return ()
    if value == NOON and sign in (Sign.AM, Sign.PM):
        sign = Sign.PM if sign is Sign.AM else Sign.AM
    return ((Kind.CLOCK, Clock((value - 1) or NOON, HOUR - minutes, sign)),)


def _share(text: str) -> int:
    if "quarter" in text:
        return _QUARTER
    return _HALF if text == "half" else _hour(re.sub(" *(?:minutes?|mins?)$", "", text))


def _dotted(found: Match[str]) -> tuple[Token, ...]:
    hour = found["hour"]
    marker = Kind.AT if found["at"].strip() in ("at", "@") else Kind.BY
    return ((marker, None), (Kind.CLOCK, Clock(int(hour), int(found["minute"]), sign_of(hour, int(hour)))))


def _number_word(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.NUMBER, Number(found[0], _hour(found[0]))),)


def _weekday(found: Match[str]) -> tuple[Token, ...]:
    day = next(place for place, names in enumerate(_WEEKDAYS) if found["day"] in names.split("|"))
    said = re.sub(" +", " ", found["before"] or found["after"] or found["week"] or "")
    if "after next" in said:
        return ((Kind.WEEKDAY, Weekday(day, 2)),)
    return ((Kind.WEEKDAY, Weekday(day, _WEEKS[said.removesuffix(" week")] if said else None)),)


def _date(found: Match[str]) -> tuple[Token, ...]:
    month = next(place for place, names in enumerate(_MONTHS, 1) if found["month"] in names.split("|"))
    return ((Kind.DAY, MonthDay(month, int(found["day"]), int(found["year"]) if found["year"] else None)),)


def _day_of_month(found: Match[str]) -> tuple[Token, ...]:
    months = None if found["month"] is None else int("next" in found["month"])
    return ((Kind.DAY, DayOfMonth(int(found["day"]), months)),)


def _days(found: Match[str]) -> tuple[Token, ...]:
    written, unit = found["count"], found["unit"]
    count = 1 if written in ("a", "an", "one", "the next") else _hour(written)
    day: Day
    if unit.startswith("month"):
        day = Ahead(0, count)
    elif unit.startswith("week"):
        day = Ahead(count * _WEEK)
    else:
        day = Ahead(count) if unit.startswith("day") else Workdays(count)
    if found["post"] and "ago" in found["post"]:
        return ((Kind.DAY, Ahead(-1)),)
    is_meant = found["pre"] or found["post"] or isinstance(day, Workdays)
    return ((Kind.DAY, day),) if is_meant else ((Kind.VAGUE, None),)


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which a blank stands for blanks and `~` for blanks or nothing."""
    return re.compile(re.sub(r"(?<!\[) ", "(?: +)", pattern).replace("~", " *"))


_HOURS: Final = rf"(?P<hour>[0-9]{{1,2}}|{WORD})"
_HALF_OF_DAY: Final = f"(?:~{MERIDIEM})?"
_ORDINAL: Final = "(?:st|nd|rd|th)"
_YEAR: Final = "(?:(?:,~| |-|/)(?P<year>(?:19|20)[0-9]{2})(?![0-9:]))?"

RULES: Final = (
    Rule(rule(rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))?~{MERIDIEM}"), _clock),
    Rule(rule(rf"(?P<hour>{WORD})(?P<minute>(?!))?~{MERIDIEM}"), _clock),
    Rule(rule(rf"{_HOURS}(?P<minute>(?!))?~o'?~?clock{_HALF_OF_DAY}"), _clock),
    Rule(
        rule(
            rf"(?P<hour>{WORD}) (?P<minute>ten|fifteen|twenty|thirty|forty|fifty|forty-five|thirty-five|twenty-five|fifty-five)"
            rf"{_HALF_OF_DAY}"
        ),
        _spoken,
    ),
    Rule(
        rule(
            rf"(?P<share>half(?= past)|(?:a )?quarter|(?:[0-9]{{1,2}}|{WORD}) (?:minutes?|mins?)"
            rf"|(?:five|ten|twenty(?:[ -]five)?|[0-9]{{1,2}})(?= past)|twenty(?:[ -]five)?(?= to))"
            rf" (?P<way>past|after|to|till|before) {_HOURS}(?:~o'?clock)?{_HALF_OF_DAY}"
        ),
        _past_or_to,
    ),
    Rule(rule("(?:by|before) clos(?:e|ing)(?! of| time)(?![a-z])"), lambda _: ((Kind.BY, None), (Kind.CLOSING, None))),
    Rule(rule(r"(?P<at>at |@~|by |before )(?P<hour>[0-9]{1,2})[.](?P<minute>[0-9]{2})(?![.0-9])"), _dotted),
    Rule(rule(WORD), _number_word),
    Rule(
        rule(
            r"(?:(?P<before>this coming|the coming|coming|this|next|last|past) "
            r"|(?P<week>(?:next|this) week|(?:the )?week after next)(?: on)? )?"
            rf"(?P<day>{_WEEKDAY})(?![a-z])\.?(?: (?:of )?(?P<after>(?:next|this|last) week|(?:the )?week after next))?"
        ),
        _weekday,
    ),
    Rule(
        rule(rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?: of| day of)?(?:~|-|/)(?P<month>{_MONTH})(?![a-z])\.?{_YEAR}"), _date
    ),
    Rule(rule(rf"(?P<month>{_MONTH})\.?(?:~|-)(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?![0-9:]){_YEAR}"), _date),
    Rule(
        rule(rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}(?: (?:of )?(?P<month>next month|this month))?"),
        _day_of_month,
    ),
    Rule(
        rule(
            rf"(?P<pre>(?:in|within)(?: the next)? )?(?P<count>a|[0-9]{{1,3}}|{WORD}) "
            r"(?P<unit>(?:working|business|work)[ -]days?|days?|weeks?|months?)'?(?: time)?"
            r"(?P<post> from (?:now|today)| ago| later)?"
        ),
        _days,
    ),
    Rule(
        rule(rf"(?:(?:in|within|after) )?(?:the next )?(?:a )?(?:few|several|some|many|couple of|couple) (?:{_UNTIL_LATER})"),
        lambda _: ((Kind.VAGUE, None),),
    ),
    Rule(
        rule(rf"(?:[0-9]{{1,2}}|{WORD})(?::[0-9]{{2}})?~(?:am|pm)?~-?ish"),
        lambda _: ((Kind.CLOCK, Clock(NOON)), (Kind.ROUGH, None)),
    ),
)
