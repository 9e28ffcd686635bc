"""Erases personal data of handovers that were closed long ago, a batch at a time. The history stays, without it."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, Table, and_, delete, func, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rules.handover import ACTIVE, CLOSED
from bot.rules.retention import impersonal
from bot.store.tables import absences, deliveries, events, handovers, mails, shown, workspace_mails, workspace_messages

ERASED = {"customer_name": None, "customer_phone": None, "wish": "", "formerly": ()}


async def erase_handovers(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Erase what handovers closed before that moment (aware) say about customers; return how many were found, `limit` at most."""
    columns = handovers.c
    personal = or_(columns.customer_name.is_not(None), columns.customer_phone.is_not(None), columns.wish != "")
    closed = and_(columns.status.in_(list(CLOSED)), columns.closed_at < before)
    query = select(columns.id).where(closed, personal).order_by(columns.id).limit(limit).with_for_update()
    found = (await connection.execute(query)).scalars().all()
    said = select(events.c.id, events.c.data).where(events.c.handover_id.in_(found))
    for row in (await connection.execute(said)).all():
        if (kept := impersonal(row.data)) != row.data:
            await connection.execute(update(events).where(events.c.id == row.id).values(data=kept))
    await connection.execute(update(handovers).where(columns.id.in_(found)).values(**ERASED))
    return len(found)


async def forget_deliveries(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Delete the keys of deliveries that came before that moment (aware); return how many, `limit` at most."""
    return await _delete(connection, deliveries, deliveries.c.key, deliveries.c.at < before, limit)


async def forget_absences(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Delete absences that were over before that moment (aware); return how many, `limit` at most."""
    over = or_(absences.c.until < before, absences.c.ended_at < before)
    return await _delete(connection, absences, absences.c.id, over, limit)


async def forget_copies(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Delete which copies were mailed before that moment (aware), but for handovers that are not closed.

    No answer finds them any more. Returns how many, `limit` at most.
    """
    active = select(handovers.c.id).where(handovers.c.status.in_(list(ACTIVE)))
    return await _delete(connection, mails, mails.c.id, and_(mails.c.sent_at < before, mails.c.handover_id.not_in(active)), limit)


async def forget_mails(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Delete the local workspace's mails from before that moment (aware); return how many, `limit` at most."""
    return await _delete(connection, workspace_mails, workspace_mails.c.id, workspace_mails.c.at < before, limit)


async def forget_messages(connection: AsyncConnection, before: datetime, limit: int) -> int:
    """Delete the local workspace's messages from before that moment (aware), but for the cards of handovers that are not closed.

    Threads stay with their cards. Returns how many were deleted, `limit` at most.
    """
    messages = workspace_messages.c
    cards = select(shown.c.ref).join(handovers, handovers.c.id == shown.c.handover_id).where(handovers.c.status.in_(list(ACTIVE)))
    root = type_coerce(func.coalesce(messages.thread_id, messages.id).cast(String), String)
    return await _delete(connection, workspace_messages, messages.id, and_(messages.at < before, root.not_in(cards)), limit)


async def _delete(
    connection: AsyncConnection, table: Table, key: ColumnElement[object], old: ColumnElement[bool], limit: int
) -> int:
    some = select(key).where(old).limit(limit).scalar_subquery()
    return (await connection.execute(delete(table).where(key.in_(some)))).rowcount
