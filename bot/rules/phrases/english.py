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
    Part,
    Rule,
    Sign,
    Token,
    Weekday,
    Workdays,
    Words,
    words,
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


def _vocabulary() -> Words:
    table: Words = {}
    table |= words(Kind.DAY, "today", Ahead(0))
    table |= words(Kind.DAY, "tomorrow|tmr|tmrw|tmw|tomo|2moro|2morrow|tomorow|tommorow|tommorrow", Ahead(1))
    table |= words(Kind.DAY, "day after tomorrow|the day after tomorrow|overmorrow", Ahead(2))
    table |= words(Kind.DAY, "yesterday|the day before yesterday|day before yesterday", Ahead(-1))
    for day in ("working", "business", "work"):
        table |= words(Kind.DAY, f"next {day} day|the next {day} day|the following {day} day", Workdays(1))
    table |= words(Kind.PART, "morning|in the morning|the morning|first thing|first thing in the morning", Part.MORNING)
    table |= words(Kind.PART, "noon|midday|noontime|12 noon|mid-day", Part.NOON)
    table |= words(Kind.PART, "afternoon|in the afternoon|the afternoon", Part.AFTERNOON)
    table |= words(Kind.PART, "evening|in the evening|the evening", Part.EVENING)
    table |= words(Kind.PART, "night|at night", Part.NIGHT)
    table |= words(Kind.PART, "midnight|12 midnight", Part.MIDNIGHT)
    table |= words(Kind.PART, "am|a.m.|a.m", Part.AM) | words(Kind.PART, "pm|p.m.|p.m", Part.PM)
    for name, part in (("morning", Part.MORNING), ("noon", Part.NOON), ("afternoon", Part.AFTERNOON), ("evening", Part.EVENING)):
        table[f"this {name}"] = ((Kind.DAY, Ahead(0)), (Kind.PART, part))
    table |= dict.fromkeys(("tonight", "tonite"), ((Kind.DAY, Ahead(0)), (Kind.PART, Part.EVENING)))
    table["last night"] = ((Kind.DAY, Ahead(-1)), (Kind.PART, Part.EVENING))
    table |= words(
        Kind.NOW,
        "asap|a.s.a.p.|a.s.a.p|as soon as possible|as soon as you can|as quickly as possible|now|right now|right away|immediately|at once|"
        "straight away|straightaway|instantly|without delay|this minute|this instant|straight now|just now|right this minute",
    )
    table |= words(
        Kind.CLOSING,
        "eod|e.o.d.|e.o.d|end of day|end of the day|the end of the day|the end of day|end of business|end of business day|"
        "end of the business day|end of working day|end of the working day|the end of the working day|the end of the business day|"
        "close of business|the close of business|close of play|cob|eob|closing time|end of play|close of day",
    )
    table |= dict.fromkeys(
        ("end of today", "the end of today"), ((Kind.CLOSING, None), (Kind.DAY, Ahead(0)))
    )
    table |= dict.fromkeys(
        ("end of tomorrow", "the end of tomorrow"), ((Kind.CLOSING, None), (Kind.DAY, Ahead(1)))
    )
    table |= dict.fromkeys(("by close", "before close", "by closing", "before closing"), ((Kind.BY, None), (Kind.CLOSING, None)))
    table |= words(Kind.AT, "at|@") | words(Kind.ON, "on")
    table |= words(
        Kind.BY, "by|before|no later than|not later than|latest|latest by|prior to|by no later than|at the latest by|latest at|ahead of"
    )
    table |= words(Kind.AT_LATEST, "latest|at the latest|at latest")
    table |= words(Kind.BETWEEN, "between|from|btw|anytime between|sometime between|any time between")
    table |= words(Kind.RANGE, "-|~|to|until|till|til|through|thru")
    table |= words(Kind.AND, "and|&") | words(Kind.OR, "or|/|and/or")
    table |= words(Kind.OPEN, "after|since|onwards|onward|or later|or after|and later|not before|from now on|past|+|later than|no earlier than")
    table |= words(
        Kind.ROUGH,
        "around|about|approx|approx.|approximately|roughly|circa|ca|ca.|or so|ish|-ish|maybe|perhaps|probably|possibly|nearly|almost|"
        "shortly after|shortly before|just after|just before|towards|close to|or thereabouts|more or less|some time around|at around|"
        "at about|sometime around|by around|by about|earliest|at the earliest|or earlier|or before",
    )
    table |= words(Kind.GLUE, ",|(|)|.|;|of")
    table |= words(
        Kind.COURTESY,
        "please|pls|plz|kindly|call|call me|call back|callback|call me back|call him|call her|call them|call him back|call her back|"
        "call them back|call customer|call the customer|call customer back|call the customer back|call back customer|ring|ring me|"
        "ring back|ring me back|phone|phone me|phone back|thanks|thank you|thx|can you|could you|ok|okay|sharp|exactly|prompt|on the dot",
    )
    table |= words(
        Kind.VAGUE,
        "later|later today|later on|soon|sooner|sooner or later|sometime|some time|at some point|shortly|in a bit|in a while|a while|"
        "after a while|in a moment|in a minute|in a sec|in a second|in a jiffy|in a few|anytime|any time|whenever|whenever possible|"
        "when free|when available|when possible|when convenient|when you can|when you have time|another day|another time|other day|"
        "some day|someday|one day|one of these days|eventually|next week|this week|within the week|next month|this month|weekend|"
        "the weekend|this weekend|next weekend|at the weekend|on the weekend|over the weekend|early|late|end of week|end of the week|"
        "eow|end of month|end of the month|eom|beginning of next week|early next week|late next week|after lunch|before lunch|lunch|"
        "at lunch|lunchtime|lunch time|at lunchtime|over lunch|after work|before work|business hours|office hours|working hours|"
        "during business hours|during office hours|during working hours|during the day|tbd|tbc|not sure|in due course|in the near future|"
        "in future|in the future|the other day|midweek|mid-week|mid week|mid-morning|mid-afternoon|mid morning|mid afternoon|next time|"
        "early morning|late morning|early afternoon|late afternoon|early evening|late evening|when ready|within reason|next year|daily|"
        "recently|in the coming days|these days|in no time|in a short while|a bit later|a little later|much later|early tomorrow|"
        "late tomorrow|in the next few days|in the coming week",
    )
    return table


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


def _four_digits(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.CLOCK, Clock(int(found["hour"]), int(found["minute"]), Sign.DAY)),)


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
    return ((Kind.DAY, day),) if found["pre"] or found["post"] else ((Kind.VAGUE, None),)


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which a blank stands for blanks and `~` for blanks or nothing."""
    return re.compile(pattern.replace("~", "<").replace(" ", "(?: +)").replace("<", " *"))


_HOURS: Final = rf"(?P<hour>[0-9]{{1,2}}|{WORD})"
_HALF_OF_DAY: Final = f"(?:~{MERIDIEM})?"
_ORDINAL: Final = "(?:st|nd|rd|th)"
_YEAR: Final = "(?:(?:,~| |-|/)(?P<year>(?:19|20)[0-9]{2})(?![0-9:]))?"

VOCABULARY: Final = _vocabulary()
RULES: Final = (
    Rule(rule(rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))?~{MERIDIEM}"), _clock),
    Rule(rule(rf"(?P<hour>{WORD})(?P<minute>(?!))?~{MERIDIEM}"), _clock),
    Rule(rule(rf"{_HOURS}(?P<minute>(?!))?~o'?~?clock{_HALF_OF_DAY}"), _clock),
    Rule(rule(rf"(?P<hour>{WORD}) (?P<minute>ten|fifteen|twenty|thirty|forty|fifty|forty-five|thirty-five|twenty-five|fifty-five)"
              rf"{_HALF_OF_DAY}"), _spoken),
    Rule(
        rule(
            rf"(?P<share>half(?= past)|(?:a )?quarter|(?:[0-9]{{1,2}}|{WORD}) (?:minutes?|mins?)"
            rf"|(?:five|ten|twenty(?:[ -]five)?|[0-9]{{1,2}})(?= past)|twenty(?:[ -]five)?(?= to))"
            rf" (?P<way>past|after|to|till|before) {_HOURS}(?:~o'?clock)?{_HALF_OF_DAY}"
        ),
        _past_or_to,
    ),
    Rule(rule(r"(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])~(?:hrs|hours|h)"), _four_digits),
    Rule(rule(r"(?P<at>at |@~|by |before )(?P<hour>[0-9]{1,2})[.](?P<minute>[0-9]{2})(?![.0-9])"), _dotted),
    Rule(rule(WORD), _number_word),
    Rule(
        rule(
            rf"(?:(?P<before>this coming|the coming|coming|this|next|last|past) |(?P<week>(?:next|this) week|(?:the )?week after next)(?: on)? )?"
            rf"(?P<day>{_WEEKDAY})(?![a-z])\.?(?: (?:of )?(?P<after>(?:next|this|last) week|(?:the )?week after next))?"
        ),
        _weekday,
    ),
    Rule(rule(rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?: of| day of)?(?:~|-|/)(?P<month>{_MONTH})(?![a-z])\.?{_YEAR}"), _date),
    Rule(rule(rf"(?P<month>{_MONTH})\.?(?:~|-)(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?![0-9:]){_YEAR}"), _date),
    Rule(
        rule(rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}(?: (?:of )?(?P<month>next month|this month))?"),
        _day_of_month,
    ),
    Rule(
        rule(
            rf"(?P<pre>(?:in|within)(?: the next)? )?(?P<count>a|[0-9]{{1,3}}|{WORD}) "
            r"(?P<unit>(?:working|business|work)[ -]days?|days?|weeks?|months?)'?(?: time)?(?P<post> from (?:now|today)| ago| later)?"
        ),
        _days,
    ),
    Rule(rule(rf"(?:(?:in|within|after) )?(?:the next )?(?:a )?(?:few|several|some|many|couple of|couple) (?:{_UNTIL_LATER})"),
         lambda _: ((Kind.VAGUE, None),)),
    Rule(rule(rf"(?:[0-9]{{1,2}}|{WORD})(?::[0-9]{{2}})?~(?:am|pm)?~-?ish"), lambda _: ((Kind.CLOCK, Clock(NOON)), (Kind.ROUGH, None))),
)
