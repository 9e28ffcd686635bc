"""Nothing that comes in by mail makes the classification raise, and the same mail is always the same."""

from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.autoreply import Verdict, classify, read, said

ZONE = ZoneInfo("Asia/Shanghai")
HEADERS = st.sampled_from(
    [
        b"From: MAILER-DAEMON\r\n",
        b"From:\r\n",
        b"Subject: =?gb2312?B?19S2r7vYuLQ6?= \r\n",
        b"Subject: Out of office: back 31/02\r\n",
        b"Date: Mon, 99 Foo 9999 99:99\r\n",
        b"Date: Thu, 26 Nov 2026 10:00:00 +0800\r\n",
        b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n",
        b"Date: Mon, 1 Jan 0001 00:00:00 +1200\r\n",
        b"Auto-Submitted: auto-replied\r\n",
        b"Return-Path: <>\r\n",
        b"X-Failed-Recipients: ,,<>@\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
    ]
)
SCRAPS = st.sampled_from(
    [
        "休假至",
        "11月31日",
        "0月0日",
        "三十九号",
        "下周",
        "back on",
        " until ",
        "99/99/9999",
        "30 Feb",
        "31.04.",
        "25:00",
        "周一至周五",
        "9999-12-31",
        "0001-01-01",
        "UTC+99",
        "9am",
        " - ",
        "到",
        "返岗",
        "12月",
        "for 99 months",
        "半个月",
        "民国199年12月31日",
        "\n",
        ",",
        "。",
        "tomorrow",
        "31st",
        "\x00",
        "٣",
        "२",
        "²",
        "out of office",
        "1e9",
        "--x\n",
        "Action: failed\nFinal-Recipient: ;\n\n",
        "> ",
        "-----Original Message-----\n",
        "From: a\nSent: b\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000))
def test_random_bytes_are_classified(raw: bytes) -> None:
    """Bytes that are no mail at all come out as something, and their own words are a text."""
    assert isinstance(classify(raw, ZONE), Verdict)
    assert isinstance(said(read(raw)), str)


@settings(max_examples=500, deadline=None)
@given(st.lists(HEADERS, max_size=8), st.lists(SCRAPS, max_size=24))
def test_whatever_headers_and_words_come_together(headers: list[bytes], scraps: list[str]) -> None:
    """Impossible days, times and zones, in any order and under any header, are no error; nor is a day at the end of time."""
    raw = b"".join(headers) + b"\r\n" + "".join(scraps).encode("utf-8", "surrogatepass")
    assert classify(raw, ZONE) == classify(read(raw), ZONE)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_mail_is_classified(data: st.DataObject) -> None:
    """A fixture that lost a stretch, or had bytes overwritten, is still classified."""
    raw = data.draw(st.sampled_from(_fixtures()))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 400)))
    assert isinstance(classify(raw[:start] + data.draw(st.binary(max_size=40)) + raw[end:], ZONE), Verdict)


def _fixtures() -> list[bytes]:
    return [path.read_bytes() for path in sorted((Path(__file__).parent / "mails").glob("*/*.eml"))]
