"""The two lists of the demo city, and the truth that a reconciliation is measured against."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from polima_desktop.demo import CityFiles
from polima_desktop.demo.causes import STATES
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import is_damaged, nip_parts, read_nip
from polima_desktop.domain.ranks import read_eselon, read_golongan, read_job_class
from polima_desktop.domain.units import read_kind, unit_key
from tests.demo.conftest import rows_of


def master_of(city: CityFiles) -> list[dict[str, object]]:
    """Give the rows of BKPSDM's workbook under its headings."""
    with CalamineWorkbook.from_path(str(city.employees)) as book:
        header, *rows = book.get_sheet_by_name("Pegawai").to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.mark.parametrize("size", ["small_city", "town"])
def test_every_cause_occurs(size: str, request: pytest.FixtureRequest) -> None:
    city: CityFiles = request.getfixturevalue(size)
    cases = Counter((row["side"], row["case"]) for row in rows_of(city.truth))
    left, right = {"P1", "P2"}, {"K1", "K2", "K3", "K4", "D1", "D2"}
    both = {"P3", "X1", "X2", "X3", "X4"}
    assert all(cases["left", case] for case in left | both)
    assert all(cases["right", case] for case in right | both)
    assert not any(cases["right", case] for case in left)
    assert not any(cases["left", case] for case in right)


@pytest.mark.parametrize("size", ["small_city", "town"])
def test_the_truth_numbers_every_row_once(size: str, request: pytest.FixtureRequest) -> None:
    city: CityFiles = request.getfixturevalue(size)
    truth = rows_of(city.truth)
    left = [int(row["row"]) for row in truth if row["side"] == "left"]
    right = [int(row["row"]) for row in truth if row["side"] == "right"]
    assert left == list(range(2, city.counts["employees"] + 2))
    assert right == list(range(2, city.counts["server"] + 2))


def test_partners_point_at_each_other(town: CityFiles) -> None:
    truth = {(row["side"], row["row"]): row for row in rows_of(town.truth)}
    linked = [row for row in truth.values() if row["state"] == "linked" and row["side"] == "left"]
    assert all(truth["right", row["partner"]]["partner"] == row["row"] for row in linked)
    assert all(row["state"] == STATES[row["case"]] for row in truth.values()
               if row["state"] != "linked")  # fmt: skip


def test_linked_rows_have_one_nip_unless_the_case_says_otherwise(town: CityFiles) -> None:
    master, server = master_of(town), rows_of(town.server)
    for row in rows_of(town.truth):
        if row["side"] == "left" and row["state"] == "linked":
            theirs = server[int(row["partner"]) - 2]["NIP"]
            same = theirs.replace(" ", "").lstrip("'") == master[int(row["row"]) - 2]["NIP"]
            assert same == (row["case"] not in ("P3", "X4"))


def test_damaged_numbers_are_what_excel_leaves(town: CityFiles) -> None:
    server = rows_of(town.server)
    for row in rows_of(town.truth):
        if row["side"] == "right" and row["case"] == "X4":
            nip = server[int(row["row"]) - 2]["NIP"]
            assert is_damaged(nip) or nip.endswith("000")


@pytest.mark.parametrize("size", ["small_city", "town"])
def test_every_nip_is_valid_and_nobody_elses(size: str, request: pytest.FixtureRequest) -> None:
    rows = master_of(request.getfixturevalue(size))
    numbers = [read_nip(row["NIP"]) for row in rows]
    assert len(set(numbers)) == len(rows)
    for row, nip in zip(rows, numbers, strict=True):
        assert nip_parts(nip).pppk == (row["STATUS"] == "PPPK")
        assert nip_parts(nip).sex == row["JENIS KELAMIN"]


def test_the_birth_dates_against_the_nip_are_those_of_case_x3(town: CityFiles) -> None:
    rows = master_of(town)
    odd = {n + 2 for n, row in enumerate(rows)
           if nip_parts(str(row["NIP"])).birth != row["TANGGAL LAHIR"]}  # fmt: skip
    truth = rows_of(town.truth)
    assert odd == {int(row["row"]) for row in truth if (row["side"], row["case"]) == ("left", "X3")}


def test_every_value_reads_as_the_import_reads_it(town: CityFiles) -> None:
    for row in master_of(town):
        pppk = row["STATUS"] == "PPPK"
        assert read_golongan(row["GOLONGAN"], pppk) == row["GOLONGAN"]
        assert read_eselon(row["ESELON"]) == (row["ESELON"] or None)
        if row["KELAS JABATAN"]:
            read_job_class(row["KELAS JABATAN"])
        dates = [row[name] for name in ("TMT CPNS", "TMT GOLONGAN", "TMT JABATAN")]
        assert all(isinstance(day, date) and day <= date(2021, 1, 4) for day in dates), dates
        assert not any(isinstance(day, datetime) for day in dates)


@pytest.mark.parametrize("size", ["small_city", "town"])
def test_only_the_secretary_has_nobody_above(size: str, request: pytest.FixtureRequest) -> None:
    rows = master_of(request.getfixturevalue(size))
    numbers = {row["NIP"] for row in rows}
    assert [row["JABATAN"] for row in rows if not row["NIP ATASAN"]] == ["Sekretaris Daerah"]
    assert all(row["NIP ATASAN"] in numbers for row in rows if row["NIP ATASAN"])
    assert all(row["NIP ATASAN"] != row["NIP"] for row in rows)


def test_everybody_works_in_a_unit_of_the_list(town: CityFiles) -> None:
    units = rows_of(town.units)
    names = {row["NAMA"] for row in units}
    assert {row["UNIT KERJA"] for row in master_of(town)} <= names
    assert len(names) == len(units) == len({row["KODE"] for row in units})


def test_units_have_known_kinds_and_parents_before_them(town: CityFiles) -> None:
    seen = {""}
    for row in rows_of(town.units):
        read_kind(row["JENIS"])
        assert row["INDUK"] in seen
        seen.add(row["KODE"])


def test_no_alias_means_two_units(town: CityFiles) -> None:
    owner: dict[str, str] = {}
    for row in rows_of(town.units):
        for name in [row["NAMA"], *filter(None, row["ALIAS"].split("; "))]:
            assert owner.setdefault(unit_key(name), row["KODE"]) == row["KODE"], name


def test_no_number_of_the_server_reads_as_someone_elses(town: CityFiles) -> None:
    """A slip of the pen must not make another person of the list."""
    numbers = {row["NIP"]: n + 2 for n, row in enumerate(master_of(town))}
    partner = {row["row"]: row["partner"] for row in rows_of(town.truth)
               if row["side"] == "right"}  # fmt: skip
    for n, row in enumerate(rows_of(town.server)):
        try:
            nip = read_nip(row["NIP"])
        except Refused:
            continue
        if nip in numbers:
            assert partner[str(n + 2)] == str(numbers[nip])
