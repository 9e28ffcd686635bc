"""The bot's own processes with a mail host: what `check` says of it, and that a running bot reads its mailbox."""

from collections.abc import Mapping
from pathlib import Path

from tests.integration.processes import Process
from tests.integration.test_commands import bot
from tests.mail.reading import letter, post
from tests.mail.smtp import BOT
from tests.mail.stack import MailHost, free_ports


def environment(host: MailHost, **more: str) -> Mapping[str, str]:
    """Return the settings of a bot on that host."""
    return {
        "CALLBACK_MAIL_FROM": BOT,
        "CALLBACK_SMTP_HOST": "127.0.0.1",
        "CALLBACK_SMTP_PORT": str(host.smtp),
        "CALLBACK_SMTP_SECURITY": "none",
        "CALLBACK_IMAP_HOST": "localhost",
        "CALLBACK_IMAP_PORT": str(host.imap),
        "CALLBACK_IMAP_SECURITY": "none",
        "CALLBACK_IMAP_USERNAME": "callback",
        "CALLBACK_IMAP_PASSWORD": "any",
    } | more


def test_check_logs_in_to_both_servers(host: MailHost) -> None:
    """It names what answers; and what does not, with the reason, so that it can be mended before anybody relies on it."""
    fine = bot("check", env=environment(host))
    assert (fine.returncode, b"127.0.0.1, localhost" in fine.stdout) == (0, True), fine.stderr
    nobody = str(free_ports(1)[0])
    for server in ("SMTP", "IMAP"):
        wrong = bot("check", env=environment(host, **{f"CALLBACK_{server}_PORT": nobody}))
        assert wrong.returncode != 0
        assert b"127.0.0.1" in wrong.stderr if server == "SMTP" else b"localhost" in wrong.stderr


async def test_a_running_bot_reads_its_mailbox(host: MailHost, tmp_path: Path) -> None:
    """What is there when it starts is taken, and what comes then; `/metrics` says that it is read."""
    stray = letter("stranger@example.com", BOT, "I am out of the office until Friday.", Auto_Submitted="auto-replied")
    await post(host.settings(), stray)
    port = free_ports(1)[0]
    process = Process("run", f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}", port, dict(environment(host)))
    process.start()
    try:
        process.says("mail not bound")
        await post(host.settings(), stray)
        process.says("mail not bound")
        assert "callback_mailbox_silent_seconds" in process.answers("/metrics")[1]
    finally:
        process.kill()
