"""Thirty lines over any number of different people: the rules that are timed beside others.

``python -m tests.bench.thirty PEOPLE FOLDER`` writes the inputs and our results as ``.npy`` for
``beside_openfisca``, which runs the same rules in an environment of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import numpy as np

from polima_desktop.domain.rules import Column, RuleSet, load
from polima_desktop.domain.rules.building import compile_set

INPUTS = {
    "tpp_kelas": (500_000, 14_000_000, 0), "gaji": (1_500_000, 6_000_000, 0),
    "poin": (0, 9_000_000, 3), "hari": (15, 23, 0), "alpa": (0, 6, 0), "terlambat": (0, 400, 0),
    "pulang": (0, 400, 0), "golongan": (1, 4, 0),
}  # fmt: skip
FORMULAS = {
    "target": ("6750 * hari / 22", 9, False),
    "capaian": ("MIN(poin / target; 1)", 9, False),
    "indeks": ("JENJANG(indeks; capaian)", 2, False),
    "kinerja": ("BULAT(tpp_kelas * 60% * indeks; 2)", 2, True),
    "tl": ("JENJANG(menit; terlambat)", 4, False),
    "psw": ("JENJANG(menit; pulang)", 4, False),
    "potong_alpa": ("alpa * 3%", 2, False),
    "disiplin": ("MAKS(1 - tl - psw - potong_alpa; 0)", 4, False),
    "tpp_disiplin": ("BULAT(tpp_kelas * 40% * disiplin; 2)", 2, True),
    "beban": ("BULAT(tpp_kelas * 5%; 2)", 2, True),
    "kondisi": ("JIKA(terlambat > 200; 0; BULAT(tpp_kelas * 3%; 2))", 2, True),
    "prestasi": ("BULAT(tpp_kelas * capaian * 4%; 2)", 2, True),
    "jumlah": ("kinerja + tpp_disiplin + beban + kondisi + prestasi", 2, False),
    "kotor": ("BULAT(jumlah; 0)", 0, True),
    "pph": ("BULAT(kotor * CARI(pph; golongan); 0)", 0, True),
    "dasar": ("MAKS(MIN(kotor; 12000000 - gaji); 0)", 0, False),
    "bpjs1": ("BULAT(dasar * 1%; 0)", 0, True),
    "bpjs4": ("BULAT(dasar * 4%; 0)", 0, True),
    "zakat": ("BULAT((kotor - pph) * 2,5%; 0)", 0, True),
    "bersih": ("MAKS(kotor - pph - bpjs1 - zakat; 0)", 0, False),
    "harian": ("BULAT(bersih / hari; 2)", 2, True),
    "rata": ("BULAT(poin / hari; 3)", 3, True),
    "selisih": ("ABS(kinerja - tpp_disiplin)", 2, False),
    "sisa": ("MAKS(1 - capaian; 0)", 9, False),
    "hilang": ("BULAT(tpp_kelas * 60% * sisa; 0)", 0, True),
    "hadir": ("hari - alpa", 0, False),
    "bagian": ("hadir / hari", 9, False),
    "prorata": ("BULAT(kotor * bagian; 0)", 0, True),
    "pagu": ("MIN(prorata; 10000000)", 0, False),
    "akhir": ("MAKS(pagu - pph; 0)", 0, False),
}
"""Thirty lines: formula, decimals, and whether it rounds (for those who write it again)."""
BANDS = {
    "indeks": [("0", "0"), ("0.5", "0.6"), ("0.7", "0.8"), ("0.85", "0.9"), ("0.95", "1")],
    "menit": [("0", "0"), ("1", "0.005"), ("31", "0.01"), ("61", "0.0125"), ("91", "0.015")],
}
PPH = [("1", "0"), ("2", "0"), ("3", "0.05"), ("4", "0.15")]


def ruleset() -> RuleSet:
    """Give the thirty lines as a set."""
    parts = [
        f'[inputs.{name}]\nlabel = "{name}"\ndecimals = {decimals}\nmin = "{low}"\n'
        f'max = "{high if not decimals else high // 10**decimals}"\n'
        for name, (low, high, decimals) in INPUTS.items()
    ]
    parts += [f"[bands.{name}]\nrows = {_rows(rows)}\n" for name, rows in BANDS.items()]
    parts.append(f"[tables.pph]\nrows = {_rows(PPH)}\n")
    parts += [
        f"[[lines]]\nname = \"{name}\"\ndecimals = {decimals}\nformula = '{formula}'\n"
        for name, (formula, decimals, _) in FORMULAS.items()
    ]
    return load("\n".join(parts))


def _rows(rows: list[tuple[str, str]]) -> str:
    return "[" + ", ".join(f'["{key}", "{value}"]' for key, value in rows) + "]"


def inputs(people: int) -> dict[str, Column]:
    """Give every person other values, the same ones at each call."""
    random = np.random.default_rng(2021)
    return {
        name: Column(random.integers(low, high + 1, people, dtype=np.int64), decimals)
        for name, (low, high, decimals) in INPUTS.items()
    }


def main() -> None:
    """Write inputs and results for the run beside."""
    people, folder = int(sys.argv[1]), Path(sys.argv[2])
    program, given = compile_set(ruleset()), inputs(people)
    program.columns(given, max(people, 1000))
    begin = perf_counter()
    result = program.columns(given, people)
    print(f"polima: {len(FORMULAS)} lines x {people:,} people in {perf_counter() - begin:.3f} s")
    for name, column in given.items():
        np.save(folder / f"in-{name}.npy", column.values)
    for name, line in result.lines.items():
        np.save(folder / f"out-{name}.npy", np.asarray(line.values).astype(np.int64))


if __name__ == "__main__":
    main()
