"""Words in threads and to the bot directly: taken before Slack has its answer, once, and only those of people."""

import pytest
from sqlalchemy import select

from bot.chat.port import Answer, Message
from bot.rules.handover import Status
from bot.store.tables import outbox
from tests.slack.emulated import words
from tests.slack.house import SlackHouse
from tests.slack.incoming.fronts import SayingFront, with_front
from tests.slack.requests import Json, button_of, fresh, message, press, slash
from tests.slack.stub import CHANNEL, Stub, user_id


async def card(house: SlackHouse, stub: Stub, owner: str = "ben") -> str:
    """Open a handover, let its card be posted, and return the card's ts."""
    await house.form(slash("anna", f"6869419583 REQ-20418 customs fee @{owner}", stub.response_url))
    await house.settle()
    (posted,) = [call for call in stub.of("chat.postMessage") if call["channel"] == CHANNEL]
    stub.calls.clear()
    return str(posted["given_ts"])


async def test_the_owners_words_in_the_thread_act(house: SlackHouse, stub: Stub) -> None:
    """The words "on it" in the thread of the card acknowledge, and the note of it stands in the thread."""
    ts = await card(house, stub)
    reply = await house.event(message("ben", "on it", ts))
    assert (reply.status, (await house.handover()).status) == (200, Status.ACKNOWLEDGED)
    await house.settle()
    assert [call["thread_ts"] for call in stub.of("chat.postMessage") if call.get("thread_ts")] == [ts]


async def test_the_owners_words_in_the_thread_of_the_direct_message_act(house: SlackHouse, stub: Stub) -> None:
    """The direct message has a thread of its own."""
    await card(house, stub, "zhou")
    await house.form(slash("anna", "assign CB-1 @ben", stub.response_url))
    await house.settle()
    (posted,) = [call for call in stub.of("chat.postMessage") if call["channel"] == user_id("ben")]
    reply = await house.event(message("ben", "done", posted["given_ts"], channel=f"D{user_id('ben')}"))
    assert (reply.status, (await house.handover()).status) == (200, Status.DONE)


async def test_older_direct_messages_keep_their_threads(house: SlackHouse, stub: Stub) -> None:
    """Ben was pinged again since: what he writes under the first message about it counts as well."""
    await card(house, stub)
    (first,) = await direct_messages(house, "ben")
    await house.to("09:45")
    assert len(await direct_messages(house, "ben")) == 2
    reply = await house.event(message("ben", "on it", first, channel=f"D{user_id('ben')}"))
    assert (reply.status, (await house.handover()).status) == (200, Status.ACKNOWLEDGED)


async def test_a_message_about_several_is_about_none_of_them(house: SlackHouse, stub: Stub) -> None:
    """Two callbacks in one ping: "on it" under it could mean either, and its writer is asked."""
    for number in (1, 2):
        await house.form(slash("anna", f"6869419583 REQ-2041{number} customs fee @ben", stub.response_url))
    await house.settle()
    before = await direct_messages(house, "ben")
    await house.to("09:45")
    (ping,) = [ts for ts in await direct_messages(house, "ben") if ts not in before]
    await house.event(message("ben", "on it", ping, channel=f"D{user_id('ben')}"))
    await house.event(message("ben", "a moment please", ping, channel=f"D{user_id('ben')}"))
    assert [(await house.handover(number)).status for number in (1, 2)] == [Status.OPEN, Status.OPEN]
    await house.bot.afterwards.settled()
    (asked,) = [call["text"] for call in stub.of("chat.postMessage") if call["channel"] == f"D{user_id('ben')}"]
    assert "CB-1 or CB-2" in asked


async def direct_messages(house: SlackHouse, handle: str) -> list[str]:
    """Return the ts of every direct message to somebody, oldest first."""
    async with house.core.database.reading() as connection:
        query = select(outbox.c.ref).where(outbox.c.recipient == f"person:{handle}", outbox.c.ref.is_not(None))
        found = (await connection.execute(query.order_by(outbox.c.id))).scalars()
    return list(dict.fromkeys(ref.partition(":")[2] for ref in found))


@pytest.mark.parametrize("again", ["the same", "another event id", "a retry"])
async def test_what_is_delivered_again_does_nothing_twice(house: SlackHouse, stub: Stub, again: str) -> None:
    """One message acts once, under however many event ids it is delivered, and whatever happened meanwhile."""
    ts = await card(house, stub)
    delivery = message("ben", "customer reached", ts)
    await house.event(delivery)
    await house.form(slash("ben", "reopen CB-1", stub.response_url))
    assert (await house.handover()).status is Status.OPEN
    headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"} if again == "a retry" else {}
    second = delivery | {"event_id": fresh("Ev")} if again == "another event id" else delivery
    reply = await house.event(second, **headers)
    assert (reply.status, (await house.handover()).status) == (200, Status.OPEN)


async def test_who_is_asked_is_asked_once(house: SlackHouse, stub: Stub) -> None:
    """Somebody else on the ladder is offered to take it or only to note, in the thread, and once for each message.

    When they have taken it, a late delivery of the same words still does not act.
    """
    ts = await card(house, stub)
    delivery = message("wang", "done?", ts)
    for event_id in ("Ev1", "Ev2"):
        assert (await house.event(delivery | {"event_id": event_id})).status == 200
    await house.bot.afterwards.settled()
    (offer,) = stub.of("chat.postEphemeral")
    assert (offer["channel"], offer["user"], offer["thread_ts"]) == (CHANNEL, user_id("wang"), ts)
    take = button_of(offer["blocks"], "acknowledge")
    await house.form(press("wang", take, fresh("1.1"), stub.response_url, is_ephemeral=True, thread_ts=ts))
    assert (await house.handover()).owner == "wang"
    await house.event(delivery | {"event_id": "Ev3"})
    assert (await house.handover()).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize("text", ["the customer says " * 300, "on it\x07"], ids=["a long story", "a control character"])
async def test_what_the_owner_tells_at_length_is_part_of_the_thread(house: SlackHouse, stub: Stub, text: str) -> None:
    """Only the words of the list act; of anything else nobody is told that it is too long, or odd."""
    ts = await card(house, stub)
    assert (await house.event(message("ben", text, ts))).status == 200
    await house.bot.afterwards.settled()
    assert ((await house.handover()).status, stub.calls) == (Status.OPEN, [])


async def test_words_of_others_are_part_of_the_thread(house: SlackHouse, stub: Stub) -> None:
    """The agent who opened it, and somebody outside the directory, just talk."""
    ts = await card(house, stub)
    for handle in ("anna", "stranger"):
        assert (await house.event(message(handle, "done", ts))).status == 200
    await house.bot.afterwards.settled()
    assert ((await house.handover()).status, stub.calls) == (Status.OPEN, [])


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"bot_id": "B0BOT", "user": "U0BOT"},
        {"user": "U0BOT"},
        {"type": "reaction_added"},
        {"type": "app_home_opened"},
        {"user": ""},
    ],
    ids=lambda event: "-".join(event.values()) or "nobody",
)
async def test_what_no_person_wrote_just_now_is_left(house: SlackHouse, stub: Stub, event: dict[str, str]) -> None:
    """Edits, deletions, joins, bots, this bot itself and other events are answered 200 and change nothing."""
    ts = await card(house, stub)
    reply = await house.event(message("ben", "on it", ts, **event))
    assert (reply.status, (await house.handover()).status) == (200, Status.OPEN)


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_words_with_a_file_or_sent_to_the_channel_as_well_are_words(house: SlackHouse, stub: Stub, subtype: str) -> None:
    """What a person wrote counts, however they sent it."""
    ts = await card(house, stub)
    await house.event(message("ben", "on it", ts, subtype=subtype))
    assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_words_elsewhere_leave_no_trace(house: SlackHouse, stub: Stub) -> None:
    """The bot keeps nothing of channels and threads that are not its own."""
    await card(house, stub)
    before = await house.kept()
    for thread in (None, "1700000000.9"):
        assert (await house.event(message("ben", "on it", thread))).status == 200
    assert await house.kept() == before


async def test_what_could_not_be_kept_is_asked_for_again(house: SlackHouse, stub: Stub) -> None:
    """Without the database Slack is answered 500; the next delivery of the same words acts."""
    ts = await card(house, stub)
    delivery = message("ben", "on it", ts)
    failing = SayingFront(Answer(Message("The database is busy."), refused=True, failed=True))
    async with with_front(house, failing) as house_without:
        assert (await house_without.event(delivery, **{"X-Slack-Retry-Num": "0"})).status == 500
    assert (await house.event(delivery, **{"X-Slack-Retry-Num": "1"})).status == 200
    assert (await house.handover()).status is Status.ACKNOWLEDGED


async def test_the_bot_can_be_written_to_directly(house: SlackHouse, stub: Stub) -> None:
    """In the direct messages a line is a command, as on the local page; a form waits behind a button."""
    direct = f"D{user_id('anna')}"
    await house.event(message("anna", "6869419583 REQ-20418 customs fee", None, channel=direct))
    await house.event(message("anna", "cancel CB-1", None, channel=direct))
    await house.bot.afterwards.settled()
    answer, form = [call for call in stub.of("chat.postMessage") if call["channel"] == direct]
    assert "Tell the customer" in words(answer["blocks"])
    assert button_of(form["blocks"], "command")["value"] == "cancel CB-1"


@pytest.mark.parametrize("body", [{"type": "app_rate_limited"}, {"type": "event_callback", "event": {"type": "file_shared"}}])
async def test_what_nobody_waits_for_is_answered_200(house: SlackHouse, body: Json) -> None:
    """Slack counts other answers as failures, and stops to deliver."""
    assert (await house.event({"team_id": "T0STUB", "event_id": "Ev1", **body})).status == 200
