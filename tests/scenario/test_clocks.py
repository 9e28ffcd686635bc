"""Clocks that jump, clocks that change to and from summer time, and a bot that is told to stop: each ping comes, once."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.address import Address
from bot.chat.port import Message
from bot.chat.recording import RecordingChat
from bot.opening import Draft
from bot.outbox import LEASE
from bot.store.tables import outbox
from config.people import People
from tests.scenario.example import example_people
from tests.scenario.house import Builder, House

DRAFT = Draft("6869419583", "REQ-20418", "customs fee", owner="@ben")
OPENING = "/callback 6869419583 REQ-20418 customs fee @ben"
BERLIN = "frankfurt"


async def states(house: House) -> Counter[str]:
    """Return how many rows of the outbox stand in each state."""
    return Counter(row["state"] for row in await house.rows(outbox))


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=1), timedelta(days=2)])
async def test_a_clock_that_jumps_back_says_nothing_twice(house: House, back: timedelta) -> None:
    """What was claimed stays claimed; when the clock comes there again nothing is said a second time, and then all goes on."""
    await house.person("anna").types(OPENING)
    await house.to("10:11")
    said = house.diary()
    house.clock.set(house.clock.now() - back)
    await house.ticker.tick()
    await house.sleeps_until("2026-11-23 10:12")
    assert house.diary() == said
    await house.to("11:10")
    assert house.diary()[len(said) :] == ["Mon 10:55 ben", "Mon 11:10 ben wang"]


async def test_a_clock_that_jumps_ahead_drops_nothing(house: House) -> None:
    """A day that never was: each rung comes at once, missed ones of one rung as one message, late ones say so."""
    await house.person("anna").types(OPENING)
    house.clock.set(house.clock.now() + timedelta(days=1))
    await house.ticker.tick()
    assert house.person("ben").pings("late")
    assert house.person("wang").pings()
    assert house.person("ma").pings()
    assert set(await states(house)) <= {"sent", "superseded"}
    house.clock.set(house.clock.now() - timedelta(days=1))
    said = len(house.chat.posted)
    await house.ticker.tick()
    assert len(house.chat.posted) == said


def in_frankfurt() -> People:
    """Return the example directory with everybody's team in Frankfurt, which has summer time."""
    people = example_people()
    teams = {name: team.model_copy(update={"site": BERLIN}) for name, team in people.teams.items()}
    return people.model_copy(update={"teams": teams})


@pytest.mark.parametrize(
    ("opened", "asked", "due"),
    [
        # The night to Sunday 25 October 2026 has 25 hours, the one to Sunday 28 March 2027 has 23.
        ("2026-10-24T23:00+02:00", "2026-10-25 04:00", "2026-10-25T04:00+01:00"),
        ("2026-10-24T23:00+02:00", "2026-10-25 01:30", "2026-10-25T01:30+02:00"),
        ("2027-03-27T23:00+01:00", "2027-03-28 04:00", "2027-03-28T04:00+02:00"),
        ("2026-10-23T17:00+02:00", "2026-10-26 09:00", "2026-10-26T09:00+01:00"),
        ("2027-03-26T17:00+01:00", "2027-03-29 09:00", "2027-03-29T09:00+02:00"),
    ],
)
async def test_summer_time_comes_and_goes(builder: Builder, opened: str, asked: str, due: str) -> None:
    """The promise is kept by the customer's clock on the wall; the pings around it come as many real minutes before and after."""
    moment = datetime.fromisoformat(due).astimezone(UTC)
    async with builder.house(people=in_frankfurt()) as house:
        house.clock.set(datetime.fromisoformat(opened).astimezone(UTC))
        answer = await house.person("anna").types(f"/callback 6869419583 REQ-20418 {asked} customs fee @ben")
        assert not answer.refused
        assert (await house.handover()).promised_at == moment
        while (now := await house.ticker.next_due()) is not None and now <= moment + timedelta(minutes=30):
            house.clock.set(max(now, house.clock.now()))
            await house.ticker.run()
        at = {posted.at.replace(second=0) for posted in house.chat.posted}
        assert {moment - timedelta(minutes=15), moment, moment + timedelta(minutes=10), moment + timedelta(minutes=30)} <= at
        assert [row for row in await house.rows(outbox) if row["planned_at"] <= moment and row["state"] == "pending"] == []


@dataclass
class Slow(RecordingChat):
    """A platform that is in the middle of a message: it says so, and takes it when it is let."""

    busy: asyncio.Event = field(default_factory=asyncio.Event)
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(
        self,
        to: Address,
        message: Message,
        *,
        key: str,
        thread: str | None,
        at: datetime,
        tried: bool = False,
    ) -> str:
        """Take the message when it is let."""
        self.busy.set()
        await self.let.wait()
        return await RecordingChat.post(self, to, message, key=key, thread=thread, at=at, tried=tried)


async def test_at_its_end_the_bot_finishes_the_message_under_way(builder: Builder) -> None:
    """That one is sent and marked; the others go back untried, and the next process sends them without waiting."""
    builder.chat = Slow()
    async with builder.house() as house:
        await house.service.open(DRAFT, house.by("anna"))
        sending = asyncio.create_task(house.ticker.send())
        await builder.chat.busy.wait()
        stopping = asyncio.create_task(house.ticker.stop(within=30))
        await asyncio.sleep(0)
        builder.chat.let.set()
        await asyncio.gather(sending, stopping)
        assert len(house.chat.posted) == 1
        found = await states(house)
        assert (found["sent"], found["sending"]) == (1, 0)
        assert found["pending"] > 0
        await house.ticker.tick()
        assert len(house.chat.posted) == 1, "it has ended"
    async with builder.house() as house:
        await house.ticker.tick()
        assert set(await states(house)) == {"sent"}


async def test_at_its_end_the_bot_waits_for_nobody_for_ever(builder: Builder) -> None:
    """A platform that never answers is left; the message is tried again when its lease has ended."""
    builder.chat = Slow()
    async with builder.house() as house:
        await house.service.open(DRAFT, house.by("anna"))
        sending = asyncio.create_task(house.ticker.send())
        await builder.chat.busy.wait()
        await house.ticker.stop(within=0.01)
        sending.cancel()
    builder.chat.let.set()
    async with builder.house() as house:
        house.clock.set(house.clock.now() + LEASE + timedelta(seconds=1))
        await house.ticker.tick()
        assert set(await states(house)) == {"sent"}
