"""A formula that failed or was never calculated is seen, not taken for a blank cell."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.failed_cells import failed_cells
from polima_desktop.imports.sheets import open_book
from tests.imports.lists import UNITS, grid, person, write_xlsx


def _with_formula(path: Path, column: str, formula: str, value: str | int) -> Path:
    """Write one person's list whose cell of a column holds a formula with a stored result."""
    titles, row = grid([person(1)])
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Pegawai")
    sheet.write_row(0, 0, titles)
    sheet.write_row(1, 0, [c.isoformat() if isinstance(c, date) else c for c in row])
    sheet.write_formula(1, titles.index(column), formula, None, value)
    book.close()
    return path


def _without_result(path: Path, result: str) -> Path:
    """Empty the stored result of the formula, as other programs write it."""
    with zipfile.ZipFile(path) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in before.items():
            result_of_formula = f"</f><v>{result}</v>".encode()
            archive.writestr(name, content.replace(result_of_formula, b"</f><v></v>"))
    return path


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
@pytest.mark.parametrize("column", ["GOLONGAN", "GAJI POKOK", "UNIT KERJA"])
def test_an_error_in_a_cell_rejects_its_row_by_name(
    tmp_path: Path, column: str, error: str
) -> None:
    path = _with_formula(tmp_path / "daftar.xlsx", column, "=VLOOKUP(1,A1:B2,2,0)", error)
    reading = read_employees(open_book(path), UNITS)
    (problem,) = [p for p in reading.findings.problems if p.severity == "error"]
    assert (problem.row, problem.column, problem.value) == (2, column, error)
    assert error in problem.problem
    assert reading.accepted == []


def test_a_formula_never_calculated_rejects_its_row(tmp_path: Path) -> None:
    path = _with_formula(tmp_path / "daftar.xlsx", "GAJI POKOK", "=1000*3000", 0)
    _without_result(path, "0")
    (problem,) = read_employees(open_book(path), UNITS).findings.problems
    assert problem.column == "GAJI POKOK"
    assert "belum pernah dihitung" in problem.problem


def test_a_calculated_formula_is_read_by_its_result(tmp_path: Path) -> None:
    path = _with_formula(tmp_path / "daftar.xlsx", "GAJI POKOK", "=1000*3000", "3000000")
    (row,) = read_employees(open_book(path), UNITS).accepted
    assert row.values["salary"] == 3_000_000


def test_a_formula_whose_result_is_empty_text_is_a_blank(tmp_path: Path) -> None:
    path = _with_formula(tmp_path / "daftar.xlsx", "GAJI POKOK", '=IF(1=2,"x","")', "x")
    _without_result(path, "x")
    (row,) = read_employees(open_book(path), UNITS).accepted
    assert "salary" not in row.values


def test_a_list_without_formulas_has_no_failed_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "daftar.xlsx", {"Pegawai": grid([person(1)])})
    with zipfile.ZipFile(path) as archive:
        assert failed_cells(archive, "Pegawai") == []
        assert failed_cells(archive, "Tidak ada") == []
