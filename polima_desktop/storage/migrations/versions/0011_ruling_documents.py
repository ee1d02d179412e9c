"""Papers that prove a ruling of a reconciliation; their bytes stand in evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; no ruling had a paper before."""
    op.create_table(
        "ruling_documents",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reconciliation_id", BIG, nullable=False),
        sa.Column("left_key", sa.Text(), nullable=False),
        sa.Column("right_key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=260), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliations.id"],
            name=op.f("fk_ruling_documents_reconciliation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_ruling_documents_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling_documents")),
    )
    op.create_index(
        op.f("ix_ruling_documents_reconciliation_id"), "ruling_documents", ["reconciliation_id"]
    )
