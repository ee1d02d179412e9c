"""Versions of the rule set."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table, Text, text

from polima_desktop.storage.tables.base import Instant, metadata, new_id

rule_versions = Table(
    "rule_versions",
    metadata,
    new_id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", String(12), nullable=False),  # draft, proposed, published
    Column("title", String(160), nullable=False),
    Column("decree_number", String(80), nullable=False),
    Column("decree_date", Date, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("toml", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("engine", String(20), nullable=False),
    Column("edited_by", String(60), nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("proposed_by", String(60)),
    Column("proposed_at", Instant),
    Column("published_by", String(60)),
    Column("published_at", Instant),
    Column("comparison", Text),  # JSON against the version in force, as signed
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("withdrawn_by", String(60)),
    Column("withdrawn_at", Instant),
    Column("withdrawn_reason", Text),
    CheckConstraint("state IN ('draft', 'proposed', 'published')", name="state"),
)
