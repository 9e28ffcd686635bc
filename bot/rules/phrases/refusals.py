"""Why a phrase is not one moment (procedure §3a). The sentences are in the catalogue `phrases`."""

from bot.errors import Refusal


class TimeRefused(Refusal):
    """The phrase is not one moment.

    `params` hold `text` (what was written, cut short), `first` and `second` (two ways of writing it that are read at this moment;
    for two readings the readings themselves) and both as `forms`.
    """


class NoTime(TimeRefused):
    """The text holds no time."""


class UnclearTime(TimeRefused):
    """There is something of a time in the text, but as a whole it cannot be read as one moment."""


class PastPhrase(TimeRefused):
    """The time that was named has passed."""


class NoSuchTime(TimeRefused):
    """No calendar or clock has that time: 30 February, 26点, 10:75, 13pm, an hour that summer time skips."""


class BareHour(TimeRefused):
    """The hour is never in working time, so that morning and evening are equally likely (am or pm)."""


class EveningWithoutHour(TimeRefused):
    """An evening or a night without an hour."""


class TimeRange(TimeRefused):
    """From one time to another: a promise has one moment."""


class TimeAlternatives(TimeRefused):
    """One time or another."""


class OpenTime(TimeRefused):
    """After, from or until a time: no moment is named."""


class VagueTime(TimeRefused):
    """Later, around, some day."""


class MaybeNumber(TimeRefused):
    """Digits that may be a number of something: 1530, a waybill."""


class AmbiguousDate(TimeRefused):
    """Day and month could be the other way round; `first` and `second` name both readings."""


class WrongWeekday(TimeRefused):
    """The weekday and the date do not go together."""


class ClosedDay(TimeRefused):
    """The end of the working day was asked for on a day without working time."""


class TwoTimes(TimeRefused):
    """The text begins with one time and ends with another; `first` and `second` name both."""


class Unreadable(Exception):
    """Inside this package: a refusal before it knows the text; `forms` fit better than the usual ones."""

    def __init__(self, refusal: type[TimeRefused], *forms: str) -> None:
        """Keep the kind of refusal and the forms."""
        super().__init__(refusal.key)
        self.refusal = refusal
        self.forms = forms
