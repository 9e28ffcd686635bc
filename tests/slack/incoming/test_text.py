"""What was typed on Slack reaches the grammar as it was typed, and never as a mark that Slack did not make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack_people import SlackPeople
from handlers.slack_text import typed

PEOPLE = SlackPeople({"zhou": "U0ZHOU", "ben.h": "U0BEN", "Li Lei": "U0LI"}, {})


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U0ZHOU>", " @zhou "),
        ("<@U0ZHOU|anything>", " @zhou "),
        ("<@U0BEN>", " @ben.h "),
        ("<@U0LI>", ' @"Li Lei" '),
        ("<@U0OTHER>", "<@U0OTHER>"),
        ("<@U0OTHER|zhou>", "<@zhou>"),
        ("<#C1|parcels> <#C2>", "#parcels #C2"),
        ("<!here> <!channel|@channel>", "here channel"),
        ("<!subteam^S1|@back-line>", "back-line"),
        ("<!date^1^{date}|Monday>", "Monday"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
        ("<https://example.com|example.com>", "example.com"),
        ("<tel:13812345678|13812345678>", "13812345678"),
        ("&lt;@U0ZHOU&gt;", "<@U0ZHOU>"),
        ("&amp;lt; &amp;amp;", "&lt; &amp;"),
        ("&nbsp; &#60; &", "&nbsp; &#60; &"),
        ("收到", "收到"),
    ],
)
def test_marks_become_the_words_that_they_show(sent: str, read: str) -> None:
    """People of the directory become handles; a stranger's name stays in brackets, and calls to groups name nobody."""
    assert typed(sent, PEOPLE) == read


@given(st.text())
def test_what_people_type_survives(text: str) -> None:
    """Escaping as Slack does and reading gives what was typed, whatever it looks like."""
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert typed(sent, PEOPLE) == text


@given(st.text(alphabet="<>@#!|^U0ZHOUa&;"))
def test_anything_is_read(text: str) -> None:
    """Whatever comes, it is text."""
    assert isinstance(typed(text, PEOPLE), str)
