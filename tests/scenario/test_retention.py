"""What was closed long ago is kept without the customer: who did what and when stays readable, not for whom and why."""

import json
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from bot.rules.handover import Status
from bot.rules.retention import impersonal
from bot.service import Target
from bot.store import tables
from bot.store.workspace import Workspace
from scheduler.retention import erase
from tests.scenario.house import House, said

DAYS = 90
SECRETS = ("Zhao", "13800138000", "13900139000", "customs fee", "passport", "ill today")


async def everything(house: House) -> str:
    """Return every row of every table, as text."""
    found: list[Any] = []
    async with house.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            found += [list(row) for row in await connection.execute(select(table))]
    return json.dumps(found, default=str, ensure_ascii=False)


async def story(house: House) -> None:
    """A handover with a name, numbers, a wish and remarks, closed on Monday at 10:00; and one that stays open."""
    anna = house.person("anna")
    await anna.callback("6869419583 REQ-20418 name:Zhao phone:13800138000 customs fee @ben")
    await anna.callback("1234567891 REQ-20419 name:Qian phone:13700137000 delivery date @ben")
    await anna.types("/callback correct CB-1 phone:13900139000")
    await house.to("09:20")
    await house.service.decline(Target(1), house.by("ben"), "ill today")
    await house.person("wang").types("/callback ack CB-1")
    await anna.types("/callback again CB-1 asks about the passport", at="09:30")
    await house.person("wang").types("/callback done CB-1", at="10:00")
    assert (await house.handover()).status is Status.DONE


async def test_ninety_days_after_closing_the_customer_is_forgotten(house: House) -> None:
    """Not a day earlier; the open one is kept whole; the history says who did what, and the answer to `show` is readable."""
    await story(house)
    before = await everything(house)
    assert [secret for secret in SECRETS if secret not in before] == []
    await erase(house.database, DAYS, house.moment("2027-02-21 09:59"))
    kept = await everything(house)
    assert [secret for secret in SECRETS if secret not in kept] == []
    assert (await erase(house.database, DAYS, house.moment("2027-02-21 10:01")))["handovers"] == 1
    after = await everything(house)
    assert [secret for secret in SECRETS if secret in after] == []
    assert "Qian" in after
    assert "13700137000" in after
    events = [row for row in await house.rows(tables.events) if row["handover_id"] == 1]
    assert [(row["actor"], row["act"]) for row in events] == [
        ("anna", "open"),
        ("anna", "correct"),
        ("ben", "decline"),
        ("wang", "acknowledge"),
        ("anna", "called_again"),
        ("wang", "reached"),
    ]
    shown = await house.person("wang").types("/callback show CB-1")
    assert not shown.refused
    assert "None" not in said(shown)
    assert (await erase(house.database, DAYS, house.moment("2027-02-21 10:02")))["handovers"] == 0


async def test_more_than_a_batch_is_forgotten_at_once(house: House) -> None:
    """Deliveries of 1,200 acts, mails and messages go in one night; the card of a handover that is still open stays."""
    await story(house)
    async with house.database.transaction() as connection:
        await connection.execute(delete(tables.shown))
    workspace = Workspace(house.database)
    old = house.moment("09:00")
    card = await workspace.post(key="card", place="channel:express", body={"text": "card"}, at=old)
    for key, thread in (("note", card), ("chat", None)):
        await workspace.post(key=key, place="channel:express", body={"text": key}, at=old, thread=thread)
    await workspace.post_mail(key="mail", body={"text": "mail"}, at=old)
    async with house.database.transaction() as connection:
        await connection.execute(insert(tables.shown).values(handover_id=2, recipient="channel:other", ref=str(card), version=1))
        await connection.execute(insert(tables.deliveries), [{"key": f"old-{number}", "at": old} for number in range(1200)])
    erased = await erase(house.database, DAYS, house.moment("2027-02-21 10:01"))
    assert erased["deliveries"] >= 1200
    assert (erased["messages"], erased["mails"]) == (1, 1)
    assert [row["key"] for row in await house.rows(tables.workspace_messages)] == ["card", "note"]


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({}, {}),
        ({"from": "ben", "to": "wang"}, {"from": "ben", "to": "wang"}),
        ({"note": "Zhao is angry", "from": "ben"}, {"note": "", "from": "ben"}),
        ({"reason": "ill"}, {"reason": ""}),
        (
            {"fields": {"customer_name": {"old": None, "new": "Zhao"}, "waybill": {"old": "1", "new": "2"}}},
            {"fields": {"customer_name": {"old": None, "new": None}, "waybill": {"old": "1", "new": "2"}}},
        ),
    ],
)
def test_what_an_event_keeps(data: dict[str, Any], kept: dict[str, Any]) -> None:
    """People of the house, times and waybills stay; customers and free words go; forgetting twice is forgetting once."""
    assert impersonal(data) == kept
    assert impersonal(kept) == kept
