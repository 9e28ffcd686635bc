"""Secrets and addresses, from the environment or a `.env` file. Names begin with CALLBACK_, but for Slack's own, SLACK_."""

import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, AliasPath, AwareDatetime, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource

from config.database_url import normalised
from config.environment import ENVIRONMENT
from config.files import ConfigError, Problem
from config.mail import MailSettings

HERE = Path(__file__).parent
PREFIXES: Final = ("CALLBACK_", "SLACK_")
DATABASE_NAMES: Final = AliasChoices("CALLBACK_DATABASE_URL", "DATABASE_URL")
ENCRYPTED: Final = r"^(https://|http://(127\.0\.0\.1|localhost)[:/])"  # tokens leave this machine encrypted only


def revealed(secret: SecretStr | None) -> str | None:
    """Return what a secret is."""
    return None if secret is None else secret.get_secret_value()


def outside(url: SecretStr | None) -> SecretStr | None:
    """Return the address of somebody outside. Raises ValueError, which does not repeat it, for one that is not encrypted."""
    if (known := revealed(url)) and not re.match(ENCRYPTED, known):
        reason = "begins with https:// (http:// on this machine only)"
        raise ValueError(reason)
    return url


class Transport(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class Files(BaseSettings):
    """Where the files of the configuration are. Whatever else is wrong, they can be read and checked."""

    model_config = ENVIRONMENT

    policy: Path = HERE / "policy.toml"
    people: Path = HERE / "people.toml"
    calendars: Path = HERE / "calendars"


class Settings(Files, MailSettings):
    """Where the bot runs. `clock_at` is where the local workspace's clock starts on a new database.

    With Slack's tokens it runs on Slack, without them on the local workspace.
    """

    database_url: Annotated[str, AfterValidator(normalised), Field(validation_alias=DATABASE_NAMES)] = (
        "sqlite+aiosqlite:///var/callback.db"
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8123
    worker_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    clock_at: AwareDatetime | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    alarm_url: Annotated[SecretStr | None, AfterValidator(outside)] = None
    well_url: Annotated[SecretStr | None, AfterValidator(outside)] = None
    slack_bot_token: Annotated[SecretStr | None, Field(validation_alias="SLACK_BOT_TOKEN")] = None
    slack_app_token: Annotated[SecretStr | None, Field(validation_alias="SLACK_APP_TOKEN")] = None
    slack_signing_secret: Annotated[SecretStr | None, Field(validation_alias="SLACK_SIGNING_SECRET")] = None
    slack_api_url: Annotated[str, Field(validation_alias="SLACK_API_URL", pattern=ENCRYPTED)] = "https://slack.com/api/"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse tokens that make no whole; no reason repeats one."""
        for name, token, start in (
            ("SLACK_BOT_TOKEN", self.slack_bot_token, "xoxb-"),
            ("SLACK_APP_TOKEN", self.slack_app_token, "xapp-"),
        ):
            if token is not None and not token.get_secret_value().startswith(start):
                reason = f"{name}: begins with {start}; this is another kind of token"
                raise ValueError(reason)
        if self.slack_bot_token is None and (self.slack_app_token or self.slack_signing_secret):
            reason = "SLACK_BOT_TOKEN: is missing; without any of Slack's variables the local workspace runs"
            raise ValueError(reason)
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            reason = "SLACK_BOT_TOKEN: needs SLACK_APP_TOKEN as well (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)"
            raise ValueError(reason)
        return self

    @property
    def transport(self) -> Transport | None:
        """Return how Slack reaches the bot; None for the local workspace. With an app token the signing secret is not needed."""
        if self.slack_bot_token is None:
            return None
        return Transport.SOCKET if self.slack_app_token else Transport.HTTP

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must stand in no log."""
        slack = self.slack_bot_token, self.slack_app_token, self.slack_signing_secret
        found = (*slack, self.alarm_url, self.well_url, *self.mail_secrets)
        password = urlsplit(self.database_url).password
        return (*(secret.get_secret_value() for secret in found if secret is not None), *([password] if password else []))


def load_settings() -> Settings:
    """Read the environment. Raises ConfigError with the name of each wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigError([_problem(found) for found in error.errors(include_url=False, include_input=False)]) from None


def unknown_variables() -> dict[str, str]:
    """Return the variables that look like settings and are none, each with the closest setting ("" when none is close)."""
    known = {name for field, info in Settings.model_fields.items() for name in _names(field, info.validation_alias)}
    given = {*EnvSettingsSource(Settings).env_vars, *DotEnvSettingsSource(Settings).env_vars}
    unknown = sorted({name.upper() for name in given if name.upper().startswith(PREFIXES)} - known)
    ends = {_end(name): name for name in sorted(known, reverse=True)}
    return {name: ends[near[0]] if (near := get_close_matches(_end(name), ends, 1)) else "" for name in unknown}


def _names(field: str, alias: str | AliasPath | AliasChoices | None) -> list[str]:
    """Return how a setting is called in the environment."""
    if isinstance(alias, AliasChoices):
        return [str(choice) for choice in alias.choices]
    return [alias] if isinstance(alias, str) else [f"CALLBACK_{field.upper()}"]


def _end(name: str) -> str:
    return name.partition("_")[2]


def _problem(found: ErrorDetails) -> Problem:
    """Name the variable as it is called in the environment."""
    name = ".".join(map(str, found["loc"])).upper()
    reason = found["msg"].removeprefix("Value error, ")
    if not name:
        name, _, reason = reason.partition(": ")
    return Problem("environment", name if name.startswith(PREFIXES) else f"CALLBACK_{name}", reason)
