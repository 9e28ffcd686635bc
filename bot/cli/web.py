"""`web`: takes what people do; any number of them beside any number of workers, on PostgreSQL."""

import argparse

from bot.cli.run import start
from bot.cli.working import Role


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `web`; its namespace goes to `main`."""
    return subparsers.add_parser("web", help="take what people do (needs PostgreSQL)")


def main(_args: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; return the exit code. Raises ConfigError."""
    return start(Role.WEB)
