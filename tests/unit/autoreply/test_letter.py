"""Bytes as mail hosts really send them become a letter: never an error, never mojibake, never a copy of a large mail."""

import base64
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.autoreply import Letter, Mailbox, read

HEAD = b"From: Zhou Jie <zhou.jie@example.com>\r\nTo: bot+h1.tok@example.net\r\nDate: Mon, 23 Nov 2026 10:00:00 +0800\r\n"


def letter(headers: bytes, body: bytes = b"") -> Letter:
    """Read a mail with these header lines and this body."""
    return read(HEAD + headers + b"\r\n\r\n" + body)


def everything(found: Letter) -> object:
    """Ask a letter for all that it works out only when asked."""
    return found.text, found.types, found.reports, found.failed, found.quoted_ids, found.when


def test_people_addresses_and_bindings_are_read() -> None:
    """Whom it is from and for, what it answers, and what our host says about its sender."""
    found = letter(
        b"Delivered-To: <bot+h1.tok@example.net>\r\nX-Original-To: bot@example.net\r\n"
        b'Cc: "Wang, Lei" <wang@example.com>, b@example.com\r\n'
        b"Message-ID: <a@example.com>\r\nIn-Reply-To:\r\n <h1@example.net>\r\n"
        b"References: <h0@example.net>\r\n\t<h1@example.net>\r\n"
        b"X-MS-Exchange-Parent-Message-Id: <h1@example.net>\r\nX-CM-Original-Message-ID: h2@example.net\r\nReturn-Path: <>\r\n"
        b"Authentication-Results: mx.example.net; spf=pass\r\nAuthentication-Results: other.example; dkim=fail"
    )
    assert found.sender == Mailbox("Zhou Jie", "zhou.jie@example.com")
    assert found.to == ("bot+h1.tok@example.net",)
    assert found.cc == ("wang@example.com", "b@example.com")
    assert found.delivered_to == ("bot+h1.tok@example.net", "bot@example.net")
    assert (found.message_id, found.in_reply_to) == ("<a@example.com>", ("<h1@example.net>",))
    assert found.references == ("<h0@example.net>", "<h1@example.net>")
    assert found.parent_ids == ("<h1@example.net>", "<h2@example.net>")
    assert found.return_path == ""
    assert found.authentication == ("mx.example.net; spf=pass", "other.example; dkim=fail")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?gb2312?B?19S2r7vYuLQ6?=", "自动回复:"),
        (b"=?GBK?Q?=D7=D4=B6=AF=BB=D8=B8=B4?=", "自动回复"),
        (b"=?utf-8?B?6Ieq5Yqo?=\r\n =?utf-8?B?5Zue5aSN?=", "自动回复"),
        (b"=?utf-8?B?6Ieq5Yqo5Zs=?=\r\n =?utf-8?B?nuWkjQ==?= ok", "自动回复 ok"),
        (b"=?big5?B?ptuwyqY=?= =?Big5?B?XsLQ?=", "自動回覆"),
        ("自动回复: 交接".encode(), "自动回复: 交接"),
        ("自动回复: 交接单".encode("gb18030"), "自动回复: 交接单"),
        (b"=?x-unknown?Q?caf=C3=A9_ok?=", "café ok"),
        (b"=?utf-8?Q?Out of office: Zhou?=", "Out of office: Zhou"),
        (b"=?utf-8?Q?R=C3=A9ponse_automatique", "Réponse automatique"),
        (b"=?iso-8859-1*de?Q?Abwesend_f=FCr?= heute", "Abwesend für heute"),
    ],
)
def test_subjects_are_read_however_they_are_encoded(subject: bytes, expected: str) -> None:
    """Chinese charsets, split and unfinished encoded words, raw 8-bit text and labels that nobody knows."""
    assert letter(b"Subject: " + subject).subject == expected


@pytest.mark.parametrize(
    ("label", "data", "expected"),
    [
        ("gb2312", "您的邮件我已收到，朱镕基".encode("gb18030"), "您的邮件我已收到，朱镕基"),
        ("gbk", "您的邮件我已收到".encode(), "您的邮件我已收到"),
        ("Big5", "我目前不在辦公室".encode("big5"), "我目前不在辦公室"),
        ("Big5", "我目前不在辦公室".encode(), "我目前不在辦公室"),
        ("utf-8", "我目前不在辦公室，將於明天回來".encode("big5"), "我目前不在辦公室，將於明天回來"),
        ("utf-8", "本人外出，明天回来".encode("gb18030"), "本人外出，明天回来"),
        ("us-ascii", "本人外出，明天回来".encode("gb18030"), "本人外出，明天回来"),
        ("iso-8859-1", "Ich bin zurück".encode("latin-1"), "Ich bin zurück"),
        ("no-such-charset", "Ich bin zurück".encode(), "Ich bin zurück"),
        ("iso-2022-jp", "不在です".encode("iso-2022-jp"), "不在です"),
        ("zlib_codec", b"plain", "plain"),
    ],
)
def test_bodies_are_read_whatever_their_label(label: str, data: bytes, expected: str) -> None:
    """A wrong or unknown charset label does not make mojibake."""
    found = letter(f"Content-Type: text/plain; charset={label}\r\nContent-Transfer-Encoding: 8bit".encode(), data)
    assert found.text == expected


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", '"base64"'])
def test_broken_base64_is_read_as_far_as_it_goes(encoding: str) -> None:
    """Stray characters and a missing end cost at most the last letters."""
    data = base64.b64encode(b"I am out of the office until Monday.")[:-3]
    found = letter(b"Content-Transfer-Encoding: " + encoding.encode(), data[:10] + b"\r\n!*" + data[10:])
    assert found.text.startswith("I am out of the office until Mon")


def test_html_alone_is_shown_as_a_reader_sees_it() -> None:
    """Style, scripts and tags go; lines and characters stay; the original is marked."""
    found = letter(
        b"Content-Type: text/html; charset=utf-8",
        b"<html><head><title>x</title><style>p{}</style></head><body><p>Out&nbsp;of office</p>back &lt;Monday&gt;<br>Zhou"
        b'<script>if (a<b) {}</script><!-- no --><div class="gmail_quote">old</div></body></html>',
    )
    assert found.text.replace("\n\n", "\n") == "Out of office\nback <Monday>\nZhou\n-----Original Message-----\nold"


def test_attached_originals_bind_and_are_not_read_as_text() -> None:
    """An attached mail, the head of one, and a head repeated in the text all give their Message-ID; none gives text."""
    found = letter(
        b'Content-Type: multipart/mixed; boundary="b"',
        b"--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <one@example.net>\r\n\r\nout of office\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-Id: <two@example.net>\r\n--b\r\n"
        b'Content-Type: application/octet-stream; name="a.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.b64encode(b"Message-ID: <three@example.net>\r\n\r\n")
        + b"\r\n--b--\r\n",
    )
    assert found.text.strip() == "sorry"
    assert found.quoted_ids == ("<one@example.net>", "<two@example.net>", "<three@example.net>")
    assert letter(b"", b"> Message-ID: <four@example.net>\r\n").quoted_ids == ("<four@example.net>",)


def test_failed_recipients_are_those_whose_action_is_failed() -> None:
    """A delayed recipient has not failed; the header that Gmail and Exim add counts too; each is named once."""
    found = letter(
        b"X-Failed-Recipients: c@example.com\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; a@example.com\r\n"
        b"Action: failed\r\nStatus: 5.1.1\r\n\r\nFinal-Recipient: rfc822;b@example.com\r\nAction: delayed\r\n--b--",
    )
    assert found.failed == ("a@example.com", "c@example.com")


def test_a_missing_or_impossible_date_is_that_of_the_arrival() -> None:
    """The top Received line stands in for a date that is missing or days off."""
    received = (
        b"Received: from a by b; Mon, 23 Nov 2026 02:00:05 +0000\r\nReceived: from c by a; Sun, 1 Nov 2026 00:00:00 +0000\r\n"
    )
    arrived = datetime(2026, 11, 23, 2, 0, 5, tzinfo=UTC)
    assert read(received + b"Subject: x\r\n\r\n").when == arrived
    assert read(received + b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n\r\n").when == arrived
    assert read(received + b"Date: Mon, 23 Nov 2026 10:00:00 +0800\r\n\r\n").when == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert read(b"Date: neverday\r\n\r\n").when is None


def test_absurd_nesting_and_many_parts_end() -> None:
    """A thousand parts within a thousand others are cut off."""
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number) for number in range(1000)
    )
    assert len(read(nested).parts) == 1
    flat = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 1000
    assert len(read(flat).parts) < 100


def test_a_large_mail_is_read_in_bounded_memory() -> None:
    """Of 25 MB less than one is ever held beside the mail itself; the text before the file is read."""
    line = base64.b64encode(bytes(57)) + b"\r\n"
    raw = (
        HEAD + b'Subject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nI am away\r\n--b\r\n'
        b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + line * (25 * 1024 * 1024 // len(line))
        + b"--b--\r\n"
    )
    tracemalloc.start()
    found = read(raw)
    everything(found)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.text.strip() == "I am away"
    assert peak < 1024 * 1024


PIECES = st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b"From: ",
        b"Subject: =?utf-8?B?",
        b"?=",
        b"=?gbk?Q?",
        b"--b",
        b"--",
        b"\xc4\xe3",
        b"\xff",
        b"<a@b>",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: message/rfc822",
        b"Content-Type: text/html; charset=gb2312",
        b"\x00",
        b"Content-Type: message/delivery-status",
        b"Content-Transfer-Encoding: base64",
        b"Date: ",
        b"Received: ;",
        b"<!--",
        b"<style",
        b"&#x110000;",
    ]
)


@given(st.one_of(st.binary(max_size=300), st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=40).map(b"".join)))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(raw: bytes) -> None:
    """Any bytes at all are a letter."""
    everything(read(raw))
    everything(read(HEAD + raw))
