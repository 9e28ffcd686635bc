"""What a mail that came back says of an absence, as it is recorded (section 6)."""

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.rules.absence import Report, Source
from bot.rules.autoreply import Cover, Failed, Kind, Verdict, read
from bot.rules.binding import Sent
from bot.rules.returning import absence_reported
from tests.unit.clocks import clock, moment

SHANGHAI = clock()
SENT_AT = moment(SHANGHAI, "2026-11-23 09:30")
NOW = SENT_AT + timedelta(minutes=10)
BEN = Sent("key", "<1@example.com>", "nonce", 1, "ben", "ben@example.com", SENT_AT)


def reported(verdict: Verdict, written: datetime | None = None) -> Report | None:
    """Return what is recorded of a mail that was written then, or bears no date."""
    head = f"Date: {format_datetime(written)}\n" if written else ""
    return absence_reported(read(f"{head}From: ben@example.com\n\naway\n".encode()), verdict, BEN, SHANGHAI, NOW)


def away(**stated: object) -> Report:
    """Return what is recorded of an automatic reply that states this."""
    report = reported(Verdict(Kind.AWAY, "vacation", **stated))  # type: ignore[arg-type]
    assert report is not None
    return report


@pytest.mark.parametrize(
    ("stated", "until"),
    [
        ({}, None),
        ({"until": datetime(2026, 11, 23, 7, tzinfo=UTC)}, "2026-11-23 15:00"),
        ({"back_on": date(2026, 11, 25)}, "2026-11-25 08:30"),
        ({"until": date(2026, 11, 24)}, "2026-11-25 08:30"),
        ({"until": date(2026, 11, 27)}, "2026-11-30 08:30"),
        ({"back_on": date(2026, 11, 25), "until": date(2026, 11, 23)}, "2026-11-25 08:30"),
        ({"until": date(9999, 12, 30)}, None),
    ],
)
def test_until_when(stated: dict[str, object], until: str | None) -> None:
    """A stated moment as it is; a day back is that day's opening, after a last day the next opening; unknown stays unknown."""
    assert away(**stated).until == (moment(SHANGHAI, until) if until else None)


def test_what_is_recorded_of_an_automatic_reply() -> None:
    """Its source, the handover, who covers as the mail names them; of the mail's own words nothing."""
    report = away(cover=Cover("Zhou Jie", "zhou.jie@example.com"))
    assert report == Report(Source.MAIL, NOW, None, cover="zhou.jie@example.com", evidence="automatic reply", handover_id=1)
    assert away(cover=Cover("Zhou Jie", None)).cover == "Zhou Jie"
    assert not report.lasting


def test_who_has_left_has_left_for_good() -> None:
    """No end is presumed."""
    report = reported(Verdict(Kind.LEFT, "left"))
    assert report is not None
    assert (report.source, report.lasting, report.until) == (Source.MAIL, True, None)


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.DELAYED, Kind.HUMAN, Kind.OTHER])
def test_everything_else_says_nothing_of_an_absence(kind: Kind) -> None:
    """Whatever days it names: a person's own words are for the thread."""
    assert reported(Verdict(kind, "", until=date(2026, 11, 25))) is None


def test_an_absence_that_has_not_begun_is_none_yet() -> None:
    """The procedure goes on with who is there today."""
    assert reported(Verdict(Kind.AWAY, "vacation", starts=date(2026, 12, 1), until=date(2026, 12, 4))) is None


@pytest.mark.parametrize(
    ("failed", "lost"),
    [
        ((), True),
        ((Failed("Ben@example.com", permanent=True, full=False),), True),
        ((Failed("ben@example.com", permanent=False, full=False),), False),
        ((Failed("ben@example.com", permanent=True, full=True),), False),
        ((Failed("ben@example.com", permanent=True, full=True), Failed("ben@example.com", permanent=True, full=False)), True),
    ],
)
def test_a_bounce_is_about_a_mailbox_that_is_not_there(failed: tuple[Failed, ...], *, lost: bool) -> None:
    """A full mailbox is nobody's absence, and what is not final may still arrive."""
    report = reported(Verdict(Kind.BOUNCE, "failed", failed=failed))
    assert (report is not None and report.source is Source.BOUNCE) is lost
    assert lost or report is None


@pytest.mark.parametrize(
    ("written", "said_at"),
    [
        (None, NOW),
        (SENT_AT + timedelta(minutes=4), SENT_AT + timedelta(minutes=4)),
        (SENT_AT - timedelta(days=3), SENT_AT),
        (NOW + timedelta(hours=9), NOW),
    ],
)
def test_when_it_was_said(written: datetime | None, said_at: datetime) -> None:
    """Not before the copy that it answers and not in the future, whatever the clock of the mailbox shows."""
    report = reported(Verdict(Kind.AWAY, "vacation"), written)
    assert report is not None
    assert report.said_at == said_at
