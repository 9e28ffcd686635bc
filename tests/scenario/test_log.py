"""What stands in the log of a story: every line about a handover names it, and none names its customer."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr

import pytest
import structlog

from bot.about import about, references
from bot.address import Address, Place
from bot.cli.logs import log_to_stderr
from tests.scenario.house import House, refusing

SECRETS = ("Li Hua", "13800138000", "138 0013", "customs fee")
BEN = Address(Place.PERSON, "ben")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Log as the bot does when its log goes to a file; afterwards as before."""
    stream, root = io.StringIO(), logging.getLogger()
    kept, config = (root.handlers[:], root.level), structlog.get_config()
    with redirect_stderr(stream):
        log_to_stderr("debug", ["a-secret"])
    yield stream
    root.handlers[:], root.level = kept
    structlog.configure(**config)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    """Return what was logged: one JSON object a line."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


async def test_a_story_in_the_log(house: House, written: io.StringIO) -> None:
    """Opened, sent, refused, tried again, escalated, corrected, done: all lines know their handover, none the customer."""
    anna, ben = house.person("anna"), house.person("ben")
    await anna.callback("6869419583 REQ-20418 @ben customs fee, Li Hua 138 0013 8000")
    house.chat.failing = refusing(BEN, reason="user_not_found", permanent=True)
    await anna.callback("6869419583 REQ-20419 @ben customs fee name: Li Hua phone: 13800138000")
    house.chat.failing = refusing(BEN, reason="503", patient=True)
    await house.to("09:41")
    await ben.types("/callback done CB-1")
    house.chat.failing = lambda _address: None
    await house.to("10:20")
    logged = lines(written)
    assert {line["event"] for line in logged} >= {"act", "sent", "message not sent"}
    assert [line for line in logged if "handover" not in line] == []
    assert {line["handover"] for line in logged if line["event"] == "act"} == {"CB-1", "CB-2"}
    assert [line["act"] for line in logged if line["event"] == "act" and line["handover"] == "CB-1"] == ["open", "reached"]
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


async def test_what_nobody_foresaw_names_its_handover_and_not_its_customer(house: House, written: io.StringIO) -> None:
    """A traceback is one line too, with the handover, and without the values that it went wrong with."""

    def breaking(to: Address) -> None:
        if to == BEN:
            raise ZeroDivisionError

    house.chat.failing = breaking
    await house.person("anna").callback("6869419583 REQ-20418 @ben customs fee name: Li Hua phone: 13800138000")
    (line,) = [line for line in lines(written) if line["event"] == "message could not be made"]
    assert (line["handover"], line["level"]) == ("CB-1", "error")
    assert "ZeroDivisionError" in str(line["exception"])
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_adapters_and_libraries_write_the_same_lines(written: io.StringIO) -> None:
    """Whatever is logged while a message is delivered names the handover; a library's warning is a JSON line without secrets."""
    with about([2, 1]):
        structlog.get_logger().error("Slack refuses the bot", reason="a-secret")
    logging.getLogger("some.library").warning("it said %s", "a-secret")
    first, second = lines(written)
    assert (first["handover"], first["reason"]) == ("CB-1, CB-2", "[hidden]")
    assert (second["event"], second["logger"], second["level"]) == ("it said [hidden]", "some.library", "warning")


def test_many_handovers_are_named_in_short() -> None:
    """Five by name, the others by number."""
    assert references([3, 1, 3]) == "CB-1, CB-3"
    assert references(range(1, 9)) == "CB-1, CB-2, CB-3, CB-4, CB-5 and 3 more"


def test_on_a_terminal_it_is_words(capsys: pytest.CaptureFixture[str]) -> None:
    """The same line, to be read by people."""
    config = structlog.get_config()
    try:
        log_to_stderr("info", terminal=True)
        with about([1]):
            structlog.get_logger().info("sent", kind="card")
    finally:
        structlog.configure(**config)
    assert "level='info' event='sent' handover='CB-1' kind='card'" in capsys.readouterr().err
