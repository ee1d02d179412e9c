"""The rule language: re-checking while one types, a population as columns against one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np

from polima_desktop.assets import asset
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.rules import Column, ListColumn, load
from polima_desktop.domain.rules.building import analyse, check_formulas, compile_set
from polima_desktop.domain.rules.cases import CaseText, columns_of, read_case
from polima_desktop.domain.rules.program import Program
from tests.bench.figures import Figure, keep, seconds

PEOPLE = 4039
FACTS = {
    "status": "PNS", "kelompok_golongan": "III", "hukdis": "tidak", "plt": "tidak", "kelas": "9",
    "gaji": "3000000", "hari_kerja": "20", "hari_wajib": "20", "alpa": "1", "apel_lalai": "0",
    "bagian_bulan": "1",
}  # fmt: skip
DAYS = [{"menit_terlambat": str(n * 5), "menit_pulang_cepat": "0"} for n in range(20)]


def main() -> None:
    """Measure and keep."""
    text = asset("resources", "rulesets", "contoh.toml").read_text(encoding="utf-8")
    program = compile_set(load(text))
    keep([_one_keystroke(program), _population(program)])


def _one_keystroke(program: Program) -> Figure:
    """Check all lines again after one was changed, as the editor does."""
    ruleset, line, numbers = program.ruleset, program.ruleset.lines["kotor"], count(1)

    def typed() -> None:
        formula = f"BULAT(MAKS(sebelum_hukdis - potongan_hukdis; {next(numbers)}); 0)"
        lines = {**ruleset.lines, "kotor": replace(line, formula=formula)}
        check_formulas(program, replace(ruleset, lines=lines))

    def afresh() -> None:
        parse.cache_clear()
        analyse(ruleset)

    return Figure(
        "formula checked after a keystroke", seconds(typed, 9), "seconds", 0.03,
        seconds(afresh, 5), "the whole catalogue again",
    )  # fmt: skip


def _population(program: Program) -> Figure:
    """Compute 4,039 people, 20 days each, as columns; beside it the exact way, person by person."""
    case = read_case(program, CaseText(FACTS, [], DAYS))
    inputs = {name: _repeated(column) for name, column in columns_of(program, [case]).items()}
    one_by_one = seconds(lambda: [program.exact(case.inputs) for _ in range(100)])
    return Figure(
        "rules over 4,039 people", seconds(lambda: program.columns(inputs, PEOPLE), 5), "seconds",
        0.1, one_by_one * PEOPLE / 100, "decimal, person by person",
    )  # fmt: skip


def _repeated(column: Column | ListColumn) -> Column | ListColumn:
    values = np.tile(column.values, PEOPLE)
    if isinstance(column, ListColumn):
        each = len(column.values)
        return ListColumn(values, np.arange(PEOPLE + 1) * each, column.decimals)
    return Column(values, column.decimals, None, column.words)


if __name__ == "__main__":
    main()
