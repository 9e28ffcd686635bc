"""Opening a handover by command: waybill, REQ ID, time, owner, name, phone and marks in any order, and the customer's words."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.cleaning import ControlCharacters, TooLong
from bot.rules.waybill import Waybill
from config.policy import Site, load_policy
from handlers import refusals
from handlers.grammar import parse
from handlers.intents import Command, OpenCallback
from tests.unit.times_double import FewTimes, Read, at

POLICY = load_policy(Path(__file__).parents[2] / "config" / "policy.toml")
SITE = POLICY.sites["shanghai"]
DHL = Waybill("6869419583", "DHL Express", check_ok=True)


def read(text: str, site: Site = SITE) -> Command:
    """Read a command with the double's times."""
    return parse(text, site, FewTimes(), wish_limit=1000)


def opened(
    wish: str = "customs fee",
    *,
    waybill: Waybill = DHL,
    asked: Read | None = None,
    owner: str | None = None,
    customer_name: str | None = None,
    customer_phone: str | None = None,
    marks: tuple[str, ...] = (),
) -> OpenCallback:
    """Return what opening should be understood as."""
    return OpenCallback(
        waybill=waybill,
        request_id="REQ-20418",
        wish=wish,
        asked=asked,
        owner=owner,
        customer_name=customer_name,
        customer_phone=customer_phone,
        warned="warned" in marks,
        other_matter="other" in marks,
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("6869419583 REQ-20418 customs fee", opened()),
        ("6869419583 REQ-20418 17:20 customs fee", opened(asked=at("17:20"))),
        ("customs fee 6869419583, REQ-20418, 17:20", opened(asked=at("17:20"))),
        ("6869419583 req20418 customs fee", opened()),
        ("6869419583 REQ 20418 customs fee", opened()),
        ("6869419583 REQ–20418 customs fee", opened()),
        ("６８６９４１９５８３　ＲＥＱ－２０４１８　海关费用", opened("海关费用")),
        ("6869419583 REQ-20418海关费用", opened("海关费用")),
        ("68 6941 9583 REQ-20418 customs fee", opened()),
        ("6869-419-583 REQ-20418 customs fee", opened()),
        ("waybill:6869419583 req:REQ-20418 customs fee", opened()),
        ("运单：6869419583 REQ号：REQ-20418 海关费用", opened("海关费用")),
        ("6869419583 REQ-20418 @zhou customs fee", opened(owner="@zhou")),
        ("6869419583 REQ-20418 customs fee ＠周洁", opened(owner="@周洁")),
        ("6869419583 REQ-20418 海关费用，@周洁，急", opened("海关费用，急", owner="@周洁")),
        ("6869419583 REQ-20418 customs fee <@U123>", opened(owner="<@U123>")),
        ('6869419583 REQ-20418 @"Zhou Jie" customs fee', opened(owner="@Zhou Jie")),
        ("6869419583 REQ-20418 name:Li customs fee", opened(customer_name="Li")),
        ('6869419583 REQ-20418 name:"Li Lei" customs fee', opened(customer_name="Li Lei")),
        ("6869419583 REQ-20418 name: “Li Lei” customs fee", opened(customer_name="Li Lei")),
        ("6869419583 REQ-20418 姓名：「李 雷」海关费用", opened("海关费用", customer_name="李 雷")),
        (
            "6869419583 REQ-20418 客户：李雷，电话：13800138000，海关费用",
            opened("海关费用", customer_name="李雷", customer_phone="13800138000"),
        ),
        ("6869419583 REQ-20418 tel:+86 138 0013 8000 customs fee", opened(customer_phone="+86 138 0013 8000")),
        (
            "6869419583 REQ-20418 tel:(021) 6213-4567 17:20 customs fee",
            opened(customer_phone="(021) 6213-4567", asked=at("17:20")),
        ),
        ("tel:13800138000 6869419583 REQ-20418 customs fee", opened(customer_phone="13800138000")),
        ("电话：１３８００１３８０００ 6869419583 REQ-20418 海关费用", opened("海关费用", customer_phone="13800138000")),
        ("6869419583 REQ-20418 !warned customs fee !other", opened(marks=("warned", "other"))),
        ("6869419583 REQ-20418 ！预警 海关费用 ！另一事", opened("海关费用", marks=("warned", "other"))),
        ("6869419583 REQ-20418 time: 17:20 customs fee", opened(asked=at("17:20"))),
        ("6869419583 REQ-20418 时间：明天上午 海关费用", opened("海关费用", asked=Read(at("9:00").moment.replace(day=24)))),
        ("6869419583 REQ-20418 17:20 wish:deliver tomorrow", opened("deliver tomorrow", asked=at("17:20"))),
        ("6869419583 REQ-20418 wish:ask @li, !now, at 16:00 name:Li", opened("ask @li, !now, at 16:00", customer_name="Li")),
        ("cancel delivery 6869419583 REQ-20418 17:20", opened("cancel delivery", asked=at("17:20"))),
        ("help, customer is upset 6869419583 REQ-20418", opened("help, customer is upset")),
        ("6869419583 REQ-20418 line one\r\nline two", opened("line one\nline two")),
        ("6869419583 REQ-20418 customs fee! Urgent!!", opened("customs fee! Urgent!!")),
        ("6869419583 REQ-20418 海关费用：太高，不付", opened("海关费用：太高，不付")),
        ("6869419583 REQ-20418 see https://example.com/@li", opened("see https://example.com/@li")),
        ("6869419583 REQ-20418 6869419583 again customs fee", opened("again customs fee")),
    ],
)
def test_open(text: str, meant: OpenCallback) -> None:
    """A command is understood in any order, in full-width signs, with Chinese names of its parts; the rest is the wish."""
    assert read(text) == meant


@pytest.mark.parametrize(
    "wish",
    [
        "<!channel> customs fee",
        "customs fee @here",
        "@channel @everyone @all now",
        "＠所有人 看一下",
        "write to li@example.com",
        "mail <mailto:li@example.com|li@example.com>",
        "!here now",
    ],
)
def test_nobody_is_called(wish: str) -> None:
    """What would call everybody, and an e-mail address, is the customer's text and never an owner."""
    command = read(f"6869419583 REQ-20418 {wish}")
    assert isinstance(command, OpenCallback)
    assert (command.wish, command.owner) == (wish, None)


PARTS = ("6869419583", "REQ-20418", "17:20", "@zhou", 'name:"Li Lei"', "tel:13800138000", "!warned")


@given(st.permutations([*PARTS, "customs fee"]))
def test_any_order(order: list[str]) -> None:
    """The order of the parts does not matter."""
    meant = opened(asked=at("17:20"), owner="@zhou", customer_name="Li Lei", customer_phone="13800138000", marks=("warned",))
    assert read(" ".join(order)) == meant
    assert read("　".join(order)) == meant


@pytest.mark.parametrize(
    ("text", "wish", "phone"),
    [
        ("tel 13800138000 customs fee", "customs fee", "13800138000"),
        ("customs fee phone 13800138000", "customs fee", "13800138000"),
        ("customs fee, Mobile +86 138 0013 8000, urgent", "customs fee, urgent", "+86 138 0013 8000"),
        ("tel (021) 6213-4567 customs fee", "customs fee", "(021) 6213-4567"),
        ("tel 4155550132 customs fee", "customs fee", "4155550132"),
        ("海关费用 电话 13800138000", "海关费用", "13800138000"),
        ("海关费用 电话13800138000", "海关费用", "13800138000"),
        ("海关费用，手机　１３８００１３８０００", "海关费用", "13800138000"),
        ("phone the shop", "phone the shop", None),
        ("phone 3 boxes", "phone 3 boxes", None),
        ("phone 2026-11-24 customs", "phone 2026-11-24 customs", None),
        ("please phone 13800138000", "please phone 13800138000", None),
        ("请电话 13800138000", "请电话 13800138000", None),
        ("wish:tel 13800138000 is wrong", "tel 13800138000 is wrong", None),
        ("tel:13900139000 phone 13800138000 is wrong", "phone 13800138000 is wrong", "13900139000"),
        ("phone13800138000 broken", "phone13800138000 broken", None),
    ],
)
def test_a_phone_without_its_colon(text: str, wish: str, phone: str | None) -> None:
    """What has the shape of a phone number after "tel" or 电话 is the phone; a sentence that has somebody phoned is the wish."""
    assert read(f"6869419583 REQ-20418 {text}") == opened(wish, customer_phone=phone)


def test_the_only_waybill_is_no_phone() -> None:
    """A number that alone can be the waybill stays it."""
    assert read("phone 6869419583 REQ-20418 customs fee") == opened("phone customs fee")


def test_failed_check_digit_opens() -> None:
    """A waybill whose check digit fails is taken; the answer asks to look again."""
    assert read("6869419584 REQ-20418 customs fee") == opened(waybill=Waybill("6869419584", "DHL Express", check_ok=False))


def test_a_number_in_the_wish() -> None:
    """A number in the wish that has the shape of a waybill is left there when the first one's check digit alone holds."""
    assert read("6869419583 REQ-20418 call 4155550132") == opened("call 4155550132")
    assert read("waybill:6869419583 REQ-20418 same as 3318810025") == opened("same as 3318810025")


REFUSED: list[tuple[str, type[Refusal]]] = [
    ("REQ-20418 customs fee", refusals.NoWaybill),
    ("name:Li customs fee", refusals.NoWaybill),
    ("please do call the customer", refusals.NoWaybill),
    ("138 0013 8000 REQ-20418 customs fee", refusals.NoWaybill),
    ("2026-11-24 16:20 REQ-20418 customs fee", refusals.NoWaybill),
    ("waybill:12 REQ-20418 customs fee", refusals.NotAWaybill),
    ("6869419583 3318810025 REQ-20418 customs fee", refusals.TwoWaybills),
    ("6869419584 REQ-20418 call 3318810025", refusals.TwoWaybills),
    ("6869419583 customs fee", refusals.NoRequestId),
    ("6869419583 REQ-1 customs fee", refusals.NoRequestId),
    ("6869419583 req:20418 customs fee", refusals.NotARequestId),
    ("6869419583 REQ-20418 REQ-20419 customs fee", refusals.TwoRequestIds),
    ("6869419583 REQ-20418 @zhou @li customs fee", refusals.TwoOwners),
    ("6869419583 REQ-20418 @zhou <@U123> customs fee", refusals.TwoOwners),
    ("6869419583 REQ-20418", refusals.NoWish),
    ("6869419583 REQ-20418 17:20 @zhou", refusals.NoWish),
    ("6869419583 REQ-20418 nmae:Li customs fee", refusals.UnknownTag),
    ("6869419583 REQ-20418 customs fee name:", refusals.MissingValue),
    ("6869419583 REQ-20418 name:Li name:Han customs fee", refusals.DoubleTag),
    ('6869419583 REQ-20418 name:"Li customs fee', refusals.UnclosedQuote),
    ("6869419583 REQ-20418 tel:none customs fee", refusals.NotAPhone),
    ("6869419583 REQ-20418 !urgent customs fee", refusals.UnknownFlag),
    ("6869419583 REQ-20418 ！加急 海关费用", refusals.UnknownFlag),
    ("6869419583 REQ-20418 customs\x07 fee", ControlCharacters),
    ("6869419583 REQ-20418 " + "x" * 1001, refusals.FieldTooLong),
    ("6869419583 REQ-20418 " + "x" * 40_000, TooLong),
    (f"6869419583 REQ-20418 name:{'x' * 101} customs fee", refusals.FieldTooLong),
]


@pytest.mark.parametrize(("text", "refusal"), REFUSED)
def test_refused(text: str, refusal: type[Refusal]) -> None:
    """What is missing, doubled or mistyped is refused by its own name."""
    with pytest.raises(refusal):
        read(text)


def test_refusal_names_the_closest() -> None:
    """A mistyped part is refused with the parts that look like it."""
    with pytest.raises(refusals.UnknownTag) as refusal:
        read("6869419583 REQ-20418 phnoe:13800138000 customs fee")
    assert refusal.value.params == {"tag": "phnoe", "closest": "phone:"}


def test_the_reader_of_times_sees_no_numbers() -> None:
    """Waybill, REQ ID, name, phone and a quoted wish are taken out before a time is looked for."""
    times = FewTimes()
    parse('6869419583 REQ-20418 tel:13800138000 name:"3:30 Club" soon wish:"not at 16:00"', SITE, times, wish_limit=1000)
    assert times.asked == ["soon"]


def test_own_waybills_of_a_site() -> None:
    """A site's own kind of waybill is read there, and is no waybill elsewhere."""
    frankfurt = read("98657878885512 REQ-20418 customs fee", POLICY.sites["frankfurt"])
    assert frankfurt == opened(waybill=Waybill("98657878885512", "Domestic parcel", check_ok=True))
    with pytest.raises(refusals.NoWaybill):
        read("98657878885512 REQ-20418 customs fee")


def test_personal_data_is_not_printed() -> None:
    """Name, phone and wish do not appear where a command is printed, as in a log."""
    shown = repr(read("6869419583 REQ-20418 name:Leihan tel:13800138000 customs fee"))
    assert not [secret for secret in ("Leihan", "13800138000", "customs") if secret in shown]


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Any text at all is either understood or refused."""
    for typed in (text, f"6869419583 REQ-20418 {text}", f"correct CB-12 {text}", f"list {text}"):
        try:
            read(typed)
        except Refusal as refusal:
            assert refusal.key  # noqa: PT017


def test_every_order_of_the_numbers() -> None:
    """Waybill, REQ ID and time are told apart in every order, also directly one after the other."""
    for order in permutations(("6869419583", "REQ-20418", "17:20")):
        assert read(f"{' '.join(order)} customs fee") == opened(asked=at("17:20"))
