"""Workbooks of a rule set: the catalogue, the examples with live formulas, who changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from polima_desktop.domain.formula.excel import excel
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.syntax import Expr, walk
from polima_desktop.domain.impact import Comparison
from polima_desktop.domain.rules.cases import CODE_ALIASES, DAY
from polima_desktop.domain.rules.cells import COLUMNS
from polima_desktop.domain.rules.model import Band, Example, RuleSet, Table
from polima_desktop.domain.rules.program import Program
from polima_desktop.domain.rules.supplied import ACTIVITIES, DAILY, REPORT_DAYS, WORKDAYS
from polima_desktop.domain.rules.values import plain_number, read_value

_TABLES = "Jenjang dan tabel"
_WIDE = 42


def write_activities(ruleset: RuleSet, out: BinaryIO) -> None:
    """Write the catalogue, a row an activity, as it is read back."""
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Aktivitas")
    bold = book.add_format({"bold": True})
    for column, title in enumerate(COLUMNS.values()):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(1, 1, _WIDE)
    sheet.set_column(len(COLUMNS) - 1, len(COLUMNS) - 1, _WIDE)
    sheet.freeze_panes(1, 1)
    for row, activity in enumerate(ruleset.activities.values(), 1):
        norm = "" if activity.norm_minutes is None else str(activity.norm_minutes)
        texts = (activity.code, activity.name, activity.family, activity.unit,
                 plain_number(activity.weight).replace(".", ","), norm, activity.evidence,
                 activity.points, activity.note)  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    book.close()


def write_impact(found: Comparison, out: BinaryIO) -> None:
    """Write whose slip changes by how much, and the totals of the groups."""
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    people = [
        (c.nip, c.name, c.unit, c.before, c.after, c.difference,
         "; ".join(c.bands_before), "; ".join(c.bands_after))
        for c in found.changes
    ]  # fmt: skip
    titles = ("NIP", "Nama", "Unit", "Sekarang", "Dengan draf", "Selisih", "Jenjang sekarang",
              "Jenjang dengan draf")  # fmt: skip
    _write(book.add_worksheet("Pegawai"), titles, people, bold, money)
    for kind, groups in found.groups.items():
        rows = [(g.name, g.people, g.before, g.after, g.after - g.before, g.more, g.less)
                for g in groups]  # fmt: skip
        heads = (kind, "Slip", "Sebelum", "Sesudah", "Selisih", "Naik", "Turun")
        _write(book.add_worksheet(kind), heads, rows, bold, money)
    book.close()


def _write(
    sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[str | int | None]],
    bold: object, money: object,
) -> None:  # fmt: skip
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(0, len(titles) - 1, 20)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, money)
            elif value is not None:
                sheet.write_string(number, column, value)


def write_examples(program: Program, out: BinaryIO) -> None:
    """Write every example on a sheet of its own, its lines as Excel formulas over its inputs."""
    ruleset = program.ruleset
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    overview = book.add_worksheet("Ringkasan")
    tables = _write_tables(book.add_worksheet(_TABLES), ruleset)
    overview.write_row(0, 0, ("Contoh", "Baris yang diharapkan", "Berbeda"), bold)
    overview.set_column(0, 0, _WIDE)
    for number, example in enumerate(ruleset.examples, 1):
        name = f"Contoh {number}"
        sheet = _ExampleSheet(book.add_worksheet(name), program, example, tables)
        last = sheet.write()
        overview.write_string(number, 0, example.name)
        overview.write_number(number, 1, len(example.expect))
        overview.write_formula(number, 2, f"=COUNTIF('{name}'!E1:E{last},\"BERBEDA\")")
    book.close()


def _write_tables(sheet: Worksheet, ruleset: RuleSet) -> dict[str, dict[str, str]]:
    """Write bands and tables side by side; give the range of each by kind and name."""
    places: dict[str, dict[str, str]] = {"JENJANG": {}, "CARI": {}}
    column = 0
    parts: list[tuple[str, Band | Table]] = [("JENJANG", b) for b in ruleset.bands.values()]
    parts += [("CARI", table) for table in ruleset.tables.values()]
    for kind, part in parts:
        sheet.write_string(0, column, f"{'jenjang' if kind == 'JENJANG' else 'tabel'} {part.name}")
        for row, (key, value) in enumerate(part.rows, 1):
            _value(sheet, row, column, plain_number(key) if isinstance(key, Decimal) else str(key))
            sheet.write_number(row, column + 1, float(value))
        first = xl_rowcol_to_cell(1, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(len(part.rows), column + 1, row_abs=True, col_abs=True)
        places[kind][part.name] = f"'{_TABLES}'!{first}:{last}"
        column += 3
    return places


def _value(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a number as a number, everything else as text."""
    try:
        number = float(Decimal(text))
    except ArithmeticError:
        sheet.write_string(row, column, text)
    else:
        sheet.write_number(row, column, number)


def _code(entry: Mapping[str, str]) -> str:
    return next((entry[key] for key in CODE_ALIASES if key in entry), "")


class _ExampleSheet:
    """One example: inputs at the top left, lines below them, lists at the right."""

    def __init__(
        self, sheet: Worksheet, program: Program, example: Example,
        tables: Mapping[str, Mapping[str, str]],
    ) -> None:  # fmt: skip
        self.sheet, self.program, self.example = sheet, program, example
        self.tables = {**tables["CARI"], **tables["JENJANG"]}
        self.cells: dict[str, str] = {}
        self.items: dict[str, list[dict[str, str]]] = {
            ACTIVITIES: [], REPORT_DAYS: [], WORKDAYS: [],
        }  # fmt: skip
        self.right: dict[str, int] = {}
        """The first free column beside each list."""
        self.top: dict[str, int] = {}
        """The row in which each list has its headings."""

    def write(self) -> int:
        """Write everything, each formula below or beside what it refers to; give the last row."""
        self.sheet.set_column(0, 1, 28)
        self.sheet.set_column(2, 4, 18)
        self.sheet.write_row(0, 0, ("Nama", "Keterangan", "Nilai", "Diharapkan", "Hasil"))
        row = self._inputs(1)
        self._list(ACTIVITIES, self._entries(), 8, 0)
        below = len(self.example.activities) + 3
        if any(name in self.program.needed for name in DAILY):
            below = self._report_days(below) + 3
        self._list(WORKDAYS, self.example.days, 8, below)
        for name in self.program.lines:
            row = self._line(name, row)
        return row

    def _inputs(self, row: int) -> int:
        for name in self.program.needed:
            variable = self.program.variables[name]
            if variable.family:
                continue
            self.sheet.write_string(row, 0, name)
            self.sheet.write_string(row, 1, variable.label)
            self.cells[name] = xl_rowcol_to_cell(row, 2, row_abs=True, col_abs=True)
            text = self.example.inputs.get(name, "")
            if text and variable.type.kind == "bool":
                self.sheet.write_boolean(row, 2, bool(read_value(variable, text)))
            elif text:
                _value(self.sheet, row, 2, text)
            elif variable.otherwise is not None and variable.otherwise.source is not None:
                self._class_table(row, name)
            row += 1
        return row + 1

    def _class_table(self, row: int, name: str) -> None:
        """Take the amount of a class from its table, as the engine does where none is given."""
        key = self.example.inputs.get("kelas", "")
        if key:
            text = f"=VLOOKUP({key},{self.tables[name]},2,FALSE)"
            self.sheet.write_formula(row, 2, text)

    def _entries(self) -> list[dict[str, str]]:
        entries = []
        for entry in self.example.activities:
            code = _code(entry)
            weight = plain_number(self.program.activities[code].weight)
            entries.append({**entry, "bobot": weight})
        return entries

    def _list(
        self, family: str, entries: Sequence[Mapping[str, str]], column: int, row: int
    ) -> None:
        names = list(dict.fromkeys(name for entry in entries for name in entry))
        self.top[family] = row
        self.sheet.write_row(row, column, names)
        for number, entry in enumerate(entries, row + 1):
            cells = {}
            for place, name in enumerate(names, column):
                if entry.get(name):
                    self._item(number, place, name, entry)
                cells[name] = xl_rowcol_to_cell(number, place, row_abs=True, col_abs=True)
            self.items[family].append(cells)
        self.right[family] = column + len(names)
        if family == ACTIVITIES:
            self._points(row)

    def _item(self, row: int, column: int, name: str, entry: Mapping[str, str]) -> None:
        """Write a value of an entry; a yes or no as Excel's own, which its IF understands."""
        activity = self.program.activities.get(_code(entry))
        variable = activity.variables.get(name) if activity is not None else None
        if variable is not None and variable.type.kind == "bool":
            self.sheet.write_boolean(row, column, bool(read_value(variable, entry[name])))
        else:
            _value(self.sheet, row, column, entry[name])

    def _report_days(self, row: int) -> int:
        """Add the activities up by their day, each day a row; give the last row."""
        titles = {"poin_harian": "poin_aktivitas", "menit_harian": "menit_aktivitas"}
        self.top[REPORT_DAYS], self.right[REPORT_DAYS] = row, 8 + 1 + len(titles)
        self.sheet.write_row(row, 8, ("tanggal", *titles))
        entries = self.items[ACTIVITIES]
        days = list(dict.fromkeys(entry.get(DAY, "") for entry in self.example.activities))
        for number, day in enumerate(days, row + 1):
            _value(self.sheet, number, 8, day)
            at = xl_rowcol_to_cell(number, 8, row_abs=True, col_abs=True)
            cells = {}
            for column, (name, source) in enumerate(titles.items(), 9):
                days_of, values = (f"{entries[0][key]}:{entries[-1][key]}" for key in (DAY, source))
                self.sheet.write_formula(number, column, f"=SUMIF({days_of},{at},{values})")
                cells[name] = xl_rowcol_to_cell(number, column, row_abs=True, col_abs=True)
            self.items[REPORT_DAYS].append(cells)
        return row + len(days)

    def _points(self, row: int) -> None:
        """Write the points of every entry beside it, by its activity's own formula."""
        column = self.right[ACTIVITIES]
        self.sheet.write_string(row, column, "poin_aktivitas")
        for number, (entry, cells) in enumerate(
            zip(self.example.activities, self.items[ACTIVITIES], strict=True), row + 1
        ):
            code = _code(entry)
            formula = self.program.ruleset.activities[code].points
            text = excel(parse(formula), cells, self.tables, self._no_list)
            self.sheet.write_formula(number, column, f"={text}")
            cells["poin_aktivitas"] = xl_rowcol_to_cell(number, column, True, True)
            cells["menit_aktivitas"] = cells.get("menit", "0")
        self.right[ACTIVITIES] = column + 1

    def _no_list(self, _expr: Expr) -> str:
        raise AssertionError("the point formula of an activity has no list")

    def _line(self, name: str, row: int) -> int:
        line = self.program.ruleset.lines[name]
        self.sheet.write_string(row, 0, name)
        self.sheet.write_string(row, 1, line.label)
        text = excel(parse(line.formula), self.cells, self.tables, self._total)
        self.sheet.write_formula(row, 2, f"={text}")
        self.cells[name] = xl_rowcol_to_cell(row, 2, row_abs=True, col_abs=True)
        if name in self.example.expect:
            _value(self.sheet, row, 3, self.example.expect[name])
            half = f"{0.5 / 10**line.decimals:.10f}"
            same = f'IF(ABS(C{row + 1}-D{row + 1})<{half},"sesuai","BERBEDA")'
            if self.program.lines[name].variable.type.kind != "number":
                same = f'IF(C{row + 1}=D{row + 1},"sesuai","BERBEDA")'
            self.sheet.write_formula(row, 4, f"={same}")
        return row + 1

    def _total(self, item: Expr) -> str:
        """Write an expression once for each item in a column of its own, and sum the column."""
        named = [getattr(node, "name", "") for node in walk(item)]
        families = (self.program.variables[n].family for n in named if n in self.program.variables)
        family = next(found for found in families if found)
        rows = self.items[family]
        if not rows:
            return "0"
        column = self.right[family]
        self.right[family] += 1
        first = self.top[family] + 1
        self.sheet.write_string(first - 1, column, "dijumlahkan")
        for number, cells in enumerate(rows, first):
            text = excel(item, {**self.cells, **cells}, self.tables, self._no_list)
            self.sheet.write_formula(number, column, f"={text}")
        top = xl_rowcol_to_cell(first, column, row_abs=True, col_abs=True)
        bottom = xl_rowcol_to_cell(first + len(rows) - 1, column, row_abs=True, col_abs=True)
        return f"SUM({top}:{bottom})"
