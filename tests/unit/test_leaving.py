"""What is typed behind `away`: until when, and who covers (procedure, section 6)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Refusal
from handlers.grammar import parse
from handlers.intents import ComeBack, GoAway, WhoIsAway
from handlers.reading import SiteTimes
from tests.scenario.example import example_policy, worktimes

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 9, 10, tzinfo=ZONE)  # a Monday


def read(text: str) -> tuple[str | None, str | None]:
    """Read it at ten past nine on a Monday in Shanghai: until when there, and the cover as typed."""
    policy = example_policy()
    times = SiteTimes(NOW, worktimes(policy)["shanghai"], "en", lambda: NOW)
    command = parse(text, policy.sites["shanghai"], times, wish_limit=1000)
    assert isinstance(command, GoAway), command
    until = command.until.moment.astimezone(ZONE).strftime("%a %d %H:%M") if command.until else None
    return until, command.cover


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("away until 15:00", "Mon 23 15:00"),
        ("away till 3pm", "Mon 23 15:00"),
        ("away 15:00", "Mon 23 15:00"),
        ("away for 2 hours", "Mon 23 11:10"),
        ("away 30 min", "Mon 23 09:40"),
        ("away until Friday", "Fri 27 09:00"),
        ("away until 2026-12-01", "Tue 01 09:00"),
        ("away until eod", "Mon 23 17:30"),
        ("离开 到15:00", "Mon 23 15:00"),
        ("离开到15:00", "Mon 23 15:00"),
        ("不在 15:00回来", "Mon 23 15:00"),
        ("我不在，到15:00", "Mon 23 15:00"),
        ("请假到明天", "Tue 24 09:00"),
        ("請假 到12月1日", "Tue 01 09:00"),
        ("外出两小时", "Mon 23 11:10"),
        ("离开30分钟", "Mon 23 09:40"),
        ("away", None),
        ("away today", None),
        ("away all day", None),
        ("不在", None),
        ("请假今天", None),
        ("请假一天", None),
    ],
)
def test_until_when(typed: str, until: str | None) -> None:
    """A time as people say it; without one, or for "today", it is the end of the working day."""
    assert read(typed) == (until, None)


@pytest.mark.parametrize(
    ("typed", "until", "cover"),
    [
        ("away @kate", None, "kate"),
        ("away until tomorrow cover @kate", "Tue 24 09:00", "kate"),
        ("away until tomorrow, covered by @kate", "Tue 24 09:00", "kate"),
        ("away until Monday 9:00 cover: @周洁", "Mon 30 09:00", "周洁"),
        ("away @kate until 15:00", "Mon 23 15:00", "kate"),
        ("外出两小时，@kate 代班", "Mon 23 11:10", "kate"),
        ("离开 到明天 由 @周洁 代班", "Tue 24 09:00", "周洁"),
        ("请假 到12月1日 由@kate代班", "Tue 01 09:00", "kate"),
    ],
)
def test_who_covers(typed: str, until: str | None, cover: str) -> None:
    """Somebody behind an @, with the words that people put around it, anywhere in the line."""
    found, named = read(typed)
    assert (found, named and named.removeprefix("@")) == (until, cover)


@pytest.mark.parametrize(
    "typed",
    ["away until further notice", "away from 14:00 to 15:00", "away sick", "away until 8:00", "away @kate @ben", "离开 改天"],
)
def test_what_is_not_understood_is_refused(typed: str) -> None:
    """Never a guess in silence: ranges, the vague, a time that has passed, two covers."""
    with pytest.raises(Refusal):
        read(typed)


def test_back_and_who() -> None:
    """They stand alone."""
    site, times = example_policy().sites["shanghai"], SiteTimes(NOW, worktimes(example_policy())["shanghai"], "en", lambda: NOW)
    for typed in ("back", "I'm back", "回来了", "我回来了"):
        assert parse(typed, site, times, wish_limit=1000) == ComeBack()
    for typed in ("who", "who is away", "谁不在"):
        assert parse(typed, site, times, wish_limit=1000) == WhoIsAway()
    with pytest.raises(Refusal):
        parse("back at 15:00", site, times, wish_limit=1000)
