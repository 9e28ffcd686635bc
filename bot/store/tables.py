"""The tables. A handover's row is its timer; events are only ever appended; the outbox holds what is to be said."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.rules.absence import Source
from bot.rules.handover import Status
from bot.rules.lanes import Lane
from bot.store.columns import Routes, UtcDateTime, Word, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DUE = text("next_due_at IS NOT NULL")
TO_TRY = text("next_try_at IS NOT NULL")
FAILED = text("state = 'failed'")
TAKEN = text("ref IS NOT NULL")
LIVE = text("first_rung_at IS NOT NULL AND replaced_at IS NULL")
PAST = text("first_rung_at IS NOT NULL AND replaced_at IS NOT NULL")


def _key(**options: Any) -> Column[int]:  # noqa: ANN401
    """Return an integer primary key; SQLite counts only plain INTEGER ones up."""
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True, **options)


# The columns are the fields of bot.rules.handover.Handover, and open_key.
handovers = Table(
    "handovers",
    metadata,
    _key(),
    Column("version", Integer, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("waybill", String(40), nullable=False),
    Column("request_id", String(40), nullable=False),
    Column("customer_name", String(200)),
    Column("customer_phone", String(40)),
    Column("wish", Text, nullable=False),
    Column("warned", Boolean, nullable=False),
    Column("other_matter", Boolean, nullable=False),
    Column("site", String(40), nullable=False),
    Column("team", String(40), nullable=False),
    Column("opener", String(40), nullable=False),
    Column("owner", String(40), nullable=False),
    Column("closer", String(40)),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("first_offer", UtcDateTime, nullable=False),
    Column("promised_at", UtcDateTime, nullable=False),
    Column("own_time", Boolean, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("routes", Routes, nullable=False),
    Column("declined", Boolean, nullable=False),
    Column("kept", Boolean),
    Column("acknowledged_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("cycle", Integer, nullable=False),
    Column("cycle_from", UtcDateTime, nullable=False),
    Column("whole_ladder", Boolean, nullable=False),
    Column("rung_at", UtcDateTime, nullable=False),
    Column("next_due_at", UtcDateTime),
    Column("phone_next", Integer),
    Column("open_key", String(40)),  # the REQ ID while this is the request's one open handover
    Column("formerly", Words, nullable=False, server_default="[]"),
    UniqueConstraint("open_key"),
    Index("ix_handovers_due", "next_due_at", sqlite_where=DUE, postgresql_where=DUE),
    Index("ix_handovers_request", "request_id"),
    Index("ix_handovers_owner", "owner", "status"),
    Index("ix_handovers_latest", "owner", "opened_at"),
    Index(
        "ix_handovers_provisional",
        "provisional",
        sqlite_where=text("provisional IS 1"),
        postgresql_where=text("provisional IS true"),
    ),
)

events = Table(
    "events",
    metadata,
    _key(),
    Column("handover_id", ForeignKey("handovers.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("data", JSON, nullable=False),
    # What the audit works out from events alone what should have been said: bot.rules.spells.
    Column("footing", JSON),
    Column("first_rung_at", UtcDateTime),
    Column("replaced_at", UtcDateTime),
    UniqueConstraint("handover_id", "version"),
    Index("ix_events_live", "first_rung_at", sqlite_where=LIVE, postgresql_where=LIVE),
    Index("ix_events_past", "replaced_at", sqlite_where=PAST, postgresql_where=PAST),
)

outbox = Table(
    "outbox",
    metadata,
    _key(),
    Column("kind", String(12), nullable=False),
    Column("handover_id", ForeignKey("handovers.id")),
    Column("cycle", Integer, nullable=False),
    Column("rung", String(40), nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("recipient", String(60), nullable=False),
    Column("first_occurrence", Integer, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("ref", String(80)),
    Column("reason", String(200)),
    Column("lane", SmallInteger, nullable=False, server_default=str(int(Lane.CALM))),
    Column("place", String(60), nullable=False, server_default=""),  # where it is shown: the channel, for what goes into a thread
    UniqueConstraint("handover_id", "cycle", "rung", "occurrence", "recipient"),
    Index("ix_outbox_lane", "lane", "next_try_at", "id", sqlite_where=TO_TRY, postgresql_where=TO_TRY),
    Index("ix_outbox_place", "place", "next_try_at", sqlite_where=TO_TRY, postgresql_where=TO_TRY),
    Index("ix_outbox_ref", "ref", sqlite_where=TAKEN, postgresql_where=TAKEN),
    Index("ix_outbox_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
    Index("ix_outbox_handover", "handover_id"),
)

# Messages that had failed for good, and that somebody had tried again.
resent = Table(
    "resent",
    metadata,
    _key(),
    Column("outbox_id", ForeignKey("outbox.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(40), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(200)),
    Index("ix_resent_outbox", "outbox_id"),
)

paces = Table(
    "paces",
    metadata,
    Column("place", String(60), primary_key=True),
    Column("rested_at", UtcDateTime, nullable=False),
)

shown = Table(
    "shown",
    metadata,
    Column("handover_id", ForeignKey("handovers.id"), primary_key=True),
    Column("recipient", String(60), primary_key=True),
    Column("ref", String(80), nullable=False),
    Column("version", Integer, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("handover_id", BigInteger),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

# The columns are the fields of bot.rules.absence.Absence.
absences = Table(
    "absences",
    metadata,
    _key(),
    Column("person", String(40), nullable=False),
    Column("source", Word(Source), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Column("stated", Boolean, nullable=False),
    Column("cover", String(40)),
    Column("evidence", String(80), nullable=False),
    Column("handover_id", ForeignKey("handovers.id")),
    Column("recorded_by", String(40), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String(40)),
    Index("ix_absences_until", "until"),
)

# Copies of mails. Each is written down before it is sent: an answer names it by its nonce or its Message-ID.
mails = Table(
    "mails",
    metadata,
    _key(),
    Column("key", String(80), nullable=False),  # of the outbox: the same on every try
    Column("message_id", String(320), nullable=False),
    Column("nonce", String(16), nullable=False),
    Column("handover_id", ForeignKey("handovers.id"), nullable=False),
    Column("person", String(40), nullable=False),
    Column("address", String(254), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    UniqueConstraint("key"),
    UniqueConstraint("message_id"),
    UniqueConstraint("nonce"),
    Index("ix_mails_handover", "handover_id", "sent_at"),
    Index("ix_mails_sent_at", "sent_at"),
)

workspace_messages = Table(
    "workspace_messages",
    metadata,
    _key(),
    Column("key", String(80), nullable=False),
    Column("place", String(60), nullable=False),
    Column("thread_id", BigInteger),
    Column("author", String(40)),
    Column("only_for", String(40)),
    Column("at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    Column("change", BigInteger, nullable=False),  # counts every post and edit up, so that a page sees what is new to it
    Column("body", JSON, nullable=False),
    UniqueConstraint("key"),
    Index("ix_workspace_messages_place", "place", "id"),
    Index("ix_workspace_messages_thread", "thread_id", "id"),
    Index("ix_workspace_messages_change", "change"),
)

workspace_mails = Table(
    "workspace_mails",
    metadata,
    _key(),
    Column("key", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("key"),
)

workspace_seen = Table(
    "workspace_seen",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("place", String(60), primary_key=True),
    Column("last_id", BigInteger, nullable=False),
)
