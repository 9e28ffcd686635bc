"""Mails that come back: how many are classified in a second on one core, and what a very large one takes.

Side by side with the standard library, which only parses the same mails and decodes their text.
"""

import base64
import email
import email.policy
import statistics
import time as stopwatch
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.autoreply import classify

MAILS: Final = Path(__file__).parent.parent / "tests" / "unit" / "autoreply" / "mails"
ZONE: Final = ZoneInfo("Asia/Shanghai")
ROUNDS: Final = 7
GOAL: Final = 1_000
MEGABYTE: Final = 1024 * 1024
LARGE: Final = 25 * MEGABYTE
# What hosts on the way put above a mail: more than the mail itself, most of the time.
ON_THE_WAY: Final = (
    b"".join(
        b"Received: from mx%d.example.com (mx%d.example.com [192.0.2.%d])\n\tby mail%d.example.com (Postfix) with ESMTPS id K%d\n"
        b"\tfor <callback+0123456789abcdef@example.com>; Thu, 26 Nov 2026 10:00:0%d +0800 (CST)\n" % ((hop,) * 6)
        for hop in range(5)
    )
    + b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=mail;\n\th=From:To:Subject:Date:Message-ID;\n"
    + b"".join(b"\t" + b"QmFzZTY0" * 9 + b"\n" for _ in range(5))
    + b"Authentication-Results: mail.example.com; dkim=pass header.d=example.com; spf=pass smtp.mailfrom=example.com\n"
    + b"".join(b"X-MS-Exchange-Organization-Property-%d: %b\n" % (number, b"0123456789abcdef" * 3) for number in range(12))
)


def run() -> None:
    """Print mails a second, the ratio to parsing alone, and the memory and time that a mail of 25 MB takes besides its bytes."""
    mails = [ON_THE_WAY + path.read_bytes() for path in sorted(MAILS.glob("*/*.eml"))]
    ours, parsing = (_median(each, mails) for each in (lambda mail: classify(mail, ZONE), _parsed))
    print(f"{len(mails)} mails, {sum(map(len, mails)) // len(mails)} bytes on average, median of {ROUNDS} rounds, one core")
    print(f"classified         {1 / ours:8.0f} a second (goal: at least {GOAL})")
    print(f"only parsed        {1 / parsing:8.0f} a second by the standard library: {ours / parsing:.1f} times our time")
    large = _large()
    took = _median(lambda mail: classify(mail, ZONE), [large])
    tracemalloc.start()
    classify(large, ZONE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"a mail of {len(large) / MEGABYTE:.0f} MB: {took * 1000:.0f} ms, and {peak / MEGABYTE:.1f} MB besides its bytes")


def _median(work: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    """Return the seconds of processor time that one mail takes."""
    rounds = []
    for _ in range(ROUNDS):
        begun = stopwatch.process_time()
        for mail in mails:
            work(mail)
        rounds.append((stopwatch.process_time() - begun) / len(mails))
    return statistics.median(rounds)


def _parsed(mail: bytes) -> object:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    try:
        return body.get_content() if body else None
    except (LookupError, KeyError, ValueError):
        return None


def _large() -> bytes:
    """Return an automatic reply with a large attachment."""
    head = (
        b"From: ben@example.com\nTo: callback@example.com\nSubject: Automatic reply\nAuto-Submitted: auto-replied\n"
        b"Date: Thu, 26 Nov 2026 10:00:00 +0800\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nI am out of the office until Monday.\n"
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    )
    return head + base64.encodebytes(b"x" * (LARGE * 57 // 77)) + b"--b--\n"
