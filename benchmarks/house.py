"""A contact centre of hundreds of people for the benchmarks: its configuration as files, and the environment of its processes.

Its ladder says nothing after a callback is due: what is counted is one ping for each callback.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.commands import SECRET, TOKEN
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.people import Directory
from config.people import load_people
from config.policy import load_policy

CONFIG: Final = Path(__file__).parent.parent / "config"
SHIFTED_MINUTES: Final = 100_000
TEAMS: Final = 10


@dataclass(frozen=True, slots=True)
class House:
    """The files, and how many back-line owners there are: owner0 and so on, spread over the teams."""

    people: Path
    policy: Path
    owners: int

    @property
    def office(self) -> Office:
        """Return the rules, applied to these files."""
        policy = load_policy(self.policy)
        return Office(policy, Directory(load_people(self.people, policy)), build_worktimes(policy))

    def environment(self, slack: str) -> dict[str, str]:
        """Return the settings of a process that reaches Slack at that address."""
        return {
            "CALLBACK_PEOPLE": str(self.people),
            "CALLBACK_POLICY": str(self.policy),
            "CALLBACK_LOG_LEVEL": "error",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack,
        }


def build(folder: Path, owners: int) -> House:
    """Write the configuration: the example one, with more teams, an agent for each, and so many owners."""
    people = (CONFIG / "people.toml").read_text(encoding="utf-8")
    teams = [_team(number) for number in range(TEAMS)]
    crowd = [_person(f"owner{number}", "back_line", number % TEAMS) for number in range(owners)]
    agents = [_person(f"agent{number}", "agent", number) for number in range(TEAMS)]
    house = House(folder / "people.toml", folder / "policy.toml", owners)
    house.people.write_text("\n".join([people, *teams, *agents, *crowd]), encoding="utf-8")
    policy = (CONFIG / "policy.toml").read_text(encoding="utf-8")
    for name in ("overdue_supervisor_minutes", "overdue_manager_minutes"):
        policy = re.sub(rf"^{name} = \d+", f"{name} = {SHIFTED_MINUTES}", policy, flags=re.MULTILINE)
    house.policy.write_text(policy, encoding="utf-8")
    return house


def team_of(owner: int) -> str:
    """Return the team of owner17 and so on."""
    return f"team{owner % TEAMS}"


def agent_of(number: int) -> tuple[str, str]:
    """Return the Slack ids of an agent and of the channel of their team, in turn."""
    return f"U0AGENT{number % TEAMS}", f"C0TEAM{number % TEAMS}"


def _table(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"[{name}]", *lines, ""])


def _team(number: int) -> str:
    return _table(
        f"teams.team{number}",
        [
            f'name = {{ en = "Team {number}", zh_CN = "{number}组" }}',
            'site = "shanghai"',
            f'channel = "team{number}"',
            f'slack_channel = "C0TEAM{number}"',
            'language = "en"',
            'supervisor = "wang"',
            'manager = "ma"',
            'duty_leader = "zhao"',
            'night_shift = ["ning"]',
        ],
    )


def _person(handle: str, role: str, team: int) -> str:
    return _table(
        f"people.{handle}",
        [
            f'name = "{handle.capitalize()}"',
            f'roles = ["{role}"]',
            f'team = "team{team}"',
            'language = "en"',
            'phone = "+86 21 5550 0202"',
            f'email = "{handle}@example.com"',
            f'slack = "U0{handle.upper()}"',
        ],
    )
