"""`phrase`: for each line with a phrase, the moment that it names in the site's zone, or the reason why it names none, as JSON.

One answer per line, in order, also for blank lines. The exit code is 0 when all lines were answered, however they were answered.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.i18n import Language, load_languages
from bot.rules.calendars import build_worktime
from bot.rules.phrases import TimeRefused, read_time
from bot.rules.worktime import Worktime
from config.overlays import load_overlays
from config.policy import load_policy

CONFIG: Final = Path(__file__).parent.parent.parent / "config"
BAD_USAGE: Final = 2

Answer = dict[str, str | None]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `phrase` with `--now`, `--lang` and `--site`; its namespace goes to `main`."""
    parser = subparsers.add_parser("phrase", help="lines with a time phrase on stdin, one JSON line each on stdout")
    parser.add_argument("--now", help="when it is said, in ISO form; without a zone the site's (default: now)")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the reader")
    parser.add_argument("--site", help="a site of policy.toml (default: its default_site)")
    return parser


def main(args: argparse.Namespace, config: Path = CONFIG) -> int:
    """Answer standard input on standard output; return the exit code. Raises ConfigError when the configuration is wrong."""
    policy = load_policy(config / "policy.toml")
    language = load_languages().of(args.lang)
    name = args.site or policy.default_site
    if name not in policy.sites:
        sys.stderr.write(language("phrases.cli_unknown_site", site=name, sites=", ".join(policy.sites)) + "\n")
        return BAD_USAGE
    worktime = build_worktime(policy.sites[name], load_overlays(config / "calendars", policy.sites), name=name)
    now = datetime.now(UTC) if args.now is None else _moment(args.now, worktime)
    if now is None:
        sys.stderr.write(language("phrases.cli_wrong_now", now=args.now) + "\n")
        return BAD_USAGE
    run(sys.stdin.buffer, _write, now, worktime, language)
    return 0


def run(lines: Iterable[bytes], write: Callable[[bytes], None], now: datetime, worktime: Worktime, language: Language) -> None:
    """Write one JSON line for each line, before the next is read."""
    for line in lines:
        write(json.dumps(answer(line, now, worktime, language), ensure_ascii=False).encode() + b"\n")


def answer(line: bytes, now: datetime, worktime: Worktime, language: Language) -> Answer:
    """Return the text with its moment, or with the reason and code of its refusal; `error` when the line is no text."""
    try:
        text = line.rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        return {"error": language("phrases.cli_unreadable")}
    try:
        reading = read_time(text, now, worktime, language.code.split("_")[0])
    except TimeRefused as refusal:
        reason = language(f"refusal.{refusal.key}", **refusal.params)
        return {"text": text, "moment": None, "reason": reason, "code": refusal.key}
    return {"text": text, "moment": worktime.local(reading.moment).isoformat(), "reason": None, "code": None}


def _moment(text: str, worktime: Worktime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = worktime.at(moment.date(), moment.time())
        # Raises beyond the years that the working-time clock knows.
        worktime.is_working(moment)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
