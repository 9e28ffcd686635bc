"""Texts of the page: nothing that people write is obeyed, and nothing of it is hidden."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.visible import visible
from bot.web.texts import initials, is_command, safe_link


@given(st.text())
def test_nothing_hides(text: str) -> None:
    """No control and no mark of direction is left, and words stay what they are."""
    result = visible(text)
    assert not any(
        unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for char in result
    )
    assert all(char in "\n\t" or unicodedata.category(char) != "Cc" for char in result)


@pytest.mark.parametrize(
    ("text", "seen"),
    [("plain 文字\n\tline", "plain 文字\n\tline"), ("a\u202eb", "a⟨U+202E⟩b"), ("a\x00b\x7f", "a␀b␡"), ("a\r\nb", "a\nb")],
)
def test_what_is_seen(text: str, seen: str) -> None:
    """Characters without a shape are shown by name or sign."""
    assert visible(text) == seen


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/callback mine", True),
        ("／callback mine", True),
        ("  /回访 列表", True),
        ("回访 我的", True),
        ("回訪", True),
        ("/callbak with a slip 13800138000", True),
        ("回访客户了吗", False),
        ("callback the customer please", False),
        ("16/17", False),
    ],
)
def test_what_is_a_command(text: str, command: bool) -> None:  # noqa: FBT001
    """A line that begins with a slash never ends up in the channel, nor does one that begins with 回访."""
    assert is_command(text) is command


@pytest.mark.parametrize(
    ("link", "safe"),
    [("https://x", True), ("tel:+86", True), ("javascript:alert(1)", False), ("data:text/html,x", False), (None, False)],
)
def test_links_lead_to_pages_and_phones_only(link: str | None, safe: bool) -> None:  # noqa: FBT001
    """A link that would run something is none."""
    assert (safe_link(link) == link and link is not None) is safe


@pytest.mark.parametrize(("name", "sign"), [("Anna Li", "AL"), ("周洁", "洁"), ("Ma", "MA"), ("", "")])
def test_the_sign_of_a_person(name: str, sign: str) -> None:
    """A person without a picture has initials."""
    assert initials(name) == sign
