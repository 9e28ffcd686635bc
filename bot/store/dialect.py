"""The few things in which SQLite and PostgreSQL differ for the queries here."""

from functools import cache
from typing import Any

from sqlalchemy import Column, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def inserting(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - the two inserts share no type
    """Return an INSERT that knows ON CONFLICT."""
    return (postgresql.insert if _is_postgresql(connection) else sqlite.insert)(table)


def once(connection: AsyncConnection, table: Table, *returning: Column[Any]) -> Any:  # noqa: ANN401
    """Return an INSERT that leaves alone what is there already; its values are the parameters. Made once for each use."""
    return _once(connection.dialect.name, table, returning)


@cache
def _once(dialect: str, table: Table, returning: tuple[Column[Any], ...]) -> Any:  # noqa: ANN401
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table).on_conflict_do_nothing()
    return insert.returning(*returning) if returning else insert


def passing_by(connection: AsyncConnection, query: Select[Any]) -> Select[Any]:
    """Return the query so that it locks what it selects and passes by what others have locked; SQLite has one writer anyway."""
    return query.with_for_update(skip_locked=True) if _is_postgresql(connection) else query


async def alone(connection: AsyncConnection, matter: int) -> None:
    """Wait until no other transaction is at this matter, and keep others from it until this one ends; SQLite has one writer."""
    if _is_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(matter)))


async def beside(connection: AsyncConnection, matter: int) -> None:
    """Wait until no other transaction is alone at this matter, and keep others from being so until this one ends."""
    if _is_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock_shared(matter)))


def _is_postgresql(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"
