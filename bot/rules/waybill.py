"""Waybill numbers (运单号): which carrier's one is, and whether its check digit holds (procedure, section 1).

A check digit that fails is a reason to look again, never to refuse: labels are misread, and carriers make exceptions. What a
scheme can find is told at its function; the rest is for the eyes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from config.policy import Carrier, WaybillPattern

_SEPARATORS: Final = re.compile(r"[\s\-\u2010-\u2015\u2212\u00ad]+")


@dataclass(frozen=True, slots=True)
class Waybill:
    """A waybill number without spaces and hyphens, in capitals; `check_ok` is false when its check digit says: look again."""

    number: str
    carrier: str
    check_ok: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """One carrier's numbers: the name that people know, the shape, and the check on a number of that shape."""

    name: str
    shape: re.Pattern[str]
    holds: Callable[[str], bool]


def normalise(number: str) -> str:
    """Return the number in half-width capitals without spaces and hyphens."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", number)).upper()


def check(number: str, kinds: Sequence[Carrier | WaybillPattern]) -> Waybill | None:
    """Return the waybill that was typed, or None when none of the site's kinds looks like it.

    Where several kinds match, one whose check digit holds comes first, then a site's own pattern (which has none to fail).
    """
    wanted = normalise(number)
    found = sorted(_matches(wanted, kinds), key=lambda match: match[0])
    return found[0][1] if found else None


def _matches(number: str, kinds: Sequence[Carrier | WaybillPattern]) -> Iterator[tuple[int, Waybill]]:
    """Yield every kind that matches, with 0 for a check digit that holds, 1 for none to check, 2 for one that fails."""
    for kind in kinds:
        if isinstance(kind, WaybillPattern):
            if re.fullmatch(kind.pattern, number, re.ASCII | re.IGNORECASE):
                yield 1, Waybill(number, kind.name, check_ok=True)
        elif (scheme := SCHEMES[kind]).shape.fullmatch(number):
            holds = scheme.holds(number)
            yield (0 if holds else 2), Waybill(number, scheme.name, holds)


def _dhl_holds(number: str) -> bool:
    """Check the last digit: the first nine modulo 7. It cannot find 0 for 7, 1 for 8 or 2 for 9 among the first nine."""
    return int(number[:9]) % 7 == int(number[9])


def _ups_holds(number: str) -> bool:
    """Check the last digit: modulo 10, every second character doubled, letters counted as A = 2, B = 3, and so on.

    It cannot find a doubled digit that is wrong by five, nor letters that count alike.
    """
    values = [int(sign) if sign.isdigit() else (ord(sign) - ord("A") + 2) % 10 for sign in number[2:]]
    return -(sum(values[0:15:2]) + 2 * sum(values[1:15:2])) % 10 == values[15]


def _fedex_holds(number: str) -> bool:
    """Check the last digit: weights 3, 1, 7, modulo 11, ten counted as zero. It cannot find an error that turns ten into zero."""
    return _weighed(number, (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)) % 11 % 10 == int(number[11])


def _s10_holds(number: str) -> bool:
    """Check the ninth digit (UPU standard S10): weights 8 6 4 2 3 5 9 7, eleven less the rest; ten is 0 and eleven is 5.

    It cannot find an error that turns a rest of zero into six or back, nor one among the letters.
    """
    rest = 11 - _weighed(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(number[10])


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


SCHEMES: Final[dict[Carrier, Scheme]] = {
    "dhl_express": Scheme("DHL Express", re.compile(r"[0-9]{10}"), _dhl_holds),
    "ups": Scheme("UPS", re.compile(r"1Z[A-Z0-9]{15}[0-9]"), _ups_holds),
    "fedex": Scheme("FedEx", re.compile(r"[0-9]{12}"), _fedex_holds),
    "upu_s10": Scheme("UPU S10", re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}"), _s10_holds),
}
