"""Bank layouts as data: what is understood, and every fault refused with its place."""

from __future__ import annotations

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.bank_layouts import FIELDS, layout_for, read_layouts
from polima_desktop.domain.errors import Refused

WHOLE = """[[bentuk]]
nama = "a"
bank = ["Bank A"]
kolom = [{ kepala = "R", isi = "rekening" }, { kepala = "J", isi = "jumlah" }]
[[bentuk]]
nama = "b"
kolom = [{ kepala = "J", isi = "jumlah" }, { kepala = "R", isi = "rekening" }]
"""


def test_a_bank_has_its_own_layout_by_any_spelling_and_others_the_general_one() -> None:
    layouts = read_layouts(WHOLE, "bank.toml")
    found = [layout_for(bank, layouts).name for bank in ("BANK  A", "banka", "Bank B", "")]
    assert found == ["a", "a", "b", "b"]
    assert [column.field for column in layouts[1].columns] == ["jumlah", "rekening"]


def test_the_shipped_layouts_hold_every_field_once() -> None:
    shipped = read_layouts(asset("resources", "bank.toml").read_text("utf-8"), "bank.toml")
    assert [column.field for column in shipped[0].columns] == list(FIELDS)
    assert {layout.file for layout in shipped} == {"xlsx", "csv"}
    assert all(not layout.banks for layout in shipped)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('nama = "b"', "nama =", "bank.toml bukan TOML yang benar"),
        ("[[bentuk]]", "[[lain]]", "bank.toml tidak berisi [[bentuk]]"),
        ('nama = "b"', 'nama = ""', "ada bentuk tanpa nama"),
        ('nama = "b"', 'nama = "b"\nwarna = 1', "bentuk ‘b’: ‘warna’ tidak dikenal"),
        ('nama = "b"', 'nama = "b"\nberkas = "ods"', "berkas ‘ods’ tidak dikenal"),
        ('nama = "b"', 'nama = "b"\npemisah = ";"', "pemisah ‘;’ tidak dikenal"),
        ('nama = "b"', 'nama = "b"\nkepala = "ya"', "kepala = 'ya'"),
        ('isi = "rekening"', 'isi = "alamat"', "isi kolom ‘alamat’ tidak dikenal"),
        ('isi = "rekening"', 'isi = "nip"', "tidak ada kolom rekening"),
        ('isi = "rekening"', 'isi = "nip", teks = "x"', "harus berisi isi atau teks"),
    ],
)
def test_every_fault_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_layouts(WHOLE.replace(old, new), "bank.toml")
    assert said in refused.value.message
    assert refused.value.advice
