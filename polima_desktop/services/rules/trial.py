"""``rules try``: a rule set run on cases from CSV files, every line's exact value written out.

Needs no store. A case that fails has its reason in the column ``error`` and empty results.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import RowError, did_you_mean
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.cases import (
    CODE_ALIASES,
    DAY,
    CaseInputs,
    CaseText,
    columns_of,
    read_case,
)
from polima_desktop.domain.rules.examples import value_of
from polima_desktop.domain.rules.intake import Column
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.domain.rules.program import Program
from polima_desktop.domain.rules.values import write_value
from polima_desktop.files import replacing
from polima_desktop.services.rules.versions import read_file

ERROR = "error"
CASE = "case"


class Sheet(NamedTuple):
    """A CSV: its header and its rows as texts, each as long as the header."""

    header: list[str]
    rows: list[list[str]]


class Trial(NamedTuple):
    """The outcome: a sheet to write, how many cases failed, header names no input has."""

    sheet: Sheet
    failed: int
    strangers: list[str]


def try_out(ruleset: RuleSet, cases: Path, activities: Path | None, days: Path | None) -> Trial:
    """Run every case of a CSV; a rule set whose formulas have no meaning is refused."""
    program = compile_set(ruleset)
    sheet = read_sheet(cases)
    numbers = _numbers(sheet)
    entries = _by_case(activities, numbers)
    workdays = _by_case(days, numbers)
    read = [
        read_case(
            program,
            CaseText(_facts(sheet, row), _known(program, entries[number]), workdays[number]),
        )
        for row, number in zip(sheet.rows, numbers, strict=True)
    ]
    written = list(_written(program, sheet, read))
    lines = list(program.ruleset.lines)
    kept = [name for name in sheet.header if name not in lines and name != ERROR]
    failed = sum(bool(row[-1]) for row in written)
    strangers = [n for n in kept if n not in program.variables and n != CASE]
    return Trial(Sheet([*kept, *lines, ERROR], written), failed, strangers)


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write a CSV whole or not at all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows(sheet.rows)
    with replacing(path) as out:
        out.write(text.getvalue().encode("utf-8"))


def read_sheet(path: Path) -> Sheet:
    """Read a CSV with ``,`` or ``;``; refuse one without header, with double or surplus cells."""
    text = read_file(path)
    first = text.split("\n", 1)[0]
    mark = ";" if ";" in first and "," not in first else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as problem:
        raise Refused(f"{path.name} bukan CSV yang sah ({problem}).", "Ekspor ulang.") from None
    header = [name.strip() for name in lines[0]] if lines else []
    double = sorted({name for name in header if header.count(name) > 1})
    if not any(header) or double:
        what = f"kolom {double[0]} ditulis dua kali" if double else "tidak berisi baris judul"
        raise Refused(f"{path.name}: {what}.", "Baris pertama berisi nama isian, masing-masing "
                                               "satu kali.")  # fmt: skip
    return Sheet(header, list(_squared(path, header, lines[1:])))


def _squared(path: Path, header: Sequence[str], lines: list[list[str]]) -> Iterator[list[str]]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    for number, line in enumerate(lines, 2):
        if not line and len(header) > 1:
            continue
        if len(line) > len(header) and any(line[len(header) :]):
            raise Refused(
                f"{path.name} baris {number}: {len(line)} sel, judulnya {len(header)}.",
                "Desimal ditulis dengan titik, dan teks berkoma diapit tanda kutip.",
            )
        yield [*line, *[""] * len(header)][: len(header)]


def _facts(sheet: Sheet, row: Sequence[str]) -> dict[str, str]:
    return dict(zip(sheet.header, row, strict=True))


def _known(program: Program, entries: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Keep of each entry what its activity declares: one file has columns for all of them."""
    kept: list[Mapping[str, str]] = []
    for entry in entries:
        code = next((entry[key] for key in CODE_ALIASES if key in entry), "")
        activity = program.activities.get(code)
        names = {*CODE_ALIASES, DAY, *(activity.variables if activity else ())}
        kept.append({name: text for name, text in entry.items() if name in names})
    return kept


def _numbers(sheet: Sheet) -> list[str]:
    """Give the number of each case: its column ``case``, or its place from 1."""
    if CASE not in sheet.header:
        return [str(number) for number in range(1, len(sheet.rows) + 1)]
    place = sheet.header.index(CASE)
    numbers = [row[place].strip() for row in sheet.rows]
    double = sorted({number for number in numbers if numbers.count(number) > 1})
    if double:
        raise Refused(f"Nomor kasus {double[0]} dipakai dua kali.", "Beri setiap kasus nomornya.")
    return numbers


def _by_case(path: Path | None, numbers: Sequence[str]) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {number: [] for number in numbers}
    if path is None:
        return found
    sheet = read_sheet(path)
    if CASE not in sheet.header:
        raise Refused(f"{path.name} tidak mempunyai kolom {CASE}.",
                      "Kolom itu menyebut nomor kasus pemilik baris.")  # fmt: skip
    for row, line in enumerate(sheet.rows, 2):
        facts = _facts(sheet, line)
        number = facts.pop(CASE).strip()
        if number not in found:
            raise Refused(
                f"{path.name} baris {row}: kasus {number or '(kosong)'} tidak ada."
                f"{did_you_mean(number, found)}",
                "Nomor kasus dihitung dari 1, atau diambil dari kolom case.",
            )
        found[number].append(facts)
    return found


def _written(program: Program, sheet: Sheet, cases: Sequence[CaseInputs]) -> Iterator[list[str]]:
    result = program.columns(columns_of(program, cases), len(cases))
    kept = [place for place, name in enumerate(sheet.header)
            if name not in program.lines and name != ERROR]  # fmt: skip
    for row, (line, case) in enumerate(zip(sheet.rows, cases, strict=True)):
        problem = case.problem or _words(result.errors.get(row))
        values = [
            "" if problem else _value(program, name, result.lines[name], row)
            for name in program.ruleset.lines
        ]
        yield [*(line[place] for place in kept), *values, problem]


def _words(error: RowError | None) -> str:
    return "" if error is None else str(error)


def _value(program: Program, name: str, column: Column, row: int) -> str:
    variable = program.lines[name].variable
    return write_value(value_of(variable, column.values[row]), variable.type.decimals)
