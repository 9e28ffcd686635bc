"""`python -m bot phrase`: procedure §3a on the command line."""

import argparse
import io
import json
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.cli.lines import BAD_USAGE, Clerk, serve
from bot.cli.phrase import add_parser, answer, main
from bot.i18n import load_languages
from tests.unit.clocks import clock, policy

NOW = datetime(2026, 11, 23, 2, 7, tzinfo=UTC)


def parsed(*args: str) -> argparse.Namespace:
    """Return the namespace of a command line."""
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(["phrase", *args])


def test_one_answer_per_line_in_order() -> None:
    """Every line has one answer, a blank one and one that is no text too; Chinese is written as it is."""
    written: list[bytes] = []
    lines = io.BytesIO("明天 3pm\r\n\n".encode() + b"\xff\xfe\n" + "8点".encode())
    serve(partial(answer, Clerk(policy(), clock(), load_languages().of("zh")), NOW), lines, written.append)
    answers = [json.loads(line) for line in written]
    assert answers[0] == {"text": "明天 3pm", "moment": "2026-11-24T15:00:00+08:00", "reason": None, "code": None}
    assert (answers[1]["text"], answers[1]["moment"], answers[1]["code"]) == ("", None, "no_time")
    assert list(answers[2]) == ["error"]
    assert (answers[3]["moment"], answers[3]["code"]) == (None, "bare_hour")
    assert "上午还是晚上" in answers[3]["reason"]
    assert "明天 3pm".encode() in written[0]
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in written)


def test_moments_are_in_the_zone_of_the_site() -> None:
    """At Frankfurt, 15:30 is 15:30 there."""
    clerk = Clerk(policy(), clock("frankfurt"), load_languages().of("en"))
    assert answer(clerk, NOW, b"15:30")["moment"] == "2026-11-23T15:30:00+01:00"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--now", "soon"), "soon"),
        (("--now", "9999-01-01T00:00"), "9999-01-01T00:00"),
        (("--now", "0001-01-01T00:00+08:00"), "0001"),
        (("--site", "atlantis"), "atlantis"),
    ],
)
def test_wrong_usage_is_said_plainly(args: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong time or site is one line on standard error and exit code 2; nothing is answered."""
    assert main(parsed(*args)) == BAD_USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
