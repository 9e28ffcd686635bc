"""The log of the local workspace: said once for each key, seen by whom it is for, and counted as unread until seen."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.address import Address, Place
from bot.chat.codec import decode
from bot.chat.local import LocalChat
from bot.chat.port import Message
from bot.errors import SendFailed
from bot.mail.local import LocalMailer
from bot.mail.local import decode as decode_mail
from bot.mail.port import Mail
from bot.store.database import Database
from bot.store.tables import metadata
from bot.store.workspace import MAIL_PLACE, Workspace
from tests.book import Book

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
CHANNEL = Address(Place.CHANNEL, "express-callbacks")
ZHOU = Address(Place.PERSON, "zhou")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Give an empty database."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite'}")
    async with database.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def log(database: Database) -> Workspace:
    """Give its log."""
    return Workspace(database)


@pytest.fixture
def chat(log: Workspace) -> LocalChat:
    """Give the chat that writes into the log."""
    return LocalChat(log)


async def test_the_same_key_is_said_once(chat: LocalChat, log: Workspace) -> None:
    """Sending again after a crash shows nothing twice and gives the reference of the first time."""
    first = await chat.post(CHANNEL, Message("hello"), key="k1", thread=None, at=NOW)
    again = await chat.post(CHANNEL, Message("hello"), key="k1", thread=None, at=NOW + timedelta(minutes=1))
    assert first == again
    assert [decode(posted.body).text for posted in await log.stream(str(CHANNEL), "anna", 10)] == ["hello"]


async def test_an_edit_replaces_in_place_and_is_a_change(chat: LocalChat, log: Workspace) -> None:
    """One card is edited in place; a page that asks for the latest change learns of it."""
    ref = await chat.post(CHANNEL, Message("open"), key="k1", thread=None, at=NOW)
    await chat.post(CHANNEL, Message("other"), key="k2", thread=None, at=NOW)
    before = await log.latest()
    await chat.edit(ref, Message("acknowledged"), at=NOW + timedelta(minutes=1))
    assert await log.latest() > before
    shown = await log.stream(str(CHANNEL), "anna", 10)
    assert [(decode(posted.body).text, posted.edited_at is not None) for posted in shown] == [
        ("acknowledged", True),
        ("other", False),
    ]


@pytest.mark.parametrize("ref", ["7", "no number"])
async def test_an_unknown_reference_is_refused_for_good(chat: LocalChat, ref: str) -> None:
    """There is no use in trying again to edit what is not there."""
    with pytest.raises(SendFailed) as failed:
        await chat.edit(ref, Message("x"), at=NOW)
    assert failed.value.permanent


async def test_a_log_that_cannot_be_written_fails_for_now(log: Workspace, database: Database, chat: LocalChat) -> None:
    """A database that is gone is tried again later, by chat and by mail."""
    async with database.transaction() as connection:
        await connection.run_sync(metadata.drop_all)
    for sending in (
        chat.post(CHANNEL, Message("x"), key="k", thread=None, at=NOW),
        chat.edit("1", Message("x"), at=NOW),
        LocalMailer(log, Book()).send(Mail(("a",), (), "s", "b"), key="k", at=NOW),
    ):
        with pytest.raises(SendFailed) as failed:
            await sending
        assert not failed.value.permanent


async def test_a_thread_stands_apart(chat: LocalChat, log: Workspace) -> None:
    """Notes stand in the card's thread and are counted at the card."""
    ref = await chat.post(CHANNEL, Message("card"), key="k1", thread=None, at=NOW)
    await chat.post(CHANNEL, Message("note"), key="k2", thread=ref, at=NOW)
    await log.post(key="k3", place=str(CHANNEL), body={"text": "secret"}, at=NOW, thread=int(ref), only_for="ben")
    assert [decode(posted.body).text for posted in await log.stream(str(CHANNEL), "anna", 10)] == ["card"]
    assert [decode(posted.body).text for posted in await log.thread(int(ref), "anna", 10)] == ["card", "note"]
    assert await log.replies([int(ref)], "anna") == {int(ref): 1}
    assert await log.replies([int(ref)], "ben") == {int(ref): 2}


async def test_a_private_answer_is_seen_by_one(log: Workspace) -> None:
    """Only the person who typed sees the answer."""
    await log.post(key="k1", place=str(CHANNEL), body={"text": "only anna"}, at=NOW, only_for="anna")
    assert len(await log.stream(str(CHANNEL), "anna", 10)) == 1
    assert await log.stream(str(CHANNEL), "ben", 10) == []


async def test_unread_counts_until_seen(chat: LocalChat, log: Workspace) -> None:
    """What others said since one last looked is counted, for each place; one's own words are not."""
    await chat.post(ZHOU, Message("a"), key="k1", thread=None, at=NOW)
    last = await chat.post(ZHOU, Message("b"), key="k2", thread=None, at=NOW)
    await log.post(key="k3", place=str(ZHOU), body={"text": "mine"}, at=NOW, author="zhou")
    await LocalMailer(log, Book()).send(Mail(("a",), (), "s", "b"), key="k1", at=NOW)
    assert await log.unread("zhou", [str(ZHOU), str(CHANNEL)]) == {str(ZHOU): 2, MAIL_PLACE: 1}
    await log.mark_seen("zhou", str(ZHOU), int(last))
    await log.mark_seen("zhou", str(ZHOU), 1)
    await log.mark_seen("zhou", MAIL_PLACE, 1)
    assert await log.unread("zhou", [str(ZHOU), str(CHANNEL)]) == {MAIL_PLACE: 0}


async def test_mails_are_kept_once_and_read_newest_first(log: Workspace) -> None:
    """The mail pane shows each mail once, and knows by what an answer names it."""
    mailer = LocalMailer(log, Book())
    first, second = Mail(("Zhou <z@example.com>",), ("w",), "subject", "body"), Mail(("b",), (), "second", "")
    for mail, key in ((first, "k1"), (second, "k2"), (first, "k1")):
        await mailer.send(mail, key=key, at=NOW)
    found = [decode_mail(posted.body) for posted in await log.mails(10)]
    assert [mail for mail, _ in found] == [second, first]
    assert found[1][1] == await Book().envelope(first, "k1", NOW)


async def test_a_mail_of_an_earlier_version_is_shown_without_an_answer(log: Workspace) -> None:
    """It was not written down by what an answer would name it."""
    await log.post_mail(key="k", body={"to": ["a"], "cc": [], "subject": "s", "body": "b"}, at=NOW)
    assert decode_mail((await log.mails(1))[0].body) == (Mail(("a",), (), "s", "b"), None)
