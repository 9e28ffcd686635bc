"""`worker`: does what time brings, and sends; any number of them beside any number of webs, on PostgreSQL."""

import argparse

from bot.cli.run import start
from bot.cli.working import Role


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `worker`; its namespace goes to `main`."""
    return subparsers.add_parser("worker", help="do what time brings, and send (needs PostgreSQL)")


def main(_args: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ConfigError."""
    return start(Role.WORKER)
