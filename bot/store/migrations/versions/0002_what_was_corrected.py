"""What was corrected of a customer's name and phone is kept, so that it stays hidden."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("handovers", sa.Column("formerly", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_column("formerly")
