"""If nobody on a rung can be reached, the next rung is pinged at once (section 6)."""

import pytest

from bot.address import Address, Place
from bot.delivery import PATIENCE
from bot.errors import SendFailed
from bot.store import tables
from tests.scenario.absent import automatic_reply
from tests.scenario.house import House, said

NO_ANSWER = "no answer"
NOT_FOUND = "user_not_found"
TAKE_IT = "please take this one"
CASE = "6869419583 REQ-20418 @ben customs fee"


def cannot_reach(house: House, *handles: str, channel: bool = False, **how: bool) -> None:
    """Let the platform refuse everything for these people, and for the channel: for good unless `how` says otherwise."""

    def refuse(to: Address) -> None:
        if to.key in handles or (channel and to.place is Place.CHANNEL):
            raise SendFailed(NOT_FOUND, **(how or {"permanent": True}))

    house.chat.failing = refuse


def taken_but_unanswered(house: House) -> None:
    """Let nobody know what becomes of messages to the channel."""

    def unanswered(to: Address) -> None:
        if to.place is Place.CHANNEL:
            raise SendFailed(NO_ANSWER, patient=True)

    house.chat.failing = unanswered


def escalated(house: House, handle: str) -> list[str]:
    """Return the headlines that somebody got in another's place."""
    return house.person(handle).pings("could not be reached.")


async def test_an_owner_without_an_account_is_told_by_the_supervisor_at_once(house: House) -> None:
    """Ben cannot be reached when the handover comes: Wang has it with its buttons in the same minute, and may take it."""
    cannot_reach(house, "ben")
    await house.person("anna").callback(CASE)
    wang = house.person("wang")
    assert len(wang.messages) == 1
    assert escalated(house, "wang")[0].startswith("Ben Huang could not be reached. ")
    await wang.presses("I've got it", wang.messages[-1])
    assert (await house.handover()).owner == "wang"


async def test_each_rung_that_cannot_be_delivered_goes_to_the_next_higher(house: House) -> None:
    """Owner again, before due, due: the supervisor has each at its minute, and the one that reached both only once."""
    await house.person("anna").callback(CASE)
    cannot_reach(house, "ben")
    await house.to("11:10")
    clocks = [posted.at.astimezone(house.zone).strftime("%H:%M") for posted in house.person("wang").messages]
    assert clocks == ["09:40", "10:10", "10:55", "11:10"]
    assert len(escalated(house, "wang")) == 3


async def test_up_the_ladder_until_somebody_is_reached_at_last_the_channel(house: House) -> None:
    """Owner, supervisor and manager cannot be reached: the channel is told; the thread stays the card's."""
    cannot_reach(house, "ben", "wang", "ma")
    await house.person("anna").callback(CASE)
    card, told = house.channel()
    assert told.message.headline.startswith("Ben Huang, Wang Lei, ")
    assert "could not be reached." in told.message.headline
    await house.person("wang").replies("got it", number=2)
    assert house.thread(2) == []
    cannot_reach(house)
    await house.person("ben").replies("on it")
    assert house.thread(1)[-1] == "Ben Huang has it."
    assert "Acknowledged" in said(card)


async def test_a_manager_who_is_away_hears_of_it_together_with_the_channel(house: House) -> None:
    """Wang cannot be reached and Ma, above him, is away: a ladder never ends in silence, so the channel has it too."""
    await automatic_reply(house, "ma", "2026-11-24 09:00")
    cannot_reach(house, "wang")
    await house.person("anna").callback(CASE)
    before = len(house.channel())
    await automatic_reply(house, "ben", "2026-11-24 09:00")
    assert house.person("ma").pings(TAKE_IT)
    assert any(TAKE_IT in said(posted) for posted in house.channel()[before:])


async def test_a_customer_who_calls_again_is_heard_of(house: House) -> None:
    """Called again: the acknowledged owner cannot be reached, so the supervisor is told at once."""
    await house.person("anna").callback(CASE)
    await house.person("ben").callback("got CB-1")
    cannot_reach(house, "ben")
    await house.person("anna").callback("again CB-1")
    assert escalated(house, "wang") == ["Ben Huang could not be reached. The customer of CB-1 called again (noted by Anna Li)."]


async def test_nothing_goes_round_when_nobody_can_be_reached(house: House) -> None:
    """Every address fails for good: each was tried once, and the ladder goes on at its times."""
    cannot_reach(house, "ben", "wang", "ma", channel=True)
    await house.person("anna").callback(CASE)
    rows = [row for row in await house.rows(tables.outbox) if row["rung"] == "at_once"]
    assert [(row["recipient"], row["state"], row["attempts"]) for row in rows] == [
        (recipient, "failed", 1) for recipient in ("person:ben", "person:wang", "person:ma", "channel:express")
    ]


async def test_a_platform_that_is_closed_to_the_bot_loses_nothing(house: House) -> None:
    """The token was changed: everything waits, however often it is tried, shows on the handover, and goes in the end, once."""
    cannot_reach(house, "ben", "wang", "ma", channel=True, patient=True)
    anna = house.person("anna")
    await anna.callback(CASE)
    await house.to("09:39")
    assert "a message to Ben Huang waits to be sent: user_not_found" in said(await anna.callback("show CB-1"))
    cannot_reach(house)
    await house.to("09:45")
    assert [len(house.channel()), len(house.person("ben").messages), escalated(house, "wang")] == [1, 2, []]


@pytest.mark.something_is_missed
async def test_patience_ends_after_a_day(house: House) -> None:
    """What nobody could send for a day has failed for good, so that it goes to somebody else."""
    cannot_reach(house, "ben", patient=True)
    await house.person("anna").callback(CASE)
    await house.to("2026-11-24 09:20")
    at_once = next(row for row in await house.rows(tables.outbox) if row["rung"] == "at_once")
    assert (at_once["state"], at_once["recipient"]) == ("failed", "person:ben")
    assert PATIENCE.days == 1
    assert escalated(house, "wang") != []


async def test_a_card_whose_fate_is_unknown_is_waited_for(house: House) -> None:
    """One card: while nobody knows whether the first try was taken, no second one is posted for a change that came meanwhile."""
    taken_but_unanswered(house)
    await house.person("anna").callback(CASE)
    await house.person("ben").callback("got CB-1")
    assert house.channel() == []
    house.chat.failing = lambda _: None
    await house.to("09:25")
    (card,) = house.channel()
    assert "Acknowledged" in said(card)
    assert house.thread() == ["Ben Huang has it."]


async def test_a_card_that_somebody_deleted_is_posted_anew(house: House) -> None:
    """The channel has one card, and the thread goes on under it; a person's old message is left alone."""
    await house.person("anna").callback(CASE)
    house.chat.posted.clear()
    await house.person("ben").callback("got CB-1")
    (card,) = house.channel()
    assert "Acknowledged" in said(card)
    assert house.person("ben").messages == []
    await house.person("ben").callback("done CB-1")
    assert house.chat.notes(card.ref)[-1] == "Ben Huang called the customer. Done."
    assert len(house.channel()) == 1
