"""A mail → what it is: an absence, an acknowledgement, a report of a mail host, a human, or none of these (procedure §6).

The order is the order of what is certain: reports of mail hosts look like automatic replies, these like ordinary mail.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.rules.autoreply import signs, subjects, words
from bot.rules.autoreply.absence import Absence, absence_in
from bot.rules.autoreply.bounces import report
from bot.rules.autoreply.cover import cover
from bot.rules.autoreply.leavers import left
from bot.rules.autoreply.letter import Letter, read
from bot.rules.autoreply.quoted import said
from bot.rules.autoreply.verdict import Kind, Verdict
from bot.rules.autoreply.wording import plain, unwrapped

_FIRST_PERSON: Final = re.compile(r"\b(?:i|i'm|i'll|my|ich|je|estoy|sono|out of (?:the )?office)\b|我|本人")
_BUSINESS: Final = re.compile(
    r"\b(?:we|our|ticket|order|case|shipment|maintenance|request)\b|我们|我司|订单|系统|客服|工单|发货|维护|热线|"
    r"本公司|本店|部门"
)
_COMES: Final = re.compile(
    r"(?<!hear )(?<!refer )\b(?:back(?! to you)|bk|return(?:ing|s)?)\b|返|回(?:来|到|公司|岗|国|归)|(?<!不)上班|恢复|复工|在岗"
)
_END_DATE: Final = re.compile(r"endDate=([\dTZ:+-]+)")


def classify(mail: bytes | Letter, zone: tzinfo) -> Verdict:
    """Return what a mail is and what it says; days without a zone are those of `zone`. Never raises, whatever the bytes."""
    letter = read(mail) if isinstance(mail, bytes) else mail
    if signs.own_loop(letter):
        return Verdict(Kind.OTHER, "own", reasons=("from the mailbox itself",))
    if found := report(letter):
        return Verdict(found.kind, found.what, failed=found.failed, reasons=(found.reason,))
    written = unwrapped(said(letter))
    own = plain(written)
    if other := _no_answer(letter, own):
        return other
    reasons = _automatic(letter, own)
    if not reasons:
        return _human(letter, own, zone)
    return _answer(letter, own, written, zone, reasons)


def _no_answer(letter: Letter, own: str) -> Verdict | None:
    for what, told in (
        ("receipt", signs.receipt(letter, own)),
        ("meeting", signs.meeting(letter)),
        ("journal copy", signs.journal(letter)),
        ("feedback report", "feedback-report" in letter.types),
        ("advertising", signs.spam(letter)),
        ("challenge", signs.challenge(letter, own)),
    ):
        if told:
            return Verdict(Kind.OTHER, what, reasons=(what,))
    if signs.answers(letter) or (signs.prefixed(letter, own) and "list-unsubscribe" not in letter.fields):
        return None
    if name := signs.service(letter, own):
        return Verdict(Kind.OTHER, "ticket", reasons=(f"notifier: {name}",))
    name = signs.mailing_list(letter)
    if name is None or signs.submitted(letter) == "auto-replied":
        return None
    answers = letter.in_reply_to or subjects.HUMAN.match(plain(letter.subject))
    if signs.submitted(letter) or signs.of_a_list(letter) or ("list-unsubscribe" in letter.fields and not answers):
        return Verdict(Kind.OTHER, "list", reasons=(name,))
    return None


def _automatic(letter: Letter, own: str) -> tuple[str, ...]:
    reasons = [signs.answers(letter), "auto-submitted" if signs.submitted(letter) else None, signs.prefixed(letter, own)]
    found = tuple(one for one in reasons if one)
    if found:
        return found
    if subjects.HUMAN.match(plain(letter.subject)) and letter.return_path != "":
        return ()
    if signs.opening(own):
        return ("opening words",)
    if letter.return_path == "":
        return ("empty sender",)
    return ()


def _answer(letter: Letter, own: str, written: str, zone: tzinfo, reasons: tuple[str, ...]) -> Verdict:
    whole = _whole(letter, own)
    away, gone = words.absence(whole), left(whole)
    when = absence_in(whole, letter.when or datetime.now(UTC), zone)
    others = frozenset(one.lower() for one in (letter.sender.address, *letter.to, *letter.cc, *letter.delivered_to))
    if "vacation" in letter.fields.plain("x-apple-action"):
        away, when = away or "vacation", when if when.back_on else _apple(letter) or when
    if gone and not (away and when.returns):
        return Verdict(Kind.LEFT, "left", cover=cover(written, others), reasons=(*reasons, "words: left"))
    if away and reasons == ("auto-submitted",) and _notice(letter, own):
        return Verdict(Kind.OTHER, "notice", reasons=reasons)
    if away or (when.returns and not _BUSINESS.search(own) and (_COMES.search(own) or not words.ACKNOWLEDGED.search(own))):
        return _away(when, reasons, Verdict(Kind.AWAY, "away", cover=cover(written, others)))
    if reasons == ("auto-submitted",) and not (
        letter.in_reply_to or letter.references or words.ACKNOWLEDGED.search(own) or signs.submitted(letter) == "auto-replied"
    ):
        return Verdict(Kind.OTHER, "notice", reasons=reasons)
    return Verdict(Kind.ACKNOWLEDGEMENT, "acknowledgement", reasons=reasons)


def _whole(letter: Letter, own: str) -> str:
    """Return the text with the subject before it when that says something of its own."""
    subject = subjects.rest(subjects.bare(plain(letter.subject)))
    if not (subjects.ABSENT.search(subject) or left(subject)):
        return own
    # "Out of office" is only the name of the feature when the text says that the mail has arrived, and nothing of an absence.
    named_only = words.RECEIVED.search(own) and not words.absence(own) and not subjects.TELLS.search(subject)
    return own if named_only else f"{subject}\n{own}"


def _notice(letter: Letter, own: str) -> bool:
    answers = letter.in_reply_to or letter.references or letter.return_path == "" or signs.submitted(letter) == "auto-replied"
    return not answers and not _FIRST_PERSON.search(own)


def _apple(letter: Letter) -> Absence | None:
    found = _END_DATE.search(letter.fields.text("x-apple-criteria"))
    try:
        last = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    if last is None or last.tzinfo is None or letter.when is None or last <= letter.when:
        return None
    return Absence((last.astimezone(letter.when.tzinfo) + timedelta(seconds=1)).date(), last)


def _away(when: Absence, reasons: tuple[str, ...], bare: Verdict) -> Verdict:
    what = "stale" if when.stale else "later" if when.starts else "away"
    return Verdict(bare.kind, what, when.back_on, when.until, when.starts, bare.cover, reasons=(*reasons, f"words: {what}"))


def _human(letter: Letter, own: str, zone: tzinfo) -> Verdict:
    if letter.when is None or not words.absence(own):
        return Verdict(Kind.HUMAN, "human", reasons=("no sign of a program",))
    when = absence_in(own, letter.when, zone)
    return Verdict(
        Kind.HUMAN, "absence", when.back_on, when.until, when.starts, reasons=("no sign of a program", "words: absence")
    )
