"""The entry: `python -m bot [run|web|worker|…]`. Each command is imported only when it is the one that runs."""

import argparse
import os
import sys
from importlib import import_module

from config.files import ConfigError

COMMANDS = (
    *("run", "web", "worker", "check", "manifest", "backup", "restore", "forget"),
    *("promise", "phrase", "audit", "outbox", "classify"),
)
WRONG_CONFIGURATION = 1


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    wanted = arguments[0] if arguments and arguments[0] in COMMANDS else None
    parser = argparse.ArgumentParser(prog="python -m bot")
    subparsers = parser.add_subparsers(dest="command", metavar="{" + ",".join(COMMANDS) + "}")
    modules = {name: import_module(f"bot.cli.{name}") for name in ([wanted] if wanted else COMMANDS)}
    for module in modules.values():
        module.add_parser(subparsers)
    args = parser.parse_args(arguments or ["run"])
    try:
        code: int = modules[args.command].main(args)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_CONFIGURATION
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
