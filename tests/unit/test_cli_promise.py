"""The command `promise`: one JSON line for each line of times."""

import argparse
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from bot.cli import promise as command
from bot.cli.lines import Clerk, serve
from bot.i18n import load_languages
from tests.unit.clocks import clock, policy

LANGUAGES = load_languages()


def answers(*lines: str, site: str = "shanghai", language: str = "en") -> list[dict[str, Any]]:
    """Return what the command answers to the lines."""
    written: list[bytes] = []
    clerk = Clerk(policy(), clock(site), LANGUAGES.of(language))
    serve(partial(command.answer, clerk), [line.encode() for line in lines], written.append)
    assert all(line.count(b"\n") == 1 for line in written)
    return [json.loads(line) for line in written]


def parsed(*arguments: str) -> argparse.Namespace:
    """Return the arguments as the main program would parse them."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return parser.parse_args(["promise", *arguments])


def test_an_opening_gets_the_first_offer() -> None:
    """A line with only an opening is answered with the first offer, in the site's zone, and why."""
    [answer] = answers("2026-11-23T16:50\n")
    assert answer == {
        "opened": "2026-11-23T16:50:00+08:00",
        "first_offer": "2026-11-24T09:50:00+08:00",
        "provisional": False,
        "asked": None,
        "route": "standard",
        "routes": ["standard"],
        "obligations": ["callback_timer"],
        "explanation": "16:50 + 2 working hours: 40 min today, 80 min tomorrow → Tue 24 Nov 09:50. "
        "The first offer takes the standard route",
    }


def test_an_asked_time_gets_its_routes() -> None:
    """An asked time after a tab is answered with every route that holds, the shown one first."""
    [answer] = answers("2026-11-23T17:05\t2026-11-23T17:20\n")
    assert (answer["route"], answer["routes"]) == ("immediate", ["immediate", "end_of_day"])
    assert answer["asked"] == "2026-11-23T17:20:00+08:00"
    assert "phone_supervisor" in answer["obligations"]


@pytest.mark.parametrize("opened", ["2026-11-23T08:50Z", "2026-11-23T17:50+09:00", "2026-11-23 16:50", "20261123T1650"])
def test_times_of_any_zone(opened: str) -> None:
    """A time with a zone is that moment, one without is the site's."""
    assert answers(opened)[0]["opened"] == "2026-11-23T16:50:00+08:00"


def test_another_site_has_its_own_clock() -> None:
    """Frankfurt's lines are read and answered by Frankfurt's clocks."""
    [answer] = answers("2026-12-23T16:50", site="frankfurt")
    assert answer["first_offer"] == "2026-12-24T09:50:00+01:00"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "   ",
        "\t",
        "soon",
        "2026-11-23",
        "2026-02-30T10:00",
        "2026-11-23T25:00",
        "2026-11-23T10:00\tlater",
        "\t2026-11-23T10:00",
        "2026-11-23T10:00\t2026-11-24",
        "2026-11-23T10:00\t2026-11-23T11:00\tx",
        "0001-01-01T00:00",
        "9999-12-31T23:59Z",
        "�",
    ],
)
def test_a_line_that_cannot_be_read_is_answered(line: str) -> None:
    """Every line gets an answer, also an empty one; one that is no time gets an error and nothing else."""
    assert list(answers(line)[0]) == ["error"]


def test_answers_come_in_order() -> None:
    """One answer for each line, in order, before the next line is read."""
    said: list[bytes] = []

    def lines() -> Iterator[bytes]:
        for number, line in enumerate([b"2026-11-23T09:10", b"", b"2026-11-23T09:20"]):
            assert len(said) == number
            yield line

    serve(partial(command.answer, Clerk(policy(), clock(), LANGUAGES.of("en"))), lines(), said.append)
    assert ["error" in json.loads(answer) for answer in said] == [False, True, False]


@pytest.mark.parametrize("asked", ["2026-11-23T15:00", "2027-01-23T15:00", "9999-12-31T00:00"])
def test_a_refused_time_gets_the_first_offer_instead(asked: str) -> None:
    """The past and what is too far ahead are answered with the reason and the first offer."""
    [answer] = answers(f"2026-11-23T15:40\t{asked}")
    assert list(answer) == ["error", "opened", "first_offer", "provisional", "asked"]
    assert answer["first_offer"] == "2026-11-24T09:00:00+08:00"
    assert answer["asked"].startswith(asked)
    assert "Tue 24 Nov 09:00" in answer["error"]


def test_a_provisional_answer_says_so() -> None:
    """A first offer in 2027 is provisional, and so is a refused time's first offer there."""
    accepted, refused = answers("2026-12-31T16:50", "2026-12-31T16:50\t2026-12-31T16:00")
    assert accepted["provisional"] is True
    assert refused["provisional"] is True


def test_an_unknown_site_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown site is a plain error that lists the sites, with exit code 2, before anything is read."""
    assert command.main(parsed("--site", "atlantis")) == 2
    shown = capsys.readouterr()
    assert shown.err == "No site is called atlantis. Sites: shanghai, frankfurt.\n"
    assert shown.out == ""
