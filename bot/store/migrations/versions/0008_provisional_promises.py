"""Promises that were made past the known calendar are found without reading everything that is open."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_handovers_provisional",
        "handovers",
        ["provisional"],
        sqlite_where=sa.text("provisional IS 1"),
        postgresql_where=sa.text("provisional IS true"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_handovers_provisional", table_name="handovers")
