"""Asks the chat platform who is away before somebody is told something, and records what it shows (procedure, section 6).

It holds up nothing: who was asked lately is not asked again, and a platform that does not answer is left alone for a while.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

import structlog

from bot.attendance import Attendance
from bot.chat.presence import Hint, Presence, Seen, Shown, Sign
from bot.errors import SendFailed
from bot.ledger import BOT, By
from bot.rules.absence import Absences, Report, Source
from bot.rules.pace import Pace

LEFT_ALONE: Final = timedelta(minutes=1)
AT_ONCE: Final = 5  # people who are asked for before one message
MINUTE: Final = timedelta(minutes=1)
SHARE: Final = 10.0  # seconds of a minute that may be spent on asking

SIGNS: Final = frozenset(Source(sign) for sign in Sign)

log = structlog.get_logger()


@dataclass(slots=True)
class Signs:
    """What a platform has shown of people lately; one for each process that sends. `time` counts seconds."""

    presence: Presence
    attendance: Attendance
    time: Callable[[], float] = monotonic
    _seen: dict[str, tuple[datetime, Seen]] = field(default_factory=dict)
    _left_alone_until: datetime | None = None
    _rested_at: datetime | None = None
    _minute: datetime | None = None
    _spent: float = 0.0

    async def look(self, handles: Iterable[str], known: Absences, now: datetime) -> bool:
        """Ask for these people, unless that was done lately; return whether who is away has changed. Raises StoreUnavailable.

        Those whom a sign keeps away are asked for after them: nothing new goes to them by which its end would be noticed.
        """
        concerned = list(handles)
        if not concerned:
            return False
        concerned += [each.person for each in known.records if each.source in SIGNS and each.holds(now)]
        people = self.attendance.office.directory.people
        wanted = [handle for handle in dict.fromkeys(concerned) if handle in people and self._lately(handle, now) is None]
        changed = False
        for handle, seen in (await self._asked(wanted[:AT_ONCE], now)).items():
            self._seen[handle] = (now, seen)
            for shown in seen.signs:
                changed |= await self._record(handle, shown, known, now)
        return changed

    def hints(self, now: datetime) -> dict[str, Hint]:
        """Return what may mean that somebody does not look just now, as far as it is known."""
        found = {handle: self._lately(handle, now) for handle in self._seen}
        return {handle: seen.hint for handle, seen in found.items() if seen is not None and seen.hint is not None}

    def _lately(self, handle: str, now: datetime) -> Seen | None:
        at, seen = self._seen.get(handle, (None, None))
        remembered = timedelta(seconds=self.attendance.office.policy.signs.remember_seconds)
        return seen if at is not None and at <= now < at + remembered else None

    async def _asked(self, handles: list[str], now: datetime) -> Mapping[str, Seen]:
        """Return what the platform shows of them; of fewer when it does not answer in time, or has been asked enough."""
        policy, found, begun = self.attendance.office.policy.signs, dict[str, Seen](), self.time()
        if self._left_alone_until is not None and now < self._left_alone_until:
            return found
        try:
            async with asyncio.timeout(policy.answer_seconds):
                for handle in handles:
                    if not self._may_ask(now):
                        break
                    found[handle] = await self.presence.look(handle, now)
        except (SendFailed, TimeoutError) as failure:
            told = failure.retry_after if isinstance(failure, SendFailed) else None
            self._left_alone_until = now + (LEFT_ALONE if told is None else timedelta(seconds=told))
            reason = failure.reason if isinstance(failure, SendFailed) else "no answer in time"
            log.warning("the platform does not say who is away", reason=reason)
        except Exception:  # an answer that nobody has foreseen holds up no message either
            self._left_alone_until = now + LEFT_ALONE
            log.exception("who is away cannot be read")
        self._spent += self.time() - begun
        return found

    def _may_ask(self, now: datetime) -> bool:
        """Tell whether the platform may be asked for one more person: neither too often, nor for too much of the time."""
        if self._minute is None or not self._minute <= now < self._minute + MINUTE:
            self._minute, self._spent = now, 0.0
        if self._spent > SHARE:
            return False
        asks = self.attendance.office.policy.signs.asks_per_minute
        moment, rested_at = Pace(MINUTE / asks, max(asks // 2, 1)).turn(self._rested_at or now, now)
        if moment > now:
            return False
        self._rested_at = rested_at
        return True

    async def _record(self, handle: str, shown: Shown, known: Absences, now: datetime) -> bool:
        """Record one sign when it says something new; one that is gone ends what it said."""
        source, by = Source(shown.sign), By(BOT, now)
        held = [each for each in known.records if (each.person, each.source) == (handle, source) and each.holds(now)]
        if not shown.away:
            return bool(held and await self.attendance.no_longer(handle, source, by))
        report = Report(source, now, shown.until, lasting=shown.lasting, evidence=shown.words)
        if any(each.until == shown.until or not report.stated for each in held):
            return False
        return (await self.attendance.mark_away(handle, report, by)).absence is not None
