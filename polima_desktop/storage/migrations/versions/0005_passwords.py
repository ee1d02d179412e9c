"""A password set by an administrator is changed at login; a recovery code may stand in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns to the users."""
    op.add_column("users", sa.Column("password_reset_at", Instant()))
    op.add_column("users", sa.Column("recovery_hash", sa.String(length=200)))
