"""`outbox`: what waits to be sent and what was set aside, and `outbox retry`, which has that tried again."""

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.cli.beside import OtherSchema, beside_the_bot
from bot.cli.lines import BadUsage, Clerk, add_options, clerk_for, misused
from bot.errors import StoreUnavailable
from bot.store import queue
from bot.store.queue import SetAside, Waiting
from config.settings import load_settings

CANNOT: Final = 3
NONE_FOUND: Final = 1
DEADLINE_SECONDS: Final = 60.0
SHOWN: Final = 20
WHO_LENGTH: Final = 40
MINUTE: Final = timedelta(minutes=1)
WAITING_COLUMNS: Final = ("lane", "kind", "state", "count", "oldest", "next")
FAILED_COLUMNS: Final = ("id", "handover", "what", "to", "planned", "tries", "reason")
RIGHT: Final = frozenset({"count", "id", "tries"})


@dataclass(frozen=True, slots=True)
class Queue:
    """What there is, at one moment (aware UTC)."""

    at: datetime
    waiting: Sequence[Waiting]
    failed: int
    latest: Sequence[SetAside]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `outbox`; its namespace goes to `main`."""
    parser = subparsers.add_parser("outbox", help="show what waits to be sent and what could not be, while the bot goes on")
    parser.add_argument("--json", action="store_true", help="one JSON object, times in UTC")
    parser.add_argument("--limit", type=int, default=SHOWN, metavar="N", help=f"so many of what was set aside (default: {SHOWN})")
    add_options(parser)
    doing = parser.add_subparsers(dest="doing")
    retry = doing.add_parser("retry", help="have messages that were set aside tried again")
    retry.add_argument("ids", type=int, nargs="*", metavar="ID", help="as `outbox` shows them")
    retry.add_argument("--all", action="store_true", help="all that were set aside")
    return parser


def main(args: argparse.Namespace) -> int:
    """Print the queue, or have something tried again; return the exit code. Raises ConfigError."""
    try:
        clerk = clerk_for(args)
        _check(args, clerk)
    except BadUsage as error:
        return misused(error)
    try:
        if args.doing == "retry":
            return _retried(clerk, asyncio.run(_retry(None if args.all else args.ids)))
        found = asyncio.run(_look(args.limit))
    except StoreUnavailable as error:
        sys.stderr.write(clerk.language("audit.no_database", reason=error) + "\n")
        return CANNOT
    except OtherSchema:
        sys.stderr.write(clerk.language("audit.other_schema") + "\n")
        return CANNOT
    sys.stdout.write((json.dumps(as_json(found)) if args.json else "\n".join(report(found, clerk))) + "\n")
    return 0


def report(found: Queue, clerk: Clerk) -> Iterator[str]:
    """Yield the lines: what waits by lane, kind and state, then what was set aside and why."""
    say = clerk.language
    if found.waiting:
        oldest = min(each.oldest for each in found.waiting)
        late = max(found.at - oldest, timedelta()) // MINUTE
        yield say.plural("outbox.waiting", sum(each.count for each in found.waiting), minutes=late)
        yield from _table(clerk, WAITING_COLUMNS, [_waiting(clerk, each) for each in found.waiting])
    else:
        yield say("outbox.nothing_waits")
    if not found.failed:
        yield say("outbox.nothing_failed")
        return
    yield ""
    yield say.plural("outbox.failed", found.failed)
    yield from _table(clerk, FAILED_COLUMNS, [_set_aside(clerk, each) for each in found.latest])
    if (hidden := found.failed - len(found.latest)) > 0:
        yield "  " + say.plural("outbox.hidden", hidden)
    yield say("outbox.how_to_retry")


def as_json(found: Queue) -> dict[str, object]:
    """Return the same for scripts. Moments are ISO texts in UTC."""
    return {
        "at": found.at.isoformat(),
        "waiting": [
            {
                "lane": each.lane.name.lower(),
                "kind": each.kind,
                "state": each.progress,
                "count": each.count,
                "oldest": each.oldest.isoformat(),
                "next_try": each.next_try.isoformat(),
            }
            for each in found.waiting
        ],
        "failed_count": found.failed,
        "failed": [
            {
                "id": each.row.id,
                "handover": f"CB-{each.row.handover_id}",
                "kind": each.row.kind,
                "rung": each.row.rung,
                "to": each.row.recipient,
                "planned": each.row.planned_at.isoformat(),
                "tries": each.row.attempts,
                "tried_again": each.resent,
                "reason": each.row.reason,
            }
            for each in found.latest
        ],
    }


def _check(args: argparse.Namespace, clerk: Clerk) -> None:
    """Raise BadUsage when it is not said what to try again, or said twice."""
    if args.doing == "retry" and bool(args.ids) == args.all:
        raise BadUsage(clerk.language("outbox.which"))


def _waiting(clerk: Clerk, each: Waiting) -> tuple[str, ...]:
    say = clerk.language
    lane, kind, state = (
        say(f"outbox.lane.{each.lane.name.lower()}"),
        say(f"outbox.kind.{each.kind}"),
        say(f"outbox.state.{each.progress}"),
    )
    return lane, kind, state, f"{each.count:,}", _when(clerk, each.oldest), _when(clerk, each.next_try)


def _set_aside(clerk: Clerk, each: SetAside) -> tuple[str, ...]:
    row = each.row
    tries = f"{row.attempts}" if not each.resent else f"{row.attempts} (+{each.resent})"
    what = f"{clerk.language(f'outbox.kind.{row.kind}')} {row.rung}"
    return str(row.id), f"CB-{row.handover_id}", what, row.recipient, _when(clerk, row.planned_at), tries, row.reason or ""


def _table(clerk: Clerk, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the rows under their heads, each column as wide as it has to be; what is Chinese takes two places a sign."""
    heads = tuple(clerk.language(f"outbox.{name}") for name in columns)
    widths = [max(_width(text) for text in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [_padded(text, width, right=name in RIGHT) for text, width, name in zip(row, widths, columns, strict=True)]
        yield ("  " + "  ".join(cells)).rstrip()


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(1 + (ord(sign) > 0x2E80) for sign in text)  # noqa: PLR2004 - from there on signs are wide


def _when(clerk: Clerk, moment: datetime) -> str:
    return f"{clerk.worktime.local(moment):%Y-%m-%d %H:%M:%S}"


def _retried(clerk: Clerk, ids: Sequence[int]) -> int:
    if not ids:
        sys.stderr.write(clerk.language("outbox.none_found") + "\n")
        return NONE_FOUND
    sys.stdout.write(clerk.language.plural("outbox.retried", len(ids), ids=", ".join(map(str, ids))) + "\n")
    return 0


async def _look(limit: int) -> Queue:
    async with beside_the_bot(load_settings(), DEADLINE_SECONDS) as (database, clock), database.reading() as connection:
        waits, failed = await queue.waiting(connection), await queue.count_set_aside(connection)
        return Queue(clock.now(), waits, failed, await queue.set_aside(connection, max(limit, 0)))


async def _retry(ids: Sequence[int] | None) -> list[int]:
    async with beside_the_bot(load_settings(), DEADLINE_SECONDS) as (database, clock), database.transaction() as connection:
        return await queue.try_again(connection, ids, getpass.getuser()[:WHO_LENGTH], clock.now())
