"""Late begins when the clock shows a later minute than the promised one (procedure, section 4: a fact, not a state)."""

from bot.chat.port import Tone
from tests.scenario.house import House, said

SQLITE_ONLY = True  # what is said is the same on every database

ASAP = "6869419583 REQ-20418 @ben asap driver stuck"


async def test_what_is_asked_for_now_is_not_late_when_it_is_opened(house: House) -> None:
    """The customer is to be called right away: neither the answer, nor a card, nor a list says late in that minute."""
    answer = await house.person("anna").callback(ASAP, at="10:21:07")
    assert answer.message is not None
    assert answer.message.tone is Tone.URGENT
    for shown in (house.channel()[0], house.person("ben").messages[0], await house.person("ben").callback("mine", at="10:21:59")):
        assert "LATE" not in said(shown)
    assert house.channel()[0].message.tone is Tone.URGENT
    assert "No callback fits" in said(await house.person("ben").callback("list overdue"))


async def test_a_minute_later_it_is(house: House) -> None:
    """Nobody has called when the clock shows the next minute: late, in the list of what is overdue as well."""
    await house.person("anna").callback(ASAP, at="10:21:07")
    assert "LATE since Mon 23 Nov 10:21" in said(await house.person("ben").callback("show CB-1", at="10:22:00"))
    assert "CB-1" in said(await house.person("ben").callback("list overdue"))


async def test_in_the_minute_in_which_it_is_due_it_can_still_be_kept(house: House) -> None:
    """A promise of 15:00 is due at 15:00 and late at 15:01; its pings come when they always came."""
    await house.person("anna").callback("6869419583 REQ-20418 @ben 15:00 customs fee")
    await house.person("ben").callback("got CB-1", at="14:00")
    assert "LATE" not in said(await house.person("ben").callback("show CB-1", at="15:00:30"))
    assert "LATE since Mon 23 Nov 15:00" in said(await house.person("ben").callback("show CB-1", at="15:01"))
    assert house.diary(since="14:30") == ["Mon 14:45 ben", "Mon 15:00 ben"]
