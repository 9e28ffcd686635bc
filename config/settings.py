"""Secrets and addresses, from the environment or a `.env` file. Every name begins with CALLBACK_."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.files import ConfigError, Problem

HERE = Path(__file__).parent


class Settings(BaseSettings):
    """Where the bot runs. `clock_at` is where the local workspace's clock starts on a new database."""

    model_config = SettingsConfigDict(env_prefix="CALLBACK_", env_file=".env", frozen=True, extra="ignore")

    database_url: Annotated[str, Field(pattern=r"^sqlite\+aiosqlite:///")] = "sqlite+aiosqlite:///var/callback.db"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8123
    policy: Path = HERE / "policy.toml"
    people: Path = HERE / "people.toml"
    calendars: Path = HERE / "calendars"
    clock_at: AwareDatetime | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"


def load_settings() -> Settings:
    """Read the environment. Raises ConfigError with the name of each wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            Problem("environment", f"CALLBACK_{'.'.join(map(str, found['loc']))}".upper(), found["msg"])
            for found in error.errors(include_url=False, include_input=False)
        ]
        raise ConfigError(problems) from None
