"""Lines that a program broke where they were full: what stands on both sides of the break is one sentence."""

import pytest

from bot.rules.autoreply import Kind
from bot.rules.autoreply.wording import unwrapped
from tests.unit.autoreply.test_look_alikes import automatic


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your message. I am currently out of the office on leave until\nMonday, 30 November.",
        "I am out of the office for a training course and will be back at\nmy desk on Monday 30 November.\nPlease contact Zhou.",
        "Hello,\n\nI am travelling with limited access to e-mail and will return to the\noffice on\n30 November.\n\nBen",
        "您好，我正在外地出差，这几天查看邮件不太方便，预计于\n11月30日返回公司，紧急事宜请致电。",
    ],
)
def test_a_day_behind_a_break_is_read(text: str) -> None:
    """The word that gives a day its meaning may stand in the line above."""
    verdict = automatic(text)
    assert (verdict.kind, str(verdict.back_on)) == (Kind.AWAY, "2026-11-30"), verdict.reasons


def test_lines_that_people_broke_stay_lines() -> None:
    """A greeting, a list and a signature are not made one sentence."""
    text = "Hi,\nI am away.\n- back: Monday\n- cover: Zhou\nBest regards\nBen"
    assert unwrapped(text) == text
