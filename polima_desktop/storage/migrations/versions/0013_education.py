"""The level of education of a person, as lists state it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody's is known yet."""
    op.add_column("identities", sa.Column("education", sa.String(length=4), nullable=True))
