"""Thousands of calm messages hold up no urgent one, and many urgent ones hold up no calm one for ever."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.address import Address
from bot.chat.port import Message
from bot.chat.recording import RecordingChat
from bot.opening import Draft
from bot.rules.lanes import SHARE, Lane
from bot.store import outgoing, tables
from tests.scenario.house import Builder, House, refusing, said

MANY = 40


@dataclass(slots=True)
class Interrupting(RecordingChat):
    """A chat in which something happens while its `after`th message is under way."""

    after: int = 0
    happens: Callable[[], Awaitable[None]] | None = None
    texts: list[str] = field(default_factory=list)

    async def post(
        self, to: Address, message: Message, *, key: str, thread: str | None, at: datetime, tried: bool = False
    ) -> str:
        """Take the message, and let it happen."""
        self.texts.append(said(message))
        if self.happens is not None and len(self.texts) == self.after:
            await self.happens()
        return await RecordingChat.post(self, to, message, key=key, thread=thread, at=at, tried=tried)


def calm(number: int) -> Draft:
    """Return a callback that nobody has to hurry for."""
    return Draft("6869419583", f"REQ-{30000 + number}", "customs fee", owner="@ben")


async def open_herd(house: House, many: int = MANY) -> None:
    """Open so many calm callbacks, and send nothing of them yet."""
    for number in range(many):
        await house.service.open(calm(number), house.by("anna"))


def urgent(house: House, number: int = 0) -> Draft:
    """Return a callback in twenty minutes."""
    return Draft("6869419583", f"REQ-{20418 + number}", "fee", owner="@kate", asked=house.clock.now() + timedelta(minutes=20))


async def test_an_urgent_callback_waits_for_the_message_under_way_and_for_no_herd(builder: Builder) -> None:
    """It is opened while the fifth of the herd is sent: its card and ping are the next messages, as the herd is long leased."""
    builder.chat = chat = Interrupting(after=5)
    async with builder.house() as house:

        async def agent() -> None:
            await house.service.open(urgent(house), house.by("anna"))

        await open_herd(house)
        chat.happens = agent
        await house.ticker.tick()
        its = [place for place, text in enumerate(chat.texts) if "REQ-20418" in text and place < len(chat.texts) - 1]
        assert its[:2] == [5, 6], "the card in the channel, and Kate's"
        assert len([text for text in chat.texts if "REQ-3" in text]) == 2 * MANY, "the herd was sent all the same, each once"


async def test_many_urgent_callbacks_do_not_hold_up_a_calm_one_for_ever(builder: Builder) -> None:
    """Every tenth message is one of the others."""
    builder.chat = chat = Interrupting()
    async with builder.house() as house:
        for number in range(MANY):
            await house.service.open(urgent(house, number), house.by("anna"))
        await house.service.open(calm(0), house.by("anna"))
        await house.ticker.tick()
        before = next(place for place, text in enumerate(chat.texts) if "REQ-30000" in text)
        assert 0 < before <= SHARE, "the urgent ones before it that are no mails"


async def test_which_lane_each_message_takes(house: House) -> None:
    """Whoever has to act comes first, whoever only reads comes last; alarms go between them."""
    anna = house.person("anna")
    await anna.callback("6869419583 REQ-20418 @ben customs fee")
    await anna.callback("6869419583 REQ-20419 @ben !warned customs fee")
    house.chat.failing = refusing(reason="gone", permanent=True)
    await house.person("ben").types("/callback got CB-1")
    await house.to("09:20")
    lanes: dict[tuple[int, str], set[int]] = {}
    for row in await house.rows(tables.outbox):
        lanes.setdefault((row["handover_id"], f"{row['kind']} {row['rung']}"), set()).add(row["lane"])
    assert lanes[1, "card at_once"] == {Lane.CALM}
    assert lanes[1, "card card"] == {Lane.CALM, Lane.PAPER}, "posted, then edited"
    assert lanes[1, "note note"] == {Lane.PAPER}
    assert lanes[1, "alarm alarm.failed"] == {Lane.ALARM}
    assert lanes[2, "card at_once"] == lanes[2, "mail mail"] == lanes[2, "ping urgent_first"] == {Lane.URGENT}
    assert lanes[2, "note urgent_first"] == {Lane.PAPER}


async def test_what_waits_is_found_by_lane(house: House) -> None:
    """The head of each lane is when its next message is due, whatever else waits."""
    await house.service.open(calm(0), house.by("anna"))
    await house.service.open(urgent(house), house.by("anna"))
    async with house.database.reading() as connection:
        assert await outgoing.heads(connection) == dict.fromkeys((Lane.URGENT, Lane.CALM), house.clock.now())
        assert await outgoing.next_try(connection) == house.clock.now()
