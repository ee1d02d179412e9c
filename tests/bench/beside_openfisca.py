"""The thirty lines of ``thirty`` in OpenFisca-core: development only, in its own environment.

    python -m tests.bench.thirty 100000 FOLDER
    THAT_ENVIRONMENT/bin/python tests/bench/beside_openfisca.py FOLDER

Nothing of the app is imported, and OpenFisca is no dependency of it. Prints the time of both and
how many people have a wrong net amount: OpenFisca keeps money as float32.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

SCALE = {"poin": 3}
PERIOD = "2021-01"


def half_up(values: Any, places: int) -> Any:  # noqa: ANN401
    """Round half away from zero, in the engine's own floats."""
    power = 10**places
    return np.sign(values) * np.floor(np.abs(values) * power + 0.5) / power


def band(bounds: list[float], results: list[float], values: Any) -> Any:  # noqa: ANN401
    """Look values up in a half-open band."""
    return np.array(results)[np.searchsorted(np.array(bounds), values, side="right") - 1]


LINES: dict[str, Callable[[Callable[[str], Any]], Any]] = {
    "target": lambda v: 6750 * v("hari") / 22,
    "capaian": lambda v: np.minimum(v("poin") / v("target"), 1),
    "indeks": lambda v: band([0, 0.5, 0.7, 0.85, 0.95], [0, 0.6, 0.8, 0.9, 1], v("capaian")),
    "kinerja": lambda v: half_up(v("tpp_kelas") * 0.6 * v("indeks"), 2),
    "tl": lambda v: band([0, 1, 31, 61, 91], [0, 0.005, 0.01, 0.0125, 0.015], v("terlambat")),
    "psw": lambda v: band([0, 1, 31, 61, 91], [0, 0.005, 0.01, 0.0125, 0.015], v("pulang")),
    "potong_alpa": lambda v: v("alpa") * 0.03,
    "disiplin": lambda v: np.maximum(1 - v("tl") - v("psw") - v("potong_alpa"), 0),
    "tpp_disiplin": lambda v: half_up(v("tpp_kelas") * 0.4 * v("disiplin"), 2),
    "beban": lambda v: half_up(v("tpp_kelas") * 0.05, 2),
    "kondisi": lambda v: np.where(v("terlambat") > 200, 0, half_up(v("tpp_kelas") * 0.03, 2)),
    "prestasi": lambda v: half_up(v("tpp_kelas") * v("capaian") * 0.04, 2),
    "jumlah": lambda v: v("kinerja") + v("tpp_disiplin") + v("beban") + v("kondisi")
    + v("prestasi"),
    "kotor": lambda v: half_up(v("jumlah"), 0),
    "pph": lambda v: half_up(
        v("kotor") * np.array([0, 0, 0, 0.05, 0.15])[v("golongan").astype(int)], 0
    ),
    "dasar": lambda v: np.maximum(np.minimum(v("kotor"), 12_000_000 - v("gaji")), 0),
    "bpjs1": lambda v: half_up(v("dasar") * 0.01, 0),
    "bpjs4": lambda v: half_up(v("dasar") * 0.04, 0),
    "zakat": lambda v: half_up((v("kotor") - v("pph")) * 0.025, 0),
    "bersih": lambda v: np.maximum(v("kotor") - v("pph") - v("bpjs1") - v("zakat"), 0),
    "harian": lambda v: half_up(v("bersih") / v("hari"), 2),
    "rata": lambda v: half_up(v("poin") / v("hari"), 3),
    "selisih": lambda v: np.abs(v("kinerja") - v("tpp_disiplin")),
    "sisa": lambda v: np.maximum(1 - v("capaian"), 0),
    "hilang": lambda v: half_up(v("tpp_kelas") * 0.6 * v("sisa"), 0),
    "hadir": lambda v: v("hari") - v("alpa"),
    "bagian": lambda v: v("hadir") / v("hari"),
    "prorata": lambda v: half_up(v("kotor") * v("bagian"), 0),
    "pagu": lambda v: np.minimum(v("prorata"), 10_000_000),
    "akhir": lambda v: np.maximum(v("pagu") - v("pph"), 0),
}  # fmt: skip


def _formula(line: Callable[[Callable[[str], Any]], Any]) -> Callable[[Any, Any], Any]:
    """Wrap a line as OpenFisca wants it: exactly two arguments."""

    def formula(people: Any, period: Any) -> Any:  # noqa: ANN401
        return line(lambda other: people(other, period))

    return formula


def _system(names: list[str]) -> Any:  # noqa: ANN401
    core = importlib.import_module("openfisca_core.taxbenefitsystems")
    entities = importlib.import_module("openfisca_core.entities")
    variables = importlib.import_module("openfisca_core.variables")
    periods = importlib.import_module("openfisca_core.periods")
    person = entities.Entity("person", "persons", "", "")
    system = core.TaxBenefitSystem([person])
    common = {"value_type": float, "entity": person, "definition_period": periods.DateUnit.MONTH}
    for name in names:
        system.add_variable(type(name, (variables.Variable,), dict(common)))
    for name, line in LINES.items():
        formula = _formula(line)
        system.add_variable(type(name, (variables.Variable,), {**common, "formula": formula}))
    return system, person


def main() -> None:
    """Run and compare."""
    folder = Path(sys.argv[1])
    given = {p.stem[3:]: np.load(p) for p in sorted(folder.glob("in-*.npy"))}
    people = len(next(iter(given.values())))
    builders = importlib.import_module("openfisca_core.simulations")
    system, _person = _system(list(given))
    simulation = builders.SimulationBuilder().build_default_simulation(system, people)
    for name, values in given.items():
        simulation.set_input(name, PERIOD, values / 10 ** SCALE.get(name, 0))
    begin = perf_counter()
    results = {name: simulation.calculate(name, PERIOD) for name in LINES}
    took = perf_counter() - begin
    print(f"OpenFisca-core: {len(LINES)} lines x {people:,} people in {took:.3f} s")
    for name in ("bersih", "akhir"):
        exact = np.load(folder / f"out-{name}.npy")
        wrong = int((np.rint(results[name].astype(np.float64)) != exact).sum())
        kind = results[name].dtype
        print(f"{name}: {wrong:,} of {people:,} wrong ({wrong / people:.1%}), {kind}")


if __name__ == "__main__":
    main()
