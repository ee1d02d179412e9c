"""Slips that the bureau chose to be computed again before every lock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table; nothing is chosen yet."""
    op.create_table(
        "golden_slips",
        sa.Column("id", BIG, nullable=False),
        sa.Column("slip_id", BIG, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("chosen_at", Instant(), nullable=False),
        sa.Column("chosen_by", sa.String(length=60), nullable=False),
        sa.Column("released_at", Instant()),
        sa.Column("released_by", sa.String(length=60)),
        sa.Column("released_why", sa.Text()),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name="fk_golden_slips_slip_id_slips"),
        sa.PrimaryKeyConstraint("id", name="pk_golden_slips"),
    )
    op.create_index(
        "uq_golden_slips_standing",
        "golden_slips",
        ["slip_id"],
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )
