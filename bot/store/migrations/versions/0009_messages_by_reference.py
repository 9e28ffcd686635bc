"""Messages are found by their reference: who answers an older one in direct messages means its handover."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TAKEN = sa.text("ref IS NOT NULL")


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_outbox_ref", "outbox", ["ref"], sqlite_where=TAKEN, postgresql_where=TAKEN)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_outbox_ref", table_name="outbox")
