"""What a mail that came back says of somebody's absence, as the procedure takes it (section 6)."""

from datetime import datetime, time, timedelta

from bot.rules.absence import Report, Source
from bot.rules.autoreply import Kind, Letter, Verdict
from bot.rules.binding import Sent
from bot.rules.worktime import Worktime

AUTOMATIC: dict[Kind, str] = {Kind.AWAY: "automatic reply", Kind.LEFT: "automatic reply: has left"}
UNDELIVERABLE = "undeliverable"


def absence_reported(letter: Letter, verdict: Verdict, sent: Sent, worktime: Worktime, now: datetime) -> Report | None:
    """Return what an automatic reply, or a report of a mail host, says of who had that copy; None when they are not away now.

    A day back is that day's opening. An answer is not said before the copy that it answers, nor after `now` (aware).
    """
    said_at = min(max(letter.when or now, sent.sent_at), now)
    if verdict.kind is Kind.BOUNCE:
        about = [each for each in verdict.failed if each.address.casefold() == sent.address.casefold()]
        lost = not about or any(each.permanent and not each.full for each in about)
        return Report(Source.BOUNCE, said_at, evidence=UNDELIVERABLE, handover_id=sent.handover_id) if lost else None
    if verdict.kind not in AUTOMATIC or verdict.starts is not None:
        return None
    cover = (verdict.cover.address or verdict.cover.text) if verdict.cover else None
    return Report(
        Source.MAIL,
        said_at,
        away_until(verdict, worktime),
        lasting=verdict.kind is Kind.LEFT,
        cover=cover,
        evidence=AUTOMATIC[verdict.kind],
        handover_id=sent.handover_id,
    )


def away_until(verdict: Verdict, worktime: Worktime) -> datetime | None:
    """Return until when (aware UTC) an absence lasts, None when that is not said; who is back on a day is back at its opening."""
    if isinstance(verdict.until, datetime):
        return verdict.until
    day = verdict.back_on or (verdict.until + timedelta(days=1) if verdict.until else None)
    if day is None:
        return None
    try:
        return worktime.next_opening(worktime.at(day, time()) - timedelta(seconds=1))
    except ValueError:  # beyond the years for which working time is known
        return None
