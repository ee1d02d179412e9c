"""Payments as batches of items, reopenings by two people, arrears; a freeze says its purpose.

What was recorded as paid before becomes one batch of the slips that stood at that moment.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, carry the payments over, drop what they replace."""
    op.add_column(
        "frozen_inputs",
        sa.Column("purpose", sa.String(length=12), server_default="month", nullable=False),
    )
    _batches()
    _arrears()
    _items()
    _reopenings()
    _carry_over()
    op.drop_table("payment_returns")  # nothing ever wrote it
    op.drop_table("payments")
    _returns()


def _carry_over() -> None:
    op.execute(
        "INSERT INTO payment_batches (month_id, number, sp2d_number, paid_on, recorded_at, "
        "recorded_by) SELECT month_id, row_number() OVER (PARTITION BY month_id ORDER BY id), "
        "sp2d_number, paid_on, recorded_at, recorded_by FROM payments ORDER BY id"
    )
    op.execute(
        "INSERT INTO payment_items (batch_id, month_id, person_id, slip_id, amount, attempt) "
        "SELECT b.id, s.month_id, s.person_id, s.id, s.net, 1 FROM slips s "
        "JOIN payment_batches b ON b.month_id = s.month_id AND b.number = 1 "
        "WHERE s.net > 0 AND s.revision = (SELECT max(t.revision) FROM slips t "
        "WHERE t.month_id = s.month_id AND t.person_id = s.person_id "
        "AND t.created_at <= b.recorded_at) "
        "AND coalesce(s.replaced_reason, '') <> 'Tidak lagi berhak' ORDER BY s.id"
    )


def _batches() -> None:
    op.create_table(
        "payment_batches",
        sa.Column("id", BIG, nullable=False),
        sa.Column("month_id", BIG),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sp2d_number", sa.String(length=80), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.id"], name=op.f("fk_payment_batches_month_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint("month_id", "number", name=op.f("uq_payment_batches_month_id_number")),
    )
    op.create_index(
        op.f("ix_payment_batches_month_id"), "payment_batches", ["month_id"], unique=False
    )
    op.create_table(
        "payment_corrections",
        sa.Column("id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("sp2d_number", sa.String(length=80), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batches.id"], name=op.f("fk_payment_corrections_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_corrections")),
    )
    op.create_index(
        op.f("ix_payment_corrections_batch_id"), "payment_corrections", ["batch_id"], unique=False
    )


def _arrears() -> None:
    op.create_table(
        "arrears",
        sa.Column("id", BIG, nullable=False),
        sa.Column("month_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("slip_id", BIG),
        sa.Column("frozen_id", BIG, nullable=False),
        sa.Column("rule_version_id", BIG, nullable=False),
        sa.Column("settled", BIG, nullable=False),
        sa.Column("recomputed", BIG, nullable=False),
        sa.Column("difference", BIG, nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("found_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", Instant()),
        sa.Column("decided_by", sa.String(length=60)),
        sa.Column("decided_why", sa.Text()),
        sa.Column("carrier_id", BIG),
        sa.ForeignKeyConstraint(["carrier_id"], ["months.id"], name=op.f("fk_arrears_carrier_id")),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_inputs.id"], name=op.f("fk_arrears_frozen_id")
        ),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_arrears_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_arrears_person_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_arrears_slip_id")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_versions.id"], name=op.f("fk_arrears_rule_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears")),
    )
    op.create_index(op.f("ix_arrears_carrier_id"), "arrears", ["carrier_id"], unique=False)
    op.create_index(op.f("ix_arrears_month_id"), "arrears", ["month_id"], unique=False)
    op.create_index(op.f("ix_arrears_person_id"), "arrears", ["person_id"], unique=False)
    op.create_index(
        "uq_arrears_pending",
        "arrears",
        ["month_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _items() -> None:
    op.create_table(
        "payment_items",
        sa.Column("id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("month_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("slip_id", BIG),
        sa.Column("arrears_id", BIG),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(length=80)),
        sa.Column("account", sa.String(length=40)),
        sa.CheckConstraint(
            "(slip_id IS NULL) <> (arrears_id IS NULL)", name=op.f("ck_payment_items_one_reason")
        ),
        sa.ForeignKeyConstraint(
            ["arrears_id"], ["arrears.id"], name=op.f("fk_payment_items_arrears_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batches.id"], name=op.f("fk_payment_items_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.id"], name=op.f("fk_payment_items_month_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payment_items_person_id")
        ),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_payment_items_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_items")),
    )
    op.create_index(
        op.f("ix_payment_items_arrears_id"), "payment_items", ["arrears_id"], unique=False
    )
    op.create_index(op.f("ix_payment_items_batch_id"), "payment_items", ["batch_id"], unique=False)
    op.create_index(op.f("ix_payment_items_month_id"), "payment_items", ["month_id"], unique=False)
    op.create_index(
        op.f("ix_payment_items_person_id"), "payment_items", ["person_id"], unique=False
    )
    op.create_index(op.f("ix_payment_items_slip_id"), "payment_items", ["slip_id"], unique=False)
    op.create_index(
        "uq_payment_items_slip",
        "payment_items",
        ["month_id", "person_id", "attempt"],
        unique=True,
        sqlite_where=sa.text("slip_id IS NOT NULL"),
        postgresql_where=sa.text("slip_id IS NOT NULL"),
    )


def _reopenings() -> None:
    op.create_table(
        "reopenings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("month_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("slip_id", BIG),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("before", BIG),
        sa.Column("after", BIG),
        sa.Column("outcome", sa.Text()),
        sa.Column("inputs_hash", sa.String(length=64)),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", Instant()),
        sa.Column("decided_by", sa.String(length=60)),
        sa.Column("decided_why", sa.Text()),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_reopenings_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reopenings_person_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_reopenings_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopenings")),
    )
    op.create_index(op.f("ix_reopenings_month_id"), "reopenings", ["month_id"], unique=False)
    op.create_index(op.f("ix_reopenings_person_id"), "reopenings", ["person_id"], unique=False)
    op.create_index(
        "uq_reopenings_proposed",
        "reopenings",
        ["month_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )


def _returns() -> None:
    op.create_table(
        "payment_returns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["payment_items.id"], name=op.f("fk_payment_returns_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_returns")),
        sa.UniqueConstraint("item_id", name=op.f("uq_payment_returns_item_id")),
    )
