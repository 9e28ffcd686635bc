"""What the local page is given. It builds nothing itself."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.i18n import Languages
from bot.rules.people import Directory
from bot.rules.worktime import Worktime
from bot.store.workspace import Workspace
from handlers.front import Front


class Travel(Protocol):
    """Moves the bot's clock, in the local workspace only. Moments are aware UTC."""

    async def move(self, to: datetime) -> None:
        """Go on to that moment and let everything happen on the way that falls due, in order."""
        ...

    async def next_ping(self) -> datetime | None:
        """Return when the next thing falls due; None when nothing will."""
        ...

    async def next_opening(self) -> datetime:
        """Return when working time begins next."""
        ...


@dataclass(frozen=True, slots=True)
class PageDeps:
    """Everything that the page works with. `worktimes` are by site; `postroom` takes a mail as the bot's mailbox would."""

    front: Front
    log: Workspace
    directory: Directory
    clock: Clock
    languages: Languages
    worktimes: Mapping[str, Worktime]
    travel: Travel
    postroom: Callable[[bytes], Awaitable[object]]
