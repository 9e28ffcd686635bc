"""Who was asked to take a handover leaves as well: whoever is there hears of it at once, and nobody twice (section 6)."""

from tests.scenario.absent import automatic_reply
from tests.scenario.house import House

SOON = "6869419583 REQ-20418 17:25 @ben wants to know the customs fee"
EVENING = "6869419583 REQ-20418 19:30 @ben wants to know the customs fee"
ASKED = "is away until"


async def test_the_supervisor_is_back_when_the_duty_leader_leaves(house: House) -> None:
    """Wang was away, so Zhao was asked; Wang is back and Zhao leaves: Wang has not been asked yet."""
    await house.to("16:30")
    await automatic_reply(house, "wang", "2026-11-24 09:00")
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "2026-11-24 09:00")
    await house.person("wang").callback("back")
    assert not house.person("wang").pings(ASKED)
    await automatic_reply(house, "zhao", "2026-11-24 09:00")
    assert house.person("wang").pings(ASKED)


async def test_whom_to_ask_has_changed_with_the_hour(house: House) -> None:
    """Wang was asked in working time and leaves after it, when the duty leader stands in: now Zhao is asked."""
    await house.to("17:00")
    await house.person("anna").callback(EVENING)
    await automatic_reply(house, "ben", "2026-11-24 09:00")
    assert house.person("wang").pings(ASKED)
    await house.to("17:45")
    assert (await automatic_reply(house, "wang", "2026-11-24 09:00")).asked


async def test_what_was_handed_back_is_asked_for_again(house: House) -> None:
    """Ben can't take it, and Wang is told; Wang leaves after closing: Zhao is asked."""
    await house.to("17:00")
    await house.person("anna").callback(EVENING)
    await house.person("ben").callback("cant CB-1 in training")
    await house.to("17:45")
    assert (await automatic_reply(house, "wang", "2026-11-24 09:00")).asked


async def test_who_was_asked_and_is_there_is_asked_once(house: House) -> None:
    """Zhao was asked for Ben in the evening. That Wang leaves too, or that Ma does, asks nobody again."""
    await house.to("18:00")
    await house.person("anna").callback("6869419583 REQ-20418 in 40 min @ben wants to know the customs fee")
    await automatic_reply(house, "ben", "2026-11-24 09:00")
    for handle in ("wang", "ma"):
        assert (await automatic_reply(house, handle, "2026-11-24 09:00")).asked == ()


async def test_a_closing_that_changes_who_stands_in_asks_nobody_again(house: House) -> None:
    """Wang was asked in working time and is there; after it Zhao, who would stand in, leaves: Ma is not troubled."""
    await house.to("17:00")
    await house.person("anna").callback(EVENING)
    await automatic_reply(house, "ben", "2026-11-24 09:00")
    await house.to("17:45")
    assert (await automatic_reply(house, "zhao", "2026-11-24 09:00")).asked == ()
