"""The bank's list: of one batch, in the layout of a bank, nothing left out, no formula run."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.paths import data_folder
from polima_desktop.services.months import payments
from polima_desktop.services.months.payments import Choice
from polima_desktop.services.papers import bank
from polima_desktop.services.papers.bank import BankList, Exported
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.session import Session
from tests.papers_world import (
    JANUARY,
    STAFF,
    actor,
    lock,
    replace_slip,
)

FAJRIN = STAFF[1]
OWN = """
[[bentuk]]
nama = "bank kota"
bank = ["Bank Kota"]
berkas = "csv"
pemisah = "garis tegak"
kepala = false
bom = false
kolom = [
    { kepala = "JENIS", teks = "TPP" },
    { kepala = "REKENING", isi = "rekening" },
    { kepala = "JUMLAH", isi = "jumlah" },
    { kepala = "NAMA", isi = "nama" },
]
"""


def exported(session: Session, path: Path, batch: int | None = None) -> Exported:
    layout = bank.layout_named("", path.suffix[1:])
    found = bank.read(session, JANUARY, Chosen(), Progress(), batch)
    return bank.export(session, found, path, layout)


BANKS = {STAFF[0].nip: "Bank Kota", FAJRIN.nip: "bank  kota", STAFF[2].nip: "BNI"}


def at_banks(found: BankList) -> BankList:
    """Give the list with three people at banks of other names; Ima has no account."""
    moved = [
        replace(one, bank=BANKS[one.nip], account=f"00{one.nip[:6]}") if one.nip in BANKS else one
        for one in found.transfers
    ]
    return replace(found, transfers=moved)


def test_the_bank_workbook_keeps_numbers_as_text_and_adds_up(
    office: Session, tmp_path: Path
) -> None:
    path = tmp_path / "bank.xlsx"
    done = exported(office, path)
    sheet = pd.read_excel(path, engine="calamine", dtype=object)
    rows, total = sheet.iloc[:-1], sheet.iloc[-1]
    assert (done.lines, done.without_account, done.marks) == (6, 1, ("DRAF", "CONTOH"))
    assert set(rows["NIP"]) == {staff.nip for staff in STAFF}
    assert list(rows["NOMOR REKENING"].dropna().unique()) == ["0010203040"]
    assert rows["JUMLAH"].sum() == total["JUMLAH"] == done.rupiah
    assert "=La Ode Anwar" in set(rows["NAMA"])
    assert set(rows["KETERANGAN"]) == {"DRAF TPP Januari 2021"}


def test_the_bank_csv_makes_formulas_harmless(office: Session, tmp_path: Path) -> None:
    lock(office)
    path = tmp_path / "bank.csv"
    exported(office, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert "'=La Ode Anwar" in {row["NAMA"] for row in rows}
    assert {row["KETERANGAN"] for row in rows} == {"USULAN TPP Januari 2021"}
    assert {row["NIP"] for row in rows} == {staff.nip for staff in STAFF}


def test_a_bank_list_is_that_of_one_batch_and_stays_what_it_was(
    office: Session, tmp_path: Path
) -> None:
    lock(office)
    path = tmp_path / "bank.csv"
    finance = Session(office.database, actor(Role.KEUANGAN), office.clock)
    paid = payments.pay(finance, JANUARY, "1/SP2D", date(2021, 2, 8), Choice("DIN-02"))
    replace_slip(office, FAJRIN.nip)  # has no say in what the bank was told
    done = exported(office, path)
    assert (done.batch, done.lines, done.rupiah) == (1, paid.slips, paid.amount)
    rest = payments.pay(finance, JANUARY, "2/SP2D", date(2021, 2, 8))
    with pytest.raises(Refused, match="Januari 2021 dibayar dalam 2 kelompok") as refused:
        exported(office, path)
    assert "--batch 2 (SP2D 2/SP2D)" in refused.value.advice
    done = exported(office, path, 2)
    assert (done.lines, done.rupiah, done.marks) == (rest.slips, rest.amount, ("CONTOH",))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert sum(int(row["JUMLAH"]) for row in rows) == rest.amount
    assert {row["KETERANGAN"] for row in rows} == {"TPP Januari 2021"}


def test_each_bank_gets_its_own_file_and_together_they_are_the_batch(
    office: Session, tmp_path: Path
) -> None:
    data_folder().mkdir(parents=True, exist_ok=True)
    (data_folder() / bank.OWN_LAYOUTS).write_text(OWN, "utf-8")
    lock(office)
    paid = payments.pay(office, JANUARY, "1/SP2D", date(2021, 2, 8))
    folder = tmp_path / "bank"
    found = at_banks(bank.read(office, JANUARY, Chosen(), Progress()))
    done = bank.export_apart(office, found, folder)
    names = [path.name for path in done.paths]
    assert names == [
        "daftar-bank-2021-01-kelompok-1-bank-kota.csv",
        "daftar-bank-2021-01-kelompok-1-bank-sultra.xlsx",
        "daftar-bank-2021-01-kelompok-1-bni.xlsx",
        "daftar-bank-2021-01-kelompok-1-tanpa-rekening.xlsx",
    ]
    lengths = [len(pd.read_excel(path, engine="calamine")) for path in done.paths[1:]]
    assert lengths == [3, 2, 2]  # each with its sum
    with done.paths[0].open(encoding="utf-8", newline="") as file:
        own = list(csv.reader(file, delimiter="|"))
    assert {tuple(row[:2]) for row in own} == {("TPP", "00196905"), ("TPP", "00198111")}
    others = [pd.read_excel(path, engine="calamine")["JUMLAH"] for path in done.paths[1:]]
    sums = sum(int(row[2]) for row in own) + sum(int(column.iloc[-1]) for column in others)
    assert sums == done.rupiah == paid.amount
    assert (done.lines, done.without_account) == (6, 1)


def test_a_layout_is_chosen_by_name_and_an_unknown_one_is_refused_with_those_there_are() -> None:
    assert bank.layout_named("unggahan ringkas").separator == ","
    assert [bank.layout_named("", kind).name for kind in ("xlsx", "csv")] == ["umum", "umum csv"]
    with pytest.raises(Refused) as refused:
        bank.layout_named("bank bulan")
    assert "‘umum’" in refused.value.advice


def test_only_who_may_export_sees_the_list(office: Session) -> None:
    planner = Session(office.database, actor(Role.ORGANISASI), office.clock)
    with pytest.raises(NotAllowed):
        bank.read(planner, JANUARY, Chosen(), Progress())
    with pytest.raises(NotAllowed):
        bank.batches(planner, JANUARY)
