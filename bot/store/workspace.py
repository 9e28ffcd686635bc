"""The log of the local workspace: what its chat and mail adapters write and its page reads.

Every post and edit counts `change` up, so a page that knows the last change asks one cheap question to learn of news.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.dialect import alone, inserting
from bot.store.tables import workspace_mails, workspace_messages, workspace_seen

MESSAGES = workspace_messages.c
MAILS = workspace_mails.c
SEEN = workspace_seen.c
COUNTING = 0x6368_616E  # "chan": the advisory lock of whoever counts `change` up: a page would miss the second of two alike
MAIL_PLACE = "mail"  # the place under which it is kept who has seen which mails


@dataclass(frozen=True, slots=True)
class Posted:
    """One message of the log. Moments are aware UTC.

    `thread` is the id of the message in whose thread it stands. Without an `author` the bot said it. `only_for` is the one
    person who sees it.
    """

    id: int
    place: str
    thread: int | None
    author: str | None
    only_for: str | None
    at: datetime
    edited_at: datetime | None
    change: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PostedMail:
    """One mail of the log; `at` is aware UTC."""

    id: int
    at: datetime
    body: Mapping[str, Any]


class Workspace:
    """Reads and writes the log. Every method raises bot.errors.StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        """Keep the database."""
        self._database = database

    async def post(
        self,
        *,
        key: str,
        place: str,
        body: Mapping[str, Any],
        at: datetime,
        thread: int | None = None,
        author: str | None = None,
        only_for: str | None = None,
    ) -> int:
        """Keep a message and return its id; a key that is there already keeps nothing and returns the id of then."""
        values = {
            "key": key,
            "place": place,
            "thread_id": thread,
            "author": author,
            "only_for": only_for,
            "at": at,
            "body": dict(body),
            "change": _next_change(),
        }
        async with self._database.transaction() as connection:
            await alone(connection, COUNTING)
            return await _insert_once(connection, workspace_messages, values)

    async def replace(self, ident: int, body: Mapping[str, Any], at: datetime) -> bool:
        """Put another body in the place of a message's; False when there is no such message."""
        statement = update(workspace_messages).where(MESSAGES.id == ident)
        async with self._database.transaction() as connection:
            await alone(connection, COUNTING)
            done = await connection.execute(statement.values(body=dict(body), edited_at=at, change=_next_change()))
        return done.rowcount == 1

    async def post_mail(self, *, key: str, body: Mapping[str, Any], at: datetime) -> int:
        """Keep a mail and return its id, once for each key."""
        async with self._database.transaction() as connection:
            return await _insert_once(connection, workspace_mails, {"key": key, "at": at, "body": dict(body)})

    async def latest(self) -> tuple[int, int]:
        """Return the last change of the messages and the last mail's id: while both stay, nothing is new."""
        last_change = select(func.coalesce(func.max(MESSAGES.change), 0)).scalar_subquery()
        last_mail = select(func.coalesce(func.max(MAILS.id), 0)).scalar_subquery()
        async with self._database.reading() as connection:
            row = (await connection.execute(select(last_change, last_mail))).one()
        return row[0], row[1]

    async def stream(self, place: str, viewer: str, limit: int) -> list[Posted]:
        """Return the last `limit` messages of a place that the viewer may see, oldest first; threads are left out."""
        query = _messages().where(MESSAGES.place == place, MESSAGES.thread_id.is_(None), _visible(viewer))
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.order_by(MESSAGES.id.desc()).limit(limit))).all()
        return [Posted(*row) for row in reversed(rows)]

    async def thread(self, root: int, viewer: str, limit: int) -> list[Posted]:
        """Return the message `root` and the last `limit` of its thread that the viewer may see, oldest first."""
        first = _messages().where(MESSAGES.id == root, _visible(viewer))
        rest = _messages().where(MESSAGES.thread_id == root, _visible(viewer)).order_by(MESSAGES.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            rows = [*(await connection.execute(rest)), *(await connection.execute(first))]
        return [Posted(*row) for row in reversed(rows)]

    async def replies(self, roots: Sequence[int], viewer: str) -> dict[int, int]:
        """Return how many messages that the viewer may see stand in the threads of these messages; none is left out."""
        query = select(MESSAGES.thread_id, func.count()).where(MESSAGES.thread_id.in_(roots), _visible(viewer))
        async with self._database.reading() as connection:
            rows = await connection.execute(query.group_by(MESSAGES.thread_id))
        return {row[0]: row[1] for row in rows}

    async def unread(self, viewer: str, places: Sequence[str]) -> dict[str, int]:
        """Return how many messages by others, outside threads, the viewer has not seen in each place, and mails under "mail"."""
        query = (
            select(MESSAGES.place, func.count())
            .outerjoin(workspace_seen, (SEEN.person == viewer) & (SEEN.place == MESSAGES.place))
            .where(
                MESSAGES.place.in_(places),
                MESSAGES.thread_id.is_(None),
                MESSAGES.id > func.coalesce(SEEN.last_id, 0),
                or_(MESSAGES.author.is_(None), MESSAGES.author != viewer),
                _visible(viewer),
            )
            .group_by(MESSAGES.place)
        )
        seen = select(SEEN.last_id).where(SEEN.person == viewer, SEEN.place == MAIL_PLACE).scalar_subquery()
        mails = select(func.count()).select_from(workspace_mails).where(MAILS.id > func.coalesce(seen, 0))
        async with self._database.reading() as connection:
            found = {row[0]: row[1] for row in await connection.execute(query)}
            found[MAIL_PLACE] = (await connection.execute(mails)).scalar_one()
        return found

    async def mark_seen(self, viewer: str, place: str, last_id: int) -> None:
        """Remember the last message of a place (or mail, under "mail") that the viewer has seen; it never goes back."""
        async with self._database.transaction() as connection:
            insert = inserting(connection, workspace_seen).values(person=viewer, place=place, last_id=last_id)
            later = insert.on_conflict_do_update(
                index_elements=[SEEN.person, SEEN.place], set_={"last_id": last_id}, where=SEEN.last_id < last_id
            )
            await connection.execute(later)

    async def mails(self, limit: int) -> list[PostedMail]:
        """Return the last `limit` mails, newest first."""
        query = select(MAILS.id, MAILS.at, MAILS.body).order_by(MAILS.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [PostedMail(*row) for row in await connection.execute(query)]


def _messages() -> Any:  # noqa: ANN401
    return select(
        MESSAGES.id,
        MESSAGES.place,
        MESSAGES.thread_id,
        MESSAGES.author,
        MESSAGES.only_for,
        MESSAGES.at,
        MESSAGES.edited_at,
        MESSAGES.change,
        MESSAGES.body,
    )


def _visible(viewer: str) -> ColumnElement[bool]:
    return or_(MESSAGES.only_for.is_(None), MESSAGES.only_for == viewer)


def _next_change() -> Any:  # noqa: ANN401
    counted = workspace_messages.alias("counted")
    return select(func.coalesce(func.max(counted.c.change), 0) + 1).scalar_subquery()


async def _insert_once(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> int:
    statement = inserting(connection, table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    new: int | None = (await connection.execute(statement)).scalar_one_or_none()
    if new is not None:
        return new
    found: int = (await connection.execute(select(table.c.id).where(table.c.key == values["key"]))).scalar_one()
    return found
