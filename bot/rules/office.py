"""Everything that the rules are applied with: the policy, the people, and the clock of each site."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.rules.absence import Absence, Absences, Source
from bot.rules.footing import Footing
from bot.rules.handover import Handover, Standing
from bot.rules.ladder import Track, next_due, tracks
from bot.rules.people import Directory
from bot.rules.staff import Staff, standings
from bot.rules.worktime import Worktime
from config.policy import Policy, Site


@dataclass(frozen=True, slots=True)
class Office:
    """Built once at the start, never changed."""

    policy: Policy
    directory: Directory
    worktimes: Mapping[str, Worktime]
    roster: tuple[Absence, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Put the planned absences on the clocks of the people's sites."""
        object.__setattr__(self, "roster", tuple(_planned(self.directory, self.worktimes)))

    def staff(self, stored: Sequence[Absence] = ()) -> Staff:
        """Return everybody, with who is away by the stored absences and by the roster."""
        return Staff(self.directory, Absences.of(stored, self.roster))

    def site(self, handover: Handover) -> Site:
        """Return the site whose clock the handover goes by."""
        return self.policy.sites[handover.site]

    def worktime(self, handover: Handover) -> Worktime:
        """Return the clock that the handover goes by."""
        return self.worktimes[handover.site]

    def worktime_of(self, handle: str) -> Worktime:
        """Return the clock of the person's site. Raises UnknownPerson."""
        return self.worktimes[self.directory.team_of(handle).site]

    def standings(self, handover: Handover, handle: str, now: datetime, absences: Absences) -> frozenset[Standing]:
        """Return what the person is to this handover at `now` (aware). Raises UnknownPerson."""
        return standings(Staff(self.directory, absences), handover, handle, now, self.worktime(handover))

    def plan(self, handover: Handover) -> Iterator[Track]:
        """Return the rungs that can still come."""
        return tracks(handover, self.worktime(handover), self.policy.ladder)

    def plan_on(self, footing: Footing) -> Iterator[Track]:
        """Return the rungs that come on the footing that an event left."""
        return tracks(footing, self.worktimes[footing.site], self.policy.ladder)

    def first_rung(self, footing: Footing) -> datetime | None:
        """Return when the first of them falls due (aware UTC); None for a closed handover."""
        coming = [track.coming(footing.after) for track in self.plan_on(footing)]
        return min((found[1] for found in coming if found), default=None)

    def next_due(self, handover: Handover) -> datetime | None:
        """Return when the handover's next rung falls due (aware UTC)."""
        return next_due(handover, self.worktime(handover), self.policy.ladder)


def _planned(directory: Directory, worktimes: Mapping[str, Worktime]) -> Iterator[Absence]:
    """Yield the absences of the roster."""
    for person in directory.people.values():
        zone = worktimes[directory.teams[person.team].site].zone
        for entry in person.away:
            since, until = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in entry.hours)
            yield Absence(
                person=person.handle,
                source=Source.ROSTER,
                since=since,
                until=until,
                stated=True,
                cover=entry.cover,
                evidence="",
                handover_id=None,
                recorded_by="bot",
                recorded_at=since,
            )
