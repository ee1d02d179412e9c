"""Workbooks of a rule set, written whole or not at all, and the catalogue read back from one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.impact import Comparison
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.cells import COLUMNS, with_rows
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.files import replacing

Write = Callable[[], None]


def write_activities(ruleset: RuleSet, path: Path) -> None:
    """Write the catalogue."""
    from polima_desktop.reports import rule_workbooks

    with replacing(path) as out:
        rule_workbooks.write_activities(ruleset, out)


def write_examples(ruleset: RuleSet, path: Path) -> None:
    """Write the examples with live Excel formulas; refused while a formula has no meaning."""
    from polima_desktop.reports import rule_workbooks

    program = compile_set(ruleset)
    with replacing(path) as out:
        rule_workbooks.write_examples(program, out)


def write_impact(found: Comparison, path: Path) -> None:
    """Write who changes by how much."""
    from polima_desktop.reports import rule_workbooks

    with replacing(path) as out:
        rule_workbooks.write_impact(found, out)


def read_activities(ruleset: RuleSet, path: Path) -> RuleSet:
    """Read a catalogue into a set: known codes change, others are new, none is taken away."""
    from polima_desktop.imports.sheets import open_book

    sheet = open_book(path).sheets[0]
    return with_rows(ruleset, _rows(sheet.frame.values.tolist(), path.name))


def _rows(table: list[list[object]], file: str) -> Iterator[tuple[int, dict[str, str]]]:
    titles = {title.casefold(): column for column, title in COLUMNS.items()}
    first = [{_text(cell).casefold() for cell in row} for row in table[:20]]
    head = next((n for n, texts in enumerate(first) if texts >= {"kode", "bobot"}), None)
    if head is None:
        raise Refused(
            f"{file} tidak mempunyai baris judul dengan Kode dan Bobot.",
            "Mulai dari buku kerja hasil Ekspor Excel.",
        )
    columns = [titles.get(_text(cell).casefold()) for cell in table[head]]
    for number, row in enumerate(table[head + 1 :], head + 2):
        texts = {column: _text(cell) for column, cell in zip(columns, row, strict=False) if column}
        if any(texts.values()):
            yield number, texts


def _text(cell: object) -> str:
    """Give a cell as a person would type it: whole numbers without decimals, a decimal comma."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    return str(cell).strip()
