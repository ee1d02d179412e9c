"""The reconciliation on paper: the bridge from one headcount to the other, and lists of rows.

With two signatories it is the *berita acara* both offices sign; without, a draft to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.matching.bridge import Step
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.reports.parts import Printed, Signatory
from polima_desktop.reports.table import A4_PORTRAIT, Column, Table, write_tables


@dataclass(frozen=True, slots=True)
class RowList:
    """A list that goes with the bridge: its title, its columns and its rows as printed."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class BridgePaper:
    """What the paper says. ``files``: name and SHA-256 of both lists; ``remarks``: lines below."""

    names: tuple[str, str]
    files: tuple[tuple[str, str], tuple[str, str]]
    steps: tuple[Step, ...]
    engine: str
    remarks: tuple[str, ...] = ()
    lists: tuple[RowList, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    marks: tuple[str, ...] = ()
    place: str = ""


_BRIDGE_COLUMNS = (
    Column("No", 22, centred=True),
    Column("Langkah", 260),
    Column("", 18, centred=True),
    Column("Baris", 50),
    Column("Jumlah berjalan", 66),
)
_SIGNS = {"=": "", "-": "−", "+": "+"}


def write_bridge(paper: BridgePaper, out: BinaryIO, printed: Printed, progress: Progress) -> None:
    """Write the bridge and its lists, each from a page of its own."""
    tables = [_bridge(paper), *(_list(paper, each) for each in paper.lists)]
    write_tables(tables, out, A4_PORTRAIT, "Rekonsiliasi daftar pegawai", printed, progress)


def _bridge(paper: BridgePaper) -> Table:
    left, right = paper.names
    title = "Berita acara rekonsiliasi" if paper.signatories else "Jembatan rekonsiliasi"
    rows = tuple(
        (str(n), step.label, _SIGNS[step.sign], step.rows, step.running)
        for n, step in enumerate(paper.steps, start=1)
    )
    headings = (f"{title} daftar pegawai", f"{left} dan {right}", paper.place)
    return Table(
        tuple(line for line in headings if line),
        _BRIDGE_COLUMNS,
        rows,
        paper.signatories,
        marks=paper.marks,
        row_height=15,
        note=_note(paper),
        totals=False,
    )


def _note(paper: BridgePaper) -> str:
    first, last = paper.steps[0].running, paper.steps[-1].running
    away = sum(step.rows for step in paper.steps if step.sign == "-")
    added = sum(step.rows for step in paper.steps if step.sign == "+")
    behind = f"Di baliknya {number(away)} baris hanya di {paper.names[0]} "
    behind += f"dan {number(added)} hanya di {paper.names[1]}."
    behind = f"Di baliknya {number(away)} baris hanya di {paper.names[0]} "
    behind += f"dan {number(added)} hanya di {paper.names[1]}."
    lines = [
        f"Selisih bersih {number(abs(first - last))}.",
        behind,
        "Jembatan yang seimbang belum membuktikan setiap pasangan benar.",
        *paper.remarks,
        *(
            f"{name}: {file}, SHA-256 {sha256[:16]}."
            for name, (file, sha256) in zip(paper.names, paper.files, strict=True)
        ),
        f"Mesin pencocokan versi {paper.engine}.",
    ]
    return " ".join(lines)


def _list(paper: BridgePaper, each: RowList) -> Table:
    return Table(
        (each.title, f"{number(len(each.rows))} baris"),
        tuple(Column(heading, width) for heading, width in each.columns),
        tuple(each.rows),
        (),
        marks=paper.marks,
        row_height=14,
        note=each.note,
        totals=False,
    )
