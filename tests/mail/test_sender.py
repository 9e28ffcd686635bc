"""How a mail goes over SMTP (section 6): as a person's, each copy from an address of its own, written down before it goes."""

import socket
from dataclasses import replace

import pytest

from bot.rules import tokens
from bot.store import tables
from tests.mail.conftest import SECRET, sending_by
from tests.mail.smtp import BOT, MailServer, serving
from tests.scenario.example import example_policy
from tests.scenario.house import Builder, said

CASE = "6869419583 REQ-20418 @ben customs fee"
BEN, WANG, NING = "ben.huang@example.com", "wang.lei@example.com", "night.desk@example.com"
SUPPRESSING = ("Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe", "Feedback-ID")


async def test_everybody_has_a_copy_from_an_address_of_its_own(builder: Builder, server: MailServer) -> None:
    """To and Cc are the same on all; envelope, From and Reply-To carry a token that says whose copy of which handover it is."""
    async with builder.house() as house:
        await house.person("anna").callback(f"20:00 {CASE}")
        assert [each.recipients for each in server.taken] == [(BEN,), (NING,), (WANG,), ("zhao.min@example.com",)]
        assert len({(each.message["To"], each.message["Cc"], each.message["Subject"]) for each in server.taken}) == 1
        assert len({each.sender for each in server.taken}) == len(server.taken)
        rows = {row["address"]: row for row in await house.rows(tables.mails)}
        for each in server.taken:
            row = rows[each.recipients[0]]
            found = tokens.token_in(each.sender, BOT)
            assert found is not None
            assert tokens.genuine(found, SECRET, 1, row["person"])
            assert each.message["From"].addresses[0].addr_spec == each.message["Reply-To"].addresses[0].addr_spec == each.sender
            assert each.message["Message-ID"] == row["message_id"]


async def test_nothing_in_its_head_keeps_an_automatic_reply_away(builder: Builder, server: MailServer) -> None:
    """None of the marks of programs; only receipts are not asked for. Plain text comes before HTML, in the reader's language."""
    async with builder.house() as house:
        await house.person("anna").callback(f"09:30 {CASE}")
        message = server.to(BEN)[0]
        assert [name for name in SUPPRESSING if name in message] == []
        assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN"
        assert message["Content-Language"] == "en"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        text = message.get_body(("plain",))
        assert text is not None
        assert "Anna Li hands over callback CB-1 to you." in text.get_content()


async def test_without_plus_addresses_all_come_from_the_bots_own(builder: Builder, server: MailServer) -> None:
    """For mail hosts that take no plus: then the Message-ID alone says what an answer is about."""
    bare = replace(builder, by_mail=sending_by(server.settings(mail_plus_addresses=False), None))
    async with bare.house() as house:
        await house.person("anna").callback(f"09:30 {CASE}")
        assert {each.sender for each in server.taken} == {BOT}
        assert len({each.message["Message-ID"] for each in server.taken}) == len(server.taken)


@pytest.mark.parametrize("answer", ["451 4.3.0 try again later", "421 4.3.2 going down"])
async def test_what_the_server_cannot_take_now_comes_later_as_the_same_mail(
    builder: Builder, server: MailServer, answer: str
) -> None:
    """Nobody knows whether a mail with a bad answer has arrived: it comes again with the same Message-ID and address."""
    async with builder.house() as house:
        server.answers["DATA"] = answer
        await house.person("anna").callback(f"09:30 {CASE}")
        server.answers.clear()
        await house.to("09:12")
        copies = [each for each in server.taken if each.recipients == (BEN,)]
        assert len(copies) > 1
        assert len({(each.sender, each.message["Message-ID"]) for each in copies}) == 1
        mails = [row for row in await house.rows(tables.outbox) if row["kind"] == "mail"]
        assert {row["state"] for row in mails} == {"sent"}


async def test_a_mail_that_is_refused_is_refused_for_good(builder: Builder, server: MailServer) -> None:
    """The operators are told; nothing of what was in it stands in the reason."""
    async with builder.house() as house:
        server.answers["DATA"] = "554 5.7.1 customs fee looks like spam"
        await house.person("anna").callback(f"09:30 {CASE}")
        reasons = {row["reason"] for row in await house.rows(tables.outbox) if row["kind"] == "mail"}
        assert reasons == {"SMTP 554 5.7.1 (DATA)"}
        assert any("SMTP 554 5.7.1 (DATA)" in said(each) for each in house.person("ma").messages)


async def test_an_address_that_is_refused_at_once_is_a_bounce(builder: Builder, server: MailServer) -> None:
    """Nobody waits for a report that will not come: the supervisor is asked, and the operators hear whose address it is."""
    async with builder.house() as house:
        server.answers[BEN] = "550 5.1.1 no such user"
        await house.person("anna").callback(f"10:00 {CASE}")
        assert [row["person"] for row in await house.rows(tables.absences)] == ["ben"]
        assert house.person("wang").pings("Ben Huang")
        assert any("Ben Huang" in said(each) for each in house.person("ma").messages)
        assert server.tries.count(BEN) == 1


@pytest.mark.parametrize("answer", ["554 5.7.1 relaying denied", "552 5.2.2 mailbox full"])
async def test_a_server_that_will_not_for_other_reasons_says_nothing_about_the_person(
    builder: Builder, server: MailServer, answer: str
) -> None:
    """A rule of the server's or a full mailbox is nobody's absence."""
    async with builder.house() as house:
        server.answers[BEN] = answer
        await house.person("anna").callback(f"10:00 {CASE}")
        assert await house.rows(tables.absences) == []
        assert house.person("wang").pings("Ben Huang") == []


async def test_a_server_that_is_down_for_ten_minutes(builder: Builder, server: MailServer) -> None:
    """Everything is sent when it is back, late, and saying so; meanwhile it is asked seldom, and chat goes on."""
    away = MailServer(port=_closed_port(server))
    down = replace(builder, by_mail=sending_by(away.settings()))
    async with down.house() as house:
        await house.person("anna").callback(f"09:50 {CASE}")
        await house.to("09:20")
        assert away.taken == []
        assert house.person("ben").messages
        async with serving(away):
            await house.to("09:26")
            assert sorted(each.recipients for each in away.taken) == [(BEN,), (WANG,)]
            text = away.to(BEN)[0].get_body(("plain",))
            assert text is not None
            assert "late" in text.get_content()


async def test_no_more_than_so_many_an_hour_about_one_handover(builder: Builder, server: MailServer) -> None:
    """What is more waits until there is room: nothing is dropped, and no loop floods a mailbox."""
    policy = example_policy()
    capped = policy.model_copy(update={"mail": policy.mail.model_copy(update={"hourly_limit": 3})})
    async with builder.house(policy=capped) as house:
        await house.person("anna").callback(f"11:00 !warned {CASE}")
        await house.person("wang").types("/callback assign CB-1 @zhou", at="09:20")
        assert len(server.taken) == 3
        await house.to("10:20")
        assert len(server.taken) == 6


def _closed_port(server: MailServer) -> int:
    """Return a port on which nobody listens: it was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    assert port != server.port
    return port
