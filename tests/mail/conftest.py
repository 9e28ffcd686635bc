"""What the tests of mail share."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.attendance import Attendance
from bot.mail.port import Mailer
from bot.mail.sender import SmtpMailer
from bot.rules.office import Office
from bot.store.database import Database
from bot.store.mails import MailBook
from config.mail import MailSettings
from handlers.mail import Refusals
from tests.mail.smtp import BOT, MailServer, serving
from tests.mail.stack import MailHost, mail_host, missing
from tests.scenario.house import Builder

SECRET = b"a secret that only the tests know, and nobody else"

USERS = ("ben.huang", "wang.lei", "zhao.min", "zhou.jie", "night.desk", "ma.jing", "kate.sun")


@pytest.fixture(scope="session")
def running() -> Iterator[MailHost]:
    """Start a mail host once; without its programs the tests on it are left out, and say so."""
    if reason := missing():
        pytest.skip(reason)
    with mail_host(USERS) as host:
        yield host


@pytest.fixture
def host(running: MailHost) -> MailHost:
    """Return the mail host with empty mailboxes."""
    running.empty()
    return running


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """Return a mail server that listens."""
    async with serving(MailServer()) as listening:
        yield listening


@pytest.fixture
def builder(tmp_path: Path, server: MailServer) -> Builder:
    """Return what builds houses that send by that server."""
    path = tmp_path / "callback.db"
    return Builder(f"sqlite+aiosqlite:///{path}", path, by_mail=sending_by(server.settings()))


def sending_by(settings: MailSettings, secret: bytes | None = SECRET) -> Callable[[Database, Office], Mailer]:
    """Return what makes a house's mailer."""

    def mailer(database: Database, office: Office) -> Mailer:
        book = MailBook(database, BOT, office.policy.mail.hourly_limit, secret)
        return SmtpMailer(settings, book, Refusals(Attendance(database, office)).refused)

    return mailer
