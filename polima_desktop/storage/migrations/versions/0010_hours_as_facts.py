"""Working hours and planned shifts are dated facts: of a pattern or a unit, by a decree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.attendance.working_hours import SHIPPED_AT, SHIPPED_BY, carried_over
from polima_desktop.storage.tables.base import Big, Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SPAN = {"valid_from": sa.Date, "valid_to": sa.Date}
_WRITTEN = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY}


def upgrade() -> None:
    """Make the tables anew and carry over what they held."""
    connection = op.get_bind()
    weekdays = "SELECT pattern, weekday, starts, ends, valid_from, valid_to FROM work_hours"
    named = "SELECT pattern, name, starts, ends, valid_from, valid_to FROM shift_windows"
    statements = carried_over(
        connection.execute(sa.text(weekdays).columns(**_SPAN)).all(),
        connection.execute(sa.text(named).columns(**_SPAN)).all(),
    )
    planned = connection.execute(
        sa.text("SELECT person_id, day, starts, ends FROM shifts").columns(day=sa.Date)
    ).all()
    for table in ("work_hours", "shift_windows", "shifts"):
        op.drop_table(table)
    hours, shifts = _work_hours(), _shifts()
    if statements:
        op.bulk_insert(hours, [{**said._asdict(), **_WRITTEN} for said in statements])
    if planned:
        op.bulk_insert(shifts, [{**row._asdict(), **_WRITTEN} for row in planned])


def _work_hours() -> sa.Table:
    table = op.create_table(
        "work_hours",
        sa.Column("id", Big, nullable=False),
        sa.Column("pattern", sa.String(length=40)),
        sa.Column("unit_id", Big),
        sa.Column("shift", sa.String(length=40)),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=80)),
        sa.Column("basis", sa.String(length=160)),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        *_written("work_hours"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_work_hours_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_hours")),
    )
    for column in ("unit_id", "batch_id"):
        op.create_index(op.f(f"ix_work_hours_{column}"), "work_hours", [column])
    return table


def _shifts() -> sa.Table:
    table = op.create_table(
        "shifts",
        sa.Column("id", Big, nullable=False),
        sa.Column("person_id", Big, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=40)),
        sa.Column("starts", sa.Integer()),
        sa.Column("ends", sa.Integer()),
        sa.Column("basis", sa.String(length=160)),
        *_written("shifts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shifts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    for column in ("person_id", "day", "batch_id"):
        op.create_index(op.f(f"ix_shifts_{column}"), "shifts", [column])
    op.create_index(
        "uq_shifts_current",
        "shifts",
        ["person_id", "day"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    return table


def _written(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("batch_id", Big),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f(f"fk_{table}_batch_id")
        ),
    ]
