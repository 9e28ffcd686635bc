"""Each command of the procedure, as it is typed and answered; the form; and words in a thread."""

import pytest

from bot.rules.handover import Status
from tests.scenario.house import House, said

SQLITE_ONLY = True  # what is said is the same on every database

NUMBERS = "6869419583 REQ-20418"


async def test_when_opens_nothing(house: House) -> None:
    """What to tell the customer, its route, and why, before anything is opened."""
    answer = await house.person("anna").callback("when 17:05", at="16:50")
    assert [line for line in said(answer).splitlines()[3:] if line] == [
        "Route: immediate",
        (
            "What follows: the owner is reminded of the time; escalation starts now; mail to the owner; copy to the supervisor; "
            "reach a person by phone now"
        ),
        "Why: 17:05 is 15 min of working time ahead. Immediate: less than 30 min ahead",
        "First offer: Tue 24 Nov 09:50 (16:50 + 2 working hours: 40 min today, 80 min tomorrow → Tue 24 Nov 09:50)",
    ]
    assert house.chat.posted == []


async def test_the_first_words_can_be_said_to_the_customer(house: House) -> None:
    """Opening and moving a callback lead with the sentence for the customer; now, today, another day and provisional differ."""
    anna = house.person("anna")
    for number, (asked, words) in enumerate(
        (("", "by 11:10 today"), ("17:20", "by 17:20 today"), ("asap", "right away"), ("tomorrow 10:00", "by Tue 24 Nov 10:00")),
        1,
    ):
        answer = await anna.callback(f"6869419583 REQ-{1000 + number} @ben {asked} customs")
        assert said(answer).startswith(f"Tell the customer: “We call you back {words}.”")
    moved = await anna.callback("time CB-1 15:00")
    assert said(moved).startswith("Tell the customer: “We call you back by 15:00 today.”")


async def list_of(house: House, handle: str, command: str) -> list[str]:
    """Return the references in a list."""
    answer = await house.person(handle).callback(command)
    assert answer.message is not None
    return [section.lines[0].label for section in answer.message.sections]


async def test_lists_are_narrowed_by_every_filter(house: House) -> None:
    """State, overdue, today, team, off-hours, warned, owner, REQ ID and waybill, alone and together, soonest first."""
    anna, ben = house.person("anna"), house.person("ben")
    await anna.callback("6869419583 REQ-1001 @ben customs")
    await anna.callback("6869419583 REQ-1002 @zhou tomorrow 10:00 customs")
    await anna.callback("1Z999AA10123456784 REQ-1003 @ben 20:30 customs")
    await house.person("chen").callback("6869419583 REQ-1004 @ben 16:00 !warned customs")
    await anna.callback("6869419583 REQ-1005 @zhou 15:00 customs")
    await anna.callback("6869419583 REQ-1006 @zhou 15:00 customs")
    await ben.callback("got CB-4")
    await house.person("zhou").callback("done CB-5")
    await anna.fills(await anna.callback("cancel CB-6 typed twice"))
    await house.to("11:30")
    expected = {
        "list": ["CB-1", "CB-4", "CB-3", "CB-2"],
        "list open": ["CB-1", "CB-4", "CB-3", "CB-2"],
        "list unacknowledged": ["CB-1", "CB-3", "CB-2"],
        "list acknowledged": ["CB-4"],
        "list done": ["CB-5"],
        "list cancelled": ["CB-6"],
        "list all": ["CB-1", "CB-5", "CB-6", "CB-4", "CB-3", "CB-2"],
        "list overdue": ["CB-1"],
        "list today": ["CB-1", "CB-4", "CB-3"],
        "list team": ["CB-1", "CB-4", "CB-3", "CB-2"],
        "list off-hours": ["CB-3"],
        "list warned": ["CB-4"],
        "list @ben": ["CB-1", "CB-4", "CB-3"],
        "list @周洁 today": [],
        "list REQ-1005": ["CB-5"],
        "list 1Z999AA10123456784": ["CB-3"],
        "list @ben unacknowledged today": ["CB-1", "CB-3"],
        "mine": ["CB-1", "CB-3", "CB-2"],
    }
    assert {command: await list_of(house, "anna", command) for command in expected} == expected
    assert await list_of(house, "ben", "mine") == ["CB-1", "CB-4", "CB-3"]
    assert await list_of(house, "chen", "列表 逾期") == ["CB-1"]


async def test_a_long_list_says_how_many_are_hidden(house: House) -> None:
    """Twenty rows, and how to narrow the rest."""
    for number in range(23):
        await house.person("anna").callback(f"6869419583 REQ-{1000 + number} @ben customs")
    answer = await house.person("anna").callback("list")
    assert answer.message is not None
    assert answer.message.headline == "23 callbacks, soonest first."
    assert len(answer.message.sections) == 20
    assert answer.message.footer == "3 more are not shown: narrow it with @owner, today, overdue or a REQ ID."


@pytest.mark.parametrize(
    ("person", "command", "expected"),
    [
        ("anna", "show REQ-99999", "No callback has REQ-99999."),
        ("anna", "list 6869419583", "No callback has 6869419583."),
        ("chen", "查看 REQ-99999", "没有 REQ-99999 的回电。"),
        ("anna", "list REQ-1001 @zhou", "No callback fits."),
        ("anna", "list REQ-1001 done", "Closed ones are only shown when you ask for them"),
    ],
)
async def test_a_number_that_nobody_has_is_named(house: House, person: str, command: str, expected: str) -> None:
    """It was looked for in every state, so nothing is said of closed ones that are not shown."""
    assert expected in said(await house.person(person).callback(command))


async def test_show_tells_the_whole_story(house: House) -> None:
    """Every change with who, when and why, old and new values, and the next ping."""
    anna, ben = house.person("anna"), house.person("ben")
    await anna.callback(f"{NUMBERS} @ben customs")
    await anna.callback("correct CB-1 req:REQ-20419 wish:customs fee", at="09:20")
    await ben.callback("cant CB-1 in a training", at="09:25")
    await house.person("wang").callback("assign CB-1 @zhou", at="09:30")
    shown = said(await anna.callback("show CB-1")).splitlines()
    start = next(place for place, line in enumerate(shown) if line.startswith("Next ping"))
    assert shown[start : start + 8] == [
        "Next ping: Mon 23 Nov 09:55",
        "Mon 23 Nov 09:10: Anna Li opened it.",
        "Mon 23 Nov 09:10: Ben Huang told at once. Sent 09:10:00.",
        "Mon 23 Nov 09:20: Anna Li corrected REQ ID: REQ-20418 → REQ-20419; What the customer wants: customs → customs fee.",
        "Mon 23 Nov 09:25: Ben Huang can't take it. “in a training”",
        "Mon 23 Nov 09:25: Wang Lei told at once. Sent 09:25:00.",
        "Mon 23 Nov 09:30: Wang Lei assigned it to 周洁 (was Ben Huang's).",
        "Mon 23 Nov 09:30: 周洁 told at once. Sent 09:30:00.",
    ]


async def test_cancelling_by_command_is_asked_once(house: House) -> None:
    """The command asks and keeps the reason; nothing is cancelled until it is confirmed."""
    anna = house.person("anna")
    await anna.callback(f"{NUMBERS} @ben customs")
    asked = await anna.callback("cancel CB-1 typed twice")
    assert asked.form is not None
    assert asked.form.title == "Cancel CB-1? Nobody will call the customer."
    assert (await house.handover()).status is Status.OPEN
    await anna.fills(asked)
    assert (await house.handover()).status is Status.CANCELLED
    assert house.thread() == ["Anna Li cancelled it. “typed twice”"]


async def test_taking_over_by_command_is_asked_once(house: House) -> None:
    """The question whether to take over what X has is asked whether one types take or got."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    await house.person("ben").callback("got CB-1")
    wang = house.person("wang")
    for typed in ("take CB-1", "got CB-1"):
        asked = await wang.callback(typed)
        assert said(asked).strip() == "Ben Huang has CB-1. Take over?"
    assert (await house.handover()).owner == "ben"
    assert asked.message is not None
    await wang.presses("Take over", asked.message)
    assert (await house.handover()).owner == "wang"


async def test_an_empty_command_opens_the_form(house: House) -> None:
    """The form has every part of the command, and opens the same handover."""
    anna = house.person("anna")
    form = await anna.callback("")
    assert form.form is not None
    assert [each.name for each in form.form.fields] == [
        "waybill",
        "request_id",
        "wish",
        "time",
        "owner",
        "customer_name",
        "customer_phone",
        "marks",
    ]
    filled = {
        "waybill": "6869 4195 83",
        "request_id": "req 20418",
        "wish": "customs",
        "time": "16:00",
        "owner": "@kate",
        "customer_name": "Gu Xiaolan",
        "customer_phone": "13800138000",
        "marks": "warned other",
    }
    answer = await anna.fills(form, **filled)
    assert said(answer).startswith("Tell the customer: “We call you back by 16:00 today.”")
    opened = await house.handover()
    assert (opened.waybill, opened.request_id, opened.owner) == ("6869419583", "REQ-20418", "kate")
    assert (opened.customer_name, opened.customer_phone) == ("Gu Xiaolan", "13800138000")
    assert (opened.warned, opened.other_matter) == (True, True)


@pytest.mark.parametrize(
    ("words", "status"),
    [("on it", Status.ACKNOWLEDGED), ("收到", Status.ACKNOWLEDGED), ("done", Status.DONE), ("已回电", Status.DONE)],
)
async def test_the_owners_words_in_the_thread_act(house: House, words: str, status: Status) -> None:
    """What the owner writes in the thread acknowledges or closes; the note in the thread is the answer."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    answer = await house.person("ben").replies(words)
    assert said(answer) == ""
    assert (await house.handover()).status is status


async def test_others_on_the_ladder_are_asked_and_all_else_is_talk(house: House) -> None:
    """The supervisor is offered *Take it* and *Only noting*; an agent's and a colleague's words are just words."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    offered = await house.person("wang").replies("done")
    assert offered.message is not None
    assert offered.message.text == "CB-1 is Ben Huang's. Do you take it, or are you only noting?"
    assert (await house.handover()).version == 1
    assert (
        said(await house.person("wang").presses("Only noting", offered.message)).strip()
        == "Fine, only noted. Nothing was changed."
    )
    for handle in ("anna", "zhou", "kate"):
        assert said(await house.person(handle).replies("done")) == ""
    assert (await house.handover()).version == 1
    await house.person("wang").presses("Take it", offered.message)
    assert (await house.handover()).owner == "wang"


async def test_the_customer_called_again(house: House) -> None:
    """Any agent may note it; the owner is pinged now, and the supervisor while nobody has acknowledged."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    answer = await house.person("chen").callback("又来电 CB-1 很急")
    assert said(answer).strip() == "已记录在 CB-1，已提醒 Ben Huang。"
    assert house.person("ben").pings("called again") == ["The customer of CB-1 called again (noted by 陈晨)."]
    assert len(house.person("wang").pings("called again")) == 1
    assert house.thread() == ["陈晨: the customer called again. “很急”"]
