"""`phrase`: for each line with a phrase, the moment that it names in the site's zone, or the reason why it names none, as JSON.

One answer per line, in order, also for blank lines. The exit code is 0 when all lines were answered, however they were answered.
"""

import argparse
from datetime import UTC, datetime
from functools import partial

from bot.cli import lines
from bot.cli.lines import Answer, BadUsage, Clerk
from bot.rules.phrases import TimeRefused, read_time


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `phrase` with `--now`, `--lang` and `--site`; its namespace goes to `main`."""
    parser = subparsers.add_parser("phrase", help="lines with a time phrase on stdin, one JSON line each on stdout")
    parser.add_argument("--now", help="when it is said, in ISO form; without a zone the site's (default: now)")
    return lines.add_options(parser)


def main(args: argparse.Namespace) -> int:
    """Answer standard input on standard output; return the exit code. Raises ConfigError when the configuration is wrong."""
    try:
        clerk = lines.clerk_for(args)
        now = _now(args.now, clerk)
    except BadUsage as error:
        return lines.misused(error)
    lines.serve(partial(answer, clerk, now))
    return 0


def answer(clerk: Clerk, now: datetime, line: bytes) -> Answer:
    """Return the text with its moment, or with the reason and code of its refusal; `error` when the line is no text."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return {"error": clerk.language("phrases.cli_unreadable")}
    try:
        reading = read_time(text, now, clerk.worktime, clerk.language.code.split("_")[0])
    except TimeRefused as refusal:
        reason = clerk.language(f"refusal.{refusal.key}", **refusal.params)
        return {"text": text, "moment": None, "reason": reason, "code": refusal.key}
    return {"text": text, "moment": clerk.iso(reading.moment), "reason": None, "code": None}


def _now(text: str | None, clerk: Clerk) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        now = clerk.moment(text)
        clerk.worktime.is_working(now)  # raises beyond the years that the clock knows
        return now.astimezone(UTC)
    except ValueError:
        raise BadUsage(clerk.language("phrases.cli_wrong_now", now=text)) from None
