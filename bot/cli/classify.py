"""`classify`: what each mail is and what it says of an absence (procedure §6), as one JSON line for each file."""

import argparse
import json
import sys
from pathlib import Path

from bot.cli.lines import BadUsage, add_options, clerk_for, misused
from bot.rules.autoreply import Verdict, classify

CANNOT_READ = 1
_STANDARD_INPUT = "-"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `classify`; its namespace goes to `main`."""
    parser = subparsers.add_parser("classify", help="tell whether mails are absences, acknowledgements, bounces or people's own")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a mail as it came (RFC 5322); - for standard input")
    return add_options(parser)


def main(args: argparse.Namespace) -> int:
    """Print a line for each mail; return 1 when one of the files could not be read. Raises ConfigError."""
    try:
        clerk = clerk_for(args)
    except BadUsage as error:
        return misused(error)
    code = 0
    for name in args.files:
        try:
            raw = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
        except OSError as error:
            sys.stderr.write(f"{name}: {error.strerror}\n")
            code = CANNOT_READ
            continue
        line = json.dumps(_answer(name, classify(raw, clerk.worktime.zone)), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return code


def _answer(name: str, verdict: Verdict) -> dict[str, object]:
    cover = verdict.cover
    return {
        "file": name,
        "verdict": verdict.kind,
        "back_on": verdict.back_on.isoformat() if verdict.back_on else None,
        "until": verdict.until.isoformat() if verdict.until else None,
        "cover": f"{cover.text} <{cover.address}>"
        if cover and cover.address and cover.address not in cover.text
        else cover.text
        if cover
        else None,
        "reasons": list(verdict.reasons),
    }
