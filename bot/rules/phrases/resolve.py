"""Places a phrase in time: the nearest future moment that it can mean, by the site's clocks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.rules.phrases.days import DAY, possible_days
from bot.rules.phrases.forms import dated
from bot.rules.phrases.grammar import Phrase
from bot.rules.phrases.hours import hour_of_day
from bot.rules.phrases.pieces import MIDNIGHT, NOON, Ahead, Clock, MonthDay, Part, Sign, Span
from bot.rules.phrases.refusals import (
    AmbiguousDate,
    BareHour,
    ClosedDay,
    EveningWithoutHour,
    NoSuchTime,
    PastPhrase,
    TimeAlternatives,
    Unreadable,
)
from bot.rules.worktime import LATEST_YEAR, Worktime, whole_minute

MINUTE: Final = timedelta(minutes=1)
# How far a bare hour is looked for: longer than any holiday.
_FAR: Final = 40
_EVENING: Final = time(18)

Placer = Callable[[date], Sequence[datetime]]


class Clockwork:
    """The clock of one site at one moment, in the language of one text."""

    def __init__(self, now: datetime, worktime: Worktime, lang: str) -> None:
        """Keep what a phrase is placed by: `now` is aware."""
        self.now = now.astimezone(UTC)
        self.worktime = worktime
        self.lang = lang
        self.today = worktime.local(now).date()

    def place(self, phrase: Phrase) -> datetime:
        """Return the moment (UTC, whole minutes unless the phrase is in seconds of `now`). Raises Unreadable."""
        try:
            moment = self._place(phrase)
        except (OverflowError, ValueError):
            # Beyond the years that the calendar and the clock know.
            raise Unreadable(NoSuchTime) from None
        if moment.year > LATEST_YEAR:
            raise Unreadable(NoSuchTime)
        return moment

    def _place(self, phrase: Phrase) -> datetime:
        if phrase.is_now:
            return whole_minute(self.now)
        if phrase.span is not None:
            return self._after(phrase.span)
        if phrase.is_closing:
            return self._nearest(phrase, self._closing, [self.today])
        if phrase.clock is not None:
            return self._at_clock(phrase, phrase.clock)
        return self._at_part(phrase)

    def _after(self, span: Span) -> datetime:
        if span.minutes == 0:
            raise Unreadable(NoSuchTime)
        if span.is_working:
            return self.worktime.land(self.worktime.add(whole_minute(self.now), span.minutes))
        return whole_minute(self.now) + span.minutes * MINUTE

    def _closing(self, day: date) -> Sequence[datetime]:
        closing = self.worktime.closing(day)
        if closing is None:
            raise Unreadable(ClosedDay)
        return [closing]

    def _at_clock(self, phrase: Phrase, clock: Clock) -> datetime:
        has_day = phrase.day is not None or phrase.weekday is not None
        if clock.sign is Sign.COLON:
            is_numeric = isinstance(phrase.day, MonthDay) and phrase.day.is_numeric
            clock = replace(clock, sign=Sign.DAY)
            if not is_numeric and phrase.part is None:
                clock = replace(clock, hour=self._usual_hour(phrase, clock))
        hour = hour_of_day(clock, phrase.part, has_day=has_day)
        if hour is None:
            return self._at_bare_hour(phrase, clock, has_day=has_day)

        def placed(day: date) -> Sequence[datetime]:
            return [self._moment(day + hour // MIDNIGHT * DAY, hour % MIDNIGHT, clock)]

        return self._nearest(phrase, placed, [self.today, self.today + DAY])

    def _usual_hour(self, phrase: Phrase, clock: Clock) -> int:
        """Return the hour of 3:30, which is a clock time and not a bare hour: the half of the day in which people work at it."""
        halves = [time(hour, clock.minute) for hour in _halves(clock)] if clock.exists else []
        for count in range(_FAR):
            for half in halves:
                if self.worktime.is_working(self.worktime.at(self.today + DAY * count, half)):
                    return half.hour
        if not halves:
            raise Unreadable(NoSuchTime)
        if phrase.day is None and phrase.weekday is None:
            raise Unreadable(BareHour, *(f"{half:%H:%M}" for half in halves))
        day = possible_days(phrase, self.today, self.worktime, self.lang)[0]
        raise Unreadable(BareHour, *self._dated([self.worktime.at(day, half) for half in halves]))

    def _at_bare_hour(self, phrase: Phrase, clock: Clock, *, has_day: bool) -> datetime:
        def working(day: date) -> Sequence[datetime]:
            moments = [self.worktime.at(day, time(hour, clock.minute)) for hour in _halves(clock)]
            found = [moment for moment in moments if self.worktime.is_working(moment)]
            if has_day and not found:
                raise Unreadable(BareHour, *self._dated(moments))
            return found

        if has_day:
            return self._nearest(phrase, working, [])
        try:
            return self._nearest(phrase, working, [self.today + DAY * count for count in range(_FAR)])
        except Unreadable as problem:
            if problem.refusal is not PastPhrase:
                raise
        raise Unreadable(BareHour, *(f"{hour:02}:{clock.minute:02}" for hour in _halves(clock)))

    def _dated(self, moments: Sequence[datetime]) -> list[str]:
        return [dated(self.worktime.local(moment), self.today, self.lang) for moment in moments]

    def _at_part(self, phrase: Phrase) -> datetime:
        part = phrase.part
        match part:
            case Part.EVENING | Part.NIGHT | Part.DUSK | Part.DAWN:
                is_past = isinstance(phrase.day, Ahead) and phrase.day.days < 0
                raise Unreadable(PastPhrase if is_past else EveningWithoutHour)
            case Part.MIDNIGHT:
                return self._midnight(phrase)
            case Part.AFTERNOON | Part.PM:
                clock = self.worktime.lunch[1]
            case Part.NOON:
                clock = time(NOON)
            case _:
                clock = self.worktime.morning
        has_day = phrase.day is not None or phrase.weekday is not None
        if not has_day and part in (Part.AFTERNOON, Part.PM) and self._is_afternoon():
            raise Unreadable(PastPhrase)

        def placed(day: date) -> Sequence[datetime]:
            moment = self.worktime.at(day, clock)
            # A part of the day that begins now has begun.
            return [moment] if part is Part.NOON or moment != self.now else []

        return self._nearest(phrase, placed, [self.today, self.today + DAY])

    def _is_afternoon(self) -> bool:
        """Tell whether "afternoon" without a day can only be the one that has begun."""
        return self.worktime.lunch[1] <= self.worktime.local(self.now).time() < _EVENING

    def _midnight(self, phrase: Phrase) -> datetime:
        if phrase.day is None and phrase.weekday is None:
            return self._nearest(phrase, lambda day: [self.worktime.at(day, time())], [self.today, self.today + DAY])
        day = possible_days(phrase, self.today, self.worktime, self.lang)[0]
        both = [self.worktime.at(day, time()), self.worktime.at(day + DAY, time())]
        future = [moment for moment in both if moment >= self.now]
        if not future:
            raise Unreadable(PastPhrase)
        if len(future) > 1:
            raise Unreadable(TimeAlternatives, *self._dated(both))
        return future[0]

    def _nearest(self, phrase: Phrase, placed: Placer, days: Sequence[date]) -> datetime:
        """Return the first future moment on the phrase's days, or on `days` when it names none. Raises Unreadable."""
        if phrase.day is not None or phrase.weekday is not None:
            try:
                days = possible_days(phrase, self.today, self.worktime, self.lang)
            except Unreadable as problem:
                if problem.refusal is AmbiguousDate:
                    raise Unreadable(AmbiguousDate, *(self._on(form, placed) for form in problem.forms)) from None
                raise
        for day in days:
            future = [moment for moment in placed(day) if moment >= self.now]
            if future:
                return min(future)
        raise Unreadable(PastPhrase)

    def _on(self, form: str, placed: Placer) -> str:
        """Return one of two possible dates with its time, for the one who has to choose."""
        moments = placed(date.fromisoformat(form))
        return f"{self.worktime.local(moments[0]):%Y-%m-%d %H:%M}" if moments else form

    def _moment(self, day: date, hour: int, clock: Clock) -> datetime:
        wanted = time(hour, clock.minute)
        if clock.offset is not None:
            return datetime.combine(day, wanted, UTC) - clock.offset
        moment = self.worktime.at(day, wanted)
        if self.worktime.local(moment).time() != wanted:
            raise Unreadable(NoSuchTime)
        return moment


def _halves(clock: Clock) -> tuple[int, int]:
    """Return the two hours of the day that an hour from 1 to 12 can be."""
    return clock.hour % NOON, clock.hour % NOON + NOON
