"""The backup policy as rows that are recorded, corrected and withdrawn; permits beside places."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.attendance.policy import SHIPPED_AT, SHIPPED_BY
from polima_desktop.storage.tables.base import Big, Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables anew and carry over what stood in them."""
    connection = op.get_bind()
    groups = connection.execute(sa.text("SELECT * FROM transition_rules ORDER BY id")).mappings()
    spots = connection.execute(sa.text("SELECT * FROM blank_spots ORDER BY id")).mappings()
    kept = [dict(row) for row in groups], [dict(row) for row in spots]
    op.drop_table("transition_rules")
    op.drop_table("blank_spots")
    _carry(_groups(), [_group(row) for row in kept[0]])
    _carry(_permits(), [_permit(row) for row in kept[1]])


def _groups() -> sa.Table:
    return op.create_table(
        "transition_rules",
        sa.Column("id", Big, nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("unit_kinds", sa.String(length=260), nullable=False),
        sa.Column("families", sa.String(length=260), nullable=False),
        sa.Column("electronic_from", sa.Date(), nullable=False),
        sa.Column("manual_until", sa.Date(), nullable=False),
        sa.Column("hand_in_days", sa.Integer()),
        sa.Column("source", sa.String(length=160), nullable=False),
        *_life(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition_rules")),
    )


def _permits() -> sa.Table:
    return op.create_table(
        "backup_permits",
        sa.Column("id", Big, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=20)),
        sa.Column("unit_kinds", sa.String(length=260), nullable=False),
        sa.Column("families", sa.String(length=260), nullable=False),
        sa.Column("activities", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("hand_in_days", sa.Integer()),
        sa.Column("source", sa.String(length=160), nullable=False),
        *_life(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_permits")),
    )


def _life() -> list[sa.Column[object]]:
    return [
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("superseded_at", Instant()),
        sa.Column("withdrawn", sa.Text()),
    ]


def _carry(table: sa.Table, rows: list[dict[str, object]]) -> None:
    written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY}
    if rows:
        op.bulk_insert(table, [row | written for row in rows])


def _group(row: dict[str, object]) -> dict[str, object]:
    days = {name: _day(row[name]) for name in ("electronic_from", "manual_until")}
    return {**row, **days, "families": "", "hand_in_days": None}


def _permit(row: dict[str, object]) -> dict[str, object]:
    days = {name: _day(row[name]) for name in ("valid_from", "valid_to")}
    added = {"name": "Tempat tanpa sinyal", "unit_kinds": "", "families": "", "activities": False}
    return {**row, **days, **added, "hand_in_days": None}


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value
