"""Slack counts all blocks of a message together, with all that is in them."""

import pytest

from bot.chat.blocks import blocks_of
from bot.chat.port import Line, Message, Section
from tests.unit.slack_limits import check_message


@pytest.mark.parametrize("length", range(100, 1500, 50))
def test_the_ids_count_as_well(length: int) -> None:
    """What is at the edge of what Slack takes stays below it with the ids that its blocks are given."""
    sections = tuple(Section((Line(f"Part {number}", "x" * length),)) for number in range(30))
    check_message(blocks_of(Message("-", sections=sections), "k" * 100))
