"""What is written in digits alike in both languages: ISO moments, numeric dates, 15:30, and plain numbers."""

import re
from datetime import timedelta
from re import Match
from typing import Final

from bot.rules.phrases.pieces import HOUR, NOON, Clock, Kind, MonthDay, Number, Rule, Sign, Slashed, Token

_TWO_DIGIT_HOUR: Final = 10
_CLOCK_HOURS: Final = range(7, 24)
MERIDIEM: Final = r"(?P<half>[ap])(?:m(?![a-z])|\.m\.?(?![a-z]))"


def sign_of(hour: str, value: int, half: str | None = None) -> Sign:
    """Return what the way of writing an hour says about the half of the day: a leading zero, 0 and 13 to 24 are by 24 hours."""
    if half:
        return Sign.AM if half == "a" else Sign.PM
    return Sign.DAY if value > NOON or value == 0 or (len(hour) > 1 and hour[0] == "0") else Sign.BARE


def _moment(found: Match[str]) -> tuple[Token, ...]:
    offset = None
    if zone := found["zone"]:
        sign = -1 if zone[0] == "-" else 1
        hours, minutes = (0, 0) if zone == "z" else (int(zone[1:3]), int(zone[-2:]))
        if hours > NOON + 2 or minutes >= HOUR:
            return ()
        offset = sign * timedelta(hours=hours, minutes=minutes)
    day = MonthDay(int(found["month"]), int(found["day"]), int(found["year"]), is_numeric=True)
    clock = Clock(int(found["hour"]), int(found["minute"]), Sign.DAY, offset)
    return ((Kind.DAY, day), (Kind.CLOCK, clock))


def _date(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.DAY, MonthDay(int(found["month"]), int(found["day"]), int(found["year"]), is_numeric=True)),)


def _slashed(found: Match[str]) -> tuple[Token, ...]:
    year = found["year"]
    return ((Kind.DAY, Slashed(int(found["first"]), int(found["second"]), int(year) if year else None)),)


def _two_digits(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.DAY, Slashed(int(found["first"]), int(found["second"]))),)


def _clock(found: Match[str]) -> tuple[Token, ...]:
    hour, half = found["hour"], found["half"]
    sign = sign_of(hour, int(hour), half)
    # 10:30 to 12:59 are written alike by both clocks; with two digits the 24-hour one is meant.
    if sign is Sign.BARE:
        sign = Sign.DAY if int(hour) >= _TWO_DIGIT_HOUR else Sign.COLON
    return ((Kind.CLOCK, Clock(int(hour), int(found["minute"]), sign)),)


def _four_digits(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.CLOCK, Clock(int(found["hour"]), int(found["minute"]), Sign.DAY)),)


def _hours(found: Match[str]) -> tuple[Token, ...]:
    # 15h is three in the afternoon to some and fifteen hours to others; 2h and 24h can only be lengths.
    hour = int(found["hour"])
    return ((Kind.SPAN_OR_CLOCK, Clock(hour, 0, sign_of(found["hour"], hour))),) if hour in _CLOCK_HOURS else ()


def _number(found: Match[str]) -> tuple[Token, ...]:
    return ((Kind.NUMBER, Number(found[0], int(found[0]))),)


RULES: Final = (
    Rule(
        re.compile(
            r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:t| +)"
            r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::00(?:\.0+)?)?(?: *(?P<zone>z|[+-][0-9]{2}:?[0-9]{2}))?(?!:?[0-9])"
        ),
        _moment,
    ),
    Rule(re.compile(r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})(?![-/0-9])"), _date),
    Rule(re.compile(r"(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})(?:/(?P<year>[0-9]{4}))?(?![/0-9])"), _slashed),
    Rule(re.compile(r"(?P<first>[0-9]{1,2})\.(?P<second>[0-9]{1,2})\.(?P<year>[0-9]{4})(?![.0-9])"), _slashed),
    Rule(re.compile(r"(?P<first>[0-9]{2})-(?P<second>[0-9]{2})(?= +[0-9]{1,2}:[0-9]{2})"), _two_digits),
    Rule(
        re.compile(
            rf"(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::00)?(?!:?[0-9])"
            rf"(?: *{MERIDIEM}| *(?:hrs|hours|h)(?![a-z])|[分正整])?"
        ),
        _clock,
    ),
    Rule(re.compile(rf"[0-9]{{1,2}}[/、][0-9]{{1,2}}(?: *{MERIDIEM}|点)"), lambda _: ((Kind.CHOICE, None),)),
    Rule(re.compile(r"(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9]) *(?:hrs|hours|h)(?![a-z])"), _four_digits),
    Rule(re.compile(r"(?P<hour>[0-9]{1,2})h(?![a-z0-9])"), _hours),
    Rule(re.compile(r"[0-9]+(?:[.,][0-9]+)+"), lambda _: ((Kind.DECIMAL, None),)),
    Rule(re.compile(r"[0-9]+"), _number),
)
