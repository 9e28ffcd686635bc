"""Two PostgreSQL servers under Patroni, and an etcd, on this machine: from Debian's packages, as an unprivileged user."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.crew import free_port
from tests import postgres

PROGRAMS: Final = ("etcd", "patroni")
DATABASE: Final = "callback"
PATIENCE_SECONDS: Final = 120.0
LOOK_SECONDS: Final = 0.2
# The shortest that Patroni's documentation allows: a primary that is gone is missed after `ttl` seconds.
TIMES: Final = {"ttl": 20, "loop_wait": 2, "retry_timeout": 5}
SYNCHRONOUS: Final = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@dataclass(slots=True)
class Node:
    """One server and its Patroni."""

    name: str
    folder: Path
    port: int
    command: list[str]
    patroni: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start Patroni, which starts PostgreSQL."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.patroni = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=self.folder)

    def kill(self) -> None:
        """End Patroni and PostgreSQL at once, as a machine that loses its power."""
        for pid in (self.patroni.pid if self.patroni else 0, self._postmaster()):
            if pid:
                os.kill(pid, signal.SIGKILL)
        if self.patroni:
            self.patroni.wait()

    def stop(self) -> None:
        """End both in good order."""
        if self.patroni and self.patroni.poll() is None:
            self.patroni.terminate()
            self.patroni.wait(PATIENCE_SECONDS)

    def _postmaster(self) -> int:
        try:
            return int((self.folder / self.name / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        except (FileNotFoundError, IndexError):
            return 0


@dataclass(slots=True)
class Pair:
    """Both nodes."""

    nodes: list[Node] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the database's URL with both hosts: whoever connects finds the primary."""
        ports = ",".join(str(node.port) for node in self.nodes)
        return f"postgresql+psycopg://postgres@/{DATABASE}?host=127.0.0.1,127.0.0.1&port={ports}&target_session_attrs=read-write"

    def connect(self, database: str = DATABASE) -> psycopg.Connection[Any]:
        """Connect to the primary. Raises OperationalError when there is none."""
        ports = ",".join(str(node.port) for node in self.nodes)
        return psycopg.connect(
            host="127.0.0.1,127.0.0.1",
            port=ports,
            user="postgres",
            dbname=database,
            target_session_attrs="read-write",
            connect_timeout=2,
            autocommit=True,
        )

    def primary(self) -> Node:
        """Return the node that takes writes. Raises OperationalError when there is none."""
        with self.connect("postgres") as connection:
            return next(node for node in self.nodes if node.port == connection.info.port)

    def synchronous(self) -> bool:
        """Tell whether there is a primary with a standby that has everything that was committed."""
        try:
            with self.connect("postgres") as connection:
                return connection.execute(SYNCHRONOUS).fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def ready(self) -> float:
        """Wait until it is so; return for how many seconds. Raises RuntimeError after two minutes."""
        begin = time.monotonic()
        while not self.synchronous():
            if time.monotonic() - begin > PATIENCE_SECONDS:
                message = f"the cluster is not ready: see {self.nodes[0].folder}"
                raise RuntimeError(message)
            threading.Event().wait(LOOK_SECONDS)
        return time.monotonic() - begin


def missing() -> list[str]:
    """Return which programs are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextmanager
def pair(programs: Path) -> Iterator[Pair]:
    """Start etcd and both nodes, with an empty database; end them at the end."""
    folder, run = postgres.unprivileged_folder()
    client, peer = free_port(), free_port()
    etcd = subprocess.Popen([*run, *_etcd(folder, client, peer)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Pair()
    try:
        for name in ("n1", "n2"):
            config, port = folder / f"{name}.yml", free_port()
            config.write_text(json.dumps(_config(name, folder, port, client, programs)), encoding="utf-8")
            made.nodes.append(Node(name, folder, port, [*run, "patroni", str(config)]))
            made.nodes[-1].start()
        made.ready()
        with made.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        yield made
    finally:
        for node in reversed(made.nodes):
            node.stop()
        etcd.terminate()
        etcd.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _etcd(folder: Path, client: int, peer: int) -> list[str]:
    own, others = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    options = {
        "name": "e1",
        "data-dir": str(folder / "etcd"),
        "listen-client-urls": own,
        "advertise-client-urls": own,
        "listen-peer-urls": others,
        "initial-advertise-peer-urls": others,
        "initial-cluster": f"e1={others}",
    }
    return ["etcd", *(f"--{name}={value}" for name, value in options.items())]


def _config(name: str, folder: Path, port: int, etcd: int, programs: Path) -> dict[str, Any]:
    """Return Patroni's configuration; docs/failover.md has it with words."""
    rest = f"127.0.0.1:{free_port()}"
    own = {"use_pg_rewind": True, "use_slots": True, "parameters": {"wal_log_hints": "on", "max_connections": 200}}
    return {
        "scope": "callback",
        "name": name,
        "restapi": {"listen": rest, "connect_address": rest},
        "etcd3": {"host": f"127.0.0.1:{etcd}"},
        "bootstrap": {"dcs": {**TIMES, "synchronous_mode": True, "postgresql": own}, "initdb": [{"encoding": "UTF8"}]},
        "postgresql": {
            "listen": f"127.0.0.1:{port}",
            "connect_address": f"127.0.0.1:{port}",
            "data_dir": str(folder / name),
            "bin_dir": str(programs),
            "pgpass": str(folder / f"{name}.pgpass"),
            "parameters": {"unix_socket_directories": str(folder)},
            "authentication": {
                "superuser": {"username": "postgres", "password": "of-the-pair"},
                "replication": {"username": "replicator", "password": "of-the-pair"},
                "rewind": {"username": "rewinder", "password": "of-the-pair"},
            },
            "pg_hba": ["host all all 127.0.0.1/32 trust", "host replication replicator 127.0.0.1/32 trust"],
        },
    }
