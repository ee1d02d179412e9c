"""The workbook of worked examples recalculated by another engine: development only.

    python -m tests.bench.beside_excel FOLDER
    THAT_ENVIRONMENT/bin/python tests/bench/beside_excel.py --recalculate FOLDER

The first writes the workbook of every shipped rule set and, beside it, what the engine gives for
each line. The second needs the packages ``formulas`` and ``openpyxl`` and nothing of the app: it
computes every formula anew, ignoring stored results, and counts which lines differ.
"""

from __future__ import annotations

import csv
import importlib
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any


def write(folder: Path) -> None:
    """Write the workbooks and our values: sheet, row (from 1), decimals, value."""
    from polima_desktop.assets import asset
    from polima_desktop.domain.rules import load
    from polima_desktop.domain.rules.building import compile_set
    from polima_desktop.domain.rules.cases import CaseText, read_case
    from polima_desktop.services.rules import workbooks

    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(asset("resources", "rulesets").rglob("*.toml")):
        ruleset = load(path.read_text("utf-8"))
        workbooks.write_examples(ruleset, folder / f"{path.stem}.xlsx")
        program = compile_set(ruleset)
        with (folder / f"{path.stem}.csv").open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            for number, example in enumerate(ruleset.examples, 1):
                case = read_case(
                    program, CaseText(example.inputs, example.activities, example.days)
                )
                values = program.exact(case.inputs, frozenset(example.expect)).values
                for name in example.expect:
                    decimals = program.lines[name].variable.type.decimals
                    rows.writerow((f"CONTOH {number}", name, decimals, values[name]))


def recalculate(folder: Path) -> int:
    """Recalculate every workbook; print how many lines were compared and which differ."""
    formulas: Any = importlib.import_module("formulas")
    openpyxl: Any = importlib.import_module("openpyxl")
    compared, wrong = 0, []
    for path in sorted(folder.glob("*.xlsx")):
        model = formulas.ExcelModel().loads(str(path)).finish()
        cells = {key.upper(): value for key, value in model.calculate().items()}
        book = openpyxl.load_workbook(path)
        names = {
            sheet.title.upper(): {row[0].value: row[0].row for row in sheet.iter_rows()}
            for sheet in book
        }
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as given:
            for sheet, line, decimals, value in csv.reader(given):
                cell = f"'[{path.name.upper()}]{sheet}'!C{names[sheet][line]}"
                found = cells[cell].value[0, 0]
                compared += 1
                if not _same(found, value, int(decimals)):
                    wrong.append((path.name, sheet, line, value, found))
    for row in wrong:
        print(*row)
    print(f"{compared} lines recalculated, {len(wrong)} differ")
    return len(wrong)


def _same(found: object, value: str, decimals: int) -> bool:
    """Compare at the line's decimals: the other engine has floats."""
    try:
        off = abs(Decimal(repr(float(found))) - Decimal(value))  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return str(found).casefold() == value.casefold()
    return off < Decimal(1).scaleb(-decimals) / 2


if __name__ == "__main__":
    if sys.argv[1] == "--recalculate":
        sys.exit(bool(recalculate(Path(sys.argv[2]))))
    write(Path(sys.argv[1]))
