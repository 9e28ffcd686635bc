"""A message that can never be sent is set aside after so many tries and told of; it holds up nobody, and nobody pays for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.address import Address, Place
from bot.cards.reader import Desk
from bot.compose import Composer, Post, Snapshot
from bot.opening import Draft
from bot.outbox import Outbox
from bot.store import tables
from bot.store.outgoing import Outgoing
from config.policy import Policy
from tests.scenario.example import example_policy, languages
from tests.scenario.house import Builder, House

BEN, WANG = Address(Place.PERSON, "ben"), Address(Place.PERSON, "wang")
CASE = "6869419583 REQ-2041{number} @ben customs fee"
TRIES = 3


@dataclass(frozen=True)
class Poisoned(Composer):
    """Cannot make any message to a person about one handover."""

    handover_id: int = 1

    def compose(self, rows: Sequence[Outgoing], snapshot: Snapshot, now: datetime) -> Post:
        """Make the message, or raise what nobody foresaw."""
        if any(row.handover_id == self.handover_id and row.recipient == str(BEN) for row in rows):
            raise ZeroDivisionError
        return super().compose(rows, snapshot, now)


def impatient() -> Policy:
    """Return the policy with three tries for a message."""
    policy = example_policy()
    return policy.model_copy(update={"outbox": policy.outbox.model_copy(update={"tries": TRIES})})


def breaking(to: Address) -> None:
    """Break on Ben in a way that nobody foresaw."""
    if to == BEN:
        raise RuntimeError(to)


async def rows_to(house: House, to: Address, handover_id: int) -> list[dict[str, Any]]:
    """Return what was to go to somebody about a handover."""
    rows = await house.rows(tables.outbox)
    return [row for row in rows if (row["recipient"], row["handover_id"]) == (str(to), handover_id)]


async def test_a_message_that_cannot_be_made_spoils_no_bundle(builder: Builder) -> None:
    """Two pings for one person in one minute, of which one cannot be made: the other is sent in that minute, once."""
    async with builder.house(policy=impatient()) as house:
        for number in range(2):
            await house.person("anna").callback(CASE.format(number=number))
        composer = Poisoned(Desk(house.office, languages()))
        house.ticker.outbox = Outbox(house.database, composer, house.chat, house.mailer, luck=lambda: 1.0)
        await house.to("09:41")
        assert len(house.person("ben").messages) == 3, "two cards, and one ping at 09:40"
        poisoned, sound = [next(r for r in await rows_to(house, BEN, each) if r["kind"] == "ping") for each in (1, 2)]
        assert (poisoned["state"], poisoned["attempts"], poisoned["reason"]) == ("failed", TRIES, "ZeroDivisionError")
        assert (sound["state"], sound["attempts"]) == ("sent", 1)
        assert house.person("ma").pings("could not be sent") == ["A message about CB-1 could not be sent: ZeroDivisionError"]
        assert [row["state"] for row in await rows_to(house, WANG, 1)] == ["sent"], "the next higher hears of it instead"
        assert await rows_to(house, WANG, 2) == []


async def test_a_platform_that_refuses_one_message_for_reasons_unknown(builder: Builder) -> None:
    """It is tried again, set aside, told of with the reference, and everybody else is served at once all the while."""
    async with builder.house(policy=impatient()) as house:
        house.chat.failing = breaking
        await house.person("anna").callback(CASE.format(number=0))
        await house.person("anna").callback("6869419583 REQ-20420 @kate customs fee")
        assert len(house.person("kate").messages) == 1
        await house.to("09:11")
        (row,) = await rows_to(house, BEN, 1)
        assert (row["state"], row["attempts"], row["reason"]) == ("failed", TRIES, "RuntimeError")
        assert house.person("ma").pings("could not be sent") == ["A message about CB-1 could not be sent: RuntimeError"]
        assert [row["rung"] for row in await rows_to(house, WANG, 1)] == ["at_once"]


async def test_poison_is_not_tried_again_by_itself(builder: Builder) -> None:
    """What was set aside stays there, and alarms once."""
    async with builder.house(policy=impatient()) as house:
        house.chat.failing = breaking
        await house.person("anna").callback(CASE.format(number=0))
        await house.to("09:30")
        assert len(house.person("ma").pings("could not be sent")) == 1
        (row,) = await rows_to(house, BEN, 1)
        assert (row["attempts"], row["next_try_at"]) == (TRIES, None)
        house.chat.failing = lambda _address: None
        await house.to("09:35")
        assert house.person("ben").messages == []


async def test_a_failure_that_nobody_can_stand_in_for_is_set_aside_all_the_same(builder: Builder) -> None:
    """The configuration has lost the site, so not even the next higher can be found: the operators hear of it all the same."""
    async with builder.house(policy=impatient()) as house:
        await house.service.open(Draft("6869419583", "REQ-20418", "customs fee", owner="@ben"), house.by("anna"))
        clocks = dict(house.office.worktimes)
        sound, lost = house.ticker.outbox, Composer(Desk(replace(house.office, worktimes=clocks), languages()))
        clocks.clear()
        house.ticker.outbox = Outbox(house.database, lost, house.chat, house.mailer, luck=lambda: 1.0)
        while (row := (await rows_to(house, BEN, 1))[0])["state"] != "failed":
            await house.ticker.tick()
            house.clock.set(house.clock.now() + timedelta(seconds=1))
        assert (row["attempts"], row["reason"]) == (TRIES, "KeyError")
        house.ticker.outbox = sound
        await house.to("09:20")
        assert "A message about CB-1 could not be sent: KeyError" in house.person("ma").pings()
        assert len(await rows_to(house, WANG, 1)) == 0, "nobody was found to stand in"
