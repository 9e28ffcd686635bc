"""What columns hold that the database has no type for: aware moments, words of an enumeration, routes, lists of texts."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import JSON, DateTime, Dialect, String, TypeDecorator

from bot.rules.routes import Route


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; SQLite drops the zone, so it is put back. A naive moment is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC. Raises ValueError for a naive one."""
        if value is not None and value.tzinfo is None:
            message = "a naive datetime has no place in the store"
            raise ValueError(message)
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
