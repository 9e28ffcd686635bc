"""A day written in any of the forms of `datewriting` is read back, whenever the mail is written (procedure §6)."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.rules.autoreply.absence import Absence, absence_in
from bot.rules.autoreply.wording import plain
from tests.unit.autoreply.datewriting import LASTS, RETURNS, SPANS, TIMES, Form, digits

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
DATES = st.dates(date(2024, 1, 1), date(2029, 12, 1))
WRITTEN = st.builds(datetime.combine, DATES, st.times(), st.just(ZONE))
AHEAD = st.integers(1, 120)
CHOICES = [(sentence, form) for sentence, forms in RETURNS.items() for form in forms]
CHINESE = (digits("{m}月{d}日"), digits("{y}年{m}月{d}日"), digits("{y}-{M}-{D}"), digits("{y}/{m}/{d}"), digits("{m}月{d}号"))


def said(text: str, written: datetime) -> Absence:
    """Return the absence that the sentence tells."""
    return absence_in(plain(text), written, ZONE)


def either(text: str, *days: date) -> bool:
    """Tell whether a span in digits can be read with the month and the day the other way round."""
    return bool(re.match(r"\d{1,2}[/-]", text)) and all(day.day <= 12 for day in days)


def ambiguous(text: str, day: date, written: datetime) -> bool:
    """Tell whether the digits name another day as well, month and day the other way round, that is nearer."""
    if not either(text, day):
        return False
    others = (date(year, day.day, day.month) for year in (written.year, written.year + 1))
    return any(written.date() <= other < day for other in others)


@settings(max_examples=1_000, deadline=None)
@given(st.sampled_from(CHOICES), WRITTEN, AHEAD)
def test_the_day_of_a_return_is_read_back(choice: tuple[str, Form], written: datetime, ahead: int) -> None:
    """In seventeen languages and seventy forms, with and without the year, over the turn of the year."""
    sentence, form = choice
    day = written.date() + ahead * DAY
    assume(not ambiguous(form(day), day, written))
    assert said(sentence.format(form(day)), written).back_on == day, sentence.format(form(day))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(LASTS), st.data(), WRITTEN, AHEAD)
def test_the_day_after_the_last_one_away_is_that_of_the_return(
    sentence: str, data: st.DataObject, written: datetime, ahead: int
) -> None:
    """When the sentence names the last day away."""
    forms = CHINESE if max(sentence) > "\u3400" else CHINESE[2:4]
    form = data.draw(st.sampled_from(forms))
    day = written.date() + ahead * DAY
    assert said(sentence.format(form(day)), written).back_on == day + DAY, sentence.format(form(day))


@settings(max_examples=1_000, deadline=None)
@given(
    st.sampled_from([(sentence, form) for sentence, forms in SPANS.items() for form in forms]),
    WRITTEN,
    st.integers(0, 20),
    st.integers(1, 40),
)
def test_a_span_ends_with_its_last_day(choice: tuple[str, Form], written: datetime, since: int, left: int) -> None:
    """Begun up to three weeks ago; both ends in digits or names, with any of the dashes."""
    sentence, form = choice
    first, last = written.date() - since * DAY, written.date() + left * DAY
    assume(not either(form(last), first, last))
    found = said(sentence.format(form(first), form(last)), written)
    assert (found.back_on, found.until) == (last + DAY, last), sentence.format(form(first), form(last))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([(sentence, form) for sentence, forms in TIMES.items() for form in forms]),
    DATES,
    st.integers(10, 16),
    st.sampled_from([0, 30]),
)
def test_the_hour_of_a_return_is_read_back(choice: tuple[str, object], day: date, hour: int, minute: int) -> None:
    """The same day: on the clock of 24 or 12 hours, in digits or Chinese numerals."""
    sentence, form = choice
    assert callable(form)
    at = time(hour, minute)
    found = said(sentence.format(form(at)), datetime.combine(day, time(9), ZONE))
    assert (found.back_on, found.until) == (day, datetime.combine(day, at, ZONE)), sentence.format(form(at))
