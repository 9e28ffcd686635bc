"""No secret stands in a log; and mail without a mail server reaches everybody as a direct message, once."""

import io
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from bot.address import Address, Place
from bot.chat.recording import RecordingChat
from bot.cli.logs import Redactor
from bot.direct_mail import DirectMailer
from bot.errors import SendFailed
from bot.i18n import load_languages
from bot.mail.port import Mail
from config.files import ConfigError
from config.people import load_people
from config.settings import HERE

SECRETS = (
    "xoxb-123-456-abcDEF",
    "xapp-1-A0-9-ff",
    "xoxe.xoxb-1-abc",
    "https://hooks.slack.com/commands/T0/1/abc",
    "my-signing-secret",
)
AT = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
MAIL = Mail(
    ("Ben Huang <ben.huang@example.com>",),
    ("赵敏 <zhao.min@example.com>",),
    "Subject",
    "Body",
    reader="zhao",
    address="zhao.min@example.com",
    language="zh_CN",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_structlog_writes_no_secret(secret: str) -> None:
    """Whatever is logged, in the event, in a value or inside one, or in an exception."""
    written = io.StringIO()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(written),
        processors=[
            structlog.processors.format_exc_info,
            Redactor(["my-signing-secret"]),
            structlog.processors.KeyValueRenderer(),
        ],
    )
    try:
        int(secret)
    except ValueError:
        logger.exception("failed", reason=f"with {secret}", token=secret, headers={"Authorization": f"Bearer {secret}"}, number=7)
    assert secret not in written.getvalue()
    assert "number=7" in written.getvalue()


@pytest.mark.parametrize("secret", [*SECRETS, "wss://wss-primary.slack.com/link/?ticket=abc-123&app_id=1"])
def test_libraries_write_no_secret(secret: str) -> None:
    """Slack's SDK logs through the standard library; addresses of sockets hold tickets."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Redactor(["my-signing-secret"]))
    logger = logging.getLogger("tests.of.secrets")
    logger.propagate = False
    logger.handlers = [handler]
    try:
        int(secret)
    except ValueError:
        logger.exception("failed to connect to %s", secret)
    assert secret not in written.getvalue()
    assert "abc-123" not in written.getvalue()
    assert "failed to connect" in written.getvalue()


def mailer(chat: RecordingChat) -> DirectMailer:
    """Return the mailer over that chat."""
    return DirectMailer(chat, load_languages())


async def test_the_reader_of_a_copy_has_a_message_that_says_so() -> None:
    """In their language; tried again it is not said twice."""
    chat = RecordingChat()
    for _ in range(2):
        await mailer(chat).send(MAIL, key="mail-1", at=AT)
    assert [str(posted.to) for posted in chat.posted] == ["person:zhao"]
    message = chat.posted[0].message
    assert message.headline.startswith("尚未配置邮件服务器")
    assert message.subject == "Subject"
    assert [line.plain for line in message.sections[0].lines] == [", ".join(MAIL.to), ", ".join(MAIL.cc), "Body"]


async def test_one_who_cannot_be_reached_is_said_to_be() -> None:
    """The copy fails for good, and the operators hear of it as of every message."""
    chat = RecordingChat(failing=_zhao_is_gone)
    with pytest.raises(SendFailed) as failed:
        await mailer(chat).send(MAIL, key="mail-1", at=AT)
    assert failed.value.permanent


def test_a_slack_user_is_one_person(tmp_path: Path) -> None:
    """Two people of the directory with one Slack id are a mistake, named with both."""
    text = (HERE / "people.toml").read_text(encoding="utf-8")
    twice = text.replace('name = "Anna Li"', 'name = "Anna Li"\nslack = "U0SAME"')
    twice = twice.replace('name = "Ben Huang"', 'name = "Ben Huang"\nslack = "U0SAME"')
    path = tmp_path / "people.toml"
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(ConfigError, match="U0SAME is the Slack user of 'anna' already"):
        load_people(path, None)


def _zhao_is_gone(address: Address) -> None:
    if address == Address(Place.PERSON, "zhao"):
        reason = "user_not_found"
        raise SendFailed(reason, permanent=True)
