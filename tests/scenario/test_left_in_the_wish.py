"""Words of time that were left in the wish: never in silence (procedure, section 3a)."""

import pytest

from tests.scenario.house import House, said

SQLITE_ONLY = True  # what is said is the same on every database


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("on Friday customs fee", "on Friday"),
        ("customs fee on Friday", "on Friday"),
        ("tomorrow after lunch fee", "tomorrow after lunch"),
        ("later today fee", "later today"),
        ("next week about the fee", "next week"),
        ("周五客户要改地址", "周五"),
        ("改天再送货", "改天"),
    ],
)
async def test_who_may_have_meant_a_time_is_told_that_it_was_not_taken_for_one(house: House, typed: str, words: str) -> None:
    """The first offer is promised, and the answer says so, with what to type if it was the customer's own time."""
    answer = await house.person("anna").callback(f"6869419583 REQ-20418 {typed}")
    assert (await house.handover()).wish == typed
    assert f"“{words}” was taken for a part of the wish" in said(answer)
    assert f"/callback time CB-1 {words}" in said(answer)


@pytest.mark.parametrize(
    "typed",
    [
        *("customs fee", "yesterday customs", "was delivered on Friday", "late delivery", "3 boxes missing"),
        *("tomorrow customs fee", "17:20 customs fee", "the address is wrong now", "parcel damaged on 12/1"),
    ],
)
async def test_other_wishes_are_not_questioned(house: House, typed: str) -> None:
    """What has happened, what a thing is like, and a time that was understood."""
    answer = await house.person("anna").callback(f"6869419583 REQ-20418 {typed}")
    assert "was taken for a part of the wish" not in said(answer)
    assert "11:10" in said(answer) or "17:20" in said(answer) or "09:00" in said(answer)
