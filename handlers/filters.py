"""What `list` is narrowed to."""

import re
from typing import Final

from bot.rules.handover import ACTIVE, Status
from config.policy import Site
from handlers import parts, refusals, words
from handlers.intents import ListHandovers
from handlers.parts import Remaining
from handlers.words import Filter

_STATUSES: Final = {
    Filter.OPEN: ACTIVE,
    Filter.UNACKNOWLEDGED: frozenset({Status.OPEN}),
    Filter.ACKNOWLEDGED: frozenset({Status.ACKNOWLEDGED}),
    Filter.DONE: frozenset({Status.DONE}),
    Filter.CANCELLED: frozenset({Status.CANCELLED}),
    Filter.ALL: frozenset(Status),
}
_WORD: Final = re.compile(rf"({words.pattern(words.forms(words.FILTERS))})(?![A-Za-z0-9])", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?:[\s,;、。+&的]|and\b|和)+", re.IGNORECASE)


def parse_list(text: str, site: Site) -> ListHandovers:
    """Return the filters that the text names, in any order; of several states any.

    Raises UnknownFilter, TwoOwners, TwoRequestIds, TwoWaybills.
    """
    remaining = Remaining(text)
    owner = parts.cut_owner(remaining)
    request_id = parts.cut_request_id(remaining, None, site)
    waybill = parts.cut_waybill(remaining, None, site)
    chosen = _filters(remaining.plain)
    statuses = frozenset[Status]().union(*(_STATUSES[word] for word in chosen if word in _STATUSES))
    # Somebody who asks for one number wants to find it, whatever has become of it.
    otherwise = frozenset(Status) if request_id or waybill else ACTIVE
    return ListHandovers(
        statuses=statuses or otherwise,
        overdue=Filter.OVERDUE in chosen,
        today=Filter.TODAY in chosen,
        off_hours=Filter.OFF_HOURS in chosen,
        warned=Filter.WARNED in chosen,
        own_team=Filter.TEAM in chosen,
        owner=owner,
        request_id=request_id,
        waybill=waybill.number if waybill else None,
    )


def _filters(plain: str) -> frozenset[Filter]:
    chosen = set[Filter]()
    place = 0
    while place < len(plain):
        if between := _BETWEEN.match(plain, place):
            place = between.end()
            continue
        found = _WORD.match(plain, place)
        word = words.lookup(Filter, found[1]) if found else None
        if found is None or word is None:
            typed = re.split(r"[\s,;、。]", plain[place:])[0]
            near = words.closest(typed, words.forms(words.FILTERS), cutoff=0.6)
            raise refusals.UnknownFilter(word=typed, closest=tuple(near or Filter))
        chosen.add(word)
        place = found.end()
    return frozenset(chosen)
