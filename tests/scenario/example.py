"""What the bot comes with, read once: its policy, its directory, the clocks of its sites, and its sentences."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.i18n import Languages, load_languages
from bot.rules.calendars import build_worktimes
from bot.rules.worktime import Worktime
from config.people import People, load_people
from config.policy import Policy, load_policy

CONFIG = Path("config")


@cache
def example_policy() -> Policy:
    """Return the policy that the bot comes with."""
    return load_policy(CONFIG / "policy.toml")


@cache
def example_people() -> People:
    """Return the example directory."""
    return load_people(CONFIG / "people.toml", example_policy())


def worktimes(policy: Policy) -> Mapping[str, Worktime]:
    """Return the clocks of the sites; those of the example policy are built once."""
    return _example_worktimes() if policy is example_policy() else build_worktimes(policy)


@cache
def languages() -> Languages:
    """Return the catalogues, read once."""
    return load_languages()


@cache
def _example_worktimes() -> Mapping[str, Worktime]:
    return build_worktimes(example_policy())
