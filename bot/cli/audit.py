"""`audit`: holds what was sent against what should have been, for any span of time, and prints every exception."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.cli.beside import OtherSchema, beside_the_bot
from bot.cli.lines import BadUsage, Clerk, add_options, clerk_for, misused
from bot.errors import StoreUnavailable
from bot.rules.calendars import build_worktimes
from bot.rules.office import Office
from bot.rules.people import Directory
from config.whole import Config, load_config
from scheduler.proof import GRACE, Found, Outcome, Proof, prove

NOT_WELL: Final = 1
CANNOT: Final = 3
DAY: Final = timedelta(days=1)
DEADLINE_SECONDS: Final = 60.0
PERCENTILES: Final = (50, 95, 99)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `audit`; its namespace goes to `main`."""
    parser = subparsers.add_parser("audit", help="show that every ping that was due was sent, while the bot goes on")
    parser.add_argument("--since", metavar="TIME", help="from then on: 2026-11-23, or 2026-11-23T09:00 (default: a day)")
    parser.add_argument("--until", metavar="TIME", help="until then (default: a minute ago)")
    return add_options(parser)


def main(args: argparse.Namespace) -> int:
    """Print what was planned and sent; return 0 when nothing was missed. Raises ConfigError."""
    try:
        clerk = clerk_for(args)
        since, until = (_moment(clerk, typed) for typed in (args.since, args.until))
        proof = asyncio.run(_prove(load_config(), clerk, since, until))
    except BadUsage as error:
        return misused(error)
    except StoreUnavailable as error:
        sys.stderr.write(clerk.language("audit.no_database", reason=error) + "\n")
        return CANNOT
    except OtherSchema:
        sys.stderr.write(clerk.language("audit.other_schema") + "\n")
        return CANNOT
    sys.stdout.write("\n".join(report(proof, clerk)) + "\n")
    return NOT_WELL if proof.exceptions else 0


def report(proof: Proof, clerk: Clerk) -> Iterator[str]:
    """Yield the lines: how many rungs came to what, how late those were that were sent, and each exception."""
    say, counts = clerk.language, dict.fromkeys(Outcome, 0)
    for found in proof.found:
        counts[found.outcome] += 1
    yield say("audit.span", since=_when(clerk, proof.since), until=_when(clerk, proof.until))
    yield f"{len(proof.found):7,}  {say('audit.planned')}"
    for outcome, count in counts.items():
        if count or outcome in {Outcome.SENT, Outcome.MISSING}:
            yield f"{count:7,}  {say(f'audit.{outcome}')}"
    if late := proof.lateness:
        figures = [f"p{percent} {_seconds(late[min(len(late) * percent // 100, len(late) - 1)])}" for percent in PERCENTILES]
        figures.append(f"{say('audit.longest')} {_seconds(late[-1])}")
        over = sum(each > GRACE for each in late)
        yield f"{say('audit.lateness')}: {', '.join(figures)}; {say.plural('audit.over_a_minute', over)}"
    if proof.exceptions:
        yield f"{say('audit.exceptions')}:"
        yield from (_line(clerk, found) for found in proof.exceptions)
    else:
        yield say("audit.well")


def _line(clerk: Clerk, found: Found) -> str:
    rung, said = found.rung, clerk.language(f"audit.{found.outcome}")
    reason = f": {found.reason}" if found.reason else ""
    return f"  {_when(clerk, rung.at)}  {'CB-' + str(rung.handover_id):10} {rung.rung:16} {said}{reason}"


async def _prove(config: Config, clerk: Clerk, since: datetime | None, until: datetime | None) -> Proof:
    """Prove it from `since` (else for a day) until `until`, a minute ago at the latest. Raises BadUsage for an empty span."""
    office = Office(config.policy, Directory(config.people), build_worktimes(config.policy, config.overlays))
    async with beside_the_bot(config.settings, DEADLINE_SECONDS) as (database, clock):
        latest = clock.now() - GRACE
        until = min(until or latest, latest)
        if since is not None and since >= until:
            raise BadUsage(clerk.language("audit.empty_span", since=_when(clerk, since), until=_when(clerk, until)))
        return await prove(database, office, since or until - DAY, until)


def _moment(clerk: Clerk, typed: str | None) -> datetime | None:
    if typed is None:
        return None
    try:
        return clerk.moment(typed)
    except ValueError:
        raise BadUsage(clerk.language("audit.not_a_time", typed=typed)) from None


def _when(clerk: Clerk, moment: datetime) -> str:
    return f"{clerk.worktime.local(moment):%Y-%m-%d %H:%M}"


def _seconds(late: timedelta) -> str:
    return f"{late.total_seconds():,.1f} s"
