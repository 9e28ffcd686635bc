"""Brings a database's schema up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.store.database import Database


async def migrate(database: Database) -> None:
    """Run every migration that is missing. Raises StoreUnavailable."""
    async with database.transaction() as connection:
        await connection.run_sync(_upgrade)


def alembic_config() -> Config:
    """Return Alembic's configuration; whoever uses it adds the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
