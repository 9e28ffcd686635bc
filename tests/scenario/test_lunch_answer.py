"""What the agent is told when the phone list comes only later."""

from tests.scenario.house import House, said


async def test_lunch_tomorrow_says_when_the_phone_list_comes(house: House) -> None:
    """A lunch time on a later day starts its rungs at that day's opening: nobody has to be phoned today."""
    answer = await house.person("anna").callback("6869419583 REQ-20418 tomorrow 12:15 customs fee")
    assert "Phone later: Nobody has to be phoned yet." in said(answer)
    assert "from Tue 24 Nov 08:30 on" in said(answer)
    assert house.thread() == []
    await house.to("2026-11-24 08:30")
    assert house.thread()[0] == "CB-1: please phone Ben Huang now."
