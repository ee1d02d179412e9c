"""The months: frozen inputs, who is entitled, slips and their lines."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from polima_desktop.storage.tables.base import Big, Instant, metadata, new_id, ref

months = Table(
    "months",
    metadata,
    new_id(),
    Column("month", String(7), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("frozen_id", Big),  # the freeze in use
    ref("rule_version_id", "rule_versions.id", nullable=True, index=False),
    Column("frozen_at", Instant),
    Column("frozen_by", String(60)),
    Column("calculated_at", Instant),
    Column("calculated_by", String(60)),
    Column("submitted_at", Instant),
    Column("submitted_by", String(60)),
    Column("approved_at", Instant),
    Column("approved_by", String(60)),
    Column("locked_at", Instant),
    Column("locked_by", String(60)),
    Column("returned_at", Instant),  # taken back or sent back, until it is submitted again
    Column("returned_by", String(60)),
    Column("returned_how", String(12)),  # withdrawn, sent_back
    Column("returned_why", Text),
    CheckConstraint(
        "state IN ('open', 'frozen', 'calculated', 'submitted', 'approved', 'locked')",
        name="state",
    ),
)

frozen_inputs = Table(
    "frozen_inputs",
    metadata,
    new_id(),
    ref("month_id", "months.id"),
    Column("number", Integer, nullable=False),
    Column("purpose", String(12), nullable=False, server_default="month"),  # reopening, arrears
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("people", Integer, nullable=False),
    Column("frozen_at", Instant, nullable=False),
    Column("frozen_by", String(60), nullable=False),
    UniqueConstraint("month_id", "number"),
)

month_people = Table(  # each person of the month in exactly one state, adding up to the headcount
    "month_people",
    metadata,
    ref("frozen_id", "frozen_inputs.id", index=False),
    ref("person_id", "people.id", index=False),
    Column("state", String(12), nullable=False),  # entitled, excluded
    Column("reason", String(60)),
    UniqueConstraint("frozen_id", "person_id"),
)

slips = Table(
    "slips",
    metadata,
    new_id(),
    ref("month_id", "months.id"),
    ref("person_id", "people.id"),
    Column("kind", String(12), nullable=False),  # regular, arrears
    Column("revision", Integer, nullable=False),
    Column("state", String(12), nullable=False),  # current, replaced, held
    Column("held_reason", Text),  # held: why no number could be computed
    Column("replaced_reason", Text),
    ref("unit_id", "units.id"),
    ref("rule_version_id", "rule_versions.id", index=False),
    ref("frozen_id", "frozen_inputs.id", index=False),
    Column("inputs_hash", String(64), nullable=False),
    Column("engine", String(20), nullable=False),
    Column("gross", Big),
    Column("deductions", Big),
    Column("net", Big),
    Column("code", String(20), unique=True),
    Column("identity", Text, nullable=False),  # JSON: the person as printed on it
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(60), nullable=False),
    UniqueConstraint("person_id", "month_id", "kind", "revision"),
    Index(  # one slip a person, month and kind that is not replaced
        "uq_slips_standing",
        "month_id",
        "person_id",
        "kind",
        unique=True,
        sqlite_where=text("state <> 'replaced'"),
        postgresql_where=text("state <> 'replaced'"),
    ),
)

slip_lines = Table(
    "slip_lines",
    metadata,
    Column("slip_id", Big, ForeignKey("slips.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("value", Big),  # scaled by decimals; text values stand in text
    Column("decimals", Integer, nullable=False),
    Column("text", String(80)),
    sqlite_with_rowid=False,
)
