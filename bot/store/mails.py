"""What was mailed to whom: each copy is written down before it is sent, so that an answer finds it whatever happens then."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SendFailed, StoreUnavailable
from bot.mail.port import Envelope, Mail
from bot.rules import tokens
from bot.rules.binding import Sent
from bot.store import facts
from bot.store.database import Database
from bot.store.dialect import once
from bot.store.tables import facts as named
from bot.store.tables import mails

SECRET: Final = "mail_secret"  # noqa: S105 - where it is kept
HOUR: Final = timedelta(hours=1)
TOO_MANY: Final = "as many mails as the policy allows in an hour"

NAMES: Final = tuple(field.name for field in fields(Sent))
COLUMNS: Final = tuple(mails.c[name] for name in NAMES)


@dataclass(frozen=True, slots=True)
class MailBook:
    """Writes copies down. `address` is the bot's own, `hourly` how many mails about one handover an hour may have.

    With a secret each copy comes from an address of its own, without one (hosts that take no plus) all come from the bot's.
    `draw` gives so many random bytes that nobody can guess.
    """

    database: Database
    address: str
    hourly: int
    secret: bytes | None = None
    draw: Callable[[int], bytes] = secrets.token_bytes

    async def envelope(self, mail: Mail, key: str, at: datetime) -> Envelope:
        """Write the copy of that key down at its first try; return what it is known by. Raises SendFailed: it has to wait."""
        sent = await self._entry(mail, key, at)
        sender = self.address
        if self.secret is not None:
            sender = tokens.with_token(sender, tokens.token(self.secret, sent.nonce, sent.handover_id, sent.person))
        return Envelope(sent.message_id, sender)

    async def _entry(self, mail: Mail, key: str, at: datetime) -> Sent:
        try:
            async with self.database.transaction() as connection:
                known = await with_key(connection, key)
                if known is None:
                    await self._room(connection, mail.handover_id, at)
                    known = await add(connection, self._new(mail, key, at))
                return known
        except StoreUnavailable as error:
            raise SendFailed(str(error), patient=True) from None

    async def _room(self, connection: AsyncConnection, handover_id: int, at: datetime) -> None:
        lately = (mails.c.handover_id == handover_id, mails.c.sent_at > at - HOUR, mails.c.sent_at <= at)
        if (await connection.execute(select(func.count()).where(*lately))).scalar_one() >= self.hourly:
            raise SendFailed(TOO_MANY, patient=True)

    def _new(self, mail: Mail, key: str, at: datetime) -> Sent:
        message_id = f"<{self.draw(16).hex()}@{self.address.rpartition('@')[2]}>"
        nonce = tokens.letters(self.draw(tokens.BYTES))
        return Sent(key, message_id, nonce, mail.handover_id, mail.reader, mail.address, at)


async def add(connection: AsyncConnection, sent: Sent) -> Sent:
    """Write a copy down, once for each key; return what stands there."""
    await connection.execute(once(connection, mails), {name: getattr(sent, name) for name in NAMES})
    return await with_key(connection, sent.key) or sent


async def with_key(connection: AsyncConnection, key: str) -> Sent | None:
    """Return the copy of that key."""
    row = (await connection.execute(select(*COLUMNS).where(mails.c.key == key))).one_or_none()
    return None if row is None else _sent(row)


async def marked(connection: AsyncConnection, nonces: Sequence[str], message_ids: Sequence[str]) -> list[Sent]:
    """Return the copies that have one of these nonces or Message-IDs."""
    named = or_(mails.c.nonce.in_(nonces), mails.c.message_id.in_(message_ids))
    return [_sent(row) for row in await connection.execute(select(*COLUMNS).where(named).order_by(mails.c.id))]


async def secret_of(database: Database) -> bytes:
    """Return the secret that the first process made and the database keeps. Raises StoreUnavailable."""
    async with database.transaction() as connection:
        await connection.execute(once(connection, named), {"name": SECRET, "value": secrets.token_hex(32)})
        return bytes.fromhex(await facts.read(connection, SECRET) or "")


def _sent(row: Any) -> Sent:  # noqa: ANN401
    return Sent(**dict(zip(NAMES, row, strict=True)))
