"""An explained slip on paper: amounts with their formulas, then the records behind each input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from polima_desktop.domain.access import Permission
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing
from polima_desktop.formatting import short_day
from polima_desktop.reports.parts import Printed
from polima_desktop.reports.table import A4_PORTRAIT, Column, Table, write_tables
from polima_desktop.services.months.comparing import Why, why_different
from polima_desktop.services.months.explaining import Explanation, Memory, explain
from polima_desktop.services.months.origin import Origin, origin, why_origin
from polima_desktop.services.months.trail import trail
from polima_desktop.services.session import Session

STEP = "\u2003"
"""The indent of what stands below an amount: an em space, which a paper does not swallow."""
_AMOUNTS = (Column("Angka", 190), Column("Rumus atau asal", 250), Column("Nilai", 90, right=True))
_RECORDS = (
    Column("Isian", 100), Column("Tgl", 40), Column("Catatan", 150),
    Column("Nilai", 50, right=True), Column("Letak dan putusan", 190),
)  # fmt: skip


def print_explanation(
    session: Session, month: Month, nip: str, path: Path, progress: Progress
) -> Explanation:
    """Write where a slip's amounts come from as a PDF, noted in the audit log."""
    session.actor.require(Permission.PRINT)
    found, tables = followed(session, month, nip, Memory())
    content = BytesIO()
    printed = Printed(session.actor.display_name, session.clock())
    write_tables(tables, content, A4_PORTRAIT, "Asal angka", printed, progress)
    with replacing(path) as out:
        out.write(content.getvalue())
        with session.changing("month.explain", Permission.PRINT) as work:
            digest = sha256(content.getvalue()).hexdigest()
            work.note(str(month), nip=nip, file=path.name, sha256=digest)
    return found


def followed(
    session: Session,
    month: Month,
    nip: str,
    memory: Memory,
    about: str = "",
    marks: tuple[str, ...] = (),
) -> tuple[Explanation, list[Table]]:
    """Follow a slip back and give it as tables; ``about`` names the slip they are annexed to."""
    found = explain(session, month, nip, memory)
    moved = why_different(session, month, nip, memory)
    return found, [_amounts(found, moved, about, marks), _records(found, marks)]


def _amounts(found: Explanation, moved: Sequence[Why], about: str, marks: tuple[str, ...]) -> Table:
    same = "sama dengan slip" if found.equal_to_stored else "BERBEDA dengan slip"
    headings = (
        f"Asal angka {month_name(found.month)}",
        f"{found.name}, NIP {shown_nip(found.nip)}, revisi {found.revision}",
        *filter(None, (about,)),
        f"Aturan versi {found.rules.number}; dihitung ulang: {same}",
    )
    nodes = (*origin(found), *why_origin(moved))
    return Table(headings, _AMOUNTS, tuple(_tree(nodes, 0)), (), marks=marks, row_height=13,
                 totals=False)  # fmt: skip


def _tree(nodes: Sequence[Origin], depth: int) -> Iterator[tuple[str, str, str]]:
    for node in nodes:
        yield f"{STEP * depth}{node.title}", node.second, node.amount
        yield from _tree(node.parts, depth + 1)


def _records(found: Explanation, marks: tuple[str, ...]) -> Table:
    headings = ("Catatan di balik angka", f"{found.name}, {month_name(found.month)}")
    return Table(headings, _RECORDS, tuple(_rows(found)), (), marks=marks, row_height=13,
                 totals=False)  # fmt: skip


def _rows(found: Explanation) -> Iterator[tuple[str, str, str, str, str]]:
    lines = {line.name for line in found.lines}
    names = dict.fromkeys(n for line in found.lines for n in line.names if n not in lines)
    for name in names:
        declared = found.rules.program.ruleset.inputs.get(name)
        title = declared.label if declared else found.rules.program.variables[name].label
        for one in trail(found, name):
            day = short_day(one.day) if one.day else ""
            place = "\n".join(filter(None, (one.place, one.decision)))
            yield title, day, one.what, one.amount, place
