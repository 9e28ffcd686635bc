"""Brings a database's schema up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store.database import Database
from bot.store.dialect import alone

DEADLINE_SECONDS = 1800.0
MATTER = 0x6361_6C6C  # "call": the advisory lock of whoever migrates


class SchemaIsNewer(Exception):
    """The database was made by a newer version of the bot: an older one would not understand it."""

    def __init__(self, revision: str) -> None:
        """Name the revision that is not known here."""
        super().__init__(f"the database was made by a newer version of the bot (schema {revision}); run that version")


async def migrate(database: Database) -> None:
    """Run every migration that is missing, all or none; others that start at the same time wait.

    Raises StoreUnavailable and SchemaIsNewer.
    """
    patient = Database(database.url.render_as_string(hide_password=False), DEADLINE_SECONDS)
    try:
        async with patient.transaction() as connection:
            await alone(connection, MATTER)
            await connection.run_sync(_upgrade)
    finally:
        await patient.close()


async def missing(database: Database) -> bool:
    """Tell whether the schema is not the one of this code. Raises StoreUnavailable."""
    async with database.reading() as connection:
        return await connection.run_sync(_revision) != ScriptDirectory.from_config(alembic_config()).get_current_head()


def alembic_config() -> Config:
    """Return Alembic's configuration; whoever uses it adds the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def check_known(revision: str | None) -> None:
    """Raise SchemaIsNewer when no migration here has that name."""
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaIsNewer(revision)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    check_known(_revision(connection))
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
