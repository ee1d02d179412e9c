"""Where in a list a person stood: sheet and row of employees and events, from now on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table; lists imported before keep their file only."""
    op.create_table(
        "imported_people",
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("sheet", sa.String(length=60)),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name="fk_imported_people_batch_id_import_batches"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_imported_people_person_id_people"
        ),
    )
    op.create_index("ix_imported_people_batch_id", "imported_people", ["batch_id", "person_id"])
