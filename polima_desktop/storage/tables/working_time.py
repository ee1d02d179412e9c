"""Working time and the transition policy, as dated data."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, String, Table, UniqueConstraint

from polima_desktop.storage.tables.base import metadata, new_id, ref

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
