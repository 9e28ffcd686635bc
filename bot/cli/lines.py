"""What the commands `promise` and `phrase` share: the site they work for, and one JSON line for each line that comes in."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.i18n import FALLBACK, Language, load_languages
from bot.rules.calendars import build_worktime
from bot.rules.worktime import Worktime
from config.policy import Policy
from config.whole import load_rules

BAD_USAGE: Final = 2

Answer = dict[str, object]
Write = Callable[[bytes], None]


class BadUsage(Exception):
    """The command line asks for what there is not; the message says so, in the language that it asks for."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """What lines are answered with: the clock of one site, the policy, and the reader's language."""

    policy: Policy
    worktime: Worktime
    language: Language

    def iso(self, moment: datetime) -> str:
        """Return a moment in the site's zone, with its offset."""
        return self.worktime.local(moment).isoformat()

    def moment(self, text: str) -> datetime:
        """Return the moment of an ISO text; without a zone it is the site's.

        Where summer time ends, the first of two equal times is meant. Raises ValueError for what is no time.
        """
        moment = datetime.fromisoformat(text.strip())
        try:
            if moment.tzinfo is None:
                return self.worktime.at(moment.date(), moment.time())
            self.worktime.local(moment)
        except OverflowError as error:
            raise ValueError(text) from error
        return moment


def add_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add `--site` and `--lang`."""
    parser.add_argument("--site", help="a site of policy.toml (default: its default_site)")
    parser.add_argument("--lang", choices=("en", "zh"), default=FALLBACK, help="language of the answers")
    return parser


def clerk_for(args: argparse.Namespace) -> Clerk:
    """Return what answers lines for these options. Raises BadUsage and ConfigError."""
    policy, overlays = load_rules()
    language = load_languages().of(args.lang)
    name = args.site or policy.default_site
    if name not in policy.sites:
        raise BadUsage(language("cli.unknown_site", site=name, sites=", ".join(policy.sites)))
    return Clerk(policy, build_worktime(policy.sites[name], overlays, name=name), language)


def serve(answer: Callable[[bytes], Answer], lines: Iterable[bytes] | None = None, write: Write | None = None) -> None:
    """Write one JSON line in UTF-8 for each line (of standard input, to standard output), before the next one is read."""
    for line in sys.stdin.buffer if lines is None else lines:
        (write or _to_standard_output)(json.dumps(answer(line.rstrip(b"\r\n")), ensure_ascii=False).encode() + b"\n")


def misused(error: BadUsage) -> int:
    """Say on standard error what is wrong with the command line; return the exit code."""
    sys.stderr.write(f"{error}\n")
    return BAD_USAGE


def _to_standard_output(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
