"""Import batches, evidence, the electronic record, and manual claims beside it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
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

from polima_desktop.storage.tables.base import Big, Instant, imported, metadata, new_id, ref

import_batches = Table(
    "import_batches",
    metadata,
    new_id(),
    Column("kind", String(20), nullable=False),
    Column("source", String(20), nullable=False),
    Column("file_name", String(260), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("applied_at", Instant, nullable=False),
    Column("applied_by", String(60), nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", String(60)),
    Column("report", Text, nullable=False),  # JSON: counts and the problems of its rows
)

imported_people = Table(  # where in a list of employees or events a person stood
    "imported_people",
    metadata,
    Column("batch_id", Big, ForeignKey("import_batches.id"), nullable=False),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False),
    Column("day", Date),  # from when what the row says holds; NULL: a list of employees
    Column("sheet", String(60)),
    Column("row", Integer, nullable=False),
    Index("ix_imported_people_batch_id", "batch_id", "person_id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", String(260), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(60), nullable=False),
)

attendance_days = Table(
    "attendance_days",
    metadata,
    new_id(),
    ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    Column("check_in", Integer),
    Column("check_out", Integer),
    Column("lat_in", Float),
    Column("lon_in", Float),
    Column("lat_out", Float),
    Column("lon_out", Float),
    Column("location", String(120)),
    Column("device", String(80)),
    Column("mock", Boolean),  # the app said that the place was not real
    *imported(),
    Index("ix_attendance_days_day", "day", "person_id"),
    Index(
        "uq_attendance_days_current",
        "person_id",
        "day",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
)

punches = Table(  # single touches of a clock; what they make of a day stands in attendance_days
    "punches",
    metadata,
    new_id(),
    ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("way", String(3), nullable=False),  # in, out; empty: the machine does not say
    Column("lat", Float),
    Column("lon", Float),
    Column("location", String(120)),
    Column("device", String(80)),
    Column("mock", Boolean),
    *imported(),
    Index("ix_punches_day", "day", "person_id"),
    Index(
        "uq_punches_current",
        "person_id",
        "day",
        "seconds",
        "way",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
)

activities = (
    Table(  # every activity code any rule set ever had; what it is worth is in the rule set
        "activities",
        metadata,
        new_id(),
        Column("code", String(40), nullable=False, unique=True),
    )
)

activity_entries = Table(
    "activity_entries",
    metadata,
    new_id(),
    ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    ref("activity_id", "activities.id", index=False),
    Column("description", Text),
    Column("volume", Big, nullable=False),  # ten-thousandths
    Column("minutes", Integer, nullable=False),
    Column("variables", Text),  # canonical JSON {name: exact decimal text}, NULL if none
    Column("status", String(12), nullable=False),
    Column("superior_nip", String(18)),
    *imported(),
    Index("ix_activity_entries_day", "day", "person_id"),
)

claims = Table(  # manual back-up: what one person says of one day
    "claims",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
    Column("day", Date, nullable=False, index=True),
    ref("unit_id", "units.id"),
    Column("has_attendance", Boolean, nullable=False),
    Column("check_in", Integer),
    Column("check_out", Integer),
    Column("reason", Text),
    Column("evidence", Text),  # file names as written, separated by "; "
    Column("typed_by", String(160)),
    Column("typed_account", String(60)),  # the account of who typed it, where one is known
    Column("typed_at", String(60)),  # as written
    Column("superior", String(160)),
    Column("doubts", Text),  # what the import warned of, one sentence a line
    *imported(),
    Index(
        "uq_claims_current",
        "person_id",
        "day",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
)

claim_activities = Table(
    "claim_activities",
    metadata,
    new_id(),
    ref("claim_id", "claims.id"),
    ref("activity_id", "activities.id", index=False),
    Column("description", Text),
    Column("volume", Big, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("variables", Text),
    Column("sheet", String(60)),
    Column("row", Integer, nullable=False),
)

claim_evidence = Table(  # what proves a person's day; by day, so that a corrected workbook keeps it
    "claim_evidence",
    metadata,
    new_id(),
    ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    Column("sha256", String(64), ForeignKey("evidence.sha256"), nullable=False),
    Column("name", String(260), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(60), nullable=False),
    UniqueConstraint("person_id", "day", "sha256"),
)

decisions = Table(
    "decisions",
    metadata,
    new_id(),
    ref("claim_id", "claims.id"),
    Column("outcome", String(12), nullable=False),  # evidence, return: the unit is to answer
    Column("reason", Text),
    Column("decided_by", String(60), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("bulk", String(40)),  # one mark for all decisions of one bulk act
    Column("undone_by", String(60)),
    Column("undone_at", Instant),
    CheckConstraint(
        "outcome IN ('manual', 'electronic', 'reject', 'evidence', 'return')", name="outcome"
    ),
    Index(
        "uq_decisions_current",
        "claim_id",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

objection_periods = Table(  # masa sanggah: a month's decisions made known, and until when
    "objection_periods",
    metadata,
    new_id(),
    Column("month", String(7), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", String(60), nullable=False),
    Column("superseded_at", Instant),
)

objections = Table(
    "objections",
    metadata,
    new_id(),
    ref("claim_id", "claims.id"),
    Column("said_by", String(160), nullable=False),
    Column("text", Text, nullable=False),
    Column("letter", String(160)),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", String(60)),
    Column("answer", Text),
)
