"""A log of what was printed, so that a reprint can say which copy it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Big, Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "printings",
        sa.Column("id", Big, nullable=False),
        sa.Column("month_id", Big, nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=10), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("printed_at", Instant(), nullable=False),
        sa.Column("printed_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_printings_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printings")),
    )
    op.create_index(op.f("ix_printings_month_id"), "printings", ["month_id"])
    op.create_table(
        "printed_slips",
        sa.Column("id", Big, nullable=False),
        sa.Column("printing_id", Big, nullable=False),
        sa.Column("slip_id", Big, nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["printing_id"], ["printings.id"], name=op.f("fk_printed_slips_printing_id")
        ),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_printed_slips_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_slips")),
    )
    for column in ("printing_id", "slip_id"):
        op.create_index(op.f(f"ix_printed_slips_{column}"), "printed_slips", [column])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("printed_slips")
    op.drop_table("printings")
