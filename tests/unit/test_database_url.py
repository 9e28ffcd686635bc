"""The database's address, as people and hosting platforms write it."""

import pytest

from config.database_url import normalised
from config.files import ConfigError
from config.settings import load_settings


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sqlite+aiosqlite:///var/callback.db", "sqlite+aiosqlite:///var/callback.db"),
        ("sqlite+aiosqlite:////srv/callback.db", "sqlite+aiosqlite:////srv/callback.db"),
        ("postgres://u@h/db", "postgresql+psycopg://u@h/db"),
        ("postgresql://u:p%40@h:5433/db?sslmode=require", "postgresql+psycopg://u:p%40@h:5433/db?sslmode=require"),
        ("postgresql+psycopg://u@/db?host=/run/postgresql", "postgresql+psycopg://u@/db?host=/run/postgresql"),
        (
            "postgresql://u:p@a:5433,b/db?target_session_attrs=read-write",
            "postgresql+psycopg://u:p@/db?host=a%2Cb&port=5433%2C5432&target_session_attrs=read-write",
        ),
        ("postgresql://[::1]:5433,[fe80::2]/db", "postgresql+psycopg:///db?host=%3A%3A1%2Cfe80%3A%3A2&port=5433%2C5432"),
    ],
)
def test_what_is_read(typed: str, read: str) -> None:
    """PostgreSQL gets the one driver; several hosts become parameters; what is read is read again as itself."""
    assert normalised(typed) == read
    assert normalised(read) == read


@pytest.mark.parametrize(
    "typed", ["", "callback.db", "mysql://u:secret@h/db", "sqlite:///callback.db", "sqlite+aiosqlite://c.db"]
)
def test_what_is_refused(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another database, or none, stops the start with the variable's name, and without the password."""
    with pytest.raises(ValueError, match="sqlite"):
        normalised(typed)
    monkeypatch.setenv("DATABASE_URL", typed or "x")
    with pytest.raises(ConfigError) as refused:
        load_settings()
    assert str(refused.value).startswith("environment: CALLBACK_DATABASE_URL: ")
    assert "secret" not in str(refused.value)


def test_two_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """DATABASE_URL, which hosting platforms set, is read too; the bot's own name goes before it. Its password is a secret."""
    monkeypatch.setenv("DATABASE_URL", "postgres://u:hidden@h/db")
    assert load_settings().database_url == "postgresql+psycopg://u:hidden@h/db"
    assert "hidden" in load_settings().secrets
    monkeypatch.setenv("CALLBACK_DATABASE_URL", "sqlite+aiosqlite:///own.db")
    assert load_settings().database_url == "sqlite+aiosqlite:///own.db"
