"""A private PostgreSQL cluster for the tests: from the system's binaries, as an unprivileged user, on a socket of its own."""

import contextlib
import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = "postgres"
SETTINGS = ("fsync=off", "listen_addresses=", "max_connections=200", "shared_buffers=32MB")
DURABLE = ("listen_addresses=", "max_connections=200")  # the rest as PostgreSQL comes


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster. Its databases are made as they are asked for."""

    folder: Path
    user: str
    _run: tuple[str, ...]
    binaries: Path
    settings: tuple[str, ...] = SETTINGS

    def create(self, name: str) -> str:
        """Make an empty database and return its URL."""
        self.command("createdb", "-h", str(self.folder), "-U", self.user, name)
        return f"postgresql+psycopg://{self.user}@/{name}?host={self.folder}"

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.command("dropdb", "-h", str(self.folder), "-U", self.user, "--force", name)

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = f"-k {self.folder} " + " ".join(f"-c {setting}" for setting in self.settings)
        self.command("pg_ctl", "-D", self.data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop the server at once, as a crash does: it tidies up nothing."""
        self.command("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    @property
    def data(self) -> str:
        """The folder of the server's data."""
        return str(self.folder / "data")

    def command(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs. Raises CalledProcessError."""
        command = [*self._run, str(self.binaries / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, or None when the machine has none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    installed = shutil.which("initdb")
    return Path(installed).parent if installed else None


def unprivileged_folder() -> tuple[Path, tuple[str, ...]]:
    """Make a folder for PostgreSQL; return it with what to put before its commands, so that it does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="callback-pg-"))
    if os.geteuid() != 0:
        return folder, ()
    owner = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder, ("setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")


@contextlib.contextmanager
def cluster(programs: Path, settings: tuple[str, ...] = SETTINGS) -> Iterator[Cluster]:
    """Start a cluster and stop it at the end. PostgreSQL refuses to run as root: then it runs as `postgres`."""
    folder, run = unprivileged_folder()
    user = UNPRIVILEGED if run else getpass.getuser()
    made = Cluster(folder, user, run, programs, settings)
    try:
        made.command("initdb", "-D", made.data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync")
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
