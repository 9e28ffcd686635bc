"""What may be promised to a customer (procedure §2 and §3): the first offer, a customer's own time, and why.

All moments are aware: any zone goes in, UTC comes out. A time to say has minutes, so both the moment of opening and an asked time
are judged to the whole minute; an asked time is kept as it was said.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.errors import PastTime, TooFarAhead
from bot.rules.reasons import Step, offer_steps, route_steps
from bot.rules.routes import Obligation, Route, obligations_of, routes_of
from bot.rules.worktime import Worktime, whole_minute
from config.policy import Policy


@dataclass(frozen=True, slots=True)
class Promise:
    """A time that a customer is told, what follows from it, and why.

    `asked` is None when the first offer was accepted. `provisional` says that the promised time rests on a holiday calendar that
    is not known yet. `offer_steps` explain the first offer, `route_steps` the routes.
    """

    opened: datetime
    first_offer: datetime
    promised: datetime
    asked: datetime | None
    provisional: bool
    routes: tuple[Route, ...]
    obligations: tuple[Obligation, ...]
    offer_steps: tuple[Step, ...]
    route_steps: tuple[Step, ...]

    @property
    def route(self) -> Route:
        """Return the route that is shown."""
        return self.routes[0]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the whole explanation: of the first offer, then of the routes."""
        return self.offer_steps + self.route_steps


def first_offer(worktime: Worktime, opened: datetime, policy: Policy) -> datetime:
    """Return two working hours from the opening of the case, moved out of the landing windows."""
    return worktime.land(worktime.add(whole_minute(opened), policy.promise.first_offer_minutes))


def routes(worktime: Worktime, now: datetime, asked: datetime, policy: Policy) -> tuple[Route, ...]:
    """Return every route that the asked time takes, in the order of showing.

    Raises PastTime and TooFarAhead, with the first offer to use instead.
    """
    check_asked(worktime, now, asked, policy)
    return routes_of(worktime, now, asked, policy.routes)


def check_asked(worktime: Worktime, now: datetime, asked: datetime, policy: Policy) -> None:
    """Raise PastTime or TooFarAhead, with `asked` and `first_offer` as aware UTC, unless the time can be promised.

    The minute that is now is not past. The furthest time is the same clock time some days ahead; when the clocks change in
    between, the later of that and as many times 24 hours.
    """
    said, now_minute = whole_minute(asked), whole_minute(now)
    local = worktime.local(now_minute)
    ahead = timedelta(days=policy.promise.furthest_days)
    furthest = max(now_minute + ahead, worktime.at(local.date() + ahead, local.time()))
    if said < now_minute:
        raise PastTime(asked=asked.astimezone(UTC), first_offer=first_offer(worktime, now, policy))
    if said > furthest:
        offer = first_offer(worktime, now, policy)
        raise TooFarAhead(asked=asked.astimezone(UTC), first_offer=offer, days=policy.promise.furthest_days)


def promise(worktime: Worktime, opened: datetime, asked: datetime | None, policy: Policy) -> Promise:
    """Return the promise to a customer whose case is opened then and who asks for that time (None: takes the first offer).

    Raises PastTime and TooFarAhead, with the first offer to use instead.
    """
    offer = first_offer(worktime, opened, policy)
    taken = (Route.STANDARD,) if asked is None else routes(worktime, opened, asked, policy)
    promised = offer if asked is None else asked.astimezone(UTC)
    return Promise(
        opened=opened.astimezone(UTC),
        first_offer=offer,
        promised=promised,
        asked=None if asked is None else promised,
        provisional=worktime.is_provisional(promised),
        routes=taken,
        obligations=obligations_of(taken),
        offer_steps=offer_steps(worktime, whole_minute(opened), policy.promise.first_offer_minutes),
        route_steps=route_steps(worktime, opened, asked, taken, policy.routes),
    )
