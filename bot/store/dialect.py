"""The few things in which SQLite and PostgreSQL differ for the queries here."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, String, Table, bindparam, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

MANY: Final = 20  # fewer rows are written one by one in the time that one more kind of statement takes


def inserting(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401 - the two inserts share no type
    """Return an INSERT that knows ON CONFLICT."""
    return (postgresql.insert if _is_postgresql(connection) else sqlite.insert)(table)


def once(connection: AsyncConnection, table: Table, *returning: Column[Any]) -> Any:  # noqa: ANN401
    """Return an INSERT that leaves alone what is there already; its values are the parameters. Made once for each use."""
    return _once(connection.dialect.name, table, returning)


@cache
def _once(dialect: str, table: Table, returning: tuple[Column[Any], ...]) -> Any:  # noqa: ANN401
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table).on_conflict_do_nothing()
    return insert.returning(*returning) if returning else insert.execution_options(preserve_rowcount=True)


async def add_once(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns, and leave alone what is there already.

    Many go to PostgreSQL as one array for each column: rows one by one cost more in this process than in the server.
    """
    if len(rows) >= MANY and _is_postgresql(connection):
        names = tuple(rows[0])
        await connection.execute(_from_arrays(table, names), {name: [row[name] for row in rows] for name in names})
    else:
        await connection.execute(once(connection, table), rows)


@cache
def _from_arrays(table: Table, names: tuple[str, ...]) -> Any:  # noqa: ANN401
    types = {name: _unbounded(table.c[name].type) for name in names}
    arrays = func.unnest(*(bindparam(name, type_=postgresql.ARRAY(its)) for name, its in types.items()))
    added = arrays.table_valued(*(column(name, its) for name, its in types.items())).render_derived("added")
    return postgresql.insert(table).from_select(names, select(*added.c)).on_conflict_do_nothing()


def _unbounded(its: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type to send values as: a cast to a text of so many letters would cut off in silence what is too long."""
    return String() if isinstance(its, String) else its


def among(connection: AsyncConnection, which: Column[int], ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of many; PostgreSQL takes them as one array instead of a parameter each."""
    if _is_postgresql(connection):
        return which == func.any(bindparam(None, ids, type_=postgresql.ARRAY(which.type)))
    return which.in_(ids)


def locks_rows(connection: AsyncConnection) -> bool:
    """Tell whether a transaction can lock rows that it selects; on SQLite a writing one has the whole file to itself."""
    return _is_postgresql(connection)


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
