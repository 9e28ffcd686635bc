"""When something breaks: the person is told privately with a number, the log names no customer, and words come again."""

from structlog.testing import capture_logs

from tests.slack.house import SlackHouse
from tests.slack.incoming.fronts import BreakingFront, with_front
from tests.slack.requests import message, press, slash, submission
from tests.slack.stub import Stub

SECRET = "customer 13812345678"
VIEW = {
    "type": "modal",
    "callback_id": "open",
    "private_metadata": '{"value":"","channel":"C0EXPRESS","thread":null}',
    "blocks": [{"type": "input", "block_id": "wish", "element": {"type": "plain_text_input", "action_id": "wish"}}],
}


async def test_a_command_that_breaks_is_answered_privately(house: SlackHouse, stub: Stub) -> None:
    """The number in the sentence is the number in the log, which repeats nothing of what was typed."""
    with capture_logs() as logged:
        async with with_front(house, BreakingFront()) as broken:
            reply = await broken.form(slash("anna", SECRET, stub.response_url))
    said = reply.json
    (entry,) = [each for each in logged if each["event"] == "request failed"]
    assert (reply.status, said["response_type"]) == (200, "ephemeral")
    assert said["text"].endswith(f"error {entry['number']}.")
    assert "13812345678" not in str(logged)


async def test_a_form_that_breaks_stays_open(house: SlackHouse) -> None:
    """What was typed is not lost."""
    async with with_front(house, BreakingFront()) as broken:
        reply = await broken.form(submission("anna", VIEW, wish=SECRET))
    assert reply.json["response_action"] == "errors"
    assert "error" in reply.json["errors"]["wish"]


async def test_a_press_that_breaks_is_answered_privately(house: SlackHouse, stub: Stub) -> None:
    """In the reader's language."""
    async with with_front(house, BreakingFront()) as broken:
        reply = await broken.form(press("chen", {"action_id": "show", "value": "1:1"}, "1.1", stub.response_url))
        await broken.bot.afterwards.settled()
    (told,) = stub.of("chat.postEphemeral")
    assert reply.status == 200
    assert "错误编号" in told["text"]


async def test_words_that_break_are_asked_for_again(house: SlackHouse, stub: Stub) -> None:
    """500: Slack delivers again, at once, after a minute and after five."""
    async with with_front(house, BreakingFront()) as broken:
        direct = await broken.event(message("anna", SECRET, None, channel="D0ANNA"))
    assert direct.status == 500
    assert not stub.of("chat.postMessage")


async def test_what_fails_after_the_answer_is_in_the_log(house: SlackHouse, stub: Stub) -> None:
    """A private answer that Slack takes nowhere is lost, and the people who run the bot can see that."""
    stub.failing |= {"chat.postEphemeral": "not_in_channel", "chat.postMessage": "account_inactive"}
    with capture_logs() as logged:
        reply = await house.form(press("anna", {"action_id": "show", "value": "7:1"}, "1.1", stub.response_url))
        await house.bot.afterwards.settled()
    assert reply.status == 200
    assert [each["reason"] for each in logged if each["event"] == "failed after the answer"] == ["account_inactive"]
