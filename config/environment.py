"""From where settings are read, and how their variables are called."""

from typing import Final

from pydantic_settings import SettingsConfigDict

ENVIRONMENT: Final = SettingsConfigDict(
    env_prefix="CALLBACK_", env_file=".env", env_ignore_empty=True, populate_by_name=True, frozen=True, extra="ignore"
)
