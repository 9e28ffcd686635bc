"""The main story: promise, hand over, escalate, call."""

from bot.rules.handover import Status
from tests.scenario.house import House, said


async def test_a_standard_callback_climbs_until_somebody_calls(house: House) -> None:
    """The owner does not acknowledge: owner again, supervisor, before due, due, overdue; the supervisor takes it and calls."""
    anna, ben, wang, ma = (house.person(handle) for handle in ("anna", "ben", "wang", "ma"))
    answer = await anna.callback("6869419583 REQ-20418 customs fee question")
    assert said(answer).startswith("Tell the customer: “We call you back by 11:10 today.”")
    assert house.channel()[0].message.subject == "6869419583 REQ-20418 2026-11-23 11:10"
    await house.to("11:45")
    assert [(posted.at.astimezone(house.zone).strftime("%H:%M")) for posted in ben.messages] == [
        "09:10",
        "09:40",
        "10:55",
        "11:10",
    ]
    assert [(posted.at.astimezone(house.zone).strftime("%H:%M")) for posted in wang.messages] == ["10:10", "11:10", "11:20"]
    assert ma.pings() == ["Overdue for 30 min: Ben Huang should have called by Mon 23 Nov 11:10."]
    await wang.presses("I've got it", wang.messages[-1])
    form = await wang.presses("Done", wang.messages[-1], at="11:50")
    await wang.fills(form, outcome="reached")
    done = await house.handover()
    assert (done.status, done.owner, done.kept) == (Status.DONE, "wang", False)
    await house.to("15:00")
    assert len(ma.messages) == 1, "done stops everything"
    assert house.thread()[-2:] == ["Wang Lei has it now (was Ben Huang's).", "Wang Lei called the customer. Done."]
