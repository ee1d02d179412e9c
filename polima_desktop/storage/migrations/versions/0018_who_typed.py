"""A claim says whose account typed it and what was doubted; a decision may send it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OUTCOMES = "outcome IN ('manual', 'electronic', 'reject', 'evidence', 'return')"


def upgrade() -> None:
    """Add the columns; let a claim be sent back."""
    op.add_column("claims", sa.Column("typed_account", sa.String(length=60)))
    op.add_column("claims", sa.Column("doubts", sa.Text()))
    name = op.f("ck_decisions_outcome")
    with op.batch_alter_table("decisions") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, _OUTCOMES)
