"""Holidays are dated facts: of a unit or of everybody, by a decree, recorded and superseded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.attendance.holidays import SHIPPED_AT, SHIPPED_BY
from polima_desktop.storage.tables.base import Big, Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew and carry over what was entered."""
    connection = op.get_bind()
    before = connection.execute(sa.text("SELECT day, name, kind FROM holidays")).all()
    op.drop_table("holidays")
    table = op.create_table(
        "holidays",
        sa.Column("id", Big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", Big),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=160)),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("batch_id", Big),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_holidays_unit_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_holidays_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
    )
    for column in ("day", "unit_id", "batch_id"):
        op.create_index(op.f(f"ix_holidays_{column}"), "holidays", [column])
    if before:
        written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY, "cancelled": False}
        op.bulk_insert(table, [{**_carried(*row), **written} for row in before])


def _carried(day: object, name: str, kind: str) -> dict[str, object]:
    known = kind if kind in ("libur", "cuti_bersama", "khusus") else "libur"
    return {"day": _day(day), "name": name, "kind": known}


def _day(value: object) -> object:
    from datetime import date

    return date.fromisoformat(value) if isinstance(value, str) else value
