"""The import wizard, step by step, as ``./dev screens`` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from polima_desktop.imports.sheets import open_book
from polima_desktop.views.importing import open_wizard
from tests.imports.lists import person, write_xlsx
from tests.screens.stage import JANUARY, Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Play an import of the city's own list with a few rows changed."""
    window = stage.window("pegawai", "bkpsdm", JANUARY)
    wizard = open_wizard(window, stage.context("bkpsdm"), "employees")
    wizard.resize(1240, 680)
    stage.keep(wizard)
    yield "impor-1-berkas", wizard
    wizard.file.path.setText(str(_changed_list(stage.folder)))
    wizard.go_on()
    stage.settle()
    yield "impor-2-lembar", wizard
    wizard.go_on()
    stage.settle()
    yield "impor-3-ditolak", wizard
    wizard.preview.filter.choose({"changed"})
    wizard.preview.table.select_place(0)
    stage.settle()
    yield "impor-3-berubah", wizard
    wizard.go_on()
    stage.settle()
    yield "impor-4-angka", wizard
    wizard.go_on()
    stage.settle()
    yield "impor-5-hasil", wizard
    stage.clear()


def _changed_list(folder: Path) -> Path:
    """Give the city's list with damaged, doubled, promoted and new people."""
    frame = open_book(folder / "kota" / "bkpsdm.xlsx").sheets[0].frame
    header, *rows = ([None if c == "" else c for c in row] for row in frame.values.tolist())
    place = {title: index for index, title in enumerate(header)}

    def change(row: int, title: str, value: object) -> None:
        rows[row][place[title]] = value

    change(3, "NIP", 1.98503e17)
    change(10, "GOLONGAN", "01-04-2018")
    change(20, "UNIT KERJA", "Dinas Kesehatn")
    change(31, "NIP", rows[30][place["NIP"]])
    for row in range(40, 45):
        change(row, "KELAS JABATAN", 11)
    change(50, "GOLONGAN", "III/d")
    change(50, "TMT GOLONGAN", date(2021, 1, 1))
    unit = rows[0][place["UNIT KERJA"]]
    new = [person(n, UNIT_KERJA=unit) for n in range(5)]
    rows += [[one.get(title) for title in header] for one in new]
    return write_xlsx(folder / "daftar-pegawai-januari.xlsx", {"Pegawai": [header, *rows]})
