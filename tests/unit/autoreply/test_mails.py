"""Mails as programs and people send them, each held against what it is and what it says (procedure §6)."""

import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.rules.autoreply import Kind, classify

ZONE = ZoneInfo("Asia/Shanghai")
MAILS = Path(__file__).parent / "mails"
EXPECTED = tomllib.loads((MAILS / "expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_mail_is_what_it_is(name: str) -> None:
    """Kind, the day of the return, the last moment, the start, the cover and the failed addresses are those of the table."""
    expected = EXPECTED[name]
    verdict = classify((MAILS / f"{name}.eml").read_bytes(), ZONE)
    assert verdict.kind == expected.get("kind", name.partition("/")[0]), verdict.reasons
    if verdict.kind is not Kind.HUMAN:
        days = {key: value.isoformat() for key in ("back_on", "until", "starts") if (value := getattr(verdict, key))}
        assert days == {key: expected[key] for key in ("back_on", "until", "starts") if key in expected}
    if "cover" in expected:
        assert verdict.cover is not None
        assert expected["cover"] in {verdict.cover.address, verdict.cover.text}
    if "failed" in expected:
        assert [one.address for one in verdict.failed] == expected["failed"]
        assert {one.permanent for one in verdict.failed} == {expected.get("permanent", True)}
        assert {one.full for one in verdict.failed} == {expected.get("full", False)}


def test_every_mail_is_in_the_table() -> None:
    """No fixture lies about unused, and none that the table names is missing."""
    assert {str(path.relative_to(MAILS).with_suffix("")) for path in MAILS.glob("*/*.eml")} == set(EXPECTED)
