"""Which source goes first, as dated rules; the objection period of a month and objections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.domain.precedence import USUAL
from polima_desktop.storage.attendance.policy import SHIPPED_AT, SHIPPED_BY
from polima_desktop.storage.tables.base import Big, Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; a store of before goes on by the usual rule."""
    rules = op.create_table(
        "precedence_rules",
        sa.Column("id", Big, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("first", sa.String(length=12), nullable=False),
        sa.Column("objection_days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("withdrawn", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedence_rules")),
    )
    op.create_table(
        "objection_periods",
        sa.Column("id", Big, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_periods")),
    )
    op.create_table(
        "objections",
        sa.Column("id", Big, nullable=False),
        sa.Column("claim_id", Big, nullable=False),
        sa.Column("said_by", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("letter", sa.String(length=160)),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("answered_at", Instant()),
        sa.Column("answered_by", sa.String(length=60)),
        sa.Column("answer", sa.Text()),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_objections_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_claim_id"), "objections", ["claim_id"])
    written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY}
    stood = op.get_bind().execute(sa.text("SELECT count(*) FROM transition_rules")).scalar_one()
    if stood:
        values = {
            "valid_from": USUAL.valid_from,
            "first": USUAL.first.value,
            "objection_days": USUAL.objection_days,
            "source": "contoh, sampai ada keputusan kota",
        }
        op.bulk_insert(rules, [values | written])
