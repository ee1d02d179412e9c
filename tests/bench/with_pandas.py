"""The example rule set's lines by hand in pandas: whole numbers, scaled, for everybody at once.

What one would write without the formula language; it must come to the same rupiah.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from polima_desktop.domain.frozen import FrozenMonth, values_of
from polima_desktop.domain.incentive import entry_points
from polima_desktop.domain.rules import Program


def nets(frozen: FrozenMonth, program: Program) -> pd.Series[int]:
    """Give the net of everybody by row, in whole rupiah."""
    names = ("kelas", "gaji", "hari_wajib", "hari_kerja", "alpa", "apel_lalai", "bagian_bulan",
             "plt", "status", "hukdis", "kelompok_golongan")  # fmt: skip
    people = pd.DataFrame({name: values_of(frozen.inputs[name]) for name in names})
    tables, bands = program.ruleset.tables, program.ruleset.bands
    tpp = people["kelas"].map(lambda k: _rates(tables, "tpp_kelas", 1).get(_key(k), 0))
    base = _half(
        tpp * people["bagian_bulan"] * np.where(people["status"] == "CPNS", 80, 100), 10**9
    )
    work = _half(base * 60 * _index(frozen, program, people), 10_000)
    off = people["alpa"] * 300 + people["apel_lalai"] * 50
    for band, minutes in (("terlambat", "menit_terlambat"), ("pulang_cepat", "menit_pulang_cepat")):
        found = frozen.days.lists()[minutes]
        bounds, rates = zip(*bands[band].rows, strict=True)
        places = np.searchsorted([int(b) for b in bounds], found.values, side="right") - 1
        owner = np.repeat(np.arange(frozen.people), np.diff(found.offsets))
        each = pd.Series(np.array([int(rate * 10_000) for rate in rates])[places])
        off = off + each.groupby(owner).sum().reindex(people.index, fill_value=0)
    present = _half(base * 40 * (10_000 - off).clip(lower=0), 1_000_000)
    whole = work + present
    whole = whole + np.where(people["plt"] == 1, _half(whole * 20, 100), 0)
    cut = people["hukdis"].map(_rates(tables, "potongan_hukdis", 100))
    gross = _half((whole - _half(whole * cut, 100)).clip(lower=0), 100)
    tax = _half(gross * people["kelompok_golongan"].map(_rates(tables, "pph", 100)).fillna(0), 100)
    health = _half(np.minimum(gross, 12_000_000 - people["gaji"].fillna(0)).clip(lower=0), 100)
    return (gross - tax - health).clip(lower=0).astype("int64")


def _index(frozen: FrozenMonth, program: Program, people: pd.DataFrame) -> pd.Series[int]:
    """Give the index of each person's points, in hundredths."""
    points = entry_points(frozen, program)
    assert points is not None
    owner = np.repeat(np.arange(frozen.people), np.diff(frozen.entries.offsets))
    sums = pd.Series(points.column.values).groupby(owner).sum()
    total = sums.reindex(people.index, fill_value=0).astype(object)
    total = _half(total * 10**6, 10**points.column.decimals)
    due = people["hari_kerja"].where(people["hari_kerja"] > 0, 1)
    target = _half(people["hari_wajib"].astype(object) * 6750 * 10**9, due)
    reached = _half(total.astype(object) * 10**12, target.where(target > 0, 1)).clip(upper=10**9)
    reached = reached.where(target > 0, 0).astype("int64")
    bounds, values = zip(*program.ruleset.bands["indeks"].rows, strict=True)
    places = np.searchsorted([int(b * 10**9) for b in bounds], reached, side="right") - 1
    return pd.Series(np.array([int(value * 100) for value in values])[places], people.index)


def _rates(tables: object, name: str, scale: int) -> dict[str, int]:
    rows: tuple[tuple[str, Decimal], ...] = tables[name].rows  # type: ignore[index]
    return {key: int(value * scale) for key, value in rows}


def _key(value: float | None) -> str:
    return "" if value is None or pd.isna(value) else str(int(value))


def _half(top: pd.Series[int], bottom: object) -> pd.Series[int]:
    """Divide whole numbers, none of them negative, rounding half up."""
    return (top * 2 + bottom) // (bottom * 2)  # type: ignore[operator]
