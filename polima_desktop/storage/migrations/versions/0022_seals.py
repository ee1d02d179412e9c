"""Seals: what each act wrote, as hashes that its audit entry signs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table and the root; the next act of an older store seals all that stands in it."""
    op.add_column("audit", sa.Column("seal", sa.String(length=64), nullable=True))
    op.create_table(
        "seals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("leaves", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
    )
    op.create_index(op.f("ix_seals_at"), "seals", ["at"])
    op.create_index("ix_seals_part_group", "seals", ["part", "group"])
