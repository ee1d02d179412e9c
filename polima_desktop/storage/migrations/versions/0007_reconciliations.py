"""Reconciliations: cases, rulings by content, signatures of two offices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the three tables."""
    _cases()
    _rulings()
    _signatures()


def _cases() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", BIG, nullable=False),
        sa.Column("previous_id", BIG),
        sa.Column("left_name", sa.String(length=60), nullable=False),
        sa.Column("right_name", sa.String(length=60), nullable=False),
        sa.Column("left_file", sa.String(length=260), nullable=False),
        sa.Column("right_file", sa.String(length=260), nullable=False),
        sa.Column("left_sha256", sa.String(length=64), nullable=False),
        sa.Column("right_sha256", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["reconciliations.id"], name=op.f("fk_reconciliations_previous_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )


def _rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reconciliation_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("left_key", sa.Text(), nullable=False),
        sa.Column("right_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("bulk", sa.String(length=40)),
        sa.Column("undone_by", sa.String(length=60)),
        sa.Column("undone_at", Instant()),
        sa.CheckConstraint("kind IN ('same', 'different', 'reason')", name=op.f("ck_rulings_kind")),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliations.id"],
            name=op.f("fk_rulings_reconciliation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(op.f("ix_rulings_reconciliation_id"), "rulings", ["reconciliation_id"])
    op.create_index(
        "uq_rulings_current",
        "rulings",
        ["left_key", "right_key"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def _signatures() -> None:
    op.create_table(
        "reconciliation_signatures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reconciliation_id", BIG, nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("bridge_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=60), nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.Column("voided_at", Instant()),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["reconciliations.id"],
            name=op.f("fk_reconciliation_signatures_reconciliation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_signatures")),
    )
    op.create_index(
        op.f("ix_reconciliation_signatures_reconciliation_id"),
        "reconciliation_signatures",
        ["reconciliation_id"],
    )
    op.create_index(
        "uq_reconciliation_signatures_standing",
        "reconciliation_signatures",
        ["reconciliation_id", "office"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
