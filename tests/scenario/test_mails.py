"""Section 3: to whom the mail goes, by route, with the standard subject; and for warned customers (section 7)."""

import pytest

from bot.errors import SendFailed
from bot.mail.port import Mail
from bot.service import Target
from handlers.front import Incoming
from tests.scenario.house import Builder, House

CASE = "6869419583 REQ-20418 @ben customs fee"
BEN, WANG = "Ben Huang <ben.huang@example.com>", "Wang Lei <wang.lei@example.com>"
MA, ZHAO, NING = "Ma Jing <ma.jing@example.com>", "赵敏 <zhao.min@example.com>", "Ning Ye <night.desk@example.com>"

MAILED = [
    pytest.param("2026-11-23 09:10", "", None, id="standard, the first offer: no mail"),
    pytest.param("2026-11-23 09:10", "10:10", None, id="standard, the customer's own time: no mail"),
    pytest.param("2026-11-23 09:10", "10:09", ([BEN], [WANG]), id="soon"),
    pytest.param("2026-11-23 09:10", "09:39", ([BEN], [WANG]), id="immediate"),
    pytest.param("2026-11-23 09:10", "12:00", ([BEN], [WANG]), id="lunch"),
    pytest.param("2026-11-23 17:00", "17:30", ([BEN], [WANG]), id="end of day"),
    pytest.param("2026-11-23 09:10", "20:00", ([BEN, NING], [WANG, ZHAO]), id="off-hours: night shift, and the duty leader"),
    pytest.param(
        "2026-11-23 09:10", "2026-11-29 10:00", ([BEN, NING], [WANG]), id="off-hours: the supervisor is that day's leader"
    ),
    pytest.param("2026-11-23 17:20", "17:40", ([BEN, NING], [WANG, ZHAO]), id="immediate, end of day and off-hours: all of it"),
    pytest.param("2026-11-23 09:10", "!warned", ([BEN], [WANG, MA]), id="warned: supervisor and manager, by mail too"),
    pytest.param("2026-11-23 09:10", "20:00 !warned", ([BEN, NING], [WANG, ZHAO, MA]), id="warned and off-hours"),
]


@pytest.mark.parametrize(("opened", "asked", "mailed"), MAILED)
async def test_each_route_mails_whom_the_table_names(
    builder: Builder, opened: str, asked: str, mailed: tuple[list[str], list[str]] | None
) -> None:
    """One mail, at once, with the standard subject: To and Cc as the routes, together, ask for; and a copy for each of them."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        handover = await house.handover()
        due = handover.promised_at.astimezone(house.zone)
        assert [(list(mail.to), list(mail.cc)) for mail in house.mails] == ([mailed] if mailed else [])
        assert [mail.subject for mail in house.mails] == ([f"6869419583 REQ-20418 {due:%Y-%m-%d %H:%M}"] if mailed else [])
        copies = [address for mail in house.mailer.mails for address in (*mail.to, *mail.cc) if f"<{mail.address}>" in address]
        assert copies == ([*mailed[0], *mailed[1]] if mailed else [])


async def test_the_body_says_what_is_wanted_who_opened_it_and_how_to_acknowledge(house: House) -> None:
    """The mail's readers are on the ladder: they see the customer's name and phone."""
    await house.person("anna").callback(f"09:30 name:Maria tel:13800138000 {CASE}")
    body = house.mails[0].body
    for words in ("Anna Li", "customs fee", "Maria", "13800138000", "/callback got CB-1", "Mon 23 Nov 09:30"):
        assert words in body


async def test_each_copy_is_in_its_readers_language_and_says_why_they_have_it(builder: Builder) -> None:
    """The owner is handed it, night shift may take it, the others are told; To, Cc and subject are the same on all copies."""
    async with builder.house("2026-11-23 09:10") as house:
        await house.person("anna").callback(f"20:00 {CASE}")
        said = {handle: house.copies(handle)[0].body.splitlines()[0] for handle in ("ben", "ning", "wang", "zhao")}
        assert said == {
            "ben": "Anna Li hands over callback CB-1 to you.",
            "ning": "Anna Li hands over callback CB-1, which falls outside working time, to Ben Huang and the night shift. "
            "Whoever acknowledges it has it.",
            "wang": "For your information: Anna Li hands over callback CB-1 to Ben Huang.",
            "zhao": "抄送：Anna Li 将回电 CB-1 转交给 Ben Huang。",
        }
        assert {(mail.to, mail.cc, mail.subject) for mail in house.mailer.mails} == {
            ((BEN, NING), (WANG, ZHAO), "6869419583 REQ-20418 2026-11-23 20:00")
        }


async def test_what_a_customer_wants_stays_text_in_html(house: House) -> None:
    """Nothing that was typed becomes markup, and the number can be dialled."""
    await house.person("anna").callback(f"09:30 tel:13800138000 {CASE} <script>alert(1)</script> & more")
    html = house.mails[0].html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "<script" not in html
    assert 'href="tel:+8613800138000"' in html


async def test_who_has_become_the_owner_meanwhile_has_the_mail_alone(house: House) -> None:
    """A copy that waited is not sent to the former owner; the supervisor, who was in Cc, has it as the owner."""
    house.mailer.failing = _busy
    await house.person("anna").callback(f"09:30 {CASE}")
    await house.person("wang").types("/callback got CB-1", at="09:11")
    house.mailer.failing = lambda _mail: None
    await house.to("09:12")
    assert [(mail.reader, mail.to) for mail in house.mailer.mails] == [("wang", (WANG,))]


async def test_a_late_mail_says_how_late_it_is(builder: Builder) -> None:
    """What could not be sent for ten minutes says when it was planned."""
    async with builder.house("2026-11-23 09:10") as house:
        await house.front.command(Incoming("anna", "typed"), f"/callback 10:00 {CASE}")
        await house.sleeps_until("09:20")
        assert "This mail comes 10 min late; it was planned for 09:10." in house.mails[0].body


async def test_a_mail_that_waited_until_the_handover_was_closed_is_not_sent(house: House) -> None:
    """Nobody is told of what has been dealt with."""
    await house.person("anna").callback(CASE)

    await house.service.new_time(Target(1), house.by("anna"), house.moment("09:30"))
    await house.service.not_needed(Target(1), house.by("anna"))
    await house.to("09:31")
    assert house.mails == []


def _busy(_mail: Mail) -> None:
    reason = "SMTP 421"
    raise SendFailed(reason, patient=True)
