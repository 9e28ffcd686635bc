"""What `backup` and `restore` share: the file that they are about, and what can go wrong."""

from pathlib import Path
from typing import Final

from bot.store.alone import AlreadyRunning
from bot.store.copies import NoFolder, NotACopy
from bot.store.database import Database
from bot.store.migrate import SchemaIsNewer
from config.settings import load_settings


class NotAFile(Exception):
    """PostgreSQL has its own programs for this."""

    def __init__(self) -> None:
        """Name them."""
        super().__init__("the database is PostgreSQL: use pg_dump and pg_restore (docs/operations.md)")


CANNOT: Final = (NotAFile, NoFolder, NotACopy, AlreadyRunning, SchemaIsNewer, OSError)


def database_file() -> Path:
    """Return the SQLite file that the settings name. Raises NotAFile and ConfigError."""
    file = Database(load_settings().database_url).file
    if file is None:
        raise NotAFile
    return file
