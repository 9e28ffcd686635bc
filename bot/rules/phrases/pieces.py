"""What a phrase is made of: the words of the grammar, after the languages have been taken off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum
from re import Match, Pattern
from typing import Final, NamedTuple

HOUR: Final = 60
NOON: Final = 12
MIDNIGHT: Final = 24


class Kind(StrEnum):
    """The kind of a piece; a phrase is judged by the string of its kinds."""

    DAY = "D"
    WEEKDAY = "W"
    PART = "P"
    CLOCK = "C"
    NUMBER = "N"
    DECIMAL = "n"
    SPAN = "S"
    BARE_SPAN = "s"
    SPAN_OR_CLOCK = "J"
    AGO = "G"
    NOW = "Z"
    CLOSING = "E"
    AT = "a"
    ON = "o"
    IN = "i"
    BY = "b"
    AT_LATEST = "q"
    GLUE = "g"
    COURTESY = "f"
    ROUGH = "x"
    VAGUE = "v"
    RANGE = "r"
    OR = "h"
    AND = "k"
    BETWEEN = "y"
    OPEN = "m"
    CHOICE = "A"
    UNKNOWN = "u"


class Sign(Enum):
    """How much a clock time says about its half of the day."""

    BARE = "3点, at 3: either half"
    COLON = "3:30: the half of the day in which people work, but by the 24-hour clock after a date in digits"
    DAY = "15:30, 03:30, 0点: by the 24-hour clock"
    AM = "am"
    PM = "pm"


class Part(Enum):
    """A part of the day."""

    DAWN = "凌晨"
    MORNING = "上午"
    NOON = "中午"
    AFTERNOON = "下午"
    DUSK = "傍晚"
    EVENING = "晚上"
    NIGHT = "夜里"
    MIDNIGHT = "午夜"
    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as it was written; `offset` from UTC when the text states one."""

    hour: int
    minute: int = 0
    sign: Sign = Sign.BARE
    offset: timedelta | None = None

    @property
    def exists(self) -> bool:
        """Tell whether a day has that time; 24:00 is its end."""
        if self.sign in (Sign.AM, Sign.PM):
            return 1 <= self.hour <= NOON and self.minute < HOUR
        return (self.hour < MIDNIGHT and self.minute < HOUR) or (self.hour == MIDNIGHT and not self.minute)


@dataclass(frozen=True, slots=True)
class Ahead:
    """That many days and months after today."""

    days: int
    months: int = 0


@dataclass(frozen=True, slots=True)
class Workdays:
    """The so-manieth working day after today."""

    count: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A date, with or without its year; `is_numeric` when written as 2026-12-01."""

    month: int
    day: int
    year: int | None = None
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class YearsAhead:
    """A date of this year or of one that many years ahead."""

    years: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of the nearest month that has it, or of the month that many months ahead."""

    day: int
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Slashed:
    """12/1: month/day or day/month."""

    first: int
    second: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (Monday is 0), of the week that many weeks ahead, else the nearest."""

    weekday: int
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in minutes of the wall clock, or of working time."""

    minutes: int
    is_working: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands alone, as it was written."""

    written: str
    value: int

    @property
    def is_long(self) -> bool:
        """Tell whether it has more digits than an hour."""
        return self.written.isdigit() and len(self.written) > len("24")


Day = Ahead | Workdays | MonthDay | YearsAhead | DayOfMonth | Slashed
Value = Clock | Day | Weekday | Part | Span | Number | None
Token = tuple[Kind, Value]


class Piece(NamedTuple):
    """A kind and value, and where they stand in the text."""

    kind: Kind
    value: Value
    start: int
    end: int


class Rule(NamedTuple):
    """A pattern and what it means; `build` returns no tokens when the match means nothing after all."""

    pattern: Pattern[str]
    build: Callable[[Match[str]], tuple[Token, ...]]


Words = dict[str, tuple[Token, ...]]


def words(kind: Kind, spellings: str, value: Value = None) -> Words:
    """Return the spellings (separated by `|`), each as that one token."""
    return dict.fromkeys(spellings.split("|"), ((kind, value),))


def kinds(pieces: Iterable[Piece]) -> str:
    """Return the string of kinds."""
    return "".join(piece.kind for piece in pieces)
