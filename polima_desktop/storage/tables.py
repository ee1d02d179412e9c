"""Every table of the store, by aggregate. No queries here.

Facts about people and units are *bitemporal*: a row is true from ``valid_from`` up to but not
including ``valid_to`` (NULL: until further notice), and was believed from ``recorded_at`` until
``superseded_at`` (NULL: still). A change supersedes rows and adds others; no value is ever
updated in place and no row deleted, so "who was where on a day, as we knew it then" can
always be asked.

Imported mass data (attendance, activity entries, claims) carries the batch and the spreadsheet
row it came from; a later batch marks what it replaces in ``superseded_by``.

Units of the numbers: money in whole rupiah; times of day in seconds since local midnight (more
than 86,400 after midnight of a shift); volumes in ten-thousandths; slip values scaled by
their own ``decimals``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Big = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, naive UTC on SQLite, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the driver stores."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give an aware moment back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", Big, primary_key=True)


def _ref(name: str, target: str, *, nullable: bool = False, index: bool = True) -> Column[int]:
    return Column(name, Big, ForeignKey(target), nullable=nullable, index=index)


def _dated() -> list[Column[Any]]:
    """Give the columns of a bitemporal fact, with the paper and the hand behind it."""
    return [
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("recorded_at", Instant, nullable=False),
        Column("superseded_at", Instant),
        Column("recorded_by", String(60), nullable=False),
        Column("decree_number", String(80)),
        Column("decree_date", Date),
        _ref("batch_id", "import_batches.id", nullable=True),
    ]


def _imported() -> list[Column[Any]]:
    """Give the columns that say where an imported row came from and what replaced it."""
    return [
        _ref("batch_id", "import_batches.id"),
        Column("sheet", String(60)),
        Column("row", Integer, nullable=False),
        _ref("superseded_by", "import_batches.id", nullable=True),
    ]


# ── where rows come from ────────────────────────────────────────────────────────────────────

import_batches = Table(
    "import_batches",
    metadata,
    _id(),
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

# ── organisation ────────────────────────────────────────────────────────────────────────────

units = Table("units", metadata, _id(), Column("code", String(40), nullable=False, unique=True))

unit_facts = Table(
    "unit_facts",
    metadata,
    _id(),
    _ref("unit_id", "units.id"),
    Column("name", String(160), nullable=False),
    Column("short_name", String(60)),
    Column("kind", String(40), nullable=False),
    _ref("parent_id", "units.id", nullable=True),
    Column("place", String(80)),  # kelurahan
    Column("pattern", String(40)),  # code of a work pattern; NULL: as its parent
    *_dated(),
)

unit_aliases = Table(
    "unit_aliases",
    metadata,
    _id(),
    _ref("unit_id", "units.id"),
    Column("alias", String(160), nullable=False),
    Column("alias_key", String(160), nullable=False, index=True),
    *_dated(),
)

signatories = Table(
    "signatories",
    metadata,
    _id(),
    _ref("unit_id", "units.id", nullable=True),  # NULL: the city
    Column("role", String(40), nullable=False),  # kepala, bendahara, …
    Column("name", String(160), nullable=False),
    Column("nip", String(18)),
    Column("title", String(160), nullable=False),  # as printed: "Plt. Kepala Dinas"
    Column("acting", String(3)),  # Plt, Plh
    *_dated(),
)

# ── people ──────────────────────────────────────────────────────────────────────────────────

people = Table(
    "people",
    metadata,
    _id(),
    Column("version", Integer, nullable=False, server_default=text("1")),
)

identities = Table(
    "identities",
    metadata,
    _id(),
    _ref("person_id", "people.id"),
    Column("nip", String(18), nullable=False),
    Column("nik", String(16)),
    Column("front_title", String(60)),
    Column("name", String(160), nullable=False),
    Column("back_title", String(80)),
    Column("name_key", String(160), nullable=False),
    Column("birth_place", String(80)),
    Column("birth_date", Date),
    Column("sex", String(1)),  # L, P
    Column("cpns_date", Date),
    Column("npwp", String(20)),
    Column("bank", String(60)),
    Column("account_number", String(40)),
    *_dated(),
    Index(
        "uq_identities_current_nip",
        "nip",
        unique=True,
        sqlite_where=text("superseded_at IS NULL AND valid_to IS NULL"),
        postgresql_where=text("superseded_at IS NULL AND valid_to IS NULL"),
    ),
)

assignments = Table(
    "assignments",
    metadata,
    _id(),
    _ref("person_id", "people.id"),
    Column("status", String(12)),  # CPNS, PNS, PPPK, NON_ASN
    Column("standing", String(40), nullable=False),  # Aktif, Pensiun, …: domain.people
    Column("golongan", String(8)),
    Column("golongan_date", Date),
    Column("job_kind", String(20)),
    Column("position", String(160)),
    Column("family", String(20)),  # rumpun
    Column("eselon", String(8)),
    Column("job_class", Integer),
    Column("position_date", Date),
    _ref("unit_id", "units.id"),
    Column("superior_nip", String(18)),
    Column("salary", Big),
    Column("certified", Boolean),
    Column("acting", Boolean, nullable=False, server_default=text("false")),  # Plt
    *_dated(),
)

spells = Table(  # leave, duty travel, study leave, discipline, missed apel: from day to day
    "spells",
    metadata,
    _id(),
    _ref("person_id", "people.id"),
    Column("kind", String(40), nullable=False),
    Column("note", String(260)),
    *_dated(),
)

roster_rows = Table(  # another office's list, kept as it came, for reconciliation
    "roster_rows",
    metadata,
    _id(),
    Column("nip", String(40)),
    Column("name", String(160)),
    Column("unit", String(160)),
    Column("cells", Text, nullable=False),  # JSON: heading → text as written
    *_imported(),
)

# ── working time and the transition, as dated data ──────────────────────────────────────────

holidays = Table(
    "holidays",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
)

work_hours = Table(  # a pattern's hours on a weekday within a period; a later valid_from wins
    "work_hours",
    metadata,
    _id(),
    Column("pattern", String(40), nullable=False),
    Column("weekday", Integer, nullable=False),  # Monday 0
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

shift_windows = Table(  # the usual shifts of a pattern without a roster
    "shift_windows",
    metadata,
    _id(),
    Column("pattern", String(40), nullable=False),
    Column("name", String(40), nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

shifts = Table(
    "shifts",
    metadata,
    _id(),
    _ref("person_id", "people.id"),
    Column("day", Date, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    UniqueConstraint("person_id", "day"),
)

transition_rules = Table(
    "transition_rules",
    metadata,
    _id(),
    Column("group", String(40), nullable=False),
    Column("label", String(120), nullable=False),
    Column("unit_kinds", String(260), nullable=False),  # "TK; SD; SMP"; empty: everybody
    Column("electronic_from", Date, nullable=False),
    Column("manual_until", Date, nullable=False),  # last day manual back-up is accepted for
    Column("source", String(160), nullable=False),
)

blank_spots = Table(
    "blank_spots",
    metadata,
    _id(),
    Column("place", String(80), nullable=False),  # kelurahan, kecamatan, or locality
    Column("scope", String(20), nullable=False),  # kelurahan, kecamatan, lokalitas, unit
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("source", String(160), nullable=False),
)

# ── the electronic record, and claims beside it ─────────────────────────────────────────────

attendance_days = Table(
    "attendance_days",
    metadata,
    _id(),
    _ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    Column("check_in", Integer),
    Column("check_out", Integer),
    Column("lat_in", Float),
    Column("lon_in", Float),
    Column("lat_out", Float),
    Column("lon_out", Float),
    Column("location", String(120)),
    Column("device", String(80)),
    *_imported(),
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

activities = (
    Table(  # every activity code any rule set ever had; what it is worth is in the rule set
        "activities",
        metadata,
        _id(),
        Column("code", String(40), nullable=False, unique=True),
    )
)

activity_entries = Table(
    "activity_entries",
    metadata,
    _id(),
    _ref("person_id", "people.id", index=False),
    Column("day", Date, nullable=False),
    _ref("activity_id", "activities.id", index=False),
    Column("description", Text),
    Column("volume", Big, nullable=False),  # ten-thousandths
    Column("minutes", Integer, nullable=False),
    Column("variables", Text),  # canonical JSON {name: exact decimal text}, NULL if none
    Column("status", String(12), nullable=False),
    Column("superior_nip", String(18)),
    *_imported(),
    Index("ix_activity_entries_day", "day", "person_id"),
)

claims = Table(  # manual back-up: what one person says of one day
    "claims",
    metadata,
    _id(),
    _ref("person_id", "people.id"),
    Column("day", Date, nullable=False, index=True),
    _ref("unit_id", "units.id"),
    Column("has_attendance", Boolean, nullable=False),
    Column("check_in", Integer),
    Column("check_out", Integer),
    Column("reason", Text),
    Column("evidence", Text),  # file names as written, separated by "; "
    Column("typed_by", String(160)),
    Column("typed_at", String(60)),  # as written
    Column("superior", String(160)),
    *_imported(),
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
    _id(),
    _ref("claim_id", "claims.id"),
    _ref("activity_id", "activities.id", index=False),
    Column("description", Text),
    Column("volume", Big, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("variables", Text),
    Column("sheet", String(60)),
    Column("row", Integer, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _id(),
    _ref("claim_id", "claims.id"),
    Column("outcome", String(12), nullable=False),  # evidence: asked for, not a decision
    Column("reason", Text),
    Column("decided_by", String(60), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("bulk", String(40)),  # one mark for all decisions of one bulk act
    Column("undone_by", String(60)),
    Column("undone_at", Instant),
    CheckConstraint("outcome IN ('manual', 'electronic', 'reject', 'evidence')", name="outcome"),
    Index(
        "uq_decisions_current",
        "claim_id",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

# ── rules ───────────────────────────────────────────────────────────────────────────────────

rule_versions = Table(
    "rule_versions",
    metadata,
    _id(),
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
    CheckConstraint("state IN ('draft', 'proposed', 'published')", name="state"),
)

# ── the month ───────────────────────────────────────────────────────────────────────────────

months = Table(
    "months",
    metadata,
    _id(),
    Column("month", String(7), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("frozen_id", Big),  # the freeze in use
    _ref("rule_version_id", "rule_versions.id", nullable=True, index=False),
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
    CheckConstraint(
        "state IN ('open', 'frozen', 'calculated', 'submitted', 'approved', 'locked')",
        name="state",
    ),
)

frozen_inputs = Table(
    "frozen_inputs",
    metadata,
    _id(),
    _ref("month_id", "months.id"),
    Column("number", Integer, nullable=False),
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
    _ref("frozen_id", "frozen_inputs.id", index=False),
    _ref("person_id", "people.id", index=False),
    Column("state", String(12), nullable=False),  # entitled, excluded
    Column("reason", String(60)),
    UniqueConstraint("frozen_id", "person_id"),
)

slips = Table(
    "slips",
    metadata,
    _id(),
    _ref("month_id", "months.id"),
    _ref("person_id", "people.id"),
    Column("kind", String(12), nullable=False),  # regular, arrears
    Column("revision", Integer, nullable=False),
    Column("state", String(12), nullable=False),  # current, replaced, held
    Column("held_reason", Text),  # held: why no number could be computed
    Column("replaced_reason", Text),
    _ref("unit_id", "units.id"),
    _ref("rule_version_id", "rule_versions.id", index=False),
    _ref("frozen_id", "frozen_inputs.id", index=False),
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

payments = Table(
    "payments",
    metadata,
    _id(),
    _ref("month_id", "months.id"),
    Column("sp2d_number", String(80), nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("amount", Big, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
)

payment_returns = Table(  # a transfer the bank sent back
    "payment_returns",
    metadata,
    _id(),
    _ref("payment_id", "payments.id"),
    _ref("slip_id", "slips.id"),
    Column("returned_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(60), nullable=False),
)

# ── who did it ──────────────────────────────────────────────────────────────────────────────

users = Table(
    "users",
    metadata,
    _id(),
    Column("name", String(60), nullable=False, unique=True),
    Column("display_name", String(160), nullable=False),
    Column("role", String(20), nullable=False),
    _ref("unit_id", "units.id", nullable=True),  # office scope; NULL: the whole city
    Column("password_hash", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

audit = Table(  # a hash chain: each entry signs the one before
    "audit",
    metadata,
    _id(),
    Column("at", String(40), nullable=False),  # ISO, exactly the text that was hashed
    Column("user", String(60), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("detail", Text, nullable=False),  # JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
