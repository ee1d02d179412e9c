"""The rule language: re-checking while one types, a population as columns against one by one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count

import numpy as np

from polima_desktop.assets import asset
from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.rules import Column, ListColumn, load
from polima_desktop.domain.rules.building import analyse, check_formulas, compile_set
from polima_desktop.domain.rules.cases import CaseText, columns_of, read_case
from polima_desktop.domain.rules.program import Program
from tests.bench import thirty
from tests.bench.figures import Figure, keep, seconds
from tests.domain.formula.test_checker import SCOPE
from tests.domain.formula.test_hostile import HOSTILE

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
    keep(
        [
            _one_keystroke(program),
            _population(program),
            _hostile(),
            *map(_wide, (100_000, 1_000_000)),
        ]
    )


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


def _hostile() -> Figure:
    """Refuse every hostile formula of the tests; the slowest one counts."""

    def refused(text: str) -> None:
        parse.cache_clear()
        with suppress(FormulaError):
            check(parse(text), SCOPE)

    worst = max(seconds(lambda text=text: refused(text), 5) for text in HOSTILE.values())
    return Figure(f"slowest of {len(HOSTILE)} hostile formulas refused", worst, "seconds", 0.05)


def _wide(people: int) -> Figure:
    """Run the 30 lines of ``thirty`` over many different people, single values only."""
    program = compile_set(thirty.ruleset())
    inputs = thirty.inputs(people)
    return Figure(
        f"30 lines over {people:,} people", seconds(lambda: program.columns(inputs, people), 3),
        "seconds", people / 1_000_000,
    )  # fmt: skip


def _repeated(column: Column | ListColumn) -> Column | ListColumn:
    values = np.tile(column.values, PEOPLE)
    if isinstance(column, ListColumn):
        each = len(column.values)
        return ListColumn(values, np.arange(PEOPLE + 1) * each, column.decimals)
    return Column(values, column.decimals, None, column.words)


if __name__ == "__main__":
    main()
