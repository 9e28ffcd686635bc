"""The bot stays below what a platform allows for one channel or person, and a place that is closed holds up no other."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.address import Address, Place
from bot.cards.reader import Desk
from bot.compose import Composer
from bot.errors import SendFailed
from bot.limits import Limits
from bot.outbox import LEASED_AT_MOST, Outbox
from bot.rules.pace import Pace
from bot.store import tables
from tests.scenario.example import languages
from tests.scenario.house import Builder, House
from tests.scenario.test_lanes import open_herd, urgent

SECOND = timedelta(seconds=1)
CHANNEL = Address(Place.CHANNEL, "express")
BEN, KATE = Address(Place.PERSON, "ben"), Address(Place.PERSON, "kate")
CROWD = LEASED_AT_MOST + 10


@pytest.fixture
def builder(builder: Builder) -> Builder:
    """Return a builder of houses on a platform that takes a message a second, three in a burst, to one place."""
    builder.limits = Limits(Pace(SECOND, 3))
    return builder


def moments(house: House, to: Address) -> list[float]:
    """Return when each message came to an address, thread notes too, in seconds after the first."""
    posted = [each.at for each in house.chat.posted if each.to == to]
    return [(at - posted[0]).total_seconds() for at in posted]


async def let_pass(house: House, seconds: int) -> None:
    """Let time pass second by second, as a bot ticks."""
    for _ in range(seconds):
        house.clock.set(house.clock.now() + SECOND)
        await house.ticker.tick()


async def test_a_burst_then_one_message_a_second_to_each_channel_and_person(builder: Builder) -> None:
    """Sixty callbacks for one owner in one moment: the channel and the owner have three at once, then one a second."""
    async with builder.house() as house:
        await open_herd(house, CROWD)
        await house.ticker.tick()
        assert moments(house, CHANNEL) == moments(house, BEN) == [0, 0, 0]
        await let_pass(house, CROWD)
        assert moments(house, CHANNEL)[:CROWD] == [0, 0, 0, *range(1, CROWD - 2)]
        assert moments(house, BEN) == [0, 0, 0, *range(1, CROWD - 2)]
        assert {row["attempts"] for row in await house.rows(tables.outbox)} == {1}, "whoever waits for its turn was not tried"


async def test_a_crowded_place_holds_up_no_other(builder: Builder) -> None:
    """More wait for Ben than one lease takes, and came before: Kate hears of hers in the same moment."""
    async with builder.house() as house:
        await open_herd(house, CROWD)
        await house.person("anna").callback("6869419583 REQ-20500 @kate customs fee")
        assert moments(house, KATE) == [0]
        assert len(moments(house, BEN)) == 3


async def test_an_urgent_message_does_not_queue_behind_calm_ones_at_its_place(builder: Builder) -> None:
    """A minute of calm cards waits for the channel; an urgent card takes the next turn there."""
    async with builder.house() as house:
        await open_herd(house, CROWD)
        await house.ticker.tick()
        await house.service.open(urgent(house), house.by("anna"))
        await let_pass(house, 1)
        assert "REQ-20418" in house.channel()[3].message.text
        await let_pass(house, CROWD + 5)
        assert {row["state"] for row in await house.rows(tables.outbox)} == {"sent"}


async def test_pings_that_wait_for_their_turn_become_one_message(builder: Builder) -> None:
    """They are due together, and are still one message when their place takes the next."""
    async with builder.house() as house:
        for number in range(4):
            await house.person("anna").callback(f"6869419583 REQ-3000{number} @ben customs fee")
        await let_pass(house, 10)
        assert len(house.person("ben").messages) == 4
        await house.to("09:39")
        house.chat.failing = refused_until(house.clock.now() + timedelta(minutes=1, seconds=30), house, BEN)
        await house.to("09:42")
        assert len(house.person("ben").messages) == 5, "all four in one"


def refused_until(moment: datetime, house: House, *addresses: Address) -> "Refusing":
    """Return a platform that is too busy for these addresses until then, and says so."""
    return Refusing(moment, house, addresses)


class Refusing:
    """Counts whom it refuses."""

    def __init__(self, moment: datetime, house: House, addresses: tuple[Address, ...]) -> None:
        """Know whom, and until when."""
        self.moment, self.house, self.addresses = moment, house, addresses
        self.refused: Counter[Address] = Counter()

    def __call__(self, to: Address) -> None:
        """Refuse, with the seconds after which to come again."""
        left = (self.moment - self.house.clock.now()).total_seconds()
        if to in self.addresses and left > 0:
            self.refused[to] += 1
            reason = "ratelimited"
            raise SendFailed(reason, retry_after=left, patient=True)


async def test_a_channel_that_is_refused_waits_alone(builder: Builder) -> None:
    """The platform refuses the channel for half a minute: it is asked once and left alone, while people hear at once."""
    async with builder.house() as house:
        busy = refused_until(house.clock.now() + 30 * SECOND, house, CHANNEL)
        house.chat.failing = busy
        await open_herd(house, 3)
        await house.ticker.tick()
        await let_pass(house, 29)
        assert (busy.refused, house.channel(), len(moments(house, BEN))) == ({CHANNEL: 1}, [], 3)
        await let_pass(house, 10)
        assert (busy.refused, moments(house, CHANNEL)) == ({CHANNEL: 1}, [0, 1, 2])


async def test_two_senders_keep_one_limit(builder: Builder) -> None:
    """They share what a place has had: together they send it no more than one would."""
    async with builder.house() as house:
        await open_herd(house, 20)
        composer = Composer(Desk(house.office, languages()))
        other = Outbox(house.database, composer, house.chat, house.mailer, builder.limits, luck=lambda: 1.0)
        for second in range(5):
            house.clock.set(house.clock.now() + second * SECOND)
            await asyncio.gather(house.ticker.outbox.drain(house.clock.now), other.drain(house.clock.now))
        for to in (CHANNEL, BEN):
            spread = Counter(moments(house, to))
            assert all(
                sum(spread[at] for at in spread if since <= at <= until) <= 3 + until - since
                for since in spread
                for until in spread
                if since <= until
            )
            assert [spread[at] for at in sorted(spread)] == [3, 1, 2, 3, 3], "a burst, then what a rest gives"


async def test_without_limits_everything_goes_at_once(builder: Builder) -> None:
    """The local workspace is the bot's own log: nothing waits there."""
    builder.limits = Limits()
    async with builder.house() as house:
        await open_herd(house, 10)
        await house.ticker.tick()
        assert moments(house, CHANNEL) == moments(house, BEN) == [0] * 10


async def test_a_clock_that_jumps_back_closes_no_place_for_long(builder: Builder) -> None:
    """A place was busy in a future that is now an hour away: ten minutes later it takes messages again."""
    async with builder.house() as house:
        house.clock.set(house.clock.now() + timedelta(hours=1))
        await open_herd(house, 3)
        await house.ticker.tick()
        house.clock.set(house.clock.now() - timedelta(hours=1))
        await house.person("anna").callback("6869419583 REQ-20500 @kate customs fee")
        await let_pass(house, 601)
        assert len(house.channel()) == 4
