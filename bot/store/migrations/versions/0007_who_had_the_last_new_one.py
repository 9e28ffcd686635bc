"""Who had the last new handover is found without reading all that they ever had."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_handovers_latest", "handovers", ["owner", "opened_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_handovers_latest", table_name="handovers")
