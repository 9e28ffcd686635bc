"""The schema that the migrations build is the one that the code works with."""

from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from bot.store.database import Database
from bot.store.migrate import alembic_config, migrate


async def test_the_migrations_build_the_tables_of_the_code(tmp_path: Path) -> None:
    """After all migrations Alembic finds no difference to `bot.store.tables`, and migrating again changes nothing."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'schema.db'}")
    await migrate(database)
    await migrate(database)

    def compare(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.check(config)

    async with database.transaction() as connection:
        await connection.run_sync(compare)
    await database.close()
