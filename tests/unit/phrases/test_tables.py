"""Procedure §3a: what agents type, phrase by phrase."""

import pytest

from bot.rules.phrases import TimeRefused, read_time
from tests.unit.clocks import clock, moment, said
from tests.unit.phrases import chinese_table, english_table

MONDAY = "2026-11-23 10:07"


def understood(text: str, now: str, lang: str, site: str = "shanghai") -> str:
    """Return the moment by the site's clocks, or the key of the refusal."""
    worktime = clock(site)
    try:
        return said(worktime, read_time(text, moment(worktime, now), worktime, lang).moment)
    except TimeRefused as refusal:
        return refusal.key


def rows(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Return phrase and answer, one row each."""
    return [(phrase, answer) for answer, phrases in answers.items() for phrase in phrases.split("|")]


@pytest.mark.parametrize(("text", "answer"), rows(chinese_table.ANSWERS))
def test_chinese(text: str, answer: str) -> None:
    """A Chinese phrase is the one moment that it names, or is refused for what it is."""
    assert understood(text, MONDAY, "zh") == answer


@pytest.mark.parametrize(("text", "answer"), rows(english_table.ANSWERS))
def test_english(text: str, answer: str) -> None:
    """An English phrase is the one moment that it names, or is refused for what it is."""
    assert understood(text, MONDAY, "en") == answer


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "，", "x" * 5000, "1" * 5000, "明天" * 200])
def test_nothing_and_too_much(text: str) -> None:
    """An empty text holds no time, and neither does a story."""
    assert understood(text, MONDAY, "zh") in {"no_time", "unclear_time"}


@pytest.mark.parametrize(
    ("now", "text", "answer"),
    [
        # Friday evening: a bare hour waits for Monday, a clock time is the next one.
        ("2026-11-27 17:10", "3点", "2026-11-30 15:00"),
        ("2026-11-27 17:10", "5点", "2026-11-30 17:00"),
        ("2026-11-27 17:10", "三点半", "2026-11-30 15:30"),
        ("2026-11-27 17:10", "15:30", "2026-11-28 15:30"),
        ("2026-11-27 17:10", "9:30", "2026-11-28 09:30"),
        ("2026-11-27 17:10", "明天3点", "bare_hour"),
        ("2026-11-27 17:10", "明天3:30", "2026-11-28 15:30"),
        ("2026-11-27 17:10", "周五下午5点", "2026-12-04 17:00"),
        ("2026-11-27 17:10", "下周一", "2026-11-30 09:00"),
        ("2026-11-27 17:10", "下班前", "2026-11-27 17:30"),
        ("2026-11-27 17:10", "明天下班前", "closed_day"),
        ("2026-11-27 17:10", "周一下班前", "2026-11-30 17:30"),
        ("2026-11-27 17:10", "今天下午", "past_phrase"),
        ("2026-11-27 17:10", "下午", "past_phrase"),
        ("2026-11-27 17:10", "两个工作小时后", "2026-11-30 10:10"),
        ("2026-11-27 17:10", "45分钟后", "2026-11-27 17:55"),
        ("2026-11-27 17:10", "下个工作日", "2026-11-30 09:00"),
        ("2026-11-27 17:10", "周六10:00", "2026-11-28 10:00"),
        ("2026-11-27 17:10", "周六10点", "bare_hour"),
        # Saturday.
        ("2026-11-28 11:00", "10点", "2026-11-30 10:00"),
        ("2026-11-28 11:00", "下班前", "closed_day"),
        ("2026-11-28 11:00", "下午", "2026-11-28 13:30"),
        ("2026-11-28 11:00", "两个工作小时内", "2026-11-30 10:30"),
        ("2026-11-28 11:00", "周六10:00", "2026-12-05 10:00"),
        ("2026-11-28 11:00", "下周三", "2026-12-02 09:00"),
        ("2026-11-28 11:00", "这周三", "past_phrase"),
        # Lunchtime.
        ("2026-11-23 12:30", "今天下午", "2026-11-23 13:30"),
        ("2026-11-23 13:30", "今天下午", "past_phrase"),
        ("2026-11-23 12:30", "中午", "2026-11-24 12:00"),
        ("2026-11-23 12:30", "今天中午", "past_phrase"),
        ("2026-11-23 12:30", "两个工作小时后", "2026-11-23 14:30"),
        # After closing.
        ("2026-11-23 17:30", "下班前", "2026-11-23 17:30"),
        ("2026-11-23 17:31", "下班前", "past_phrase"),
        ("2026-11-23 18:00", "eod", "past_phrase"),
        ("2026-11-23 18:00", "周一下班前", "2026-11-30 17:30"),
        ("2026-11-23 18:00", "下午", "2026-11-24 13:30"),
        ("2026-11-23 18:00", "2 working hours", "2026-11-24 10:30"),
        # New Year and holidays.
        ("2026-12-31 16:00", "1号", "2027-01-01 09:00"),
        ("2026-12-31 16:00", "1月4日", "2027-01-04 09:00"),
        ("2026-12-31 16:00", "12月31日", "past_phrase"),
        ("2026-12-31 16:00", "12月31日17:00", "2026-12-31 17:00"),
        ("2026-12-31 16:00", "明天", "2027-01-01 09:00"),
        ("2026-12-31 16:00", "10点", "2027-01-04 10:00"),
        ("2026-12-31 16:00", "下个月3号", "2027-01-03 09:00"),
        ("2026-09-30 16:50", "10点", "2026-10-08 10:00"),
        ("2026-09-30 16:50", "下个工作日", "2026-10-08 09:00"),
        ("2026-09-30 16:50", "两个工作小时后", "2026-10-08 09:50"),
        ("2026-10-09 17:40", "10点", "2026-10-10 10:00"),
        ("2027-11-23 10:00", "2月29日", "2028-02-29 09:00"),
        # Small hours: the day is the calendar's.
        ("2026-11-24 00:30", "明天上午", "2026-11-25 09:00"),
        ("2026-11-24 00:30", "今晚8点", "2026-11-24 20:00"),
        ("2026-11-24 00:30", "凌晨2点", "2026-11-24 02:00"),
        ("2026-11-24 00:30", "今天下午", "2026-11-24 13:30"),
    ],
)
def test_other_times_of_saying(now: str, text: str, answer: str) -> None:
    """The nearest reading in the future is meant, whenever it is said; what was named for today and has passed is refused."""
    assert understood(text, now, "zh") == answer


@pytest.mark.parametrize(
    ("text", "lang", "answer"),
    [
        ("12/1 9:30", "zh", "2026-12-01 09:30"),
        ("12/1 9:30", "en", "ambiguous_date"),
        ("12/1 3pm", "zh", "2026-12-01 15:00"),
        ("12/1 3pm", "en", "ambiguous_date"),
        ("12/1 at 3pm", "zh", "ambiguous_date"),
        ("12/1 下午3点", "en", "2026-12-01 15:00"),
        ("13/1 9:30", "en", "2027-01-13 09:30"),
        ("13/1 9:30", "zh", "no_such_time"),
        ("12/12", "en", "2026-12-12 09:00"),
        ("Thu 3/12", "en", "2026-12-03 09:00"),
        ("Mon 3/12", "en", "wrong_weekday"),
    ],
)
def test_whose_language(text: str, lang: str, answer: str) -> None:
    """12/1 is month/day in a Chinese text; the reader's language counts where the text shows none."""
    assert understood(text, MONDAY, lang) == answer


@pytest.mark.parametrize(
    ("now", "text", "answer"),
    [
        ("2027-03-27 10:00", "2027-03-28 02:30", "no_such_time"),
        ("2027-03-27 10:00", "02:30 tomorrow", "no_such_time"),
        ("2027-03-27 10:00", "03:30 tomorrow", "2027-03-28 03:30"),
        ("2026-10-24 10:00", "2026-10-25 02:30", "2026-10-25 02:30"),
        ("2026-11-23 10:07", "2026-12-01T09:30+08:00", "2026-12-01 02:30"),
        ("2026-11-23 10:07", "at 3", "2026-11-23 15:00"),
    ],
)
def test_frankfurt(now: str, text: str, answer: str) -> None:
    """Phrases are in the site's zone; an hour that summer time skips does not exist."""
    assert understood(text, now, "en", "frankfurt") == answer


def test_of_a_repeated_hour_the_first_is_meant() -> None:
    """When summer time ends, 02:30 is the first of the two."""
    worktime = clock("frankfurt")
    found = read_time("2026-10-25 02:30", moment(worktime, "2026-10-24 10:00"), worktime)
    assert found.moment.isoformat() == "2026-10-25T00:30:00+00:00"
