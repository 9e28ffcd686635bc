"""Mails that programs send of themselves: failures, delays, deliveries, receipts, notices (procedure §6)."""

from zoneinfo import ZoneInfo

import pytest

from bot.rules.autoreply import Kind, classify
from tests.unit.autoreply.engines import DATE
from tests.unit.autoreply.hosts import REPORTS

ZONE = ZoneInfo("Asia/Shanghai")
EMPTY = "Return-Path: <>"


@pytest.mark.parametrize("sender", ["as it came", "sender lost"])
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, mails in REPORTS.items() for name in mails])
def test_what_a_program_reports_is_told_apart(kind: str, name: str, sender: str) -> None:
    """Also where a gateway took away that the sender was empty; a failure or delay names who was not reached."""
    head, _, text = REPORTS[kind][name].partition("\n\n")
    fields = [line for line in head.split("\n") if line != EMPTY or sender == "as it came"]
    if "Content-Type" not in head:
        fields += ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    mail = "\n".join([*fields, f"Date: {DATE}", "To: callback@example.com", "", text, ""])
    verdict = classify(mail.encode(), ZONE)
    assert verdict.kind == kind, verdict.reasons
    if verdict.kind in {Kind.BOUNCE, Kind.DELAYED}:
        assert [one.address.partition("@")[0] for one in verdict.failed] == ["ben"]
        assert verdict.failed[0].permanent is (verdict.kind is Kind.BOUNCE)
