"""Who is away, since when and until when, and how the bot knows it."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "absences",
        sa.Column("id", counted, autoincrement=True, nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime()),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.Column("cover", sa.String(40)),
        sa.Column("evidence", sa.String(80), nullable=False),
        sa.Column("handover_id", counted),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("ended_by", sa.String(40)),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_absences_handover_id_handovers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_until", "absences", ["until"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_absences_until", table_name="absences")
    op.drop_table("absences")
