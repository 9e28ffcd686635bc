"""Messages go by lanes, and not too fast to one place; what failed for good can be tried again."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TO_TRY = sa.text("next_try_at IS NOT NULL")
FAILED = sa.text("state = 'failed'")
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What waits, or may be tried again, when the bot is brought up to date: alarms, notes and edits where they belong.
LANES = sa.text(
    """
    UPDATE outbox SET lane = CASE
        WHEN kind = 'alarm' THEN 1
        WHEN kind = 'note' OR (kind = 'card' AND rung <> 'at_once') THEN 3
        WHEN EXISTS (
            SELECT 1 FROM handovers
            WHERE id = handover_id AND (warned OR routes LIKE '%immediate%' OR routes LIKE '%lunch%')
        ) THEN 0
        ELSE 2 END
    WHERE next_try_at IS NOT NULL OR state = 'failed'
    """
)
PLACES = sa.text(
    """
    UPDATE outbox SET place = CASE
        WHEN recipient = 'thread' THEN (SELECT 'channel:' || team FROM handovers WHERE id = handover_id)
        ELSE recipient END
    WHERE next_try_at IS NOT NULL OR state = 'failed'
    """
)


def upgrade() -> None:
    """Add the columns and tables, and fill in what waits. What was sent before keeps the defaults: nobody asks it."""
    op.add_column("outbox", sa.Column("lane", sa.SmallInteger(), server_default="2", nullable=False))
    op.add_column("outbox", sa.Column("place", sa.String(60), server_default="", nullable=False))
    op.execute(LANES)
    op.execute(PLACES)
    op.drop_index("ix_outbox_next_try", table_name="outbox")
    for name, columns in (("lane", ["lane", "next_try_at", "id"]), ("place", ["place", "next_try_at"])):
        op.create_index(f"ix_outbox_{name}", "outbox", columns, sqlite_where=TO_TRY, postgresql_where=TO_TRY)
    op.create_index("ix_outbox_failed", "outbox", ["id"], sqlite_where=FAILED, postgresql_where=FAILED)
    op.create_table(
        "resent",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("outbox_id", KEY, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_resent_outbox_id_outbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resent")),
    )
    op.create_index("ix_resent_outbox", "resent", ["outbox_id"])
    op.create_table(
        "paces",
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("rested_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_paces")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("paces")
    op.drop_table("resent")
    for name in ("failed", "place", "lane"):
        op.drop_index(f"ix_outbox_{name}", table_name="outbox")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("place")
        batch_op.drop_column("lane")
    op.create_index("ix_outbox_next_try", "outbox", ["next_try_at"], sqlite_where=TO_TRY, postgresql_where=TO_TRY)
