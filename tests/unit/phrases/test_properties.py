"""What holds for every text and moment: procedure §3a."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import load_languages
from bot.rules.phrases import TimeRefused, find_time, read_time
from bot.rules.worktime import whole_minute
from tests.unit.clocks import clock
from tests.unit.phrases import chinese_table, english_table
from tests.unit.phrases.test_tables import rows

LANGUAGES = load_languages()
PHRASES = [phrase for phrase, _ in rows(chinese_table.ANSWERS) + rows(english_table.ANSWERS)]
WORDS = sorted({word for phrase in PHRASES for word in phrase.split()} | set("一二三十两半点时周月日号前后内上下午:/-～~，,"))
MINUTE = timedelta(minutes=1)

moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
sites = st.sampled_from(("shanghai", "frankfurt"))
langs = st.sampled_from(("en", "zh"))
mixtures = st.lists(st.sampled_from(WORDS), max_size=7).flatmap(lambda words: st.sampled_from((" ".join(words), "".join(words))))
texts = st.one_of(mixtures, st.sampled_from(PHRASES), st.text(max_size=150))


@given(texts, moments, sites, langs)
def test_a_text_is_one_future_moment_or_refused(text: str, now: datetime, site: str, lang: str) -> None:
    """Whatever is typed: a whole minute that is not before the present one, or a refusal with two forms that are read."""
    worktime = clock(site)
    try:
        found = read_time(text, now, worktime, lang).moment
    except TimeRefused as refusal:
        moments_read = [read_time(form, now, worktime, lang).moment for form in _forms(refusal)]
    else:
        assert found.tzinfo is UTC
        assert found.second == found.microsecond == 0
        moments_read = [found, found]
    assert [moment >= whole_minute(now) for moment in moments_read] == [True, True]


@given(texts, texts, moments, langs)
def test_free_text_never_breaks(before: str, after: str, now: datetime, lang: str) -> None:
    """A command's free text gives a future moment and a rest of the text, or the whole text, or a refusal."""
    text = f"{before} {after}"
    worktime = clock()
    try:
        found = find_time(text, now, worktime, lang)
    except TimeRefused:
        return
    if found.reading is None:
        assert found.rest == text
    else:
        assert found.reading.moment >= whole_minute(now)
        assert found.rest in text
        assert found.reading.text in text


@given(moments, st.integers(1, 150 * 24 * 60), sites, st.sampled_from(LANGUAGES.codes()))
def test_the_echo_reads_back(now: datetime, minutes: int, site: str, code: str) -> None:
    """The echo with weekday, date and time, typed in again, is the same moment."""
    worktime, language = clock(site), LANGUAGES.of(code)
    wanted = (now.replace(second=0, microsecond=0) + MINUTE * (minutes + 1)).astimezone(UTC)
    if worktime.local(wanted).fold:
        wanted += timedelta(hours=1)
    echo = language.moment(wanted, worktime.zone)
    assert read_time(echo, now, worktime, code[:2]).moment == wanted


@given(texts, langs)
def test_full_width_reads_as_half_width(text: str, lang: str) -> None:
    """Full-width letters, digits and signs mean what the half-width ones mean."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)
    assert _answer(wide, lang) == _answer(text, lang)


def test_letters_do_not_matter() -> None:
    """Capitals and blanks around a phrase do not change what it means."""
    assert [phrase for phrase in PHRASES if _answer(f"  {phrase.upper()} ", "en") != _answer(phrase, "en")] == []


@pytest.mark.parametrize("key", sorted({refusal.key for refusal in TimeRefused.__subclasses__()}))
@pytest.mark.parametrize("code", LANGUAGES.codes())
def test_every_refusal_has_its_sentence(key: str, code: str) -> None:
    """Every refusal says what was written and two forms that work, in both languages."""
    sentence = LANGUAGES.of(code)(f"refusal.{key}", text="TEXT", first="FIRST", second="SECOND")
    assert "FIRST" in sentence
    assert "SECOND" in sentence


def _forms(refusal: TimeRefused) -> tuple[str, ...]:
    forms = refusal.params["forms"]
    assert isinstance(forms, tuple)
    return forms


def _answer(text: str, lang: str) -> object:
    now = datetime(2026, 11, 23, 2, 7, tzinfo=UTC)
    try:
        return read_time(text, now, clock(), lang).moment
    except TimeRefused as refusal:
        return refusal.key
