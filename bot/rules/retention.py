"""What is forgotten of a handover that was closed long ago: whose it was for and what was typed about it, never what was done."""

from collections.abc import Mapping
from typing import Any, Final

PERSONAL: Final = frozenset({"customer_name", "customer_phone", "wish"})
TYPED: Final = frozenset({"note", "reason"})
FORGOTTEN: Final[Mapping[str, None]] = {"old": None, "new": None}


def impersonal(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event's details without what customers are called, where they are reached, and what people typed freely.

    That a name was corrected stays in the history, not from what to what.
    """
    kept: dict[str, Any] = {name: "" if name in TYPED else value for name, value in data.items()}
    if "fields" in kept:
        kept["fields"] = {name: FORGOTTEN if name in PERSONAL else change for name, change in kept["fields"].items()}
    return kept
