"""`docs/time-phrases.md` promises nothing that is not read."""

import re
from pathlib import Path

import pytest

from bot.rules.phrases import read_time
from tests.unit.clocks import clock, moment

PAGE = Path(__file__).parents[3] / "docs" / "time-phrases.md"
ACCEPTED = PAGE.read_text(encoding="utf-8").partition("## What is refused")[0]


def examples(part: str) -> list[str]:
    """Return what stands in backticks in the tables."""
    return [phrase for line in part.splitlines() if line.startswith("|") for phrase in re.findall("`([^`]+)`", line)]


@pytest.mark.parametrize("phrase", examples(ACCEPTED))
def test_what_may_be_typed_is_read(phrase: str) -> None:
    """Every example of the table is a moment, for a Chinese reader where the text shows no language."""
    lang = "zh" if phrase == "12/1" else "en"
    worktime = clock()
    now = moment(worktime, "2026-11-23 10:07")
    assert read_time(phrase, now, worktime, lang).moment >= now
