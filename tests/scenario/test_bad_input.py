"""Bad input: every refusal is private, says in the typist's language what is wrong and what to type, and changes nothing."""

from dataclasses import dataclass

import pytest

from bot.address import Address, Place
from bot.chat.port import Answer
from bot.rules.handover import Status
from bot.store import handovers
from bot.store.handovers import Filter
from handlers.front import Incoming
from tests.scenario.house import House, button_of, said

SQLITE_ONLY = True  # what is said is the same on every database

NUMBERS = "6869419583 REQ-20418"
EVERYBODY_IN_CHANNEL = Address(Place.CHANNEL, "express")


@dataclass(frozen=True)
class Slip:
    """Something typed wrong, and what the refusal has to hold in English and in Chinese."""

    typed: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


SLIPS = {
    "unknown owner, with the closest names": Slip(
        f"{NUMBERS} @zou customs", ("@zou", "@zhou (周洁)", "@zhao (赵敏)"), ("没有找到 @zou", "@zhou (周洁)或@zhao (赵敏)")
    ),
    "an unknown owner like nobody": Slip(f"{NUMBERS} @qqqq customs", ("@zhou (周洁)",), ("@zhou (周洁)",)),
    "an owner who does not call back": Slip(
        f"{NUMBERS} @anna customs", ("Anna Li is a front-line agent",), ("Anna Li 是前线人员",)
    ),
    "no waybill": Slip("REQ-20418 customs", ("no waybill number", NUMBERS), ("没有运单号", NUMBERS)),
    "no REQ ID": Slip("6869419583 customs", ("no REQ ID", NUMBERS), ("没有 REQ ID", NUMBERS)),
    "no wish": Slip(f"{NUMBERS} 17:20", ("What does the customer want?",), ("客户需要什么",)),
    "a time that does not exist": Slip(
        f"{NUMBERS} 32:99 customs", ("no such date or time as “32:99”", "15:30"), ("“32:99”", "15:30")
    ),
    "a vague time": Slip("when later", ("“later” is too vague", "15:30"), ("“later”太含糊", "15:30")),
    "a time without a time": Slip("when blue", ("“blue”", "15:30"), ("“blue”", "15:30")),
    "further ahead than 30 days": Slip(
        f"{NUMBERS} 2027-02-01 10:00 customs",
        ("more than 30 days ahead", "Mon 23 Nov 11:10"),
        ("超过 30 天", "11月23日 周一 11:10"),
    ),
    "40,000 characters": Slip(f"{NUMBERS} {'x' * 40_000}", ("40021 characters", "1500"), ("40021 个字符", "1500")),
    "40,000 Chinese characters": Slip(f"{NUMBERS} {'急' * 40_000}", ("40021 characters",), ("40021 个字符",)),
    "a long wish": Slip(
        f"{NUMBERS} {'x' * 1001}",
        ("“What the customer wants” is too long: 1001 characters", "1000"),
        ("“客户诉求”太长：1001 个字符", "1000"),
    ),
    "a bell": Slip(f"{NUMBERS} cus\atoms", ("U+0007", "place 25"), ("U+0007", "第 25 位")),
    "a zero byte": Slip(f"{NUMBERS} cus\0toms", ("U+0000",), ("U+0000",)),
    "half a surrogate": Slip(f"{NUMBERS} cus\ud800toms", ("U+D800",), ("U+D800",)),
    "a phone number without digits": Slip(
        f"{NUMBERS} tel:none customs", ("“none” is not a phone number",), ("“none”不是电话号码",)
    ),
    "an unknown callback": Slip("show CB-99", ("There is no callback CB-99", "mine"), ("没有 CB-99", "我的")),
    "a number beyond every database": Slip("got CB-" + "9" * 30, ("mine or list",), ("列表",)),
    "an unknown word": Slip("shw CB-1", ("“shw”", "show"), ("“shw”", "show")),
    "an unknown filter": Slip("list foo", ("“foo”", "overdue"), ("“foo”", "逾期")),
}
BOTH = pytest.mark.parametrize("typist", ["anna", "chen"])


async def opened(house: House) -> int:
    """Return how many handovers there are."""
    async with house.database.reading() as connection:
        return (await handovers.find(connection, Filter(), 1))[1]


def refusal(answer: Answer) -> str:
    """Return the sentence of a refusal, which is nothing but that sentence."""
    assert answer.refused
    assert answer.message is not None
    assert answer.form is None
    assert answer.replace is None
    return answer.message.text


@BOTH
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
async def test_what_is_typed_wrong_is_refused(house: House, typist: str, slip: Slip) -> None:
    """The typist alone is told what is wrong and what to type instead; nothing is opened, nothing is said to anybody else."""
    text = refusal(await house.person(typist).callback(slip.typed))
    for part in slip.english if typist == "anna" else slip.chinese:
        assert part in text
    assert len(text) < 400
    assert await opened(house) == 0
    assert house.chat.posted == []
    assert house.mails == []


@BOTH
async def test_whoever_is_not_in_the_directory_is_told_so(house: House, typist: str) -> None:
    """A stranger can do nothing, by command, button, form or in a thread, and is told whom to ask."""
    await house.person(typist).callback(f"{NUMBERS} customs")
    front, stranger = house.front, Incoming("mallory", "x")
    for answer in (
        await front.command(stranger, "list all"),
        await front.press(stranger, "acknowledge", "1:1"),
        await front.submit(stranger, "decline", "1:1", {"reason": "x"}),
        await front.reply(stranger, house.channel()[0].ref, "done"),
    ):
        assert "(mallory)" in refusal(answer)
    assert (await house.handover()).version == 1


async def test_a_call_to_everybody_in_a_customers_words_is_shown_and_never_expanded(house: House) -> None:
    """`<!channel>` and `@here` stay text: they stand in plain lines as they were typed, in no headline, subject, text or link."""
    wish = "says <!channel> @here must see <b>this</b> & *that*"
    answer = await house.person("anna").callback(f"{NUMBERS} @ben {wish}")
    assert not answer.refused
    for message in (house.channel()[0].message, house.person("ben").messages[0].message):
        (line,) = [line for section in message.sections for line in section.lines if line.label == "Wants"]
        assert line.plain == wish
        assert line.link is None
        assert not any("<!channel>" in text or "@here" in text for text in (message.text, message.headline, message.subject))
    assert (await house.handover()).owner == "ben"


async def test_a_button_pressed_twice_acts_once(house: House) -> None:
    """The second press of one delivery changes nothing and answers the same; a second press of the old card says who acted."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    ben = house.person("ben")
    old = ben.messages[0].versions[0]
    first = await ben.presses("I've got it", old, delivery="one press")
    again = await ben.presses("I've got it", old, delivery="one press")
    assert said(first) == said(again) == said(first)
    assert not again.refused
    twice = await ben.presses("I've got it", old)
    assert twice.refused
    assert "you acted on CB-1 yourself" in said(twice)
    assert (await house.handover()).version == 2
    assert house.thread() == ["Ben Huang has it."]


@pytest.mark.parametrize(
    ("typist", "sentence"),
    [
        ("anna", "This card was out of date: Ben Huang acted on CB-1 before you (“I've got it”)."),
        ("chen", "卡片已过期：Ben Huang 已先对 CB-1 执行“接单”。"),
    ],
)
async def test_a_stale_card_says_who_acted_and_is_brought_up_to_date(house: House, typist: str, sentence: str) -> None:
    """A press on an old card in the channel changes nothing, says who acted, and the card becomes what the channel may see."""
    await house.person("anna").callback(f'{NUMBERS} @ben name:"Li Hua" tel:13800138000 call Li Hua on 13800138000')
    stale = house.channel()[0].versions[0]
    await house.person("ben").presses("I've got it", house.person("ben").messages[0])
    incoming = Incoming(typist, "late press", EVERYBODY_IN_CHANNEL)
    button = button_of(stale, "I've got it")
    answer = await house.front.press(incoming, button.action, button.value)
    assert answer.refused
    assert sentence in said(answer)
    assert answer.replace is not None
    shown = said(answer.replace)
    assert shown == said(house.channel()[0].message)
    assert "Acknowledged" in shown
    assert "Li Hua" not in shown
    assert "13800138000" not in shown


async def test_a_stale_direct_card_stays_plain_for_the_ladder(house: House) -> None:
    """The same press in a direct message shows the owner the customer, in the owner's language."""
    await house.person("anna").callback(f'{NUMBERS} @zhou name:"Li Hua" tel:13800138000 customs')
    zhou = house.person("zhou")
    stale = zhou.messages[0].versions[0]
    await house.person("wang").callback("got CB-1")
    await house.person("wang").callback("assign CB-1 @zhou")
    answer = await zhou.presses("我来处理", stale)
    assert "卡片已过期：Wang Lei 已先对 CB-1 执行“指派”" in said(answer)
    assert answer.replace is not None
    assert "客户: Li Hua" in said(answer.replace)


async def test_a_closed_card_says_who_closed_it(house: House) -> None:
    """A press on a card of a closed handover says who closed it; by command the state is said."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    open_card = house.channel()[0].versions[0]
    await house.person("ben").callback("done CB-1")
    pressed = await house.person("wang").presses("Can't take it", open_card)
    assert "Ben Huang acted on CB-1 before you (“customer was reached”)" in said(pressed)
    typed = refusal(await house.person("ben").callback("got CB-1"))
    assert typed == "CB-1 is done, so “I've got it” is not possible. Type show CB-1 to see what happened."
    assert (await house.handover()).status is Status.DONE
    assert said(await house.person("wang").callback("show CB-1")).count("Ben Huang called the customer. Done.") == 1


@pytest.mark.parametrize(
    ("typist", "label", "sentence"),
    [
        ("anna", "Can't take it", "Only the owner (Ben Huang) can do that on CB-1 (“can't take it”)."),
        (
            "chen",
            "I've got it",
            "只有负责人（Ben Huang）、主管（Wang Lei）、值班长（赵敏）或经理（Ma Jing）可以对 CB-1 执行“接单”。",
        ),
        ("chen", "Cancel", "只有发起的前线（Anna Li）或主管（Wang Lei）可以对 CB-1 执行“取消”。"),
        (
            "kate",
            "Assign to…",
            (
                "Only the agent who opened it (Anna Li), the supervisor (Wang Lei), the duty leader (赵敏) or the manager "
                "(Ma Jing) can do that on CB-1 (“assign”)."
            ),
        ),
    ],
)
async def test_a_button_pressed_by_the_wrong_person_says_whose_it_is(
    house: House, typist: str, label: str, sentence: str
) -> None:
    """Who may not act is told who may; the card stays as it is."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    assert sentence in refusal(await house.person(typist).presses(label, house.channel()[0]))
    assert (await house.handover()).version == 1


@pytest.mark.parametrize("value", ["", "x", "1", "1:", ":1", "1:x", "-1:1", "1:1:1", "9" * 30 + ":1", "1:" + "9" * 30, "٣:x"])
@pytest.mark.parametrize("action", ["acknowledge", "finish", "nonsense", "only_noting", "phone_reached", "open", "calendar"])
async def test_a_forged_button_changes_nothing(house: House, action: str, value: str) -> None:
    """A button that the bot never made is refused in a sentence, whatever it carries."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    answer = await house.front.press(Incoming("ben", "forged"), action, value)
    assert answer.refused
    assert said(answer).strip()
    assert (await house.handover()).version == 1


@pytest.mark.parametrize(
    "fields", [{}, {"outcome": "cancel"}, {"outcome": "assign"}, {"reason": " "}, {"owner": "@nobody"}, {"unknown": "x"}]
)
@pytest.mark.parametrize("action", ["finish", "decline", "assign", "correct", "open", "nonsense"])
async def test_a_forged_form_changes_nothing(house: House, action: str, fields: dict[str, str]) -> None:
    """A form that lacks its fields, or brings others, is refused in a sentence."""
    await house.person("anna").callback(f"{NUMBERS} @ben customs")
    answer = await house.front.submit(Incoming("ben", "forged"), action, "1:1", fields)
    assert answer.refused
    assert said(answer).strip()
    assert (await house.handover()).version == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"waybill": ""}, "There is no waybill number in it"),
        ({"waybill": "12"}, "“12” is not the waybill number"),
        ({"request_id": ""}, "There is no REQ ID in it"),
        ({"request_id": "20418"}, "“20418” is not a REQ ID"),
        ({"wish": " "}, "What does the customer want?"),
        ({"wish": "x" * 1001}, "“What the customer wants” is too long: 1001 characters, and there is room for 1000."),
        ({"owner": "x" * 1001}, "“Owner” is too long: 1001 characters"),
        ({"wish": "a\0b"}, "U+0000"),
        ({"time": "later"}, "too vague"),
        ({"time": "2026-11-20 10:00"}, "“2026-11-20 10:00” has passed. First offer to use instead: Mon 23 Nov 11:10."),
        ({"owner": "@nobody"}, "I know nobody called @nobody"),
        ({"customer_phone": "none"}, "“none” is not a phone number"),
        ({"customer_phone": "1380013" + "x" * 40}, "is not a phone number"),
        ({"customer_name": "x" * 101}, "“Customer's name” is too long: 101 characters, and there is room for 100."),
    ],
)
async def test_the_form_refuses_what_the_command_refuses(house: House, fields: dict[str, str], sentence: str) -> None:
    """A field that is filled wrong is refused like the same text in a command."""
    anna = house.person("anna")
    good = {"waybill": "6869419583", "request_id": "REQ-20418", "wish": "customs"}
    answer = await anna.fills(await anna.callback(""), **good | fields)
    assert sentence in refusal(answer)
    assert answer.field in {*fields, ""}, "the form shows it beside the field"
    assert await opened(house) == 0


@BOTH
async def test_a_command_delivered_twice_opens_one_handover_and_answers_the_same(house: House, typist: str) -> None:
    """A platform's retry of one delivery gets the same sentence for the customer, and says that nothing was opened twice."""
    person = house.person(typist)
    first = await person.callback(f"{NUMBERS} 15:00 customs", delivery="D1")
    again = await person.callback(f"{NUMBERS} 15:00 customs", delivery="D1")
    assert first.message is not None
    assert again.message is not None
    assert first.message.headline == again.message.headline
    assert first.message.text == again.message.text
    assert await opened(house) == 1
    assert len(house.channel()) == 1
    assert len(house.person("ben").messages) == 1


async def test_a_second_handover_for_a_request_is_refused_with_a_link_to_the_first(house: House) -> None:
    """An open handover of the REQ ID is named; another matter is said with a mark."""
    anna, chen = house.person("anna"), house.person("chen")
    await anna.callback(f"{NUMBERS} customs")
    assert "CB-1" in refusal(await anna.callback(f"{NUMBERS} again"))
    assert "查看 CB-1" in refusal(await chen.callback(f"{NUMBERS} 又来"))
    assert not (await chen.callback(f"{NUMBERS} !另一事 退货")).refused
    assert await opened(house) == 2
