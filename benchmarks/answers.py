"""From an automatic reply's arrival in the bot's mailbox until the supervisor's ping is committed: a real mail host, and IDLE.

The reply is handed to Dovecot itself, which answers when it lies in the mailbox: that is when the watch starts. It stops when the
transaction has been committed in which the absence is written down and the supervisor asked. Needs the mail host of the tests.
"""

import asyncio
import smtplib
import statistics
import tempfile
import time as stopwatch
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import structlog

from bot.mail.mailbox import Filed
from bot.rules import tokens
from bot.store import tables
from bot.store.outgoing import Kind
from tests.mail.conftest import SECRET, sending_by
from tests.mail.reading import Reader, letter, reading
from tests.mail.smtp import BOT
from tests.mail.stack import MailHost, mail_host, missing
from tests.scenario.house import Builder, House

ROUNDS: Final = 20
GOAL_SECONDS: Final = 2
MINUTE: Final = timedelta(minutes=1)


def run() -> None:
    """Print the median and the longest of so many rounds."""
    if reason := missing():
        print(reason)
        return
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as folder, mail_host(["ben.huang", "wang.lei"]) as host:
        took = asyncio.run(_rounds(Path(folder) / "callback.db", host))
    print(f"from an automatic reply in the mailbox to the supervisor's ping committed, {ROUNDS} rounds on Dovecot with IDLE")
    print(f"median {statistics.median(took) * 1000:.0f} ms, longest {max(took) * 1000:.0f} ms (goal: under {GOAL_SECONDS} s)")


async def _rounds(path: Path, host: MailHost) -> list[float]:
    builder = Builder(f"sqlite+aiosqlite:///{path}", path, by_mail=sending_by(host.settings()))
    async with builder.house() as house, reading(house, host.settings(), SECRET) as reader:
        return [await _round(house, host, reader, number) for number in range(1, ROUNDS + 1)]


async def _round(house: House, host: MailHost, reader: Reader, number: int) -> float:
    """Hand an urgent callback to Ben, whose mailbox answers; afterwards he is back, and has called."""
    house.clock.set(house.clock.now() + MINUTE)
    await house.person("anna").callback(f"in 20 min 6869419583 REQ-{20_000 + number} @ben customs fee")
    row = next(row for row in await house.rows(tables.mails) if (row["handover_id"], row["person"]) == (number, "ben"))
    reply = _automatic(row)
    begun = stopwatch.perf_counter()
    await asyncio.to_thread(_deliver, host, reply)
    arrived = stopwatch.perf_counter()
    filed = await reader.taken.get()
    took = stopwatch.perf_counter() - arrived
    asked = [(one["handover_id"], one["recipient"]) for one in await house.rows(tables.outbox) if one["kind"] == Kind.PING]
    if filed is not Filed.DONE or (number, "person:wang") not in asked:
        message = f"nobody was asked after {stopwatch.perf_counter() - begun:.1f} s: {filed}"
        raise AssertionError(message)
    await house.ticker.run()
    await house.person("ben").callback("back")
    await house.person("ben").callback(f"reached CB-{number}")
    return took


def _automatic(row: dict[str, Any]) -> EmailMessage:
    sender = tokens.with_token(BOT, tokens.token(SECRET, row["nonce"], row["handover_id"], row["person"]))
    away = {"Auto_Submitted": "auto-replied", "Subject": "Automatic reply", "In_Reply_To": row["message_id"]}
    return letter(row["address"], sender, "I am out of the office until tomorrow.", **away)


def _deliver(host: MailHost, reply: EmailMessage) -> None:
    with smtplib.LMTP("127.0.0.1", host.lmtp) as lmtp:
        lmtp.sendmail("", ["callback@example.com"], reply.as_bytes())
