"""What was printed: one row a batch of papers, and which slips it held."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from polima_desktop.storage.tables.base import Instant, metadata, new_id, ref

printings = Table(
    "printings",
    metadata,
    new_id(),
    ref("month_id", "months.id"),
    Column("paper", String(20), nullable=False),
    Column("target", String(10), nullable=False),  # berkas, folder, printer
    Column("papers", Integer, nullable=False),
    Column("printed_at", Instant, nullable=False),
    Column("printed_by", String(60), nullable=False),
)

printed_slips = Table(
    "printed_slips",
    metadata,
    new_id(),
    ref("printing_id", "printings.id"),
    ref("slip_id", "slips.id"),
    Column("copy", Integer, nullable=False),  # 0: the first print, 1: SALINAN 1, …
)
