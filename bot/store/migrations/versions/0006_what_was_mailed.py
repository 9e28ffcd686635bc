"""What was mailed to whom is written down, and each reader's copy of a mail is a row of the outbox."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OWNERS_COPY = """
UPDATE outbox SET
    recipient = (SELECT 'person:' || owner FROM handovers WHERE handovers.id = outbox.handover_id),
    place = (SELECT 'person:' || owner FROM handovers WHERE handovers.id = outbox.handover_id)
WHERE kind = 'mail' AND recipient = 'mail'
"""


def upgrade() -> None:
    """Add the table. A mail that waits becomes the owner's copy."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "mails",
        sa.Column("id", big, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("message_id", sa.String(length=320), nullable=False),
        sa.Column("nonce", sa.String(length=16), nullable=False),
        sa.Column("handover_id", big, nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_mails_handover_id_handovers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mails_message_id")),
        sa.UniqueConstraint("nonce", name=op.f("uq_mails_nonce")),
    )
    op.create_index("ix_mails_handover", "mails", ["handover_id", "sent_at"])
    op.create_index("ix_mails_sent_at", "mails", ["sent_at"])
    op.execute(OWNERS_COPY)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("mails")
