"""Reads all configuration at once and says everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from config.files import ConfigError, Problem
from config.overlays import Overlay, load_overlays
from config.people import People, load_people
from config.policy import Policy, load_policy
from config.settings import Files, Settings, load_settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration."""

    settings: Settings
    policy: Policy
    people: People
    overlays: tuple[Overlay, ...]


def load_config() -> Config:
    """Read settings, policy, people and calendars. Raises ConfigError with every problem of all of them."""
    problems: list[Problem] = []
    files = Files()
    settings = _tried(load_settings, problems)
    policy = _tried(lambda: load_policy(files.policy), problems)
    people = _tried(lambda: load_people(files.people, policy), problems)
    overlays = _tried(lambda: load_overlays(files.calendars, policy.sites), problems) if policy else ()
    if settings is None or policy is None or people is None or overlays is None or problems:
        raise ConfigError(problems)
    return Config(settings, policy, people, overlays)


def load_rules() -> tuple[Policy, tuple[Overlay, ...]]:
    """Read only what promises are worked out with: the policy and the calendars. Raises ConfigError."""
    files = Files()
    policy = load_policy(files.policy)
    return policy, load_overlays(files.calendars, policy.sites)


def _tried(load: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return load()
    except ConfigError as error:
        problems += error.problems
        return None
