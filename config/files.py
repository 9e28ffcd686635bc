"""Reads a TOML file into a pydantic model and names every mistake by file, key and reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

M = TypeVar("M", bound=BaseModel)


class Frozen(BaseModel):
    """A configuration value: read once, never changed, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one configuration file."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """Name the file, the key and the reason in one line."""
        return f"{self.file}: {self.key}: {self.reason}"


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says all that is wrong at once."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems and show them one a line."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def read_toml(path: Path) -> Mapping[str, Any]:
    """Return the file's content. Raises ConfigError when it is missing or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError([Problem(path.name, "-", f"no such file: {path}")]) from None
    except OSError as error:
        raise ConfigError([Problem(path.name, "-", f"cannot be read: {error.strerror}")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(path.name, "-", f"not valid TOML: {error}")]) from None


def load(model: type[M], path: Path) -> M:
    """Read `path` as a `model`. Raises ConfigError with one problem per wrong key."""
    try:
        return model.model_validate(read_toml(path))
    except ValidationError as error:
        raise ConfigError(problems_of(error, path.name)) from None


def problems_of(error: ValidationError, file: str) -> list[Problem]:
    """Turn pydantic's findings into problems whose keys read like the file."""
    return [
        Problem(file, ".".join(str(part) for part in found["loc"]) or "-", found["msg"])
        for found in error.errors(include_url=False, include_input=False)
    ]
