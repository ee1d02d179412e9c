"""Organisation units, their dated facts and aliases, who signs for them, how their slips look."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table, Text

from polima_desktop.storage.tables.base import dated, metadata, new_id, ref

units = Table("units", metadata, new_id(), Column("code", String(40), nullable=False, unique=True))

unit_facts = Table(
    "unit_facts",
    metadata,
    new_id(),
    ref("unit_id", "units.id"),
    Column("name", String(160), nullable=False),
    Column("short_name", String(60)),
    Column("kind", String(40), nullable=False),
    ref("parent_id", "units.id", nullable=True),
    Column("place", String(80)),  # kelurahan
    Column("pattern", String(40)),  # code of a work pattern; NULL: as its parent
    *dated(),
)

unit_aliases = Table(
    "unit_aliases",
    metadata,
    new_id(),
    ref("unit_id", "units.id"),
    Column("alias", String(160), nullable=False),
    Column("alias_key", String(160), nullable=False, index=True),
    *dated(),
)

signatories = Table(
    "signatories",
    metadata,
    new_id(),
    ref("unit_id", "units.id", nullable=True),  # NULL: the city
    Column("role", String(40), nullable=False),  # kepala, bendahara, …
    Column("name", String(160), nullable=False),
    Column("nip", String(18)),
    Column("title", String(160), nullable=False),  # as printed: "Plt. Kepala Dinas"
    Column("acting", String(3)),  # Plt, Plh
    *dated(),
)

paper_styles = Table(
    "paper_styles",
    metadata,
    new_id(),
    ref("unit_id", "units.id", nullable=True),  # NULL: the city
    Column("content", Text, nullable=False),  # JSON, see domain.papers
    Column("logo", LargeBinary),  # PNG or JPEG
    *dated(),
)
