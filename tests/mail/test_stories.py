"""Section 6 on a real mail host: handover out, automatic replies and reports in, and what follows at once."""

import asyncio
from typing import Any

import pytest

from bot.errors import StoreUnavailable
from bot.mail.mailbox import Filed
from bot.rules import tokens
from bot.rules.handover import Status
from bot.store import tables
from config.people import People
from tests.mail.conftest import SECRET, sending_by
from tests.mail.reading import Reader, letter, post, reading
from tests.mail.smtp import BOT
from tests.mail.stack import MailHost
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House, said

CASE = "6869419583 REQ-20418 @ben customs fee"
BEN, WANG = "ben.huang@example.com", "wang.lei@example.com"
AWAY = 'require "vacation"; vacation :days 7 :subject "Out of office" "I am on leave. Please contact {cover}.";'


@pytest.fixture
def builder(builder: Builder, host: MailHost) -> Builder:
    """Return what builds houses that mail by that host."""
    builder.by_mail = sending_by(host.settings())
    return builder


async def test_an_automatic_reply_brings_the_supervisor_at_once(builder: Builder, host: MailHost) -> None:
    """Out over SMTP, the vacation answer back, the supervisor pinged, the agent told in the thread; the owner is the same."""
    host.answering("ben.huang", AWAY.format(cover="nobody"))
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            assert await reader.next() is Filed.DONE
        assert house.person("wang").pings("Ben Huang")
        assert any("Ben Huang" in note and "Wang Lei" in note for note in house.thread())
        assert (await house.handover()).owner == "ben"
        assert len(host.folder_of("callback", "callback-done")) == 1


async def test_the_next_handover_goes_straight_to_the_cover(builder: Builder, host: MailHost) -> None:
    """Most mailboxes answer one sender once: no second automatic reply is waited for, the cover that it named owns it."""
    host.answering("ben.huang", AWAY.format(cover="zhou.jie@example.com"))
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            await reader.next()
            await house.person("anna").callback("1234567891 REQ-20419 @ben 10:00 delivery date")
        assert (await house.handover(2)).owner == "zhou"


async def test_an_unknown_address_is_reported_by_the_mail_host(builder: Builder, host: MailHost) -> None:
    """Postfix's report says whose mailbox there is not: the supervisor is pinged, the operators hear of the address."""
    example = example_people().model_dump(by_alias=True)
    example["people"]["ben"]["email"] = "gone@example.com"
    async with builder.house(people=People.model_validate(example)) as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            assert await reader.next() is Filed.DONE
        assert [(row["person"], row["source"]) for row in await house.rows(tables.absences)] == [("ben", "bounce")]
        assert house.person("wang").pings("Ben Huang")
        assert any("Ben Huang" in said(each) and "cannot be delivered" in said(each) for each in house.person("ma").messages)


async def test_a_persons_answer_acknowledges_and_closes(builder: Builder, host: MailHost) -> None:
    """Their words act as in the thread, whatever their program puts around them; the original below is not theirs."""
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            await answer(
                house, host, "ben", "Got it, thanks\n\nBest regards\nBen Huang\n\nOn Mon, 23 Nov 2026 Callback wrote:\n> done"
            )
            assert await reader.next() is Filed.DONE
            assert (await house.handover()).status is Status.ACKNOWLEDGED
            await answer(house, host, "ben", "已回电")
            await reader.next()
        assert (await house.handover()).status is Status.DONE


async def test_other_words_land_in_the_thread_with_two_buttons(builder: Builder, host: MailHost) -> None:
    """A person's own "away until three" acknowledges nothing by itself: the bot asks."""
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            await answer(house, host, "ben", "I'm away until three, will do it then")
            assert await reader.next() is Filed.DONE
        handover = await house.handover()
        assert (handover.status, handover.owner) == (Status.OPEN, "ben")
        assert await house.rows(tables.absences) == []
        note = next(each for each in house.chat.posted if "away until three" in said(each))
        assert [button.label for section in note.message.sections for button in section.buttons] == ["Take it", "Only noting"]


async def test_forged_replies_move_nothing(builder: Builder, host: MailHost) -> None:
    """A token that the bot did not make; a true one from somebody else's mailbox; one of another handover: filed, and no more."""
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            await house.person("anna").callback("1234567891 REQ-20419 @zhou 10:00 delivery date")
            rows = await house.rows(tables.mails)
            bens, wangs, zhous = (next(row for row in rows if row["person"] == each) for each in ("ben", "wang", "zhou"))
            made_up = tokens.with_token(BOT, bens["nonce"] + address_of(zhous).partition("+")[2][16:32])
            before = await house.everything()
            automatic = {"Auto_Submitted": "auto-replied", "Subject": "Out of office"}
            for sender, to, more in (
                (BEN, made_up, {}),
                (WANG, address_of(bens), {}),
                ("stranger@example.com", address_of(bens), {}),
                (BEN, address_of(wangs), {}),
                (BEN, address_of(bens), {"In_Reply_To": zhous["message_id"]}),
                (BEN, BOT, {}),
                (address_of(bens), address_of(bens), {}),
            ):
                await post(host.settings(), letter(sender, to, "I am on leave until further notice.", **automatic, **more))
                assert await reader.next() is Filed.UNBOUND
        assert await house.rows(tables.absences) == []
        assert await house.everything() == before
        assert len(host.folder_of("callback", "callback-unbound")) == 7


async def test_the_mail_host_is_started_anew_while_the_bot_waits(builder: Builder, host: MailHost) -> None:
    """The line is cut while it waits; the bot comes back, and takes what came meanwhile."""
    async with builder.house() as house:
        async with reading(house, host.settings(), SECRET) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            await answer(house, host, "ben", "who knows")
            await reader.next()
            host.stop()
            host.start()
            await answer(house, host, "ben", "收到")
            await reader.next()
        assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_two_processes_read_one_mailbox(builder: Builder, host: MailHost) -> None:
    """Whoever takes it, and if both do: it acts once, and is marked. What came before they read is taken at the start."""
    async with builder.house() as house:
        await house.person("anna").callback(f"10:00 {CASE}")
        await answer(house, host, "ben", "will be a little late")
        async with reading(house, host.settings(), SECRET) as one, reading(house, host.settings(), SECRET, beside=one):
            await answer(house, host, "ben", "got it")
            while (await house.handover()).status is Status.OPEN:
                await one.next()
        acts = [row["act"] for row in await house.rows(tables.events)]
        assert sorted(acts) == ["acknowledge", "answered", "open"]


async def test_what_comes_while_a_mail_is_taken_is_taken_too(builder: Builder, host: MailHost) -> None:
    """The mail host tells of it before the bot waits again, and only once."""
    async with builder.house() as house:
        await house.person("anna").callback(f"10:00 {CASE}")
        await answer(house, host, "ben", "will be a little late")
        following = iter(["got it"])

        async def with_another(reader: Reader, raw: bytes) -> Filed:
            for text in following:
                await answer(house, host, "ben", text)
            return await Reader.take(reader, raw)

        async with reading(house, host.settings(), SECRET, with_another) as reader:
            await reader.next()
            await reader.next()
        assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_a_mail_that_is_being_taken_at_the_end_is_marked(builder: Builder, host: MailHost) -> None:
    """A process that stops leaves no mail behind that it has acted upon, as if nobody had read it."""
    async with builder.house() as house:
        await house.person("anna").callback(f"10:00 {CASE}")
        await answer(house, host, "ben", "got it")
        begun, stopping = asyncio.Event(), asyncio.Event()

        async def slowly(reader: Reader, raw: bytes) -> Filed:
            begun.set()
            await stopping.wait()
            return await Reader.take(reader, raw)

        async with reading(house, host.settings(), SECRET, slowly):
            await begun.wait()
            asyncio.get_running_loop().call_soon(stopping.set)
        assert len(host.folder_of("callback", "callback-done")) == 1


async def test_a_mail_that_the_bot_cannot_take_keeps_no_other_waiting(builder: Builder, host: MailHost) -> None:
    """What fails by a fault of the bot's own stays unread, and what came after it is taken; a new process tries it again."""
    async with builder.house() as house:
        await house.person("anna").callback(f"10:00 {CASE}")
        await answer(house, host, "ben", "will be a little late")
        await answer(house, host, "ben", "got it")

        async def failing(reader: Reader, raw: bytes) -> Filed:
            if b"a little late" in raw:
                reason = "a fault"
                raise RuntimeError(reason)
            return await reader.take(raw)

        async with reading(house, host.settings(), SECRET, failing) as reader:
            await reader.next()
        assert (await house.handover()).status is Status.ACKNOWLEDGED
        async with reading(house, host.settings(), SECRET) as reader:
            await reader.next()
        assert len(host.folder_of("callback", "callback-done")) == 2


async def test_a_host_without_plus_addresses(builder: Builder, host: MailHost) -> None:
    """All copies come from the bot's own address; the automatic reply is bound by the Message-ID that it names."""
    host.answering("ben.huang", AWAY.format(cover="nobody"))
    builder.by_mail = sending_by(host.settings(), secret=None)
    async with builder.house() as house:
        async with reading(house, host.settings(), None) as reader:
            await house.person("anna").callback(f"10:00 {CASE}")
            assert await reader.next() is Filed.DONE
        assert house.person("wang").pings("Ben Huang")


async def test_a_mail_is_marked_only_when_what_it_says_is_written_down(builder: Builder, host: MailHost) -> None:
    """Without its database the bot takes nothing: the mail stays as it came, and is taken when the database is back."""
    async with builder.house() as house:
        await house.person("anna").callback(f"10:00 {CASE}")
        await answer(house, host, "ben", "got it")
        tries = 0

        async def failing_once(reader: Reader, raw: bytes) -> Filed:
            nonlocal tries
            tries += 1
            if tries == 1:
                reason = "gone"
                raise StoreUnavailable(reason)
            return await reader.take(raw)

        async with reading(house, host.settings(), SECRET, failing_once) as reader:
            assert await reader.next() is Filed.DONE
        assert tries == 2
        assert (await house.handover()).status is Status.ACKNOWLEDGED


def address_of(row: dict[str, Any]) -> str:
    """Return the address that a copy came from."""
    return tokens.with_token(BOT, tokens.token(SECRET, row["nonce"], row["handover_id"], row["person"]))


async def answer(house: House, host: MailHost, handle: str, text: str) -> None:
    """Answer the first copy that somebody had, from their mailbox, to where it came from."""
    row = next(row for row in await house.rows(tables.mails) if row["person"] == handle)
    await post(host.settings(), letter(row["address"], address_of(row), text, In_Reply_To=row["message_id"]))
