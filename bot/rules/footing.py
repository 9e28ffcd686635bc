"""What the times of a handover's rungs go by, as an event leaves it: everything that the audit needs to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from bot.rules.handover import ACTIVE, Handover, Status
from bot.rules.routes import Route


@dataclass(frozen=True, slots=True)
class Footing:
    """What the times of the rungs go by after an event. Moments are aware UTC; rungs come later than `after`."""

    cycle: int
    after: datetime
    cycle_from: datetime
    promised_at: datetime
    status: Status
    site: str
    routes: tuple[Route, ...]
    warned: bool
    whole_ladder: bool

    @property
    def active(self) -> bool:
        """Tell whether somebody still has to call."""
        return self.status in ACTIVE

    @classmethod
    def of(cls, before: Handover | None, handover: Handover, at: datetime) -> Self:
        """Return the footing after an event `at`: in a new cycle the rungs begin where the act has put them."""
        new_cycle = before is None or before.cycle != handover.cycle
        same = {field.name: getattr(handover, field.name) for field in fields(cls) if field.name != "after"}
        return cls(after=handover.rung_at if new_cycle else at, **same)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Return the footing that was written by `dump`."""
        moments = {name: datetime.fromisoformat(data[name]) for name in ("after", "cycle_from", "promised_at")}
        return cls(**{**data, **moments, "status": Status(data["status"]), "routes": tuple(map(Route, data["routes"]))})

    def dump(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}
