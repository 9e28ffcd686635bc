"""What an incoming mail is bound to: tokens, Message-IDs, where it is from, and what its receiving host has proven (§6)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules import tokens
from bot.rules.autoreply import classify, read
from bot.rules.binding import Binder, Sent, Unbound, proven

BOT = "callback@example.com"
SECRET = b"a secret that only this test knows"
HOST = "mx.example.com"
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def copy(handover_id: int, person: str) -> Sent:
    """Return a copy that was sent to somebody."""
    nonce = tokens.letters(f"{handover_id}{person:_>9}".encode())
    return Sent(
        f"{handover_id}:{person}",
        f"<{handover_id}.{person}@example.com>",
        nonce,
        handover_id,
        person,
        f"{person}@example.com",
        AT,
    )


BEN, WANG, LATER = copy(1, "ben"), copy(1, "wang"), copy(2, "ben")


def token_of(sent: Sent) -> str:
    """Return the token of a copy."""
    return tokens.token(SECRET, sent.nonce, sent.handover_id, sent.person)


def address(sent: Sent) -> str:
    """Return the address that a copy came from."""
    return tokens.with_token(BOT, token_of(sent))


def bound(binder: Binder, head: str, text: str = "I am on leave until Friday.") -> Sent | Unbound:
    """Return what a mail with that head is bound to."""
    letter = read(f"Message-ID: <new@example.com>\n{head}\n\n{text}\n".encode())
    marks = binder.marks(letter)
    known = [sent for sent in (BEN, WANG, LATER) if sent.nonce in marks.nonces or sent.message_id in marks.message_ids]
    return binder.bind(letter, marks, known, classify(letter, ZoneInfo("UTC")))


@pytest.mark.parametrize(
    "head",
    [
        f"From: ben@example.com\nTo: {address(BEN)}",
        f"From: Ben Huang <BEN@Example.com>\nTo: {address(BEN).upper()}",
        f"From: ben@example.com\nTo: undisclosed-recipients:;\nDelivered-To: {address(BEN)}",
        f"From: ben@example.com\nTo: {BOT}\nX-Original-To: {address(BEN)}",
        f"From: ben@example.com\nTo: {BOT}\nIn-Reply-To: {BEN.message_id}",
        f"From: ben@example.com\nTo: {BOT}\nReferences: <other@example.com> {BEN.message_id}",
        f"From: ben@example.com\nTo: {BOT}\nx-ms-exchange-parent-message-id: {BEN.message_id}",
        f"From: ben@example.com\nTo: {address(BEN)}\nIn-Reply-To: {BEN.message_id}",
    ],
)
def test_an_answer_is_about_the_copy_that_it_answers(head: str) -> None:
    """By the token of the address that it comes to, wherever the host writes that; else by the Message-ID that it names."""
    assert bound(Binder(BOT, SECRET), head) == BEN


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (f"From: ben@example.com\nTo: {BOT}", Unbound.NOTHING),
        (f"From: ben@example.com\nTo: {BOT}\nIn-Reply-To: <made.up@example.com>", Unbound.NOTHING),
        (f"From: ben@example.com\nTo: {tokens.with_token(BOT, BEN.nonce + token_of(LATER)[tokens.LENGTH :])}", Unbound.FORGED),
        (f"From: ben@example.com\nTo: {tokens.with_token(BOT, 'a' * 32)}", Unbound.FORGED),
        (f"From: ben@example.com\nTo: {tokens.with_token(BOT, 'a' * 32)}\nIn-Reply-To: {BEN.message_id}", Unbound.FORGED),
        (f"From: wang@example.com\nTo: {address(BEN)}", Unbound.SENDER),
        (f"From: ben@elsewhere.example\nTo: {address(BEN)}", Unbound.SENDER),
        (f"From: ben@example.com\nTo: {address(WANG)}", Unbound.SENDER),
        (f"To: {address(BEN)}", Unbound.SENDER),
        (f"From: ben@example.com\nTo: {address(BEN)}\nIn-Reply-To: {LATER.message_id}", Unbound.CONTRADICTION),
        (f"From: {address(BEN)}\nTo: {address(BEN)}", Unbound.OWN),
        (f"From: {BOT}\nTo: {BOT}\nIn-Reply-To: {BEN.message_id}", Unbound.OWN),
    ],
)
def test_what_is_not_an_answer_from_there_is_bound_to_nothing(head: str, why: Unbound) -> None:
    """Nothing of ours, a token that was made up, somebody else's mailbox, two handovers at once, the bot itself."""
    assert bound(Binder(BOT, SECRET), head) is why


def test_without_plus_addresses_only_message_ids_bind() -> None:
    """A mode for hosts that take no plus-addresses: tokens say nothing then."""
    binder = Binder(BOT)
    assert bound(binder, f"From: ben@example.com\nTo: {BOT}\nIn-Reply-To: {BEN.message_id}") == BEN
    assert bound(binder, f"From: ben@example.com\nTo: {address(BEN)}") is Unbound.NOTHING


REPORT = """\
{head}
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<{failed}>: unknown user
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {failed}
Action: failed
Status: 5.1.1
--b--
"""
DAEMON = "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com"


@pytest.mark.parametrize(
    ("head", "to", "failed", "expected"),
    [
        (DAEMON, address(BEN), "ben@example.com", BEN),
        (DAEMON, address(BEN), "Ben@Example.COM", BEN),
        (DAEMON, address(BEN), "wang@example.com", Unbound.SENDER),
        (DAEMON, BOT, "ben@example.com", Unbound.NOTHING),
        ("Return-Path: <x@example.net>\nFrom: somebody@example.net", address(BEN), "ben@example.com", Unbound.SENDER),
    ],
)
def test_a_report_is_about_the_mailbox_that_it_names(head: str, to: str, failed: str, expected: object) -> None:
    """It comes from a mail host, not from that mailbox, so it counts when it is about it."""
    binder = Binder(BOT, SECRET)
    letter = read(REPORT.format(head=head, to=to, failed=failed).encode())
    marks = binder.marks(letter)
    known = [sent for sent in (BEN, WANG) if sent.nonce in marks.nonces]
    assert binder.bind(letter, marks, known, classify(letter, ZoneInfo("UTC"))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([f"{HOST}; dmarc=pass (p=none) header.from=example.com"], True),
        ([f"{HOST} 1; spf=fail smtp.mailfrom=x@example.com; dkim=fail; dmarc=pass header.from=example.com"], True),
        ([f"{HOST.upper()}; dkim=pass header.d=example.com"], True),
        ([f"{HOST}; spf=pass smtp.mailfrom=ben@example.com"], True),
        ([f"{HOST}; dkim=pass header.d=news.example; dkim=pass header.i=@example.com"], True),
        ([], False),
        ([f"{HOST}; none"], False),
        ([f"{HOST}; dmarc=fail header.from=example.com; spf=pass smtp.mailfrom=ben@example.com"], False),
        ([f"{HOST}; dkim=pass header.d=elsewhere.example"], False),
        ([f"{HOST}; spf=pass smtp.mailfrom=example.com@elsewhere.example"], False),
        ([f"{HOST}; dmarc=pass header.from=a.example; dmarc=fail header.from=example.com"], False),
        (["elsewhere.example; dmarc=pass header.from=example.com"], False),
        (["elsewhere.example; dmarc=pass", f"{HOST}; dmarc=fail"], False),
        ([f"{HOST}; dmarc=fail", f"{HOST}; dmarc=pass"], False),
        ([f'{HOST}; spf=pass smtp.mailfrom="a;dmarc=pass"@elsewhere.example'], False),
        ([f"{HOST}; spf=fail (domain of a; dmarc=pass (so it says) b) smtp.mailfrom=x@elsewhere.example"], False),
        ([f"{HOST}; spf=pass smtp.mailfrom=dmarc=pass@elsewhere.example"], False),
    ],
)
def test_what_the_receiving_host_has_proven(fields: list[str], *, expected: bool) -> None:
    """Only its own first field counts, of that only what it says itself; it often repeats what the sender made up."""
    head = "".join(f"Authentication-Results: {field}\n" for field in fields)
    assert proven(read(f"{head}From: ben@example.com\n\nyes\n".encode()), HOST) is expected
    answer = f"{head}From: ben@example.com\nTo: {address(BEN)}"
    assert bound(Binder(BOT, SECRET, HOST), answer) == (BEN if expected else Unbound.UNPROVEN)
