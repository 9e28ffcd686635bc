"""Says in the reader's language why a promise is what it is, and why an asked time is refused (catalogue domain `promise`)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import Refusal
from bot.i18n import Language
from bot.rules.promise import Promise
from bot.rules.reasons import DayMinutes, Step, Value
from bot.rules.routes import Lead

HOUR: Final = 60


def explain(language: Language, promise: Promise, zone: ZoneInfo) -> str:
    """Return the whole explanation of a promise as one line. Times are in `zone`, with their date unless it is the opening's."""
    return explained(language, promise.steps, zone, promise.opened)


def explained(language: Language, steps: Iterable[Step], zone: ZoneInfo, opened: datetime) -> str:
    """Return these steps of an explanation as one line."""
    return language("promise.between_sentences").join(sentences(language, steps, zone, opened))


def sentences(language: Language, steps: Iterable[Step], zone: ZoneInfo, opened: datetime) -> tuple[str, ...]:
    """Return a sentence for each step, without full stop. Times are in `zone`, with their date unless it is the opening's."""
    today = opened.astimezone(zone).date()

    def said(value: Value) -> object:
        match value:
            case datetime():
                same_day = value.astimezone(zone).date() == today
                return language.clock(value, zone) if same_day else language.moment(value, zone)
            case date():
                return language.day(value)
            case time():
                return f"{value:%H:%M}"
            case timedelta() | Lead():
                return _duration(language, value)
            case tuple():
                return _parts(language, value, today)
            case _:
                return value

    return tuple(
        language(f"promise.{_key(step)}", **{name: said(value) for name, value in step.params.items()}) for step in steps
    )


def refused(language: Language, refusal: Refusal, zone: ZoneInfo) -> str:
    """Return the sentence of a refusal; the moments among its params are said in `zone`."""
    params = {
        name: language.moment(value, zone) if isinstance(value, datetime) else value for name, value in refusal.params.items()
    }
    return language(f"refusal.{refusal.key}", **params)


def _key(step: Step) -> str:
    one_day = "first" in step.params and step.params["first"] == step.params["last"]
    return f"{step.reason}_one_day" if one_day else step.reason


def _duration(language: Language, duration: timedelta | Lead) -> str:
    if isinstance(duration, Lead):
        return _ahead(language, duration.minutes)
    minutes = duration // timedelta(minutes=1)
    if minutes % HOUR:
        return language.plural("promise.working_minutes", minutes)
    return language.plural("promise.working_hours", minutes // HOUR)


def _ahead(language: Language, minutes: int) -> str:
    """Return how far ahead it is, as people say it: in hours and minutes."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return language("promise.minutes", minutes=rest)
    return language("promise.hours_minutes", hours=hours, minutes=rest) if rest else language("promise.hours", hours=hours)


def _parts(language: Language, parts: DayMinutes, today: date) -> str:
    names = {0: language("promise.today"), 1: language("promise.tomorrow")}
    return language("promise.between_parts").join(
        language("promise.part", minutes=minutes, day=names.get((day - today).days) or language.day(day))
        for day, minutes in parts
    )
