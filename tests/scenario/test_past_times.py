"""Section 3: a time in the past is refused with the reason and the first offer to use instead, however it is written."""

import pytest

from tests.scenario.house import House, said

SQLITE_ONLY = True  # what is said is the same on every database

NUMBERS = "6869419583 REQ-20418"


@pytest.mark.parametrize(
    ("typed", "blamed", "now", "offer"),
    [
        ("when 2026-11-20 10:00", "2026-11-20 10:00", "09:10", "Mon 23 Nov 11:10"),
        ("when today 9:00", "today 9:00", "09:10", "Mon 23 Nov 11:10"),
        ("when yesterday", "yesterday", "09:10", "Mon 23 Nov 11:10"),
        ("when last Friday", "last Friday", "09:10", "Mon 23 Nov 11:10"),
        ("何时 昨天下午", "昨天下午", "09:10", "Mon 23 Nov 11:10"),
        (f"{NUMBERS} today 9:00 customs", "today 9:00", "09:10", "Mon 23 Nov 11:10"),
        (f"{NUMBERS} 2026-11-20 10:00 customs", "2026-11-20 10:00", "09:10", "Mon 23 Nov 11:10"),
        (f"{NUMBERS} 今天8点45 清关", "今天8点45", "09:10", "Mon 23 Nov 11:10"),
        (f"{NUMBERS} this afternoon, customs", "this afternoon", "14:00", "Mon 23 Nov 16:00"),
        (f"{NUMBERS} eod customs", "eod", "17:40", "Tue 24 Nov 10:30"),
        (f"{NUMBERS} 下班前 清关", "下班前", "18:00", "Tue 24 Nov 10:30"),
    ],
)
async def test_a_time_that_has_passed_is_refused_with_the_first_offer(
    house: House, typed: str, blamed: str, now: str, offer: str
) -> None:
    """The agent can tell the customer another time at once; nothing is opened."""
    answer = await house.person("anna").callback(typed, at=now)
    assert answer.refused
    assert said(answer).strip() == f"“{blamed}” has passed. First offer to use instead: {offer}."
    assert house.chat.posted == []


async def test_it_is_said_in_the_agents_language(house: House) -> None:
    """In Chinese likewise."""
    answer = await house.person("chen").callback(f"{NUMBERS} 今天9点 清关")
    assert said(answer).strip() == "“今天9点” 已经过去。请改用首个承诺时间：11月23日 周一 11:10。"


async def test_a_new_time_that_has_passed_is_refused_with_the_first_offer(house: House) -> None:
    """Where a time is agreed anew, by command and in the owner's words, the same is said."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    for answer in (
        await house.person("anna").callback("time CB-1 today 9:00"),
        await house.person("ben").callback("noanswer CB-1 yesterday"),
        await house.person("ben").replies("no answer, again today 9:00"),
    ):
        assert answer.refused
        assert "First offer to use instead: Mon 23 Nov 11:10." in said(answer)
    assert (await house.handover()).version == 1


async def test_an_absence_that_has_passed_is_no_promise(house: House) -> None:
    """Who says until when they are away, and that has passed, is told what to write; no offer is made."""
    answer = await house.person("ben").callback("away until yesterday")
    assert answer.refused
    assert said(answer).strip() == "“yesterday” has passed. Write until when you are away, for example: away until 15:00"
