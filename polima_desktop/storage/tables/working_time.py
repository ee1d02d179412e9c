"""Working time and the transition policy, as dated data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from polima_desktop.storage.tables.base import Instant, metadata, new_id, ref


def _written() -> list[Column[Any]]:
    """Give the columns of a statement's life, and the import it came by."""
    return [
        Column("recorded_at", Instant, nullable=False),
        Column("superseded_at", Instant),
        Column("recorded_by", String(60), nullable=False),
        ref("batch_id", "import_batches.id", nullable=True),
    ]


holidays = Table(  # one believed row a day and unit; cancelled: work is due after all
    "holidays",
    metadata,
    new_id(),
    Column("day", Date, nullable=False, index=True),
    ref("unit_id", "units.id", nullable=True),  # none: everybody
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),  # libur, cuti_bersama, khusus
    Column("cancelled", Boolean, nullable=False),
    Column("basis", String(160)),  # the decree
    *_written(),
)

work_hours = Table(  # what a decree says of hours, from day to day; a later valid_from wins
    "work_hours",
    metadata,
    new_id(),
    Column("pattern", String(40)),  # of everybody on a pattern, or
    ref("unit_id", "units.id", nullable=True),  # of a unit and those below it
    Column("shift", String(40)),  # none: a week; else the hours of the shift of this name
    Column("hours", String(120), nullable=False),  # "07.30-16.00;…" Monday first; one of a shift
    Column("name", String(80)),  # Ramadan 1442 H
    Column("basis", String(160)),  # the decree
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_written(),
)

shifts = Table(  # one believed row a person and day: the planned shift, or a planned day off
    "shifts",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
    Column("day", Date, nullable=False, index=True),
    Column("name", String(40)),
    Column("starts", Integer),  # none: off
    Column("ends", Integer),
    Column("basis", String(160)),
    *_written(),
    Index(
        "uq_shifts_current",
        "person_id",
        "day",
        unique=True,
        sqlite_where=text("superseded_at IS NULL"),
        postgresql_where=text("superseded_at IS NULL"),
    ),
)


unit_points = Table(  # where a unit's people clock in; several points hold side by side
    "unit_points",
    metadata,
    new_id(),
    ref("unit_id", "units.id"),
    Column("name", String(80), nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("radius", Integer, nullable=False),  # metres
    Column("basis", String(160)),  # the decree
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_written(),
)

case_rulings = Table(  # what was decided of a clocking that looked odd; it changes no amount
    "case_rulings",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
    Column("day", Date, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("evidence", Text, nullable=False),  # the clockings it was decided on
    Column("words", Text, nullable=False),  # what was shown of them
    Column("outcome", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", String(60), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("undone_by", String(60)),
    Column("undone_at", Instant),
    CheckConstraint("outcome IN ('wajar', 'klarifikasi', 'tidak_wajar')", name="outcome"),
)


def _life() -> list[Column[Any]]:
    """Give the columns of a row that is believed until it is superseded or withdrawn."""
    return [
        Column("recorded_at", Instant, nullable=False),
        Column("recorded_by", String(60), nullable=False),
        Column("superseded_at", Instant),
        Column("withdrawn", Text),  # why; none: replaced by another row
    ]


transition_rules = Table(
    "transition_rules",
    metadata,
    new_id(),
    Column("group", String(40), nullable=False),
    Column("label", String(120), nullable=False),
    Column("unit_kinds", String(260), nullable=False),  # "TK; SD; SMP"; empty: everybody
    Column("families", String(260), nullable=False),  # "guru; tata_usaha"; empty: all of them
    Column("electronic_from", Date, nullable=False),
    Column("manual_until", Date, nullable=False),  # last day manual back-up is accepted for
    Column("hand_in_days", Integer),  # after the month's end; none: no deadline
    Column("source", String(160), nullable=False),
    *_life(),
)

backup_permits = Table(  # manual back-up beyond the transition: by place, unit kind, job family
    "backup_permits",
    metadata,
    new_id(),
    Column("name", String(120), nullable=False),
    Column("place", String(80), nullable=False),  # kelurahan, kecamatan, locality; empty: any
    Column("scope", String(20)),  # kelurahan, kecamatan, lokalitas, unit
    Column("unit_kinds", String(260), nullable=False),
    Column("families", String(260), nullable=False),
    Column("activities", Boolean, nullable=False),  # beside the clocking
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("hand_in_days", Integer),
    Column("source", String(160), nullable=False),
    *_life(),
)

precedence_rules = Table(  # which source goes first where both say something, from a month on
    "precedence_rules",
    metadata,
    new_id(),
    Column("valid_from", Date, nullable=False),
    Column("first", String(12), nullable=False),  # manual, electronic
    Column("objection_days", Integer, nullable=False),
    Column("source", String(160), nullable=False),
    *_life(),
)
