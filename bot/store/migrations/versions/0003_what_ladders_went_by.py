"""Each event keeps what the ladder goes by from then on, so that the audit asks nothing else."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 1000
LIVE = sa.text("first_rung_at IS NOT NULL AND replaced_at IS NULL")
PAST = sa.text("first_rung_at IS NOT NULL AND replaced_at IS NOT NULL")
WORDS = ("id", "version", "status", "site", "routes", "cycle")
FLAGS = ("warned", "whole_ladder")
MOMENTS = ("rung_at", "cycle_from", "promised_at", "next_due_at")


def upgrade() -> None:
    """Add the columns. The last event of each handover that is not closed gets its footing from the handover."""
    op.add_column("events", sa.Column("footing", sa.JSON()))
    op.add_column("events", sa.Column("first_rung_at", UtcDateTime()))
    op.add_column("events", sa.Column("replaced_at", UtcDateTime()))
    _fill(op.get_bind())
    op.create_index("ix_events_live", "events", ["first_rung_at"], sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("ix_events_past", "events", ["replaced_at"], sqlite_where=PAST, postgresql_where=PAST)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_events_past", table_name="events")
    op.drop_index("ix_events_live", table_name="events")
    with op.batch_alter_table("events", schema=None) as batch_op:
        for name in ("replaced_at", "first_rung_at", "footing"):
            batch_op.drop_column(name)


def _fill(connection: sa.Connection) -> None:
    columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in WORDS]
    columns += [sa.column(name, sa.Boolean()) for name in FLAGS]
    columns += [sa.column(name, UtcDateTime()) for name in MOMENTS]
    handovers = sa.table("handovers", *columns)
    events = sa.table(
        "events",
        sa.column("handover_id"),
        sa.column("version"),
        sa.column("footing", sa.JSON()),
        sa.column("first_rung_at", UtcDateTime()),
    )
    last = sa.and_(events.c.handover_id == sa.bindparam("of"), events.c.version == sa.bindparam("last"))
    fill = sa.update(events).where(last).values(footing=sa.bindparam("left"), first_rung_at=sa.bindparam("first"))
    waiting = sa.select(handovers).where(handovers.c.next_due_at.is_not(None)).order_by(handovers.c.id).limit(BATCH)
    beyond = 0
    while rows := connection.execute(waiting.where(handovers.c.id > beyond)).all():
        beyond = rows[-1].id
        filled = [{"of": row.id, "last": row.version, "left": _footing(row), "first": row.next_due_at} for row in rows]
        connection.execute(fill, filled)


def _footing(row: sa.Row[Any]) -> dict[str, object]:
    return {
        "cycle": row.cycle,
        "after": row.rung_at.isoformat(),
        "cycle_from": row.cycle_from.isoformat(),
        "promised_at": row.promised_at.isoformat(),
        "status": row.status,
        "site": row.site,
        "routes": row.routes.split(","),
        "warned": row.warned,
        "whole_ladder": row.whole_ladder,
    }
