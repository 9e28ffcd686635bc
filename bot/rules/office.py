"""Everything that the rules are applied with: the policy, the people, and the clock of each site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.rules.handover import Handover, Standing
from bot.rules.ladder import Track, next_due, tracks
from bot.rules.people import Directory, standings
from bot.rules.worktime import Worktime
from config.policy import Policy, Site


@dataclass(frozen=True, slots=True)
class Office:
    """Built once at the start, never changed."""

    policy: Policy
    directory: Directory
    worktimes: Mapping[str, Worktime]

    def site(self, handover: Handover) -> Site:
        """Return the site whose clock the handover goes by."""
        return self.policy.sites[handover.site]

    def worktime(self, handover: Handover) -> Worktime:
        """Return the clock that the handover goes by."""
        return self.worktimes[handover.site]

    def worktime_of(self, handle: str) -> Worktime:
        """Return the clock of the person's site. Raises UnknownPerson."""
        return self.worktimes[self.directory.team_of(handle).site]

    def standings(self, handover: Handover, handle: str, now: datetime) -> frozenset[Standing]:
        """Return what the person is to this handover at `now` (aware). Raises UnknownPerson."""
        return standings(self.directory, handover, handle, now, self.worktime(handover))

    def plan(self, handover: Handover) -> Iterator[Track]:
        """Return the rungs that can still come."""
        return tracks(handover, self.worktime(handover), self.policy.ladder)

    def next_due(self, handover: Handover) -> datetime | None:
        """Return when the handover's next rung falls due (aware UTC)."""
        return next_due(handover, self.worktime(handover), self.policy.ladder)
