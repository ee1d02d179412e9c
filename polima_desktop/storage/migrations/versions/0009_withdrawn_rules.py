"""A published rule-set version can be withdrawn; it stays as it was, with who, when and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing that stands is withdrawn."""
    op.add_column("rule_versions", sa.Column("withdrawn_by", sa.String(length=60)))
    op.add_column("rule_versions", sa.Column("withdrawn_at", Instant()))
    op.add_column("rule_versions", sa.Column("withdrawn_reason", sa.Text()))
