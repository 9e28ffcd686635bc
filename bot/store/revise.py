"""`python -m bot.store.revise "what it is for"`: write the migration from the schema so far to `bot.store.tables`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from bot.store.database import Database
from bot.store.migrate import alembic_config, migrate


async def revise(message: str) -> None:
    """Write a new file under `bot/store/migrations/versions`, numbered after the last one."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/schema.db")
        await migrate(database)
        async with database.transaction() as connection:
            await connection.run_sync(_write, message)
        await database.close()


def _write(connection: Connection, message: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    number = len(list((Path(__file__).parent / "migrations" / "versions").glob("*.py"))) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    asyncio.run(revise(sys.argv[1]))
