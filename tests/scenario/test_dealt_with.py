"""What has been dealt with after a message fell due and before it is sent (sections 3 and 5)."""

import pytest

from bot.address import Address
from bot.errors import SendFailed
from bot.store import tables
from handlers.front import Incoming
from tests.scenario.house import House

CASE = "6869419583 REQ-20418 @ben customs fee"


@pytest.mark.parametrize("act", ["got CB-1", "done CB-1", "time CB-1 16:00"])
async def test_no_note_tells_of_a_ping_that_nobody_got(house: House, act: str) -> None:
    """Ben acts after the supervisor's rung was claimed and before it is sent: neither the ping goes out nor the note about it."""
    await house.person("anna").callback(CASE)
    await house.sleeps_until("10:09")
    house.clock.set(house.moment("10:10"))
    await house.ticker.claim()
    assert not (await house.person("ben").types(act)).refused
    assert house.person("wang").messages == []
    assert [note for note in house.thread() if "pinged" in note] == []


async def test_one_mail_for_one_owner(house: House) -> None:
    """Anna opens for Ben and assigns to Kate before the mail has gone: Kate has one mail, not Ben's as well."""
    for number, typed in enumerate((f"09:30 {CASE}", "assign CB-1 @kate")):
        assert not (await house.front.command(Incoming("anna", f"D{number}"), typed)).refused
    await house.ticker.run()
    assert [mail.to for mail in house.mails] == [("Kate Sun <kate.sun@example.com>",)]


async def test_what_was_dealt_with_stays_so_when_the_rest_of_the_message_fails(house: House) -> None:
    """Two pings for Wang are one message; the one that was dealt with is not taken up again because the other cannot be sent."""
    await house.person("anna").callback(CASE)
    await house.person("anna").callback(CASE.replace("20418", "20419"))
    await house.sleeps_until("10:09")
    house.clock.set(house.moment("10:10"))
    await house.ticker.claim()
    await house.front.command(Incoming("ben", "D1"), "done CB-1")

    def refuse(to: Address) -> None:
        if to.key == "wang":
            raise SendFailed(reason="503", patient=True)

    house.chat.failing = refuse
    await house.ticker.run()
    pings = [row for row in await house.rows(tables.outbox) if (row["kind"], row["recipient"]) == ("ping", "person:wang")]
    assert [(row["handover_id"], row["state"]) for row in pings] == [(1, "superseded"), (2, "pending")]
