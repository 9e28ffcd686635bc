"""`/callback` on Slack: the private answer is the response, mentions find people, and one command is one handover."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from tests.slack.emulated import signed, words
from tests.slack.house import SlackHouse
from tests.slack.requests import Json, button_of, message, press, slash
from tests.slack.stub import Stub, user_id

CALLBACK = "6869419583 REQ-20418 customs fee"
FORM = "application/x-www-form-urlencoded"


async def test_the_answer_is_the_response_and_begins_with_what_to_say(house: SlackHouse, stub: Stub) -> None:
    """Only the typist sees it, and the handover is in the database when it comes."""
    reply = await house.form(slash("anna", CALLBACK, stub.response_url))
    assert (reply.status, reply.json["response_type"]) == (200, "ephemeral")
    assert words(reply.json["blocks"]).startswith("Tell the customer: “We call you back by 11:10 today.”")
    assert (await house.handover()).opener == "anna"
    assert not stub.of("chat.postEphemeral")


async def test_the_same_delivery_again_opens_nothing_twice(house: SlackHouse, stub: Stub) -> None:
    """A trigger is one invocation, however often it is delivered; the answer is the same handover."""
    form = slash("anna", CALLBACK, stub.response_url)
    replies = [await house.form(form) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 200]
    assert all("CB-1" in words(reply.json["blocks"]) for reply in replies)
    assert (await house.kept())[0] == 1


@pytest.mark.parametrize(
    ("typed", "owner", "wish"),
    [
        (f"{CALLBACK} <@{user_id('ben')}|ben.huang>", "ben", "customs fee"),
        (f"{CALLBACK}<@{user_id('zhou')}>明天上午10点半", "zhou", "customs fee"),
        (f"{CALLBACK} &lt;!channel&gt; A&amp;B &amp;lt; 5kg", None, "customs fee <!channel> A&B &lt; 5kg"),
        (f"{CALLBACK} see <#C0OTHER|parcels> <!subteam^S1|@back-line>", None, "customs fee see #parcels back-line"),
    ],
)
async def test_what_was_typed_is_read_as_it_was_typed(
    house: SlackHouse, stub: Stub, typed: str, owner: str | None, wish: str
) -> None:
    """A mention is an owner, other marks are text, and what Slack escaped is unescaped once."""
    reply = await house.form(slash("anna", typed, stub.response_url))
    handover = await house.handover()
    assert handover.wish == wish, reply.text
    assert owner is None or handover.owner == owner


async def test_a_mention_of_somebody_unknown_is_nobody_elses_handle(house: SlackHouse, stub: Stub) -> None:
    """A stranger whose Slack name is "ben" is not Ben Huang: the command is refused."""
    reply = await house.form(slash("anna", f"{CALLBACK} <@U0OTHER|ben>", stub.response_url))
    assert "<@ben>" in words(reply.json["blocks"])
    assert await house.kept() == (0, 0)


async def test_a_stranger_is_told_so_privately(house: SlackHouse, stub: Stub) -> None:
    """Whoever is not in the directory gets a plain sentence, and nothing is opened."""
    reply = await house.form(slash("nobody", CALLBACK, stub.response_url))
    assert reply.json["response_type"] == "ephemeral"
    assert "You are not in the directory" in words(reply.json["blocks"])
    assert await house.kept() == (0, 0)


async def test_an_empty_command_opens_the_form_at_once(house: SlackHouse, stub: Stub) -> None:
    """The form is opened with the trigger of the command, and the answer is empty."""
    form = slash("anna", "", stub.response_url)
    reply = await house.form(form)
    await house.bot.afterwards.settled()
    assert (reply.status, reply.text) == (200, "")
    (opened,) = stub.of("views.open")
    assert opened["trigger_id"] == form["trigger_id"]
    assert _view(opened)["callback_id"] == "open"


async def test_a_form_that_slack_did_not_open_in_time_is_offered_again(house: SlackHouse, stub: Stub) -> None:
    """A trigger lives for three seconds; the button that is offered brings a new one, and the form with what was typed."""
    stub.failing["views.open"] = "expired_trigger_id"
    await house.form(slash("anna", "", stub.response_url))
    await house.bot.afterwards.settled()
    (offered,) = stub.of("response_url")
    assert "did not open the form in time" in words(offered["blocks"])
    stub.failing.clear()
    await house.form(press("anna", button_of(offered["blocks"], "command"), "1.1", stub.response_url, is_ephemeral=True))
    await house.bot.afterwards.settled()
    assert [_view(call)["callback_id"] for call in stub.of("views.open")] == ["open", "open"]


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: signed(body, secret="another"),
        lambda body: signed(body, at=time.time() - 6 * 60),
        lambda body: signed(body, at=time.time() + 6 * 60),
        lambda body: signed(body + "&more=1"),
        lambda _body: {},
        lambda _body: {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=1"},
        lambda body: signed(body) | {"X-Slack-Signature": "v0=é"},
    ],
    ids=["another secret", "six minutes old", "from the future", "another body", "unsigned", "no time", "no signature"],
)
async def test_what_slack_did_not_sign_just_now_is_refused(house: SlackHouse, stub: Stub, headers: Any) -> None:  # noqa: ANN401
    """Signature and five-minute window: 401, and nothing is stored or said."""
    body = urlencode(slash("anna", CALLBACK, stub.response_url))
    reply = await house.sends(body, FORM, **headers(body))
    assert reply.status == 401
    assert await house.kept() == (0, 0)
    assert not stub.calls


@pytest.mark.parametrize(
    "body", ["{", "[1]", "[" * 100_000, "null", '{"authorizations": 5}', "payload=%7B", "payload=%5B1%5D", "&" * 5000]
)
@pytest.mark.parametrize("kind", [FORM, "application/json"])
async def test_what_nobody_signed_is_not_even_parsed(house: SlackHouse, body: str, kind: str) -> None:
    """Whatever anybody sends, it is refused and makes no noise."""
    with capture_logs() as logged:
        assert (await house.sends(body, kind)).status == 401
    assert logged == []


async def test_slack_looks_at_the_certificate(house: SlackHouse) -> None:
    """Now and then it sends a command's address this, unsigned, and wants 200."""
    assert (await house.sends("ssl_check=1&token=abc", FORM)).status == 200
    assert await house.kept() == (0, 0)


async def test_another_workspace_is_refused(house: SlackHouse, stub: Stub) -> None:
    """A signed request of a workspace that the token is not of changes nothing, be it a command, a press or an event."""
    command = await house.form(slash("anna", CALLBACK, stub.response_url, team_id="T0OTHER"))
    pressed = json.loads(press("anna", {"action_id": "acknowledge", "value": "1:1"}, "1.1", stub.response_url)["payload"])
    button = await house.form({"payload": json.dumps(pressed | {"team": {"id": "T0OTHER"}})})
    words_there = await house.event(message("anna", "on it", "1.1") | {"team_id": "T0OTHER"})
    assert [command.status, button.status, words_there.status] == [403, 403, 403]
    assert await house.kept() == (0, 0)


@pytest.mark.parametrize("length", [None, 1_000_001])
async def test_a_body_without_a_sensible_length_is_not_read(house: SlackHouse, length: int | None) -> None:
    """Nobody without the secret can fill the memory."""

    async def chunks() -> Any:  # noqa: ANN401
        yield b"x"

    data: Any = chunks() if length is None else b"x" * length
    async with house.session.post(house.url, data=data) as response:
        assert response.status == 413


async def test_slack_checks_the_address_when_it_is_set_up(house: SlackHouse) -> None:
    """The handshake of a new request URL is answered."""
    reply = await house.event({"type": "url_verification", "challenge": "abc"})
    assert (reply.status, reply.json) == (200, {"challenge": "abc"})


async def test_bytes_that_are_no_text_are_refused(house: SlackHouse) -> None:
    """What cannot be read is not a failure of ours."""
    async with house.session.post(house.url, data=b"\xff\xfe", headers=signed("")) as response:
        assert response.status == 400


async def test_the_bot_says_how_it_is(house: SlackHouse) -> None:
    """`/healthz` is for the people who run it."""
    async with house.session.get(house.url.replace("/slack/events", "/healthz")) as response:
        assert (response.status, await response.text()) == (200, "ok")


def _view(call: Json) -> Json:
    view = call["view"]
    found: Json = json.loads(view) if isinstance(view, str) else view
    return found


async def test_away_with_a_mention_and_back(house: SlackHouse, stub: Stub) -> None:
    """Ben says until when, and who covers by a mention; a new one for him is Kate's; then he is back."""
    reply = await house.form(slash("ben", f"away until 15:00 cover <@{user_id('kate')}|kate.sun>", stub.response_url))
    said = "Noted: you are away until Mon 23 Nov 15:00. New callbacks that cannot wait go to Kate Sun."
    assert words(reply.json["blocks"]) == said
    reply = await house.form(slash("anna", f"6869419583 REQ-20418 10:00 customs fee <@{user_id('ben')}>", stub.response_url))
    assert "Ben Huang is away until Mon 23 Nov 15:00; Kate Sun has it." in words(reply.json["blocks"])
    assert (await house.handover()).owner == "kate"
    reply = await house.form(slash("ben", "回来了", stub.response_url))
    assert words(reply.json["blocks"]) == "Welcome back. From now on callbacks come to you again."
