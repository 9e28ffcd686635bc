"""What each act makes of a handover (procedure, section 4). Pure: who may act is checked in `bot.rules.handover`.

Each function returns the handover as it is after the act; the service counts the version and sets the next rung.
"""

from dataclasses import replace
from datetime import datetime

from bot.rules.handover import Handover, Status
from bot.rules.minutes import MINUTE
from bot.rules.promise import Promise
from bot.rules.routes import Obligation, Route, obligations_of
from bot.rules.worktime import whole_minute

PHONING = frozenset({Obligation.PHONE_LIST, Obligation.PHONE_SUPERVISOR})


def acknowledge(handover: Handover, person: str, now: datetime) -> Handover:
    """The person says: mine. Acknowledging and taking over are the same change."""
    return replace(
        handover,
        status=Status.ACKNOWLEDGED,
        owner=person,
        declined=False,
        acknowledged_at=handover.acknowledged_at or now,
        phone_next=None,
    )


def decline(handover: Handover, now: datetime) -> Handover:
    """The owner cannot take it: open, the ladder anew; until somebody takes it the supervisor is pinged in the owner's place."""
    return _new_cycle(replace(handover, status=Status.OPEN, acknowledged_at=None, declined=True), now)


def assign(handover: Handover, owner: str, team: str, site: str, now: datetime) -> Handover:
    """Somebody else becomes the owner: open, the ladder anew, on the clock of the new owner's site."""
    changed = replace(handover, status=Status.OPEN, owner=owner, team=team, site=site, acknowledged_at=None, declined=False)
    return _new_cycle(changed, now)


def reached(handover: Handover, person: str, now: datetime) -> Handover:
    """The customer was called by `person`, who becomes the owner: done, and acknowledged as well if it was not."""
    return _closed(_attempted(acknowledge(handover, person, now), now), Status.DONE, person, now)


def no_answer(handover: Handover, person: str, promise: Promise, now: datetime) -> Handover:
    """The customer did not answer: the caller has it, and only the pings around the new time run."""
    called = _attempted(acknowledge(handover, person, now), now)
    return _unclaimed(replace(_new_cycle(_promised(called, promise), now), whole_ladder=False))


def not_needed(handover: Handover, person: str, now: datetime) -> Handover:
    """The customer no longer needs the call: done."""
    return _closed(handover, Status.DONE, person, now)


def new_time(handover: Handover, promise: Promise, now: datetime) -> Handover:
    """A new time was agreed: route and ladder anew; who has it keeps it."""
    return _unclaimed(_new_cycle(_promised(handover, promise), now))


def remember(before: Handover, after: Handover) -> Handover:
    """Keep a customer's name or phone that was corrected: what was written with it stays hidden from others than the ladder."""
    pairs = ((before.customer_name, after.customer_name), (before.customer_phone, after.customer_phone))
    gone = tuple(old for old, new in pairs if old is not None and old != new)
    return replace(after, formerly=tuple(dict.fromkeys((*before.formerly, *gone))))


def cancel(handover: Handover, person: str, now: datetime) -> Handover:
    """The handover is called off."""
    return _closed(handover, Status.CANCELLED, person, now)


def reopen(handover: Handover, now: datetime) -> Handover:
    """A closed handover is open again, with its ladder from now on."""
    opened = replace(handover, status=Status.OPEN, closer=None, closed_at=None, acknowledged_at=None, declined=False)
    return _new_cycle(opened, now)


def _new_cycle(handover: Handover, now: datetime) -> Handover:
    """Start the ladder anew, with the phone list where the routes need a person.

    Its minutes count from the whole minute, so that pings of the same minute fall due together.
    """
    start = whole_minute(now)
    return replace(
        handover,
        cycle=handover.cycle + 1,
        cycle_from=start,
        rung_at=start,
        whole_ladder=True,
        phone_next=first_to_phone(handover.status, handover.routes),
    )


def _unclaimed(handover: Handover) -> Handover:
    """Nothing of a new promise has been claimed, not even what is due in this very minute."""
    return replace(handover, rung_at=handover.cycle_from - MINUTE)


def first_to_phone(status: Status, routes: tuple[Route, ...]) -> int | None:
    """Return where the phone list starts, or None when no person has to be reached now (section 3)."""
    needed = status is Status.OPEN and not PHONING.isdisjoint(obligations_of(routes))
    return 0 if needed else None


def _promised(handover: Handover, promise: Promise) -> Handover:
    return replace(
        handover,
        promised_at=promise.promised,
        first_offer=promise.first_offer,
        own_time=promise.asked is not None,
        provisional=promise.provisional,
        routes=promise.routes,
    )


def _attempted(handover: Handover, now: datetime) -> Handover:
    """Note whether the first attempt to call was within the promise; later ones change nothing about it."""
    return handover if handover.kept is not None else replace(handover, kept=now <= handover.promised_at)


def _closed(handover: Handover, status: Status, person: str, now: datetime) -> Handover:
    return replace(handover, status=status, closer=person, closed_at=now, next_due_at=None, phone_next=None)
