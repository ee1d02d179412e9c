"""Working time and the transition policy, as dated data."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table, UniqueConstraint

from polima_desktop.storage.tables.base import Instant, metadata, new_id, ref

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
    Column("recorded_at", Instant, nullable=False),
    Column("superseded_at", Instant),
    Column("recorded_by", String(60), nullable=False),
    ref("batch_id", "import_batches.id", nullable=True),
)

work_hours = Table(  # a pattern's hours on a weekday within a period; a later valid_from wins
    "work_hours",
    metadata,
    new_id(),
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
    new_id(),
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
    new_id(),
    ref("person_id", "people.id"),
    Column("day", Date, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    UniqueConstraint("person_id", "day"),
)

transition_rules = Table(
    "transition_rules",
    metadata,
    new_id(),
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
    new_id(),
    Column("place", String(80), nullable=False),  # kelurahan, kecamatan, or locality
    Column("scope", String(20), nullable=False),  # kelurahan, kecamatan, lokalitas, unit
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("source", String(160), nullable=False),
)
