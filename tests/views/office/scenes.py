"""Scenes of Pengaturan: the calendar of a year, its dialogs, a year without holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from polima_desktop.domain.periods import Month
from polima_desktop.services.attendance.touched import Touched, Who
from polima_desktop.views.office.holidays import HolidayDialog
from polima_desktop.views.office.hours_forms import HoursDialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.touched import TouchedDialog
from polima_desktop.views.office.users import CodeDialog
from tests.screens.stage import Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Give the calendar as its keepers see it."""
    window = stage.window("atur", "bkpsdm")
    [page] = window.findChildren(SettingsPage)
    rows = page.holidays.table.rows_model.rows
    page.holidays.table.select_key(rows[2][0])
    stage.settle()
    yield "kalender-kerja", window
    page.holidays.show_year(2022)
    stage.settle()
    yield "kalender-kosong", window
    dialog = HolidayDialog(page, date(2021, 1, 4), [(1, "Dinas Kesehatan")])
    yield "tambah-hari-libur", stage.keep(dialog)
    assert page.hours.found is not None
    ramadan = HoursDialog(page, date(2022, 4, 2), page.hours.found)
    yield "tambah-jam-kerja", stage.keep(ramadan)
    who = [Who(n, "198111042008031002", "La Ode Fajrin Malik", "Dinas PU") for n in range(12)]
    touched = Touched([(Month(2021, 1), "locked"), (Month(2021, 2), "frozen")], who)
    title = "Batalkan hari libur: Imlek, 12 Februari 2021"
    yield "yang-terkena", stage.keep(TouchedDialog(page, title, "Batalkan hari libur", touched))
    code = CodeDialog(page, "Kode pemulihan baru", "ABCDE-FGHJK-MNPQR-STUVW-XYZ23",
                      "Hanya ditampilkan sekarang. Dipakai lewat Lupa kata sandi, satu kali.",
                      "&Kode pemulihan")  # fmt: skip
    yield "kode-pemulihan", stage.keep(code)
    stage.clear()
    yield "pengaturan-pengelola", stage.window("atur", "admin")
    stage.clear()
