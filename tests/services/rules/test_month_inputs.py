"""A frozen month gives a rule set what a day adds up to, names it closes itself, and absences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest

from polima_desktop.domain.access import Permission
from polima_desktop.domain.duty import _longest_run
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import compute, compute_one
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.services.months import run
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import months
from tests import month_world as world

MORE = """
[inputs.tempat_tugas]
label = "Tempat"
values = ["Kolese", "lainnya", "tidak"]
[inputs.alpa_beruntun]
label = "Alpa beruntun"
unit = "hari"
min = "0"
max = "31"
[tables.tempat]
rows = [["Kolese", "150000"], ["lainnya", "50000"], ["tidak", "0"]]

[[lines]]
name = "tpp_tempat"
unit = "Rp"
formula = "CARI(tempat; tempat_tugas)"
[[lines]]
name = "menit_efektif"
unit = "menit"
formula = "JUMLAH(MIN(menit_harian; 120))"
[[lines]]
name = "poin_efektif"
unit = "poin"
decimals = 9
formula = "JUMLAH(MIN(poin_harian; 60))"
[[lines]]
name = "beruntun"
unit = "hari"
formula = "alpa_beruntun"
"""


@pytest.fixture
def frozen(sqlite_url: str) -> Iterator[FrozenMonth]:
    database: Database = world.build(sqlite_url)
    run.freeze(world.session(database), world.JANUARY, Progress())
    with world.session(database).reading(Permission.READ_SLIPS) as connection:
        frozen_id = months.latest_frozen_id(connection, world.JANUARY)
        assert frozen_id is not None
        yield months.frozen_month(connection, frozen_id)
    database.close()


def test_days_names_and_runs_come_out_of_the_month_both_ways(frozen: FrozenMonth) -> None:
    program = compile_set(load(world.RULES + MORE))
    found = compute(frozen, program)
    for nip, row in frozen.row_of.items():
        exact = compute_one(frozen, row, program)
        for name in ("tpp_tempat", "menit_efektif", "poin_efektif", "beruntun"):
            column = found.lines[name]
            value = Decimal(int(column.values[row])).scaleb(-column.decimals)
            assert exact.values.get(name, value) == value, (nip, name)
        teaches = nip == world.NIPS[world.KARMILA]
        if teaches:
            assert exact.values["tpp_tempat"] == 150_000
            bounded = exact.values["menit_efektif"]
            assert isinstance(bounded, Decimal)
            assert 0 < bounded <= 120 * len(set(frozen.entries.day[frozen.entries.of(row)]))
    fajrin = frozen.row_of[world.NIPS[world.FAJRIN]]
    assert fajrin not in found.held
    assert int(found.lines["tpp_tempat"].values[fajrin]) == 0  # his unit has no village
    elsewhere = compile_set(load(world.RULES + MORE.replace("Kolese", "Bukit")))
    karmila = frozen.row_of[world.NIPS[world.KARMILA]]
    assert int(compute(frozen, elsewhere).lines["tpp_tempat"].values[karmila]) == 50_000


def test_a_name_the_closed_list_forgets_holds_the_slip(frozen: FrozenMonth) -> None:
    closed = MORE.replace(', "lainnya", "tidak"]', "]").replace(
        ', ["lainnya", "50000"], ["tidak", "0"]', ""
    )
    found = compute(frozen, compile_set(load(world.RULES + closed)))
    fajrin = frozen.row_of[world.NIPS[world.FAJRIN]]
    assert "Kelurahan atau desa unit kerja kosong" in found.held[fajrin]


@pytest.mark.parametrize(
    ("days", "longest"),
    [("", 0), ("1111", 0), ("12121", 1), ("1222", 3), ("2002", 2), ("232", 1), ("2201222", 3)],
)
def test_days_off_neither_add_to_a_run_nor_break_it(days: str, longest: int) -> None:
    state = np.array([[int(day) for day in days]], dtype=np.int8)
    assert _longest_run(state).tolist() == [longest]
