"""Databases as earlier versions of the bot left them: each schema there ever was, with rows in every table."""

from datetime import UTC, datetime
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, DateTime, Integer, MetaData, Table, insert, select

from bot.store.database import Database
from bot.store.migrate import alembic_config

ROWS: Final = 3
WHEN: Final = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
# What the code of any version could read; whatever is not named here is made up by its type.
KNOWN: Final = {
    "status": "open",
    "routes": "immediate,lunch",
    "kind": "callback",
    "site": "shanghai",
    "team": "express",
    "opener": "anna",
    "owner": "ben",
    "actor": "anna",
    "act": "open",
    "absences.source": "mail",
    "outbox.kind": "ping",
    "outbox.rung": "due",
    "outbox.state": "sent",
    "outbox.recipient": "person:ben",
    "shown.recipient": "person:ben",
    "formerly": ["Zhao"],
}
Rows = dict[str, list[dict[str, Any]]]


def revisions() -> list[str]:
    """Return the names of all schemas that there ever were, oldest first: one that is added is tested without more ado."""
    return [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


async def leave(database: Database, revision: str) -> Rows:
    """Make the schema of that revision, fill it, and return what stands in its tables."""
    async with database.transaction() as connection:
        return await connection.run_sync(_leave, revision)


async def found(database: Database, like: Rows) -> Rows:
    """Return what stands in the tables now, in the columns that they had."""
    async with database.reading() as connection:
        return await connection.run_sync(lambda sync: {name: _read(sync, name, rows) for name, rows in like.items()})


def _leave(connection: Connection, revision: str) -> Rows:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    schema = MetaData()
    schema.reflect(connection)
    filled = [table for table in schema.sorted_tables if table.name != "alembic_version"]
    for table in filled:
        connection.execute(insert(table), [_row(table, number, connection) for number in range(1, ROWS + 1)])
    return {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in filled}


def _row(table: Table, number: int, connection: Connection) -> dict[str, Any]:
    """Return a row; those of different numbers differ in every column that is part of a key. Ids count themselves."""
    return {name: _value(table, name, number, connection) for name in table.columns.keys() if name != "id"}  # noqa: SIM118


def _value(table: Table, name: str, number: int, connection: Connection) -> Any:  # noqa: ANN401
    known = KNOWN.get(f"{table.name}.{name}", KNOWN.get(name))
    if known is not None:
        return known
    kind = table.columns[name].type
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, DateTime):
        return WHEN if connection.dialect.name == "postgresql" else WHEN.replace(tzinfo=None)
    if isinstance(kind, JSON):
        return {"note": f"{name} {number}"}
    return f"{name} {number}"[: getattr(kind, "length", None)]


def _read(connection: Connection, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    schema = MetaData()
    table = Table(name, schema, autoload_with=connection)
    kept = [column for column in table.columns if column.name in rows[0]]
    return [dict(row) for row in connection.execute(select(*kept)).mappings()]
