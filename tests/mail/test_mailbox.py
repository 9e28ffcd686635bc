"""What the bot does on the line to a mail server, where a real one leaves it to chance."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.cli.working import going_on_beside
from bot.mail.mailbox import Filed, Mailbox
from config.mail import MailSettings
from tests.mail.smtp import BOT

CAPABILITIES = b"* CAPABILITY IMAP4rev1 IDLE\r\n"


@dataclass(slots=True)
class Script:
    """A mailbox without mail. It says that one has come in the very packet in which it begins to idle."""

    searches: int = 0
    searched_again: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak to one client."""
        tag = b""
        writer.write(b"* OK ready\r\n")
        while line := (await reader.readline()).strip():
            if line == b"DONE":
                writer.write(b"%b OK done\r\n" % tag)
                continue
            tag, _, command = line.partition(b" ")
            if command == b"IDLE":
                writer.write(b"+ idling\r\n* 1 EXISTS\r\n")
                continue
            if command.startswith(b"UID SEARCH"):
                self.searches += 1
                if self.searches > 1:
                    self.searched_again.set()
                writer.write(b"* SEARCH\r\n")
            writer.write(CAPABILITIES if command == b"CAPABILITY" else b"")
            writer.write(b"%b OK done\r\n" % tag)
        writer.close()


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[MailSettings]:
    """Serve a script, and return the settings of its mailbox."""
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield MailSettings(
            mail_from=BOT,
            smtp_host=host,
            imap_host=host,
            imap_port=port,
            imap_security="none",
            imap_username="callback",
            imap_password="any",
            imap_done_folder="",
            imap_unbound_folder="",
        )


async def test_what_is_told_while_the_bot_begins_to_wait_is_heard() -> None:
    """It lies in a buffer then, where no poll of the line sees it: without a look there the mail waits for the next minute."""
    script = Script()

    async def take(_: bytes) -> Filed:
        pytest.fail("there is no mail")

    async with scripted(script) as settings, going_on_beside(Mailbox(settings).keep(take)), asyncio.timeout(10):
        await script.searched_again.wait()
