"""A month that was taken back or sent back says by whom, when, how and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns to the months."""
    op.add_column("months", sa.Column("returned_at", Instant()))
    op.add_column("months", sa.Column("returned_by", sa.String(length=60)))
    op.add_column("months", sa.Column("returned_how", sa.String(length=12)))
    op.add_column("months", sa.Column("returned_why", sa.Text()))
