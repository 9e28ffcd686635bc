"""`promise`: for each line of a case's opening and, after a tab, a customer's own time, the promise and why, as JSON.

One answer per line, in order. Times without a zone are the site's; where summer time ends, the first of two equal times is meant.
"""

import argparse
from datetime import date, datetime
from functools import partial

from bot.cli import lines
from bot.cli.lines import Answer, BadUsage, Clerk
from bot.errors import PastTime, TooFarAhead
from bot.explain import explain, refused
from bot.rules.promise import first_offer, promise


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `promise` with `--site` and `--lang`; its namespace goes to `main`."""
    parser = subparsers.add_parser("promise", help="lines of OPENED[<TAB>ASKED] on stdin, one JSON line each on stdout")
    return lines.add_options(parser)


def main(args: argparse.Namespace) -> int:
    """Answer standard input on standard output; return the exit code. Raises ConfigError when the configuration is wrong."""
    try:
        clerk = lines.clerk_for(args)
    except BadUsage as error:
        return lines.misused(error)
    lines.serve(partial(answer, clerk))
    return 0


def answer(clerk: Clerk, line: bytes) -> Answer:
    """Return what is known of one line: the promise, or `error` with the reason."""
    try:
        opened, asked = _read(line.decode(), clerk)
        offer = first_offer(clerk.worktime, opened, clerk.policy)
    except (ValueError, OverflowError):
        return {"error": clerk.language("promise.cli_unreadable")}
    times: Answer = {
        "opened": clerk.iso(opened),
        "first_offer": clerk.iso(offer),
        "provisional": clerk.worktime.is_provisional(offer),
        "asked": None if asked is None else clerk.iso(asked),
    }
    try:
        found = promise(clerk.worktime, opened, asked, clerk.policy)
    except (PastTime, TooFarAhead) as refusal:
        return {"error": refused(clerk.language, refusal, clerk.worktime.zone), **times}
    return {
        **times,
        "provisional": found.provisional,
        "route": found.route,
        "routes": found.routes,
        "obligations": found.obligations,
        "explanation": explain(clerk.language, found, clerk.worktime.zone),
    }


def _read(line: str, clerk: Clerk) -> tuple[datetime, datetime | None]:
    opened, _, asked = line.partition("\t")
    return _moment(opened, clerk), _moment(asked, clerk) if asked.strip() else None


def _moment(text: str, clerk: Clerk) -> datetime:
    if _is_date(text.strip()):
        message = "a date without a time"
        raise ValueError(message)
    return clerk.moment(text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
