"""The staff list of another office (Kominfo), kept as it came; the master list is not touched.

A reconciliation wants every row, also damaged and doubled ones: nothing is rejected, what would be
an error in the master list is a warning here.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import Reading
from polima_desktop.imports.rows import Table
from polima_desktop.imports.values import text_of
from polima_desktop.services.importing.plan import Decided, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.storage.staff import roster_rows
from polima_desktop.storage.staff.roster_rows import RosterLine
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Payload(NamedTuple):
    """The whole list, and whose it is."""

    source: str
    lines: list[RosterLine]


def lenient(reading: Reading) -> Reading:
    """Turn every error of a reading into a warning."""
    findings = Findings()
    findings.extend(p._replace(severity="warning") for p in reading.findings.problems)
    return Reading(reading.tables, findings, reading.accepted)


def decide(connection: Connection, reading: Reading, source: str) -> Decided:
    """Compare the list with the office's current one; a row that stands in it is unchanged."""
    lines = [line for table in reading.tables for line in _lines(table)]
    before = Counter(line.cells for line in roster_rows.current(connection, source))
    decided = Decided(payload=Payload(source, lines))
    for line in lines:
        outcome: Outcome = "unchanged" if before[line.cells] > 0 else "new"
        before[line.cells] -= 1
        decided.count(outcome)
        verdict = Verdict(line.sheet, line.row, line.nip or "", line.name or "", outcome)
        decided.verdicts.append(verdict)
    return decided


def _lines(table: Table) -> list[RosterLine]:
    titles = [
        title or f"KOLOM {number}" for number, title in enumerate(table.layout.all_titles, start=1)
    ]
    short = zip(
        *(table.column(name) for name in ("nip", "name", "unit")),
        table.headings,
        table.rows,
        strict=True,
    )
    return [
        RosterLine(
            _short(nip, 40),
            _short(name, 160),
            _short(unit if unit is not None else heading, 160),
            _cells(table, titles, row),
            table.sheet.name,
            row,
        )
        for nip, name, unit, heading, row in short
    ]


def _short(cell: object, limit: int) -> str | None:
    """Give a cell as written; a number that lost digits keeps looking like one."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and abs(cell) >= 1e15:
        return f"{cell:.5E}"
    return text_of(cell)[:limit]


def _cells(table: Table, titles: list[str], row: int) -> str:
    values = tuple(table.sheet.frame.iloc[row - 1])
    said = {
        title: _short(value, 2000)
        for title, value in zip(titles, values, strict=True)
        if value != ""
    }
    return json.dumps(said, ensure_ascii=False)


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Keep the list."""
    roster_rows.record(work, batch_id, payload.source, payload.lines)
