"""Single punches of a clock, and whether the app said that the place was not real."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Big

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column."""
    op.add_column("attendance_days", sa.Column("mock", sa.Boolean()))
    op.create_table(
        "punches",
        sa.Column("id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=3), nullable=False),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        sa.Column("location", sa.String(length=120)),
        sa.Column("device", sa.String(length=80)),
        sa.Column("mock", sa.Boolean()),
        sa.Column("batch_id", Big, nullable=False),
        sa.Column("sheet", sa.String(length=60)),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("superseded_by", Big),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_punches_person_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_punches_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["import_batches.id"], name=op.f("fk_punches_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_punches")),
    )
    op.create_index("ix_punches_day", "punches", ["day", "person_id"])
    for column in ("batch_id", "superseded_by"):
        op.create_index(op.f(f"ix_punches_{column}"), "punches", [column])
    op.create_index(
        "uq_punches_current",
        "punches",
        ["person_id", "day", "seconds", "way"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
