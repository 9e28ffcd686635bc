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
from bot.rules.people import Directory
from config.files import ConfigError
from config.people import load_people
from config.policy import load_policy
from config.settings import HERE

SECRETS = (
    "xoxb-123-456-abcDEF",
    "xapp-1-A0-9-ff",
    "xoxe.xoxb-1-abc",
    "https://hooks.slack.com/commands/T0/1/abc",
    "my-signing-secret",
)
AT = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
MAIL = Mail(("Ben Huang <ben.huang@example.com>",), ("Wang Lei <WANG.LEI@example.com>", "x@elsewhere.example"), "Subject", "Body")


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
    """Return the mailer for the example directory."""
    return DirectMailer(chat, Directory(load_people(HERE / "people.toml", load_policy(HERE / "policy.toml"))), load_languages())


async def test_everybody_of_a_mail_has_a_message_that_says_so() -> None:
    """To and Cc alike, each in their language; who is not in the directory has none."""
    chat = RecordingChat()
    await mailer(chat).send(MAIL, key="mail-1", at=AT)
    assert [str(posted.to) for posted in chat.posted] == ["person:ben", "person:wang"]
    message = chat.posted[0].message
    assert message.headline.startswith("No mail server is set up")
    assert message.subject == "Subject"
    assert message.sections[0].lines[-1].plain == "Body"


async def test_one_who_cannot_be_reached_keeps_no_other_from_theirs() -> None:
    """The mail is tried again for the others that failed; who has it is not told twice."""
    chat = RecordingChat(failing=_ben_is_gone)
    with pytest.raises(SendFailed) as failed:
        await mailer(chat).send(MAIL, key="mail-1", at=AT)
    assert failed.value.permanent
    chat.failing = lambda _address: None
    await mailer(chat).send(MAIL, key="mail-1", at=AT)
    assert [str(posted.to) for posted in chat.posted] == ["person:wang", "person:ben"]


def test_a_slack_user_is_one_person(tmp_path: Path) -> None:
    """Two people of the directory with one Slack id are a mistake, named with both."""
    text = (HERE / "people.toml").read_text(encoding="utf-8")
    twice = text.replace('name = "Anna Li"', 'name = "Anna Li"\nslack = "U0SAME"')
    twice = twice.replace('name = "Ben Huang"', 'name = "Ben Huang"\nslack = "U0SAME"')
    path = tmp_path / "people.toml"
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(ConfigError, match="U0SAME is the Slack user of 'anna' already"):
        load_people(path, None)


def _ben_is_gone(address: Address) -> None:
    if address == Address(Place.PERSON, "ben"):
        reason = "user_not_found"
        raise SendFailed(reason, permanent=True)
