"""Statements of people in place of spells, and the acts by which a change can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create both tables and carry the spells over."""
    _acts()
    _statements()
    kept = (
        "person_id, kind, note, valid_from, valid_to, recorded_at, superseded_at, recorded_by, "
        "decree_number, decree_date, batch_id"
    )
    op.execute(
        f"INSERT INTO statements ({kept}, said_at) SELECT {kept}, recorded_at FROM spells "  # noqa: S608 - constants
        "ORDER BY id"
    )
    op.drop_index("ix_spells_person_id", table_name="spells")
    op.drop_index("ix_spells_batch_id", table_name="spells")
    op.drop_table("spells")


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=260), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sa.UniqueConstraint("at", name=op.f("uq_acts_at")),
    )
    op.create_index(op.f("ix_acts_user"), "acts", ["user"])


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=260), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("copy_of", BIG, nullable=True),
        sa.Column("replaces", BIG, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_statements_batch_id")
        ),
        sa.ForeignKeyConstraint(["copy_of"], ["statements.id"], name=op.f("fk_statements_copy_of")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_statements_person_id")),
        sa.ForeignKeyConstraint(
            ["replaces"], ["statements.id"], name=op.f("fk_statements_replaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    for column in ("batch_id", "person_id", "said_at"):
        op.create_index(op.f(f"ix_statements_{column}"), "statements", [column])
