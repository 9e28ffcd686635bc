"""A phone number as it was typed, as a link."""

import re
import unicodedata
from typing import Final

_EXTENSION: Final = re.compile(r"(?:转|轉|ext\.?|x|#)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_COUNTRIES_OF_EIGHT: Final = frozenset({"45", "47", "65", "852", "853"})  # a whole national number has eight digits there
_EIGHT: Final = 8
_WITH_COUNTRY_AT_LEAST: Final = 10


def dial(number: str, phone_country: str) -> str | None:
    """Return the number as a `tel:` link (RFC 3966), or None when there is nothing to dial.

    A number without country gets `phone_country` ("86"); one too short to have an area code is marked as local to it.
    """
    typed = unicodedata.normalize("NFKC", number).strip()
    extension = ""
    if found := _EXTENSION.search(typed):
        typed, extension = typed[: found.start()], f";ext={found[1]}"
    abroad = typed.lstrip("(").startswith("+")
    digits = re.sub(r"[^0-9]", "", typed.replace("(0)", "") if abroad else typed)
    if abroad or digits.startswith("00"):
        digits = digits.removeprefix("00")
    elif digits.startswith("0"):
        digits = phone_country + digits[1:]
    elif _is_local(digits, phone_country):
        return f"tel:{digits}{extension};phone-context=+{phone_country}" if digits else None
    elif not (digits.startswith(phone_country) and len(digits) - len(phone_country) >= _WITH_COUNTRY_AT_LEAST):
        digits = phone_country + digits
    return f"tel:+{digits}{extension}" if digits else None


def _is_local(digits: str, phone_country: str) -> bool:
    return len(digits) < _EIGHT or (len(digits) == _EIGHT and phone_country not in _COUNTRIES_OF_EIGHT)
