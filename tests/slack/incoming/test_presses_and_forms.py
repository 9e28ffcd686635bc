"""Buttons, menus and forms on Slack: what they change, where the answer goes, and what the pressed message becomes."""

import json

import pytest

from bot.rules.handover import Status
from tests.slack.emulated import words
from tests.slack.house import SlackHouse
from tests.slack.requests import Json, button_of, press, slash, submission
from tests.slack.stub import CHANNEL, Held, Stub, user_id

OPEN = {"waybill": "6869419583", "request_id": "REQ-20418", "wish": "customs fee"}


async def card(house: SlackHouse, stub: Stub) -> Json:
    """Open a handover that Ben owns, and return its card as it was posted in the channel."""
    await house.form(slash("anna", "6869419583 REQ-20418 customs fee name:李雷 @ben", stub.response_url))
    await house.settle()
    (posted,) = [call for call in stub.of("chat.postMessage") if call["channel"] == CHANNEL]
    stub.calls.clear()
    return posted


def view_of(call: Json) -> Json:
    """Return the view of a call of views.open."""
    view: Json = json.loads(call["view"]) if isinstance(call["view"], str) else call["view"]
    return view


async def open_form(house: SlackHouse, stub: Stub, form: dict[str, str]) -> Json:
    """Send a request that opens a form, and return the form's view."""
    stub.calls.clear()
    await house.form(form)
    await house.bot.afterwards.settled()
    (opened,) = stub.of("views.open")
    return view_of(opened)


async def test_a_press_acts_and_the_pressed_card_shows_it(house: SlackHouse, stub: Stub) -> None:
    """Who presses has it; the card in the channel is edited, and only they are told in words."""
    posted = await card(house, stub)
    action = button_of(posted["blocks"], "acknowledge")
    reply = await house.form(press("ben", action, posted["given_ts"], stub.response_url))
    assert (reply.status, reply.text, (await house.handover()).status) == (200, "", Status.ACKNOWLEDGED)
    await house.bot.afterwards.settled()
    (edit,) = stub.of("chat.update")
    assert (edit["channel"], edit["ts"]) == (CHANNEL, posted["given_ts"])
    assert "李雷" not in json.dumps(edit, ensure_ascii=False), "the channel sees no customer"
    (told,) = stub.of("chat.postEphemeral")
    assert (told["channel"], told["user"]) == (CHANNEL, user_id("ben"))


async def test_a_stale_press_changes_nothing_says_who_acted_and_refreshes_the_card(house: SlackHouse, stub: Stub) -> None:
    """The second of two who press at once is told who was quicker."""
    posted = await card(house, stub)
    action = button_of(posted["blocks"], "acknowledge")
    await house.form(press("ben", action, posted["given_ts"], stub.response_url))
    await house.bot.afterwards.settled()
    stub.calls.clear()
    await house.form(press("wang", action, posted["given_ts"], stub.response_url))
    await house.bot.afterwards.settled()
    assert (await house.handover()).owner == "ben"
    assert "Ben Huang" in stub.of("chat.postEphemeral")[0]["text"]
    assert "acknowledged" in words(stub.of("chat.update")[0]["blocks"]).casefold()


async def test_a_slow_edit_does_not_leave_an_old_card(house: SlackHouse, stub: Stub) -> None:
    """Slack takes its time over what a press has changed; meanwhile it is done, and the card has to say so in the end."""
    posted = await card(house, stub)
    slow = stub.holding["chat.update"] = Held()
    await house.form(press("ben", button_of(posted["blocks"], "acknowledge"), posted["given_ts"], stub.response_url))
    await slow.came.wait()
    await house.form(slash("ben", "done CB-1", stub.response_url))
    await house.bot.ticker.run()
    slow.goes_on.set()
    await house.bot.afterwards.settled()
    assert "Done" in words(stub.of("chat.update")[-1]["blocks"])
    assert "Acknowledged" in words(stub.of("chat.update")[0]["blocks"])


async def test_who_presses_on_the_card_itself_is_answered_in_the_channel(house: SlackHouse, stub: Stub) -> None:
    """Once a card has replies Slack names its own ts as its thread: the answer would stand where its reader does not look."""
    posted = await card(house, stub)
    ts = posted["given_ts"]
    await house.form(slash("ben", "got CB-1", stub.response_url))
    for thread in (ts, "1800000000.5"):
        pressed = "1800000000.6" if thread != ts else ts
        action = button_of(posted["blocks"], "acknowledge")
        await house.form(press("wang", action, pressed, stub.response_url, thread_ts=thread))
    await house.bot.afterwards.settled()
    assert [call.get("thread_ts") for call in stub.of("chat.postEphemeral")] == [None, "1800000000.5"]


async def test_the_same_press_delivered_twice_acts_once(house: SlackHouse, stub: Stub) -> None:
    """A trigger is one press."""
    posted = await card(house, stub)
    form = press("ben", button_of(posted["blocks"], "acknowledge"), posted["given_ts"], stub.response_url)
    before = (await house.handover()).version
    assert [(await house.form(form)).status for _ in range(2)] == [200, 200]
    assert (await house.handover()).version == before + 1


async def test_an_item_of_the_menu_is_a_press(house: SlackHouse, stub: Stub) -> None:
    """The rare acts stand in a menu; "new time" there opens its form."""
    posted = await card(house, stub)
    option = next(
        each
        for block in posted["blocks"]
        for element in (*block.get("elements", ()), block.get("accessory", {}))
        for each in element.get("options", ())
        if each["value"].startswith("new_time|")
    )
    action = {"type": "overflow", "action_id": "more", "selected_option": option}
    view = await open_form(house, stub, press("ben", action, posted["given_ts"], stub.response_url))
    assert view["callback_id"] == "new_time"


async def test_a_private_message_is_replaced_through_its_own_address(house: SlackHouse, stub: Stub) -> None:
    """What only one person sees can be edited by nothing else; there its reader sees what they may."""
    posted = await card(house, stub)
    action = button_of(posted["blocks"], "acknowledge")
    await house.form(press("ben", action, "1.1", stub.response_url, is_ephemeral=True))
    await house.bot.afterwards.settled()
    replaced, told = stub.of("response_url")
    if not replaced["replace_original"]:
        replaced, told = told, replaced
    assert (replaced["replace_original"], told["replace_original"]) == (True, False)
    assert "李雷" in words(replaced["blocks"])
    assert not stub.of("chat.update")


async def test_a_card_in_a_channel_that_is_no_teams_shows_no_customer(house: SlackHouse, stub: Stub) -> None:
    """A channel that the directory does not name sees what channels may see."""
    posted = await card(house, stub)
    form = press("ben", button_of(posted["blocks"], "acknowledge"), "1.1", stub.response_url)
    payload = json.loads(form["payload"]) | {"channel": {"id": "C0OTHER"}}
    await house.form({"payload": json.dumps(payload)})
    await house.bot.afterwards.settled()
    (edit,) = stub.of("chat.update")
    assert "李雷" not in json.dumps(edit, ensure_ascii=False)


async def test_a_form_that_is_fine_closes_and_is_answered_privately(house: SlackHouse, stub: Stub) -> None:
    """A new handover by form: the modal closes, and what to say to the customer comes in the channel, for the agent alone."""
    view = await open_form(house, stub, slash("anna", "", stub.response_url))
    reply = await house.form(submission("anna", view, **OPEN))
    assert (reply.status, reply.text) == (200, "")
    await house.bot.afterwards.settled()
    (told,) = stub.of("chat.postEphemeral")
    assert (told["channel"], told["user"]) == (CHANNEL, user_id("anna"))
    assert "Tell the customer" in told["text"]


async def test_where_the_bot_may_not_speak_the_answer_is_a_direct_message(house: SlackHouse, stub: Stub) -> None:
    """A command works in any channel; the answer to its form must not be lost."""
    view = await open_form(house, stub, slash("anna", "", stub.response_url))
    stub.failing["chat.postEphemeral"] = "not_in_channel"
    await house.form(submission("anna", view, **OPEN))
    await house.bot.afterwards.settled()
    (told,) = stub.of("chat.postMessage")
    assert told["channel"] == user_id("anna")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"waybill": "12"}, "waybill"),
        ({"request_id": "20418"}, "request_id"),
        ({"time": "yesterday 10:00"}, "time"),
        ({"time": "later"}, "time"),
        ({"customer_phone": "12"}, "customer_phone"),
        ({"owner": "@anna"}, "owner"),
        ({"customer_name": "x" * 101}, "customer_name"),
        ({"wish": "x" * 1001}, "wish"),
        ({"customer_name": "a\x07b"}, "waybill"),
    ],
)
async def test_a_form_that_is_refused_stays_open_and_says_so_where_it_is_wrong(
    house: SlackHouse, stub: Stub, fields: dict[str, str], field: str
) -> None:
    """The reason stands under the field that it is about, else under the first; what was typed is kept, and nothing changed."""
    view = await open_form(house, stub, slash("anna", "", stub.response_url))
    form = submission("anna", view, **OPEN | fields)
    if "owner" in fields:
        payload = json.loads(form["payload"])
        chosen = payload["view"]["state"]["values"]["owner"]["owner"]
        chosen["selected_option"] = {"value": f"={fields['owner']}"}
        form = {"payload": json.dumps(payload)}
    reply = await house.form(form)
    assert reply.json["response_action"] == "errors"
    assert list(reply.json["errors"]) == [field]
    assert (await house.kept())[0] == 0


async def test_one_form_is_one_act(house: SlackHouse, stub: Stub) -> None:
    """Refused and corrected it acts; sent again, because Slack lost the answer, it does not act twice."""
    view = await open_form(house, stub, slash("anna", "", stub.response_url)) | {"id": "V42"}
    refused = await house.form(submission("anna", view, **OPEN | {"waybill": "12"}))
    replies = [await house.form(submission("anna", view, **OPEN)) for _ in range(2)]
    assert refused.json["response_action"] == "errors"
    assert [(reply.status, reply.text) for reply in replies] == [(200, ""), (200, "")]
    assert (await house.kept())[0] == 1


async def test_done_asks_for_the_outcome_and_closes(house: SlackHouse, stub: Stub) -> None:
    """The form of *Done* carries which handover it is about; "customer reached" closes it."""
    posted = await card(house, stub)
    action = button_of(posted["blocks"], "finish")
    view = await open_form(house, stub, press("ben", action, posted["given_ts"], stub.response_url))
    await house.form(submission("ben", view))
    assert (await house.handover()).status is Status.DONE
