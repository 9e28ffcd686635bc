"""Private answers on a bad day of Slack's: they are tried again, and find another way."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.port import Form, Message
from bot.chat.slack_api import slack_api
from handlers.slack_answers import Spot, Teller
from tests.slack.emulated import BOT_TOKEN
from tests.slack.stub import CHANNEL, Stub, user_id

ANSWER = Message("Tell the customer: today at 11:10.")
AGAIN = Message("Slack did not open the form.")
BEN = user_id("ben")


@pytest.fixture
def waited() -> list[float]:
    """Return how long it would have been waited, each time."""
    return []


@pytest.fixture
async def teller(stub: Stub, waited: list[float]) -> AsyncIterator[Teller]:
    """Return what tells, on the stand-in."""

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    async with slack_api(BOT_TOKEN, f"{stub.root}/api/") as api:
        yield Teller(api, wait)


@pytest.mark.parametrize("trouble", ["limited", "dropping"])
async def test_what_slack_does_not_take_at_once_is_tried_again(
    teller: Teller, stub: Stub, waited: list[float], trouble: str
) -> None:
    """The answer to a line in the direct messages is all that its writer gets."""
    getattr(stub, trouble).extend(["chat.postMessage"] * 2)
    await teller.say(Spot(BEN, f"D{BEN}"), ANSWER)
    assert stub.of("chat.postMessage")[-1]["text"] == ANSWER.text
    assert len(waited) == 2


async def test_a_no_is_not_asked_twice(teller: Teller, stub: Stub, waited: list[float]) -> None:
    """Where Slack shows no private answer it goes to the direct messages at once."""
    stub.failing["chat.postEphemeral"] = "user_not_in_channel"
    await teller.tell(Spot(BEN, CHANNEL), ANSWER)
    assert [call["channel"] for call in stub.of("chat.postMessage")] == [BEN]
    assert (len(stub.of("chat.postEphemeral")), waited) == (1, [])


async def test_an_address_that_is_not_reached_is_one_way_of_several(teller: Teller, stub: Stub) -> None:
    """The response_url is cut off: the answer comes as a private message."""
    stub.dropping.append("response_url")
    await teller.tell(Spot(BEN, CHANNEL, response_url=stub.response_url), ANSWER)
    assert [call["text"] for call in stub.of("chat.postEphemeral")] == [ANSWER.text]


@pytest.mark.parametrize("trouble", ["refused", "cut off"])
async def test_a_form_that_is_not_opened_is_offered_again(teller: Teller, stub: Stub, trouble: str) -> None:
    """Its trigger has expired, or Slack has hung up: a button gives a new try."""
    if trouble == "refused":
        stub.failing["views.open"] = "expired_trigger_id"
    else:
        stub.dropping.append("views.open")
    await teller.open("1.2", Form("Open", "open", "", "Open", "Back", ()), Spot(BEN, CHANNEL), AGAIN)
    assert [call["text"] for call in stub.of("chat.postEphemeral")] == [AGAIN.text]
