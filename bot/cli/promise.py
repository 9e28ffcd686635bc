"""`promise`: for each line of a case's opening and, after a tab, a customer's own time, the promise and why, as JSON.

One answer per line, in order. Times without a zone are the site's; where summer time ends, the first of two equal times is meant.
"""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final, TextIO

from bot.errors import PastTime, TooFarAhead
from bot.explain import explain, refused
from bot.i18n import Language, load_languages
from bot.rules.calendars import build_worktime
from bot.rules.promise import first_offer, promise
from bot.rules.worktime import Worktime
from config.overlays import load_overlays
from config.policy import Policy, load_policy

CONFIG: Final = Path(__file__).parent.parent.parent / "config"
BAD_USAGE: Final = 2

Answer = dict[str, object]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `promise` with `--site` and `--lang`; its namespace goes to `main`."""
    parser = subparsers.add_parser("promise", help="lines of OPENED[<TAB>ASKED] on stdin, one JSON line each on stdout")
    parser.add_argument("--site", help="a site of policy.toml (default: its default_site)")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the explanation")
    return parser


def main(args: argparse.Namespace, config: Path = CONFIG, source: TextIO | None = None, target: TextIO | None = None) -> int:
    """Answer `source` (standard input) on `target` (standard output); return the exit code.

    Raises ConfigError when the configuration in the folder `config` is wrong.
    """
    source, target = source or sys.stdin, target or sys.stdout
    policy = load_policy(config / "policy.toml")
    language = load_languages().of(args.lang)
    name = args.site or policy.default_site
    if name not in policy.sites:
        sys.stderr.write(language("promise.cli_unknown_site", site=name, sites=", ".join(policy.sites)) + "\n")
        return BAD_USAGE
    worktime = build_worktime(policy.sites[name], load_overlays(config / "calendars", policy.sites), name=name)
    for stream in (source, target):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")

    def write(line: str) -> None:
        target.write(line + "\n")
        target.flush()

    run(source, write, worktime, policy, language)
    return 0


def run(lines: Iterable[str], write: Callable[[str], None], worktime: Worktime, policy: Policy, language: Language) -> None:
    """Write one JSON line for each line, before the next is read."""
    for line in lines:
        write(json.dumps(answer(line, worktime, policy, language), ensure_ascii=False))


def answer(line: str, worktime: Worktime, policy: Policy, language: Language) -> Answer:
    """Return what is known of one line: the promise, or `error` with the reason."""
    try:
        opened, asked = _read(line, worktime)
        offer = first_offer(worktime, opened, policy)
    except (ValueError, OverflowError):
        return {"error": language("promise.cli_unreadable")}
    times: Answer = {
        "opened": _iso(worktime, opened),
        "first_offer": _iso(worktime, offer),
        "provisional": worktime.is_provisional(offer),
        "asked": None if asked is None else _iso(worktime, asked),
    }
    try:
        found = promise(worktime, opened, asked, policy)
    except (PastTime, TooFarAhead) as refusal:
        return {"error": refused(language, refusal, worktime.zone), **times}
    return {
        **times,
        "provisional": found.provisional,
        "route": found.route,
        "routes": found.routes,
        "obligations": found.obligations,
        "explanation": explain(language, found, worktime.zone),
    }


def _read(line: str, worktime: Worktime) -> tuple[datetime, datetime | None]:
    opened, _, asked = line.partition("\t")
    return _moment(opened, worktime), _moment(asked, worktime) if asked.strip() else None


def _moment(text: str, worktime: Worktime) -> datetime:
    text = text.strip()
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        worktime.local(moment)
        return moment
    if _is_date(text):
        message = "a date without a time"
        raise ValueError(message)
    return worktime.at(moment.date(), moment.time())


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _iso(worktime: Worktime, moment: datetime) -> str:
    return worktime.local(moment).isoformat()
