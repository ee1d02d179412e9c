"""Reconciliations: the case with both lists, the rulings of people, the signatures."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from polima_desktop.storage.tables.base import Instant, metadata, new_id, ref

reconciliations = Table(
    "reconciliations",
    metadata,
    new_id(),
    ref("previous_id", "reconciliations.id", nullable=True, index=False),
    Column("left_name", String(60), nullable=False),
    Column("right_name", String(60), nullable=False),
    Column("left_file", String(260), nullable=False),
    Column("right_file", String(260), nullable=False),
    Column("left_sha256", String(64), nullable=False),
    Column("right_sha256", String(64), nullable=False),
    Column("engine", String(20), nullable=False),
    Column("content", LargeBinary, nullable=False),  # both lists and the engine's answer
    Column("sha256", String(64), nullable=False),
    Column("summary", Text, nullable=False),  # JSON: the desk's numbers after the last ruling
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", String(60), nullable=False),
)

rulings = Table(  # what people decided of rows, by their content: it holds for later cases too
    "rulings",
    metadata,
    new_id(),
    ref("reconciliation_id", "reconciliations.id"),
    Column("kind", String(12), nullable=False),
    Column("left_key", Text, nullable=False),
    Column("right_key", Text, nullable=False),
    Column("state", String(12)),
    Column("words", Text, nullable=False),
    Column("shown", Text, nullable=False),  # JSON: both rows as they were read when decided
    Column("engine", String(20), nullable=False),
    Column("decided_by", String(60), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("bulk", String(40)),
    Column("undone_by", String(60)),
    Column("undone_at", Instant),
    CheckConstraint("kind IN ('same', 'different', 'reason')", name="kind"),
    Index(
        "uq_rulings_current",
        "left_key",
        "right_key",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

ruling_documents = Table(  # papers that prove a ruling; they hang on its rows, not on one answer
    "ruling_documents",
    metadata,
    new_id(),
    ref("reconciliation_id", "reconciliations.id"),
    Column("left_key", Text, nullable=False),
    Column("right_key", Text, nullable=False),
    Column("sha256", String(64), ForeignKey("evidence.sha256"), nullable=False),
    Column("name", String(260), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(60), nullable=False),
)

reconciliation_signatures = Table(
    "reconciliation_signatures",
    metadata,
    new_id(),
    ref("reconciliation_id", "reconciliations.id"),
    Column("office", String(20), nullable=False),  # the role that signs
    Column("bridge_sha256", String(64), nullable=False),
    Column("signed_by", String(60), nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("voided_at", Instant),  # something was decided after it
    Index(
        "uq_reconciliation_signatures_standing",
        "reconciliation_id",
        "office",
        unique=True,
        sqlite_where=text("voided_at IS NULL"),
        postgresql_where=text("voided_at IS NULL"),
    ),
)
