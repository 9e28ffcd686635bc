"""The same words from many programs: what decides is what they say, whatever heads stand above them (procedure §6)."""

from zoneinfo import ZoneInfo

import pytest

from bot.rules.autoreply import Kind, classify
from tests.unit.autoreply.engines import HEADS, reply

ZONE = ZoneInfo("Asia/Shanghai")
AWAY = (
    "I am out of the office until Monday 30 November.",
    "On leave, back 30 Nov.",
    "本人正在休假，11月30日返岗，急事请联系周洁。",
)
RECEIVED = (
    "Thank you for your message. We have received it and will answer within two working days.",
    "您好，您的邮件已收到，我会尽快回复。",
)
LEFT = ("I no longer work at Corp. Please write to zhou@corp.example.", "您好，本人已离职，工作请联系周洁。")
# These say in their own heads that somebody is away.
SAY_AWAY = {"vacation(1)", "lotus notes", "icloud"}
FORMS = [(False, "utf-8"), (True, "gb18030")]


@pytest.mark.parametrize(("html", "charset"), FORMS, ids=["plain", "html"])
@pytest.mark.parametrize("text", AWAY)
@pytest.mark.parametrize("engine", HEADS)
def test_every_program_can_say_that_somebody_is_away(engine: str, text: str, charset: str, *, html: bool) -> None:
    """Until the day that the text names."""
    verdict = classify(reply(engine, text, html=html, charset=charset), ZONE)
    assert (verdict.kind, str(verdict.back_on)) == (Kind.AWAY, "2026-11-30"), verdict.reasons


@pytest.mark.parametrize(("html", "charset"), FORMS, ids=["plain", "html"])
@pytest.mark.parametrize("text", RECEIVED)
@pytest.mark.parametrize("engine", sorted(HEADS.keys() - SAY_AWAY))
def test_every_program_can_only_acknowledge(engine: str, text: str, charset: str, *, html: bool) -> None:
    """Also when the feature is called "Out of Office" in its subject."""
    verdict = classify(reply(engine, text, html=html, charset=charset), ZONE)
    assert verdict.kind is Kind.ACKNOWLEDGEMENT, verdict.reasons


@pytest.mark.parametrize(("html", "charset"), FORMS, ids=["plain", "html"])
@pytest.mark.parametrize("text", LEFT)
@pytest.mark.parametrize("engine", sorted(HEADS.keys() - {"lotus notes"}))
def test_every_program_can_say_that_somebody_has_left(engine: str, text: str, charset: str, *, html: bool) -> None:
    """For good."""
    assert classify(reply(engine, text, html=html, charset=charset), ZONE).kind is Kind.LEFT
