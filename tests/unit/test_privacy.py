"""What the channel sees of phone numbers and names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.privacy import MASK, mask_name, mask_person, mask_phones


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("call 13800138000 now", "call •••••••••00 now"),
        ("138 0013 8000", "••• •••• ••00"),
        ("138-0013-8012", "•••-••••-••12"),
        ("+86 138 0013 8000", "+•• ••• •••• ••00"),
        ("0086-13800138000", "••••-•••••••••00"),
        ("（021）6213-4567", "（•••）••••-••67"),
        ("(021) 62134567转8001", "(•••) ••••••67转8001"),
        ("62134567", "••••••67"),
        ("+49 (0)69 1234-567", "+•• (•)•• ••••-•67"),
        ("01 42 68 53 21", "•• •• •• •• 21"),
        ("１３８００１３８０００", "•••••••••００"),
        ("＋８６　１３８００１３８０００", "＋••　•••••••••００"),
        ("电话13800138000，急", "电话•••••••••00，急"),
        ("Li13800138000", "Li•••••••••00"),
        ("1.3.8.0.0.1.3.8.0.0.0", "•.•.•.•.•.•.•.•.•.0.0"),
        ("13800138000 13900139011", "•••••••••00 •••••••••11"),
        ("13800138000/13900139011", "•••••••••00/•••••••••11"),
        ("2026-11-24 16:20 13800138000", "2026-11-24 16:20 •••••••••00"),
        ("13800138000 2026-11-24 16:20", "•••••••••00 2026-11-24 16:20"),
        ("13800138000 20:30", "•••••••••00 20:30"),
        ("13-1-2000 0000", "••-•-•••• ••00"),
        ("138 12-31-2000", "••• ••-••-••00"),
        ("1–4.0 2000-9-01 - 2", "•–•.• ••••-•-•1 - 2"),
        ("182 - 20001222", "••• - ••••••22"),
    ],
)
def test_phone_is_masked(typed: str, masked: str) -> None:
    """A phone number keeps its last two digits, its length and its separators, whichever way it was typed."""
    assert mask_phones(typed) == masked


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-24 16:20",
        "2026/11/24 9:30",
        "24.11.2026 16:20",
        "20261124 16:20",
        "2026年11月24日16:20",
        "2026-11-24T16:20:00+08:00",
        "08:30-17:30",
        "customs fee 1,250,000.00",
        "¥1250000.50",
        "1250000元",
        "1250000.00 RMB",
        "room 1204, floor 12",
        "30 x 40 x 50 cm",
        "95338",
        "CB-12",
    ],
)
def test_no_phone(typed: str) -> None:
    """Dates, times, amounts and short numbers are left alone."""
    assert mask_phones(typed) == typed


def test_kept() -> None:
    """The handover's own numbers are left alone, also typed with spaces or full-width; others like them are not."""
    keep = ("6869419583", "REQ-2041812345", "1Z5R89390357567127")
    for typed in (
        "6869419583 REQ-2041812345 2026-11-24 16:20",
        "5 6869419583",
        "68 6941 9583",
        "６８６９４１９５８３",
        "req 2041812345",
        "1z5r89390357567127",
    ):
        assert mask_phones(typed, keep) == typed
    assert mask_phones("6869419583 13800138000", keep) == "6869419583 •••••••••00"
    assert mask_phones("68694195830", keep) == "•••••••••30"
    assert mask_phones("6869419594", keep) == "••••••••94"


SEPARATORS = st.sampled_from(["", "", "", " ", "-", ".", " - ", "　", "–"])


@given(
    st.sampled_from(["", "+86 ", "0086", "(86)", "＋86-"]),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.lists(SEPARATORS, min_size=11, max_size=11),
    st.sampled_from(["", "call ", "电话：", "2026-11-24 16:20 "]),
)
def test_every_mobile_number(prefix: str, number: str, separators: list[str], before: str) -> None:
    """However a mobile number is cut up, nobody in the channel sees more of it than its last two digits."""
    typed = prefix + "".join(digit + separator for digit, separator in zip(number, separators, strict=True))
    masked = mask_phones(before + typed).removeprefix(before)
    assert re.findall(r"\d", masked) == list(number[-2:])
    assert len(masked) == len(typed)


@given(st.text(alphabet="0123456789 +-()/.:年月日元¥ab\n", max_size=60))
def test_masking_twice(text: str) -> None:
    """Masking only ever puts masks in the place of digits, never hides a text without seven digits, and is done at once."""
    masked = mask_phones(text)
    assert len(masked) == len(text)
    assert all(new == old or (new == MASK and old.isdecimal()) for new, old in zip(masked, text, strict=True))
    assert masked == text or sum(sign.isdecimal() for sign in text) >= 7
    assert mask_phones(masked) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Anna Schmidt", "A•••"),
        ("张三", "张••"),
        ("欧阳娜娜", "欧••"),
        ("  li", "l•••"),
        ("13800138000", "•••"),
        ("", ""),
    ],
)
def test_mask_person(name: str, masked: str) -> None:
    """The channel sees a customer's first letter or sign, and not how long the name is."""
    assert mask_person(name) == masked


@pytest.mark.parametrize(
    ("text", "name", "masked"),
    [
        ("Anna Schmidt wants a refund", "Anna Schmidt", "A••• wants a refund"),
        ("ANNA  SCHMIDT and anna-schmidt", "Anna Schmidt", "A••• and A•••"),
        ("Schmidt, Anna", "Anna Schmidt", "S•••, A•••"),
        ("Ms Schmidt's parcel", "Anna Schmidt", "Ms S•••'s parcel"),
        ("banana for Annabel", "Anna Schmidt", "banana for Annabel"),
        ("联系Anna吧", "Anna Schmidt", "联系A•••吧"),
        ("Li Lei lives there; Mr Li called, likely", "Li Lei", "L••• lives there; Mr L••• called, likely"),
        ("张小明要求退款", "张小明", "张••要求退款"),
        ("小明要求退款，张先生很急", "张小明", "••要求退款，•先生很急"),
        ("张 三 来电", "张三", "张•• 来电"),
        ("欧阳女士找娜娜", "欧阳娜娜", "•女士找••"),
        ("主张退款", "张三", "主张退款"),
        ("Acme GmbH, the GmbH", "Acme GmbH", "A•••, the GmbH"),
        ("上海大众汽车有限公司投诉", "上海大众汽车有限公司", "上••投诉"),
        ("O'Brien called", "Pat O'Brien", "O••• called"),
        ("nobody", "", "nobody"),
        ("a+b (c", "+(*", "a+b (c"),
    ],
)
def test_mask_name(text: str, name: str, masked: str) -> None:
    """Every occurrence of the customer's name is masked, whole or in the parts that point to the person; other words stay."""
    assert mask_name(text, name) == masked


LETTERS = st.text(alphabet="abcdefghiklmnorstuABCDEÄßé", min_size=3, max_size=8)
SIGNS = st.text(alphabet="张王李赵陈小明芳娜伟强", min_size=2, max_size=3)


@given(st.one_of(LETTERS, SIGNS, st.tuples(LETTERS, LETTERS).map(" ".join)), st.text(max_size=20), st.text(max_size=20))
def test_name_is_gone(name: str, before: str, after: str) -> None:
    """After masking, the customer's name stands nowhere as a word of its own, in any case."""
    for typed in (name, name.upper(), name.lower()):
        if len(typed) == len(name):
            assert name.casefold() not in mask_name(f"{before} {typed} {after}", name).casefold().split()
            assert typed not in mask_name(f"{before}，{typed}，{after}", name).split("，")
