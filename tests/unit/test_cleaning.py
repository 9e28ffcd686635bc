"""What people type, cleaned: invisible characters go, controls and what is too long are refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.cleaning import ControlCharacters, TooLong, clean


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("customs fee", "customs fee"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays", "tab\tstays"),
        ("\ufeff6869419583", "6869419583"),
        ("68694\u200b19583", "6869419583"),
        ("pay \u202e001\u202c now", "pay 001 now"),
        ("\u2066hidden\u2069 way", "hidden way"),
        ("cafe\u0301", "café"),
        ("周洁\u3000海关", "周洁\u3000海关"),
        ("ok 👍", "ok 👍"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    """Text is composed, has one kind of line end and no invisible characters; all that can be seen stays."""
    assert clean(typed, 1000) == cleaned


@pytest.mark.parametrize(
    ("typed", "character", "place"),
    [
        ("bell\x07", "U+0007", 5),
        ("\x1b[31mred", "U+001B", 1),
        ("a\x00b", "U+0000", 2),
        ("x\x7f", "U+007F", 2),
        ("\ud800", "U+D800", 1),
    ],
)
def test_control_characters(typed: str, character: str, place: int) -> None:
    """A control character is refused by its name and place."""
    with pytest.raises(ControlCharacters) as refusal:
        clean(typed, 1000)
    assert refusal.value.params == {"character": character, "place": place}


def test_too_long() -> None:
    """A text of 40,000 characters is refused with the limit, without working on it; the limit itself is allowed."""
    with pytest.raises(TooLong) as refusal:
        clean("e" + "\u0301\u0316" * 20_000, 1000)
    assert refusal.value.params == {"limit": 1000, "length": 40_001}
    assert clean("x" * 1000, 1000) == "x" * 1000


@given(st.text())
def test_clean_twice(text: str) -> None:
    """Cleaning is done once and for all: a cleaned text is composed, has nothing to clean and no control characters."""
    try:
        once = clean(text, 10_000)
    except ControlCharacters:
        return
    assert clean(once, 10_000) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [sign for sign in once if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
