"""Section 4: what each act makes of a handover: owner, state, ladder, what is kept, who is told."""

from datetime import timedelta

import pytest

from bot.rules.handover import Status, TooLateToReopen
from bot.rules.routes import Route
from bot.service import Target
from bot.store import tables
from tests.scenario.house import Builder, House, said

CASE = "6869419583 REQ-20418 @ben customs fee"


async def opened(house: House, asked: str = "") -> None:
    """Anna hands a callback over to Ben."""
    await house.person("anna").callback(f"{asked} {CASE}")


async def test_acknowledging_makes_whoever_does_it_the_owner(house: House) -> None:
    """Anyone on the ladder who acknowledges becomes the owner, and the thread says whose it was."""
    await opened(house)
    await house.to("10:10")
    wang = house.person("wang")
    await wang.presses("I've got it", wang.messages[-1])
    after = await house.handover()
    assert (after.owner, after.status, after.cycle) == ("wang", Status.ACKNOWLEDGED, 1)
    assert after.acknowledged_at == house.clock.now()
    assert house.thread()[-1] == "Wang Lei has it now (was Ben Huang's)."


async def test_taking_over_is_asked_once(house: House) -> None:
    """Who may take over and presses late is asked "X has it. Take over?", and becomes the owner by saying so."""
    await opened(house)
    await house.to("10:10")
    ben, wang = house.person("ben"), house.person("wang")
    await ben.types("/callback got CB-1")
    before = await house.everything()
    asked = await wang.types("/callback got CB-1")
    assert "Ben Huang has CB-1. Take over?" in said(asked)
    assert await house.everything() == before
    assert asked.message is not None
    await wang.presses("Take over", asked.message)
    assert ((await house.handover()).owner, (await house.handover()).status) == ("wang", Status.ACKNOWLEDGED)
    assert house.thread()[-1] == "Wang Lei took over from Ben Huang."
    again = await wang.presses("Take over", house.channel()[0])
    assert again.refused
    assert said(again).strip() == "CB-1 is yours already; nothing was changed."


@pytest.mark.parametrize("acknowledged", [False, True])
async def test_who_cannot_take_it_says_why_and_the_supervisor_is_pinged_at_once(house: House, *, acknowledged: bool) -> None:
    """Open again; the supervisor is pinged at once with the buttons to take it or assign it; nobody else owns it yet."""
    await opened(house)
    ben, wang = house.person("ben"), house.person("wang")
    if acknowledged:
        await ben.types("/callback got CB-1")
    await ben.types("/callback cant CB-1 in a training until 17:00", at="09:20")
    after = await house.handover()
    assert (after.owner, after.status, after.declined, after.cycle) == ("ben", Status.OPEN, True, 2)
    assert house.diary("09:20") == ["Mon 09:20 wang"]
    ping = wang.messages[-1].message
    assert ping.headline == "Ben Huang can't take this callback. Please take it, or assign it."
    labels = [button.label for section in ping.sections for button in (*section.buttons, *section.more)]
    assert {"I've got it", "Assign to…"} <= set(labels)
    assert house.thread()[-1] == "Ben Huang can't take it. “in a training until 17:00”"
    await house.to("10:15")
    assert house.diary("09:21") == ["Mon 09:47 wang", "Mon 10:15 wang"], "a quarter, then half of 110 minutes: never the owner"
    await wang.presses("I've got it", wang.messages[-1])
    assert ((await house.handover()).owner, (await house.handover()).declined) == ("wang", False)


async def test_declining_needs_a_reason(house: House) -> None:
    """Without a reason it is refused, and nothing changes."""
    await opened(house)
    before = await house.everything()
    answer = await house.person("ben").types("/callback cant CB-1")
    assert answer.refused
    assert await house.everything() == before


async def test_assigning_starts_the_ladder_anew_for_the_new_owner(house: House) -> None:
    """Open with a new owner, who is pinged at once; the old owner's pings end."""
    await opened(house)
    await house.person("ben").types("/callback got CB-1")
    await house.person("wang").types("/callback assign CB-1 @kate", at="10:10")
    after = await house.handover()
    assert (after.owner, after.status, after.cycle, after.acknowledged_at) == ("kate", Status.OPEN, 2, None)
    await house.to("11:10")
    assert house.diary("10:10") == [
        "Mon 10:10 kate",
        "Mon 10:25 kate",  # ¼ of the 60 minutes that are left
        "Mon 10:40 wang",
        "Mon 10:55 kate",
        "Mon 11:10 kate wang",
    ]


async def test_assigning_an_urgent_one_mails_the_new_owner(house: House) -> None:
    """The new owner gets the mail that the route owes, with a copy to the supervisor."""
    await opened(house, "09:55")
    await house.person("anna").types("/callback assign CB-1 @kate")
    assert [mail.to for mail in house.mails] == [("Ben Huang <ben.huang@example.com>",), ("Kate Sun <kate.sun@example.com>",)]


async def test_whoever_reached_the_customer_becomes_the_owner_and_it_is_done(house: House) -> None:
    """Done, acknowledged as well if it was not; the promise was kept."""
    await opened(house)
    await house.person("zhou").types("/callback done CB-1", at="11:00")
    after = await house.handover()
    assert (after.owner, after.status, after.closer, after.kept) == ("zhou", Status.DONE, "zhou", True)
    assert after.acknowledged_at == after.closed_at == house.clock.now()


@pytest.mark.parametrize(("at", "kept"), [("11:10", True), ("11:11", False)])
async def test_no_answer_runs_only_the_pings_around_the_new_time(house: House, at: str, *, kept: bool) -> None:
    """The caller has it; no mail, no checklist, nothing "not acknowledged"; the first promise was kept when it was in time."""
    await opened(house)
    await house.to(at)
    form = await house.person("zhou").types(f"/callback noanswer CB-1 {'11:25' if kept else '11:26'}")
    assert not form.refused
    after = await house.handover()
    assert (after.owner, after.status, after.cycle, after.kept) == ("zhou", Status.ACKNOWLEDGED, 2, kept)
    assert after.routes == (Route.IMMEDIATE,)
    assert (house.mails, after.phone_next) == ([], None)
    assert not any("please phone" in note for note in house.thread())
    already = len(house.diary())
    await house.to("11:56")
    due = ("11:25", "11:35", "11:55") if kept else ("11:26", "11:36", "11:56")
    assert house.diary()[already:] == [f"Mon {due[0]} wang zhou", f"Mon {due[1]} ma", f"Mon {due[2]} ma"]
    await house.person("zhou").types("/callback done CB-1")
    assert (await house.handover()).kept is kept, "later calls change nothing about the first promise"


async def test_the_customer_called_again(house: House) -> None:
    """Noted in the thread, the owner is pinged now, the supervisor too while nobody has acknowledged."""
    await opened(house)
    await house.person("chen").types("/callback again CB-1 asks for news", at="09:20")
    assert house.diary("09:20") == ["Mon 09:20 ben wang"]
    assert house.person("ben").pings("called again") == ["The customer of CB-1 called again (noted by 陈晨)."]
    assert house.thread()[-1] == "陈晨: the customer called again. “asks for news”"
    await house.person("ben").types("/callback got CB-1")
    await house.person("anna").types("/callback again CB-1", at="09:30")
    assert house.diary("09:30") == ["Mon 09:30 ben"]


async def test_correcting_keeps_old_and_new_in_the_history_and_edits_the_card(house: House) -> None:
    """Old and new stand in the history; the one card is edited in place."""
    await opened(house)
    await house.person("anna").types("/callback correct CB-1 req:REQ-20500")
    assert house.thread()[-1] == "Anna Li corrected REQ ID: REQ-20418 → REQ-20500."
    assert len(house.channel()) == 1
    assert house.channel()[0].message.subject == "6869419583 REQ-20500 2026-11-23 11:10"
    assert (await house.rows(tables.events))[-1]["data"] == {"fields": {"request_id": {"old": "REQ-20418", "new": "REQ-20500"}}}


@pytest.mark.parametrize("acknowledged", [False, True])
async def test_a_new_time_starts_route_and_ladder_anew(house: House, *, acknowledged: bool) -> None:
    """Who has it keeps it; the new route's mail goes to the owner, and its phone list when nobody has it yet."""
    await opened(house)
    if acknowledged:
        await house.person("ben").types("/callback got CB-1")
    await house.person("anna").types("/callback time CB-1 09:40", at="09:20")
    after = await house.handover()
    assert (after.owner, after.routes, after.cycle) == ("ben", (Route.IMMEDIATE,), 2)
    assert after.status is (Status.ACKNOWLEDGED if acknowledged else Status.OPEN)
    assert [mail.subject for mail in house.mails] == ["6869419583 REQ-20418 2026-11-23 09:40"]
    assert (after.phone_next is None) is acknowledged
    await house.to("09:40")
    unacknowledged = ["Mon 09:23 ben wang", "Mon 09:26 ma", "Mon 09:36 ma wang"]
    assert house.diary("09:20") == ["Mon 09:20 ben", *([] if acknowledged else unacknowledged), "Mon 09:40 ben wang"]


async def test_cancelling_is_asked_once(house: House) -> None:
    """The button asks before it counts; then it is cancelled, by whom stays readable."""
    await opened(house)
    buttons = house.channel()[0].message.sections[0].more
    assert [button.confirm is not None for button in buttons if button.action == "cancel"] == [True]
    await house.person("anna").presses("Cancel", house.channel()[0])
    after = await house.handover()
    assert (after.status, after.closer, after.next_due_at) == (Status.CANCELLED, "anna", None)


@pytest.mark.parametrize("minutes", [24 * 60, 24 * 60 + 1])
async def test_reopening_is_possible_within_a_day(house: House, minutes: int) -> None:
    """Open again with its ladder from now on, up to a day after it was closed; later it is refused."""
    await opened(house)
    await house.service.cancel(Target(1), house.by("anna"))
    house.clock.set(house.clock.now() + timedelta(minutes=minutes))
    if minutes > 24 * 60:
        with pytest.raises(TooLateToReopen):
            await house.service.reopen(Target(1), house.by("anna"))
        return
    reopened = await house.service.reopen(Target(1), house.by("anna"))
    assert (reopened.status, reopened.closer, reopened.closed_at, reopened.cycle) == (Status.OPEN, None, None, 2)
    assert reopened.next_due_at is not None


async def test_reopening_is_refused_while_its_request_has_another_open_handover(house: House) -> None:
    """One open handover for a REQ ID: the second stays closed, with a link to the first."""
    await opened(house)
    await house.person("wang").types("/callback noneed CB-1")
    await opened(house)
    answer = await house.person("wang").types("/callback reopen CB-1")
    assert answer.refused
    assert "REQ-20418 has an open callback already: CB-2." in said(answer)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("on it", Status.ACKNOWLEDGED),
        ("收到", Status.ACKNOWLEDGED),
        ("done", Status.DONE),
        ("已回电", Status.DONE),
        ("why?", Status.OPEN),
    ],
)
async def test_the_owners_words_in_the_thread_act(house: House, words: str, status: Status) -> None:
    """In a thread only the owner's words act; what is none of the known ones is part of the thread."""
    await opened(house)
    await house.person("ben").replies(words)
    assert (await house.handover()).status is status


@pytest.mark.parametrize(("handle", "offered"), [("wang", ["Take it", "Only noting"]), ("anna", []), ("zhou", [])])
async def test_others_words_in_the_thread_do_not_act(house: House, handle: str, offered: list[str]) -> None:
    """Anyone else on the ladder is offered *Take it* / *Only noting*; others' words are just part of the thread."""
    await opened(house)
    before = await house.everything()
    answer = await house.person(handle).replies("on it")
    assert await house.everything() == before
    buttons = [button for section in answer.message.sections for button in section.buttons] if answer.message else []
    assert [button.label for button in buttons] == offered
    if buttons and answer.message:
        await house.person(handle).presses("Only noting", answer.message)
        assert await house.everything() == before
        await house.person(handle).presses("Take it", answer.message)
        assert (await house.handover()).owner == handle


async def test_a_button_that_came_twice_or_too_late_changes_nothing(builder: Builder) -> None:
    """A delivery that comes twice counts once; a stale press says who acted and refreshes the card."""
    async with builder.house() as house:
        await opened(house)
        ben, card = house.person("ben"), house.channel()[0].message
        await ben.presses("I've got it", card, delivery="press-1")
        before = await house.everything()
        await ben.presses("I've got it", card, delivery="press-1")
        stale = await house.person("wang").presses("I've got it", card)
        assert await house.everything() == before
        assert stale.replace is not None
        assert "Ben Huang acted on CB-1 before you" in said(stale)
