"""How much of the sender's time goes into asking the platform who is away."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.attendance import Attendance
from bot.chat.presence import Hint, Seen
from bot.rules.absence import NOBODY
from bot.rules.office import Office
from bot.rules.people import Directory
from bot.signs import SHARE, Signs
from bot.store.database import Database
from tests.scenario.example import example_people, example_policy, worktimes

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)


@dataclass(slots=True)
class Slow:
    """A platform of which each answer takes some seconds, by its own watch."""

    seconds: float
    spent: float = 0.0
    asked: list[str] = field(default_factory=list)

    async def look(self, handle: str, at: datetime) -> Seen:
        """Take the time, and show nobody as away."""
        self.spent += self.seconds
        self.asked.append(handle)
        return Seen(hint=Hint.IDLE)


async def test_a_slow_platform_takes_a_share_of_the_time(tmp_path: Path) -> None:
    """Four seconds an answer: three people are asked for in a minute, the other messages go without; then it goes on."""
    policy = example_policy()
    office = Office(policy, Directory(example_people()), worktimes(policy))
    slow = Slow(4.0)
    signs = Signs(slow, Attendance(Database(f"sqlite+aiosqlite:///{tmp_path}/unused.db"), office), lambda: slow.spent)
    for handle in ("ben", "zhou", "kate", "wang", "zhao"):
        assert not await signs.look([handle], NOBODY, NOW)
    assert slow.asked == ["ben", "zhou", "kate"]
    assert slow.spent < SHARE + slow.seconds
    assert signs.hints(NOW) == dict.fromkeys(slow.asked, Hint.IDLE)
    later = NOW + timedelta(minutes=1)
    assert signs.hints(later) == {}, "what was seen is forgotten"
    await signs.look(["wang", "nobody"], NOBODY, later)
    assert slow.asked[3:] == ["wang"], "who is not in the directory is not asked for"
