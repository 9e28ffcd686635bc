"""A number as it was typed, as a link that a phone dials."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.dialling import dial


@pytest.mark.parametrize(
    ("number", "country", "link"),
    [
        ("13800138000", "86", "tel:+8613800138000"),
        ("138 0013 8000", "86", "tel:+8613800138000"),
        ("+86 138-0013-8000", "86", "tel:+8613800138000"),
        ("(+86) 13800138000", "86", "tel:+8613800138000"),
        ("0086 13800138000", "49", "tel:+8613800138000"),
        ("8613800138000", "86", "tel:+8613800138000"),
        ("（021）6213-4567", "86", "tel:+862162134567"),
        ("021-62134567转8001", "86", "tel:+862162134567;ext=8001"),
        ("＋４９　６９　１２３４", "86", "tel:+49691234"),
        ("+49 (0)69 1234 ext. 5", "86", "tel:+49691234;ext=5"),
        ("069/1234567", "49", "tel:+49691234567"),
        ("62134567", "86", "tel:62134567;phone-context=+86"),
        ("95338", "86", "tel:95338;phone-context=+86"),
        ("2345 6789", "852", "tel:+85223456789"),
        ("415 555 0132", "1", "tel:+14155550132"),
        ("1 415 555 0132", "1", "tel:+14155550132"),
        ("ask reception", "86", None),
        ("+", "86", None),
        ("", "86", None),
    ],
)
def test_dial(number: str, country: str, link: str | None) -> None:
    """A number becomes a link that dials from anywhere; one without country is in the site's."""
    assert dial(number, country) == link


@given(st.text(max_size=40))
def test_dial_is_a_link(number: str) -> None:
    """Whatever was typed as a number, the link holds digits and nothing that could end or extend the link."""
    link = dial(number, "86")
    assert link is None or re.fullmatch(r"tel:(\+[0-9]+|[0-9]+)(;ext=[0-9]+)?(;phone-context=\+86)?", link)
