"""Waybill numbers: which carrier's, whether the check digit holds, and what it can find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.waybill import Waybill, check
from config.policy import Carrier, WaybillPattern

ALL: tuple[Carrier, ...] = ("dhl_express", "ups", "fedex", "upu_s10")
DOMESTIC = WaybillPattern(name="Domestic parcel", pattern=r"\d{12,14}")
HOUSE = WaybillPattern(name="House", pattern=r"sh\d{6}")

# Published by the carriers or in public collections of test numbers.
VALID = {
    "DHL Express": ("6869419583", "3318810025", "8487135506", "1099255990", "3821724944", "3318810036", "3318810014"),
    "UPS": ("1Z5R89390357567127", "1Z879E930346834440", "1Z410E7W0392751591", "1Z8V92A70367203024"),
    "FedEx": ("986578788855", "477179081230", "799531274483", "790535312317", "974367662710"),
    "UPU S10": ("RB123456785GB", "RB123456785US", "RB123456785CV", "EE473124829SE"),
}
INVALID = {
    "DHL Express": ("3318810010", "3318810034", "3318810011"),
    "UPS": ("1Z1111111111111111", "1Z5R89390357567128"),
    "FedEx": ("996578788855", "986578788856"),
    "UPU S10": ("RB123456786US", "RB123456784GB"),
}


@pytest.mark.parametrize(("carrier", "number"), [(carrier, number) for carrier, all_ in VALID.items() for number in all_])
def test_real_number(carrier: str, number: str) -> None:
    """A real number is known by its carrier, and its check digit holds."""
    assert check(number, ALL) == Waybill(number, carrier, check_ok=True)


@pytest.mark.parametrize(("carrier", "number"), [(carrier, number) for carrier, all_ in INVALID.items() for number in all_])
def test_look_again(carrier: str, number: str) -> None:
    """A number of the right shape whose check digit fails is still a waybill: it warns, it does not refuse."""
    assert check(number, ALL) == Waybill(number, carrier, check_ok=False)


@pytest.mark.parametrize(
    "typed",
    ["68 6941 9583", "6869-419-583", "６８６９４１９５８３", "6869　419　583", "6869–419583"],
)
def test_ways_of_typing(typed: str) -> None:
    """Spaces, hyphens and full-width digits do not matter."""
    assert check(typed, ALL) == Waybill("6869419583", "DHL Express", check_ok=True)


def test_small_letters() -> None:
    """A waybill typed in small or full-width letters is the one in capitals."""
    assert check("1z 5r8 939 03 5756 7127", ALL) == Waybill("1Z5R89390357567127", "UPS", check_ok=True)
    assert check("ｒｂ123456785ｇｂ", ALL) == Waybill("RB123456785GB", "UPU S10", check_ok=True)


@pytest.mark.parametrize(
    "typed", ["", "REQ-20418", "686941958", "68694195831", "16:20", "٦٨٦٩٤١٩٥٨٣", "2Z5R89390357567127", "1Z5R8939"]
)
def test_no_waybill(typed: str) -> None:
    """What has no carrier's shape is no waybill."""
    assert check(typed, ALL) is None


def test_only_the_sites_kinds() -> None:
    """A site knows only the kinds that its configuration lists."""
    assert check("6869419583", ("ups",)) is None


def test_own_pattern() -> None:
    """A site's own pattern is matched whole, in any case, and has no check digit that could fail."""
    assert check("SH123456", (HOUSE,)) == Waybill("SH123456", "House", check_ok=True)
    assert check("SH1234567", (HOUSE,)) is None


@pytest.mark.parametrize("kinds", [("fedex", DOMESTIC), (DOMESTIC, "fedex")])
def test_two_kinds(kinds: tuple[Carrier | WaybillPattern, ...]) -> None:
    """Where two kinds match, the one whose check digit holds is meant; a failing one gives way to a pattern without."""
    assert check("986578788855", kinds) == Waybill("986578788855", "FedEx", check_ok=True)
    assert check("986578788856", kinds) == Waybill("986578788856", "Domestic parcel", check_ok=True)


def _with_error(number: str, place: int, digit: str) -> str:
    return number[:place] + digit + number[place + 1 :]


def _found(number: str, place: int, digit: str) -> bool:
    wrong = check(_with_error(number, place, digit), ALL)
    assert wrong is not None
    return not wrong.check_ok


def _every_error(number: str) -> list[tuple[int, str]]:
    return [
        (place, digit)
        for place, old in enumerate(number)
        if old.isdigit() and not (number.startswith("1Z") and place < 2)
        for digit in "0123456789"
        if digit != old
    ]


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_dhl_finds(serial: int) -> None:
    """DHL: every wrong digit is found, but for one that is wrong by seven among the first nine."""
    number = f"{serial:09}{serial % 7}"
    for place, digit in _every_error(number):
        blind = place < 9 and abs(int(digit) - int(number[place])) == 7
        assert _found(number, place, digit) is not blind


@given(st.sampled_from(VALID["UPS"]))
def test_ups_finds(number: str) -> None:
    """UPS: every wrong digit is found, but for one that is doubled and wrong by five."""
    for place, digit in _every_error(number):
        doubled = place % 2 == 1 and place < 17
        blind = doubled and abs(int(digit) - int(number[place])) == 5
        assert _found(number, place, digit) is not blind


@given(st.integers(min_value=0, max_value=10**11 - 1))
def test_fedex_finds(serial: int) -> None:
    """FedEx: every wrong digit is found, but for one that turns a remainder of ten into zero or back."""
    weights = (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
    remainder = sum(int(digit) * weight for digit, weight in zip(f"{serial:011}", weights, strict=True)) % 11
    number = f"{serial:011}{remainder % 10}"
    for place, digit in _every_error(number):
        moved = (remainder + (int(digit) - int(number[place])) * weights[place]) % 11 if place < 11 else remainder
        blind = place < 11 and {remainder, moved} == {0, 10}
        assert _found(number, place, digit) is not blind


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_s10_finds(serial: int) -> None:
    """UPU S10: every wrong digit is found, but for one that turns a remainder of zero into six or back (both check as 5)."""
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    remainder = sum(int(digit) * weight for digit, weight in zip(f"{serial:08}", weights, strict=True)) % 11
    number = f"RB{serial:08}{ {0: 5, 1: 0}.get(remainder, 11 - remainder) }CN"
    for place, digit in _every_error(number):
        moved = (remainder + (int(digit) - int(number[place])) * weights[place - 2]) % 11 if place < 10 else remainder
        blind = place < 10 and {remainder, moved} == {0, 6}
        assert _found(number, place, digit) is not blind


def test_s10_letters() -> None:
    """UPU S10: a wrong letter cannot be found, as the check digit counts digits only."""
    found = check("RD123456785GB", ALL)
    assert found is not None
    assert found.check_ok


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text at all gets an answer, and a second look at a waybill finds the same one."""
    found = check(text, (*ALL, DOMESTIC))
    assert found is None or check(found.number, (*ALL, DOMESTIC)) == found
