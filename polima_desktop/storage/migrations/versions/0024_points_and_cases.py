"""Where a unit's people clock in, as dated data; what was decided of clockings that look odd."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Big, Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "unit_points",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=160)),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("batch_id", Big),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_points_unit_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_unit_points_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_points")),
    )
    op.create_table(
        "case_rulings",
        sa.Column("id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("undone_by", sa.String(length=60)),
        sa.Column("undone_at", Instant()),
        sa.CheckConstraint(
            "outcome IN ('wajar', 'klarifikasi', 'tidak_wajar')",
            name=op.f("ck_case_rulings_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_case_rulings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rulings")),
    )
    for table, columns in _INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


_INDEXED = {"unit_points": ("unit_id", "batch_id"), "case_rulings": ("person_id", "day")}


def downgrade() -> None:
    """Drop them again."""
    for table in _INDEXED:
        op.drop_table(table)
