"""The three things in which SQLite and PostgreSQL differ for the queries here."""

from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def inserting(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - the two inserts share no type
    """Return an INSERT that knows ON CONFLICT."""
    return (postgresql.insert if _is_postgresql(connection) else sqlite.insert)(table)


def passing_by(connection: AsyncConnection, query: Select[Any]) -> Select[Any]:
    """Return the query so that it locks what it selects and passes by what others have locked; SQLite has one writer anyway."""
    return query.with_for_update(skip_locked=True) if _is_postgresql(connection) else query


async def alone(connection: AsyncConnection, matter: int) -> None:
    """Wait until no other transaction is at this matter, and keep others from it until this one ends; SQLite has one writer."""
    if _is_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(matter)))


def _is_postgresql(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"
