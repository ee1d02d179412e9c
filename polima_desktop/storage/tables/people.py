"""People and their dated facts; another office's list as it came."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from polima_desktop.storage.tables.base import Big, Instant, dated, imported, metadata, new_id, ref

people = Table(
    "people",
    metadata,
    new_id(),
    Column("version", Integer, nullable=False, server_default=text("1")),
)

identities = Table(
    "identities",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
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
    Column("education", String(4)),  # SD … S3: domain.people
    *dated(),
    Index(
        "uq_identities_current_nip",
        "nip",
        unique=True,
        sqlite_where=text("superseded_at IS NULL AND valid_to IS NULL"),
        postgresql_where=text("superseded_at IS NULL AND valid_to IS NULL"),
    ),
    Index(
        "ix_identities_past",
        "person_id",
        sqlite_where=text("superseded_at IS NOT NULL OR valid_to IS NOT NULL"),
        postgresql_where=text("superseded_at IS NOT NULL OR valid_to IS NOT NULL"),
    ),
)

assignments = Table(
    "assignments",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
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
    ref("unit_id", "units.id"),
    Column("superior_nip", String(18)),
    Column("salary", Big),
    Column("certified", Boolean),
    Column("acting", Boolean, nullable=False, server_default=text("false")),  # Plt
    *dated(),
)

statements = Table(  # what a decree, a form or a list says of a person, from day to day
    "statements",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
    Column("kind", String(40), nullable=False),  # domain.events, or FIRST, DATA
    Column("note", String(260)),
    Column("fields", Text),  # canonical JSON of what it sets; NULL: nothing of the person's data
    Column("said_at", Instant, nullable=False, index=True),  # the act that first said it
    ref("copy_of", "statements.id", nullable=True, index=False),  # believed again after an undoing
    ref("replaces", "statements.id", nullable=True, index=False),  # what it corrects
    *dated(),
)

person_documents = Table(  # a decree or certificate of a person; its bytes stand in evidence
    "person_documents",
    metadata,
    new_id(),
    ref("person_id", "people.id"),
    Column("sha256", String(64), ForeignKey("evidence.sha256"), nullable=False),
    Column("title", String(160), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(60), nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", String(60)),
)

roster_rows = Table(  # another office's list, kept as it came, for reconciliation
    "roster_rows",
    metadata,
    new_id(),
    Column("nip", String(40)),
    Column("name", String(160)),
    Column("unit", String(160)),
    Column("cells", Text, nullable=False),  # JSON: heading → text as written
    *imported(),
)
