"""A promise past the known holiday calendar is provisional; when the calendar arrives it does not move, and its owner is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.store.tables import events
from config.overlays import Overlay, OverlayFile
from tests.scenario.house import Builder, House, said

DECEMBER = "2026-12-31 09:10"
NOTICE = Overlay(
    "CN",
    2027,
    OverlayFile(source="an example", closed=(date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 11)), make_up=(date(2027, 1, 9),)),
)


@asynccontextmanager
async def promised(builder: Builder) -> AsyncIterator[House]:
    """Build a house where callbacks are promised to January, for a day that turns out closed and for one that does not."""
    async with builder.house(at=DECEMBER) as house:
        anna = house.person("anna")
        await anna.callback("6869419583 REQ-10001 @ben 2027-01-04 10:00 customs")
        await anna.callback("6869419583 REQ-10002 @zhou 2027-01-05 10:00 customs")
        await anna.callback("6869419583 REQ-10003 @ben 2027-01-04 11:00 closed before")
        await house.person("ben").callback("done CB-3")
        await anna.callback("6869419583 REQ-10004 @ben 2027-01-09 10:00 on a make-up Saturday")
        yield house


@pytest.mark.parametrize(
    ("typist", "command", "first", "why"),
    [
        ("anna", "when", "(Provisional: that day's holiday calendar is not known yet.)", "calendar of 2027 is not known yet"),
        ("chen", "几点", "（暂定：当天的节假日安排尚未公布。）", "暂定：2027 年的放假安排尚未公布"),
    ],
)
async def test_a_promise_past_the_known_calendar_says_so(
    builder: Builder, typist: str, command: str, first: str, why: str
) -> None:
    """The sentence for the customer is marked as provisional, and the explanation says why, in the reader's language."""
    async with builder.house(at="2026-12-31 17:00") as house:
        answer = await house.person(typist).callback(command)
        assert answer.message is not None
        assert answer.message.headline.endswith(first)
        assert why in said(answer)


async def test_a_provisional_promise_is_marked_on_its_card(builder: Builder) -> None:
    """The card says that the day's calendar is not known yet, to the channel and to the owner in their language."""
    async with promised(builder) as house:
        assert (await house.handover(1)).provisional
        assert "provisional: that day's holiday calendar is not known yet" in said(house.channel()[0])
        assert "暂定：当天的节假日安排尚未公布" in said(house.person("zhou").messages[0])


async def test_when_the_calendar_arrives_owners_are_told_which_promises_fall_on_closed_days(builder: Builder) -> None:
    """Only the owner of an open promise for a closed day is told, once; the promise stays; the marks go away."""
    async with promised(builder) as house:
        before = [await house.handover(number) for number in (1, 2, 3, 4)]
        assert await house.service.recheck_calendar(house.clock.now()) == 0, "nothing is known yet"
    async with builder.house(at="2026-12-31 09:20", overlays=(NOTICE,)) as house:
        assert await house.service.recheck_calendar(house.clock.now()) == 3
        await house.ticker.run()
        assert house.person("ben").pings("calendar") == [
            (
                "The holiday calendar has arrived: CB-1 was promised for a day that is closed. "
                "The promise stands – agree a new time with the customer if nobody will be there."
            )
        ]
        assert house.person("zhou").pings("calendar") == []
        after = [await house.handover(number) for number in (1, 2, 3, 4)]
        assert [each.promised_at for each in after] == [each.promised_at for each in before]
        assert [each.routes for each in after] == [each.routes for each in before]
        assert [each.provisional for each in after] == [False, False, True, False]
        acts = [(row["handover_id"], row["data"]["closed"]) for row in await house.rows(events) if row["act"] == "calendar"]
        assert acts == [(1, True), (2, False), (4, False)]
        shown = said(await house.person("chen").callback("查看 CB-1"))
        assert "节假日安排已公布：承诺日期为休息日，已通知负责人。" in shown
        assert "暂定" not in shown
        assert await house.service.recheck_calendar(house.clock.now()) == 0, "a second look finds nothing new"


async def test_a_promise_on_a_closed_day_is_still_pinged_when_it_is_due(builder: Builder) -> None:
    """The promise does not move: the owner is pinged at the promised time, though the day is closed."""
    async with promised(builder):
        pass
    async with builder.house(at="2026-12-31 09:20", overlays=(NOTICE,)) as house:
        await house.service.recheck_calendar(house.clock.now())
        await house.to("2027-01-04 10:00")
        assert any("Due now" in ping for ping in house.person("ben").pings())


def test_the_house_takes_no_file_for_granted() -> None:
    """No overlay of 2027 ships: the calendar is not known on the day that these stories are set."""
    assert not list(Path("config/calendars").glob("CN-2027*"))
