"""Cells of the activity catalogue, typed, pasted or read from a workbook: one edit each block."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, editing, renaming
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.model import PLAIN_POINTS, Activity, RuleSet

COLUMNS = {
    "code": "Kode", "name": "Aktivitas", "family": "Kelompok jabatan", "unit": "Satuan",
    "weight": "Bobot", "norm": "Norma (menit)", "evidence": "Bukti", "points": "Rumus poin",
    "note": "Penjelasan",
}  # fmt: skip
"""The columns a person may type into, with their headings."""


def with_cell(ruleset: RuleSet, code: str, column: str, text: str) -> RuleSet:
    """Give the set with one cell of the catalogue typed over."""
    match column:
        case "code":
            return renaming.rename_activity(ruleset, code, text)
        case "points":
            return editing.with_points(ruleset, code, text or PLAIN_POINTS)
        case "weight":
            return editing.with_weight(ruleset, code, read_entered(text))
        case "norm":
            minutes = read_entered(text) if text.strip() else None
            return editing.with_norm(ruleset, code, minutes)
    return adding.with_text(ruleset, code, column, text)


def with_block(ruleset: RuleSet, cells: Iterable[tuple[str | None, str, str]]) -> RuleSet:
    """Take a pasted block over; cells without a code are rows below the last: new activities."""
    renamed: dict[str, str] = {}
    new = ""
    for key, column, text in cells:
        if key is None and column == "code":
            new = text.strip()
            if new:
                fresh = Activity(new, new, "umum", "", Decimal(0))
                ruleset = adding.add_activity(ruleset, fresh)
            continue
        code = new if key is None else renamed.get(key, key)
        if not code:
            raise Refused("Baris baru belum mempunyai kode.", "Tempel mulai dari kolom Kode.")
        ruleset = with_cell(ruleset, code, column, text)
        if key is not None and column == "code":
            renamed[key] = text.strip()
    return ruleset


def with_rows(ruleset: RuleSet, rows: Iterable[tuple[int, dict[str, str]]]) -> RuleSet:
    """Take rows of a workbook over by their code: known ones change, others are new.

    A row is its number in the sheet and its texts by column. What is refused names the row.
    """
    for number, row in rows:
        try:
            ruleset = _with_row(ruleset, row)
        except Refused as refused:
            raise Refused(f"Baris {number}: {refused.message}", refused.advice) from None
    return ruleset


def _with_row(ruleset: RuleSet, row: dict[str, str]) -> RuleSet:
    code = row.get("code", "").strip()
    if not code:
        raise Refused("Kode kosong.", "Isi kolom Kode.")
    if code not in ruleset.activities:
        fresh = Activity(code, row.get("name", "").strip() or code, "umum", "", Decimal(0))
        ruleset = adding.add_activity(ruleset, fresh)
    for column, text in row.items():
        if column != "code" and (text or column in ("norm", "evidence", "points", "note")):
            ruleset = with_cell(ruleset, code, column, text)
    return ruleset
