"""What a handover's ladder should have pinged, worked out from its events alone (procedure, section 5).

Each event leaves a footing, which holds for a spell: until the next event. `rung_at` and `next_due_at`, by which the sweep
goes, are not asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.footing import Footing
from bot.rules.ladder import RungName, Track
from bot.rules.minutes import MINUTE


@dataclass(frozen=True, slots=True)
class Spell:
    """A footing, and from when until when it held (aware UTC; None: it still does)."""

    handover_id: int
    since: datetime
    until: datetime | None
    footing: Footing


@dataclass(frozen=True, slots=True)
class Planned:
    """A rung that should have pinged somebody `at` (aware UTC).

    `opening`: in the minute in which the ladder began; who was told of the handover then is not pinged as well.
    """

    handover_id: int
    cycle: int
    rung: RungName
    occurrence: int
    at: datetime
    opening: bool


Plan = Callable[[Footing], Iterator[Track]]


def planned(spells: Sequence[Spell], plan: Plan, since: datetime, until: datetime, grace: timedelta) -> list[Planned]:
    """Return the rungs of one handover that fell due later than `since`, not later than `until`, and had to be pinged.

    `spells` are in order. What an event within `grace` of its moment took off the ladder need not have been: it was dealt with.
    """
    tracks = [list(plan(spell.footing)) for spell in spells]
    found = []
    for number, spell in enumerate(spells):
        for track in tracks[number]:
            for occurrence, moment in _moments(track, spell, since, until):
                later = zip(spells[number + 1 :], tracks[number + 1 :], strict=True)
                soon = [(other.footing, its) for other, its in later if other.since <= moment + grace]
                if all(other.cycle == spell.footing.cycle and _has(its, track.name, occurrence) for other, its in soon):
                    opening = moment - spell.footing.cycle_from < MINUTE
                    found.append(Planned(spell.handover_id, spell.footing.cycle, track.name, occurrence, moment, opening))
    return sorted(found, key=lambda each: each.at)


def _moments(track: Track, spell: Spell, since: datetime, until: datetime) -> Iterator[tuple[int, datetime]]:
    """Yield the occurrences of a rung in the spell, between both moments."""
    coming = track.coming(max(since, spell.footing.after))
    end = until if spell.until is None else min(until, spell.until)
    while coming is not None and coming[1] <= end:
        yield coming
        coming = (coming[0] + 1, track.at(coming[0] + 1)) if track.every is not None else None


def _has(tracks: Sequence[Track], name: RungName, occurrence: int) -> bool:
    return any(track.name is name and (track.every is not None or occurrence == 0) for track in tracks)
