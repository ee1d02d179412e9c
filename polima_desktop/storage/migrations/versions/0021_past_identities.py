"""An index on who ever had another identity: few have, and every look at numbers asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_PAST = sa.text("superseded_at IS NOT NULL OR valid_to IS NOT NULL")


def upgrade() -> None:
    """Add the index over the past rows alone."""
    op.create_index(
        op.f("ix_identities_past"),
        "identities",
        ["person_id"],
        sqlite_where=_PAST,
        postgresql_where=_PAST,
    )
