"""`manifest`: prints the manifest of the Slack app, to be pasted where Slack makes an app: for Socket Mode, or for an address."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import config
from bot.i18n import FALLBACK, load_languages
from bot.web.slack import ROUTE

MANIFEST: Final = Path(config.__file__).parent / "slack" / "manifest.json"
WRONG_ADDRESS: Final = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `manifest`; its namespace goes to `main`."""
    parser = subparsers.add_parser("manifest", help="print the manifest of the Slack app")
    parser.add_argument("--url", help="the https address at which Slack reaches the bot; without it, Socket Mode")
    return parser


def main(args: argparse.Namespace) -> int:
    """Print the manifest; return the exit code."""
    say = load_languages().of(FALLBACK)
    if args.url is not None and not _fits(args.url):
        sys.stderr.write(say("slack.manifest.address", url=args.url) + "\n")
        return WRONG_ADDRESS
    sys.stdout.write(json.dumps(manifest(args.url), indent=2) + "\n")
    return 0


def manifest(url: str | None) -> dict[str, Any]:
    """Return the manifest with the operator's address, with or without the route; None asks for Socket Mode."""
    found: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    settings, commands = found["settings"], found["features"]["slash_commands"]
    places = [(each, "url") for each in commands]
    places += [(settings[name], "request_url") for name in ("event_subscriptions", "interactivity")]
    for place, name in places:
        if url is None:
            del place[name]
        else:
            place[name] = url.rstrip("/").removesuffix(ROUTE) + ROUTE
    settings["socket_mode_enabled"] = url is None
    return found


def _fits(url: str) -> bool:
    """Tell whether Slack would send to that address."""
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.query and not parts.fragment
