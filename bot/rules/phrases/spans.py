"""Lengths of time in English: "in 1h 30min", "an hour and a half from now", "2 working hours"."""

import re
from re import Match
from typing import Final

from bot.rules.phrases.digits import sign_of
from bot.rules.phrases.english import rule
from bot.rules.phrases.numerals import WORD, number
from bot.rules.phrases.pieces import HOUR, Clock, Kind, Rule, Span, Token

_WORK: Final = "(?P<work>(?:working|business|work|office)[ -])"
_HOUR: Final = "(?:hours?|hrs?|h)'?(?![a-z])"
_MINUTE: Final = "(?:minutes?|mins?|m)'?(?![a-z])"
_PRE: Final = "(?P<pre>(?:in|within)(?: the)?(?: next)? (?:about(?!) )?)?"
_POST: Final = "(?:'? time(?! ))?(?P<post> from now| later| ago)?"
_COUNT: Final = rf"(?:[0-9]{{1,4}}|{WORD})"
_SHARES: Final = {"half": 30, "a half": 30, "quarter": 15, "a quarter": 15, "three quarters": 45, "three-quarters": 45}


def _value(text: str) -> int:
    return 1 if re.fullmatch("an?|the(?: +next)?", text) else number(text) or 0


def _hours(found: Match[str]) -> tuple[Token, ...]:
    written = found["hours"]
    minutes = float(written) * HOUR if "." in written else float(_value(written) * HOUR)
    if found["minutes"]:
        minutes += _value(found["minutes"])
    share = found["before"] or found["after"]
    if share:
        minutes += _SHARES[re.sub(" +", " ", share)]
    if re.match("the(?![a-z])", written) and not found["pre"]:
        return ()
    return _span(found, round(minutes, 6), is_working=bool(found["work"]))


def _minutes(found: Match[str]) -> tuple[Token, ...]:
    return _span(found, _value(found["minutes"]), is_working=bool(found["work"]))


def _shares(found: Match[str]) -> tuple[Token, ...]:
    return _span(found, _SHARES[re.sub(" +", " ", found["share"])], is_working=bool(found["work"]))


def _compact(found: Match[str]) -> tuple[Token, ...]:
    hours, minutes = found["hours"], int(found["minutes"])
    if not found["pre"] and not found["post"]:
        return ((Kind.SPAN_OR_CLOCK, Clock(int(hours), minutes, sign_of(hours, int(hours)))),)
    return _span(found, int(hours) * HOUR + minutes, is_working=False)


def _span(found: Match[str], minutes: float, *, is_working: bool) -> tuple[Token, ...]:
    if minutes != int(minutes):
        return ()
    span = Span(int(minutes), is_working)
    if found["post"] and "ago" in found["post"]:
        return ((Kind.AGO, span),)
    return ((Kind.SPAN if found["pre"] or found["post"] else Kind.BARE_SPAN, span),)


RULES: Final = (
    Rule(
        rule(
            rf"{_PRE}(?P<hours>[0-9]{{1,3}}\.[0-9]{{1,2}}|{_COUNT}|an?|the(?: next)?)"
            rf"(?: and (?P<before>a half|a quarter|three quarters))?~{_WORK}?~{_HOUR}"
            rf"(?:(?: and)?~(?P<minutes>{_COUNT})~{_MINUTE}| and (?P<after>a half|a quarter|three quarters))?{_POST}"
        ),
        _hours,
    ),
    Rule(rule(rf"{_PRE}(?P<minutes>{_COUNT})~{_WORK}?{_MINUTE}{_POST}"), _minutes),
    Rule(
        rule(rf"{_PRE}(?P<share>(?:a )?half|(?:a )?quarter|three[ -]quarters)(?: of)?(?: an?)? {_WORK}?hour(?![a-z]){_POST}"),
        _shares,
    ),
    Rule(rule(rf"{_PRE}(?P<hours>[0-9]{{1,2}})h(?P<minutes>[0-5][0-9])(?:m(?:in)?)?(?![a-z0-9]){_POST}"), _compact),
)
