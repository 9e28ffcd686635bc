"""Section 3: to whom the mail goes, by route, with the standard subject; and for warned customers (section 7)."""

import pytest

from bot.service import Target
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
    """One mail, at once, with the standard subject: To and Cc as the routes, together, ask for."""
    async with builder.house(opened) as house:
        await house.person("anna").callback(f"{asked} {CASE}")
        handover = await house.handover()
        due = handover.promised_at.astimezone(house.zone)
        assert [(list(mail.to), list(mail.cc)) for mail in house.mails] == ([mailed] if mailed else [])
        assert [mail.subject for mail in house.mails] == ([f"6869419583 REQ-20418 {due:%Y-%m-%d %H:%M}"] if mailed else [])


async def test_the_body_says_what_is_wanted_who_opened_it_and_how_to_acknowledge(house: House) -> None:
    """The mail's readers are on the ladder: they see the customer's name and phone."""
    await house.person("anna").callback(f"09:30 name:Maria tel:13800138000 {CASE}")
    body = house.mails[0].body
    for words in ("Anna Li", "customs fee", "Maria", "13800138000", "/callback got CB-1", "Mon 23 Nov 09:30"):
        assert words in body


async def test_a_mail_that_waited_until_the_handover_was_closed_is_not_sent(house: House) -> None:
    """Nobody is told of what has been dealt with."""
    await house.person("anna").callback(CASE)

    await house.service.new_time(Target(1), house.by("anna"), house.moment("09:30"))
    await house.service.not_needed(Target(1), house.by("anna"))
    await house.to("09:31")
    assert house.mails == []
