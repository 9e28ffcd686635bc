"""What a log line is about: the references of handovers, and nothing of their customers."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Final

from structlog.contextvars import bind_contextvars, bound_contextvars, unbind_contextvars

NAMED: Final = 5
HANDOVER: Final = "handover"


def references(handover_ids: Iterable[int]) -> str:
    """Return "CB-1, CB-2"; of many, how many more there are."""
    ids = sorted(set(handover_ids))
    named = ", ".join(f"CB-{each}" for each in ids[:NAMED])
    return named if len(ids) <= NAMED else f"{named} and {len(ids) - NAMED} more"


def about(handover_ids: Iterable[int]) -> AbstractContextManager[None]:
    """Have every line that is logged while the block runs, in whatever module, name these handovers."""
    return bound_contextvars(**{HANDOVER: references(handover_ids)})


def now_about(handover_id: int) -> None:
    """Have what is logged from now on, in this task, name the handover: an act has found out which one it is about."""
    bind_contextvars(**{HANDOVER: references([handover_id])})


def about_nothing_yet() -> None:
    """Begin something new in this task."""
    unbind_contextvars(HANDOVER)
