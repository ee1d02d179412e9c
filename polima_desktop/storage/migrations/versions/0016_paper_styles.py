"""How an office's slips look: letterhead, words, facts shown, paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Big, Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of styles."""
    op.create_table(
        "paper_styles",
        sa.Column("id", Big, nullable=False),
        sa.Column("unit_id", Big),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80)),
        sa.Column("decree_date", sa.Date()),
        sa.Column("batch_id", Big),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_paper_styles_unit_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_paper_styles_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_styles")),
    )
    for column in ("unit_id", "batch_id"):
        op.create_index(op.f(f"ix_paper_styles_{column}"), "paper_styles", [column])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("paper_styles")
