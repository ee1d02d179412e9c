"""The first schema: every table as it stood at version 0.1."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from polima_desktop.storage.tables.base import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("code", name=op.f("uq_activities_code")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
    )
    op.create_table(
        "blank_spots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_spots")),
    )
    op.create_table(
        "evidence",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=260), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_evidence")),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=260), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("applied_at", Instant(), nullable=False),
        sa.Column("applied_by", sa.String(length=60), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index(op.f("ix_import_batches_sha256"), "import_batches", ["sha256"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "rule_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=False),
        sa.Column("decree_date", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("edited_by", sa.String(length=60), nullable=False),
        sa.Column("edited_at", Instant(), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=True),
        sa.Column("proposed_at", Instant(), nullable=True),
        sa.Column("published_by", sa.String(length=60), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'published')", name=op.f("ck_rule_versions_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_versions")),
        sa.UniqueConstraint("number", name=op.f("uq_rule_versions_number")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "shift_windows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_windows")),
    )
    op.create_table(
        "transition_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("unit_kinds", sa.String(length=260), nullable=False),
        sa.Column("electronic_from", sa.Date(), nullable=False),
        sa.Column("manual_until", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition_rules")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_table(
        "work_hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_hours")),
    )
    op.create_table(
        "activity_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("volume", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("superior_nip", sa.String(length=18), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "superseded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_entries_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_activity_entries_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_activity_entries_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["import_batches.id"], name=op.f("fk_activity_entries_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_entries")),
    )
    op.create_index(
        op.f("ix_activity_entries_batch_id"), "activity_entries", ["batch_id"], unique=False
    )
    op.create_index(
        "ix_activity_entries_day", "activity_entries", ["day", "person_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_entries_superseded_by"),
        "activity_entries",
        ["superseded_by"],
        unique=False,
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("status", sa.String(length=12), nullable=True),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("golongan", sa.String(length=8), nullable=True),
        sa.Column("golongan_date", sa.Date(), nullable=True),
        sa.Column("job_kind", sa.String(length=20), nullable=True),
        sa.Column("position", sa.String(length=160), nullable=True),
        sa.Column("family", sa.String(length=20), nullable=True),
        sa.Column("eselon", sa.String(length=8), nullable=True),
        sa.Column("job_class", sa.Integer(), nullable=True),
        sa.Column("position_date", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("superior_nip", sa.String(length=18), nullable=True),
        sa.Column("salary", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=True),
        sa.Column("acting", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_assignments_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assignments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_batch_id"), "assignments", ["batch_id"], unique=False)
    op.create_index(op.f("ix_assignments_person_id"), "assignments", ["person_id"], unique=False)
    op.create_index(op.f("ix_assignments_unit_id"), "assignments", ["unit_id"], unique=False)
    op.create_table(
        "attendance_days",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("check_in", sa.Integer(), nullable=True),
        sa.Column("check_out", sa.Integer(), nullable=True),
        sa.Column("lat_in", sa.Float(), nullable=True),
        sa.Column("lon_in", sa.Float(), nullable=True),
        sa.Column("lat_out", sa.Float(), nullable=True),
        sa.Column("lon_out", sa.Float(), nullable=True),
        sa.Column("location", sa.String(length=120), nullable=True),
        sa.Column("device", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "superseded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_attendance_days_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attendance_days_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["import_batches.id"], name=op.f("fk_attendance_days_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_days")),
    )
    op.create_index(
        op.f("ix_attendance_days_batch_id"), "attendance_days", ["batch_id"], unique=False
    )
    op.create_index("ix_attendance_days_day", "attendance_days", ["day", "person_id"], unique=False)
    op.create_index(
        op.f("ix_attendance_days_superseded_by"), "attendance_days", ["superseded_by"], unique=False
    )
    op.create_index(
        "uq_attendance_days_current",
        "attendance_days",
        ["person_id", "day"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "claim_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=260), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_claim_evidence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_claim_evidence_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_evidence")),
        sa.UniqueConstraint(
            "person_id", "day", "sha256", name=op.f("uq_claim_evidence_person_id_day_sha256")
        ),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("has_attendance", sa.Boolean(), nullable=False),
        sa.Column("check_in", sa.Integer(), nullable=True),
        sa.Column("check_out", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("typed_by", sa.String(length=160), nullable=True),
        sa.Column("typed_at", sa.String(length=60), nullable=True),
        sa.Column("superior", sa.String(length=160), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "superseded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_claims_batch_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_claims_person_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["import_batches.id"], name=op.f("fk_claims_superseded_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_claims_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_batch_id"), "claims", ["batch_id"], unique=False)
    op.create_index(op.f("ix_claims_day"), "claims", ["day"], unique=False)
    op.create_index(op.f("ix_claims_person_id"), "claims", ["person_id"], unique=False)
    op.create_index(op.f("ix_claims_superseded_by"), "claims", ["superseded_by"], unique=False)
    op.create_index(op.f("ix_claims_unit_id"), "claims", ["unit_id"], unique=False)
    op.create_index(
        "uq_claims_current",
        "claims",
        ["person_id", "day"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("front_title", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("back_title", sa.String(length=80), nullable=True),
        sa.Column("name_key", sa.String(length=160), nullable=False),
        sa.Column("birth_place", sa.String(length=80), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("cpns_date", sa.Date(), nullable=True),
        sa.Column("npwp", sa.String(length=20), nullable=True),
        sa.Column("bank", sa.String(length=60), nullable=True),
        sa.Column("account_number", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_identities_batch_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_batch_id"), "identities", ["batch_id"], unique=False)
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)
    op.create_index(
        "uq_identities_current_nip",
        "identities",
        ["nip"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL AND valid_to IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND valid_to IS NULL"),
    )
    op.create_table(
        "months",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("frozen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "rule_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("frozen_at", Instant(), nullable=True),
        sa.Column("frozen_by", sa.String(length=60), nullable=True),
        sa.Column("calculated_at", Instant(), nullable=True),
        sa.Column("calculated_by", sa.String(length=60), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("submitted_by", sa.String(length=60), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=True),
        sa.Column("locked_at", Instant(), nullable=True),
        sa.Column("locked_by", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'frozen', 'calculated', 'submitted', 'approved', 'locked')",
            name=op.f("ck_months_state"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_versions.id"], name=op.f("fk_months_rule_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_months")),
        sa.UniqueConstraint("month", name=op.f("uq_months_month")),
    )
    op.create_table(
        "person_documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_documents_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_person_documents_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_documents")),
    )
    op.create_index(
        op.f("ix_person_documents_person_id"), "person_documents", ["person_id"], unique=False
    )
    op.create_table(
        "roster_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nip", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=True),
        sa.Column("unit", sa.String(length=160), nullable=True),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "superseded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_roster_rows_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["import_batches.id"], name=op.f("fk_roster_rows_superseded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_rows")),
    )
    op.create_index(op.f("ix_roster_rows_batch_id"), "roster_rows", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_roster_rows_superseded_by"), "roster_rows", ["superseded_by"], unique=False
    )
    op.create_table(
        "shifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shifts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_shifts_person_id_day")),
    )
    op.create_index(op.f("ix_shifts_person_id"), "shifts", ["person_id"], unique=False)
    op.create_table(
        "signatories",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("acting", sa.String(length=3), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_signatories_batch_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_signatories_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatories")),
    )
    op.create_index(op.f("ix_signatories_batch_id"), "signatories", ["batch_id"], unique=False)
    op.create_index(op.f("ix_signatories_unit_id"), "signatories", ["unit_id"], unique=False)
    op.create_table(
        "spells",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=260), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_spells_batch_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_spells_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spells")),
    )
    op.create_index(op.f("ix_spells_batch_id"), "spells", ["batch_id"], unique=False)
    op.create_index(op.f("ix_spells_person_id"), "spells", ["person_id"], unique=False)
    op.create_table(
        "unit_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alias", sa.String(length=160), nullable=False),
        sa.Column("alias_key", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_unit_aliases_batch_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_aliases_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_aliases")),
    )
    op.create_index(op.f("ix_unit_aliases_alias_key"), "unit_aliases", ["alias_key"], unique=False)
    op.create_index(op.f("ix_unit_aliases_batch_id"), "unit_aliases", ["batch_id"], unique=False)
    op.create_index(op.f("ix_unit_aliases_unit_id"), "unit_aliases", ["unit_id"], unique=False)
    op.create_table(
        "unit_facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("pattern", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("decree_number", sa.String(length=80), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_unit_facts_batch_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_unit_facts_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_facts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_facts")),
    )
    op.create_index(op.f("ix_unit_facts_batch_id"), "unit_facts", ["batch_id"], unique=False)
    op.create_index(op.f("ix_unit_facts_parent_id"), "unit_facts", ["parent_id"], unique=False)
    op.create_index(op.f("ix_unit_facts_unit_id"), "unit_facts", ["unit_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_users_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_index(op.f("ix_users_unit_id"), "users", ["unit_id"], unique=False)
    op.create_table(
        "claim_activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("volume", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=True),
        sa.Column("sheet", sa.String(length=60), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_claim_activities_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_activities_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_activities")),
    )
    op.create_index(
        op.f("ix_claim_activities_claim_id"), "claim_activities", ["claim_id"], unique=False
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("bulk", sa.String(length=40), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('manual', 'electronic', 'reject', 'evidence')",
            name=op.f("ck_decisions_outcome"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name=op.f("fk_decisions_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_claim_id"), "decisions", ["claim_id"], unique=False)
    op.create_index(
        "uq_decisions_current",
        "decisions",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "frozen_inputs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("frozen_at", Instant(), nullable=False),
        sa.Column("frozen_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["month_id"], ["months.id"], name=op.f("fk_frozen_inputs_month_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_inputs")),
        sa.UniqueConstraint("month_id", "number", name=op.f("uq_frozen_inputs_month_id_number")),
    )
    op.create_index(op.f("ix_frozen_inputs_month_id"), "frozen_inputs", ["month_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sp2d_number", sa.String(length=80), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_payments_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_month_id"), "payments", ["month_id"], unique=False)
    op.create_table(
        "month_people",
        sa.Column(
            "frozen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_inputs.id"], name=op.f("fk_month_people_frozen_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_month_people_person_id")
        ),
        sa.UniqueConstraint(
            "frozen_id", "person_id", name=op.f("uq_month_people_frozen_id_person_id")
        ),
    )
    op.create_table(
        "slips",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=True),
        sa.Column("replaced_reason", sa.Text(), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "rule_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "frozen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("gross", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "deductions", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("net", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_inputs.id"], name=op.f("fk_slips_frozen_id")
        ),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_slips_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_slips_person_id")),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_versions.id"], name=op.f("fk_slips_rule_version_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_slips_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("code", name=op.f("uq_slips_code")),
        sa.UniqueConstraint(
            "person_id",
            "month_id",
            "kind",
            "revision",
            name=op.f("uq_slips_person_id_month_id_kind_revision"),
        ),
    )
    op.create_index(op.f("ix_slips_month_id"), "slips", ["month_id"], unique=False)
    op.create_index(op.f("ix_slips_person_id"), "slips", ["person_id"], unique=False)
    op.create_index(op.f("ix_slips_unit_id"), "slips", ["unit_id"], unique=False)
    op.create_index(
        "uq_slips_standing",
        "slips",
        ["month_id", "person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.create_table(
        "payment_returns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_returns_payment_id")
        ),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_payment_returns_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_returns")),
    )
    op.create_index(
        op.f("ix_payment_returns_payment_id"), "payment_returns", ["payment_id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_returns_slip_id"), "payment_returns", ["slip_id"], unique=False
    )
    op.create_table(
        "slip_lines",
        sa.Column("slip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["slip_id"], ["slips.id"], name=op.f("fk_slip_lines_slip_id")),
        sa.PrimaryKeyConstraint("slip_id", "position", name=op.f("pk_slip_lines")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop every table."""
    op.drop_table("slip_lines")
    op.drop_index(op.f("ix_payment_returns_slip_id"), table_name="payment_returns")
    op.drop_index(op.f("ix_payment_returns_payment_id"), table_name="payment_returns")
    op.drop_table("payment_returns")
    op.drop_index(
        "uq_slips_standing",
        table_name="slips",
        sqlite_where=sa.text("state <> 'replaced'"),
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.drop_index(op.f("ix_slips_unit_id"), table_name="slips")
    op.drop_index(op.f("ix_slips_person_id"), table_name="slips")
    op.drop_index(op.f("ix_slips_month_id"), table_name="slips")
    op.drop_table("slips")
    op.drop_table("month_people")
    op.drop_index(op.f("ix_payments_month_id"), table_name="payments")
    op.drop_table("payments")
    op.drop_index(op.f("ix_frozen_inputs_month_id"), table_name="frozen_inputs")
    op.drop_table("frozen_inputs")
    op.drop_index(
        "uq_decisions_current",
        table_name="decisions",
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.drop_index(op.f("ix_decisions_claim_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_claim_activities_claim_id"), table_name="claim_activities")
    op.drop_table("claim_activities")
    op.drop_index(op.f("ix_users_unit_id"), table_name="users")
    op.drop_table("users")
    op.drop_index(op.f("ix_unit_facts_unit_id"), table_name="unit_facts")
    op.drop_index(op.f("ix_unit_facts_parent_id"), table_name="unit_facts")
    op.drop_index(op.f("ix_unit_facts_batch_id"), table_name="unit_facts")
    op.drop_table("unit_facts")
    op.drop_index(op.f("ix_unit_aliases_unit_id"), table_name="unit_aliases")
    op.drop_index(op.f("ix_unit_aliases_batch_id"), table_name="unit_aliases")
    op.drop_index(op.f("ix_unit_aliases_alias_key"), table_name="unit_aliases")
    op.drop_table("unit_aliases")
    op.drop_index(op.f("ix_spells_person_id"), table_name="spells")
    op.drop_index(op.f("ix_spells_batch_id"), table_name="spells")
    op.drop_table("spells")
    op.drop_index(op.f("ix_signatories_unit_id"), table_name="signatories")
    op.drop_index(op.f("ix_signatories_batch_id"), table_name="signatories")
    op.drop_table("signatories")
    op.drop_index(op.f("ix_shifts_person_id"), table_name="shifts")
    op.drop_table("shifts")
    op.drop_index(op.f("ix_roster_rows_superseded_by"), table_name="roster_rows")
    op.drop_index(op.f("ix_roster_rows_batch_id"), table_name="roster_rows")
    op.drop_table("roster_rows")
    op.drop_index(op.f("ix_person_documents_person_id"), table_name="person_documents")
    op.drop_table("person_documents")
    op.drop_table("months")
    op.drop_index(
        "uq_identities_current_nip",
        table_name="identities",
        sqlite_where=sa.text("superseded_at IS NULL AND valid_to IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND valid_to IS NULL"),
    )
    op.drop_index(op.f("ix_identities_person_id"), table_name="identities")
    op.drop_index(op.f("ix_identities_batch_id"), table_name="identities")
    op.drop_table("identities")
    op.drop_index(
        "uq_claims_current",
        table_name="claims",
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.drop_index(op.f("ix_claims_unit_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_superseded_by"), table_name="claims")
    op.drop_index(op.f("ix_claims_person_id"), table_name="claims")
    op.drop_index(op.f("ix_claims_day"), table_name="claims")
    op.drop_index(op.f("ix_claims_batch_id"), table_name="claims")
    op.drop_table("claims")
    op.drop_table("claim_evidence")
    op.drop_index(
        "uq_attendance_days_current",
        table_name="attendance_days",
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.drop_index(op.f("ix_attendance_days_superseded_by"), table_name="attendance_days")
    op.drop_index("ix_attendance_days_day", table_name="attendance_days")
    op.drop_index(op.f("ix_attendance_days_batch_id"), table_name="attendance_days")
    op.drop_table("attendance_days")
    op.drop_index(op.f("ix_assignments_unit_id"), table_name="assignments")
    op.drop_index(op.f("ix_assignments_person_id"), table_name="assignments")
    op.drop_index(op.f("ix_assignments_batch_id"), table_name="assignments")
    op.drop_table("assignments")
    op.drop_index(op.f("ix_activity_entries_superseded_by"), table_name="activity_entries")
    op.drop_index("ix_activity_entries_day", table_name="activity_entries")
    op.drop_index(op.f("ix_activity_entries_batch_id"), table_name="activity_entries")
    op.drop_table("activity_entries")
    op.drop_table("work_hours")
    op.drop_table("units")
    op.drop_table("transition_rules")
    op.drop_table("shift_windows")
    op.drop_table("settings")
    op.drop_table("rule_versions")
    op.drop_table("people")
    op.drop_index(op.f("ix_import_batches_sha256"), table_name="import_batches")
    op.drop_table("import_batches")
    op.drop_table("holidays")
    op.drop_table("evidence")
    op.drop_table("blank_spots")
    op.drop_table("audit")
    op.drop_table("activities")
