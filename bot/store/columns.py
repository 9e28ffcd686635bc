"""What columns hold that the database has no type for: aware moments, words of an enumeration, routes, lists of texts."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator

from bot.rules.routes import Route


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; SQLite has it as a text without the zone. A naive moment is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        """Return what makes a moment ready to be stored: a new handover has eighteen of them."""
        return _text_of if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Return what makes an aware moment of what was stored."""
        return _moment_of if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        message = "a naive datetime has no place in the store"
        raise ValueError(message)
    return value if value is None else value.astimezone(UTC)


def _text_of(value: datetime | None) -> str | None:
    """Return "2026-11-26 06:31:05.000000", which sorts as moments do."""
    moment = _in_utc(value)
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _moment_of(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, stored as its word."""

    impl = String(20)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        """Keep the enumeration."""
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Return the word."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Return the member."""
        return None if value is None else self.words(value)


class Routes(TypeDecorator[tuple[Route, ...]]):
    """The routes of a handover, stored as words between commas."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: tuple[Route, ...] | None, dialect: Dialect) -> str | None:
        """Return the words."""
        return None if value is None else ",".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Route, ...] | None:
        """Return the routes in the order in which they were stored."""
        return None if value is None else tuple(Route(word) for word in value.split(","))


class Words(TypeDecorator[tuple[str, ...]]):
    """A few texts, stored as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:
        """Return the list."""
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Return the texts."""
        return None if value is None else tuple(value)
