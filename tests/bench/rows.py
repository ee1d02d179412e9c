"""100,000 employees: imported from a workbook, then searched in the page as one types.

The same is typed in the page of the demo city's 4,039. Beside it: reading the workbook into
dictionaries and inserting them one by one, and Qt's own sorting and filtering proxy.
"""

from __future__ import annotations

import os
import random
import sqlite3
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import xlsxwriter
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from polima_desktop.app import make_application
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.units import Unit
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import Options
from polima_desktop.services.office.stores import create_office
from polima_desktop.services.session import Session, log_in
from polima_desktop.storage.office import accounts
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import unit_of_work
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.tables import DataTable
from tests.bench import city
from tests.bench.figures import BUILD, Figure, keep, peak_megabytes, seconds

ROWS = 100_000
FOLDER = BUILD / "bench-rows"
PASSWORD = "secukupnya"
TYPED = "sarmi"
HEADER = ("NIP", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "STATUS", "TMT CPNS", "GOLONGAN",
          "JENIS JABATAN", "JABATAN", "RUMPUN", "KELAS JABATAN", "UNIT KERJA")  # fmt: skip
UNITS = tuple(f"Dinas Contoh {number}" for number in range(1, 31))
FIRST = ("Wa Ode", "La Ode", "Siti", "Muhammad", "Andi", "Wa", "La", "Nur")
SECOND = ("Sarmina", "Fajrin", "Hasnah", "Idris", "Rosmina", "Samiun", "Tamrin", "Darussalam")
THIRD = ("Hadi", "Malik", "Tarafu", "La Bua", "Lestari", "Muchtar", "Ridwan", "Yunus")


def figures() -> list[Figure]:
    """Import once, search in both pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    book = FOLDER / "pegawai.xlsx"
    _write_book(book)
    office = _office(str(FOLDER / "kantor.db"))
    importing = seconds(lambda: _import(office, book))
    found = [
        Figure(f"import {ROWS:,} employees, checked and written", importing, "s", 15,
               seconds(lambda: _naive_import(book)), "iterrows and an insert a row, no check",
               note=f"peak {peak_megabytes():.0f} MB"),
    ]  # fmt: skip
    app = make_application()
    theme.apply(app, "light")
    small = city.session(city.STORE, Role.BKPSDM)
    found.append(_keystroke(app, small, 0.050))
    found.append(_keystroke(app, office, 0.100))
    return found


# ── importing ───────────────────────────────────────────────────────────────────────────────


def _write_book(path: Path) -> None:
    chance = random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Pegawai")
        sheet.write_row(0, 0, HEADER)
        for number in range(ROWS):
            sheet.write_row(number + 1, 0, _row(number, chance))


def _row(number: int, chance: random.Random) -> tuple[str, ...]:
    """Make a clean row; birth date and serial number make each NIP its own."""
    born = date(1966, 1, 1) + timedelta(number % 9_000)
    since = date(born.year + 25, 1 + number % 12, 1)
    sex, serial = 1 + number % 2, 1 + number // 9_000
    name = " ".join(chance.choice(part) for part in (FIRST, SECOND, THIRD))
    return (
        f"{born:%Y%m%d}{since:%Y%m}{sex}{serial:03d}", name, f"{born:%d-%m-%Y}", "LP"[sex - 1],
        "PNS", f"{since:%d-%m-%Y}", "III/a", "pelaksana", "Pengadministrasi Umum", "umum", "6",
        UNITS[number % len(UNITS)],
    )  # fmt: skip


def _office(address: str) -> Session:
    """Make an office with thirty units and the clerk of BKPSDM."""
    session = create_office(address, "admin", "Pengelola", PASSWORD)
    start = date(2010, 1, 1)
    with unit_of_work(session.database, "admin", "bench.fill", session.clock()) as work:
        accounts.add(work, "rita", "Rita", Role.BKPSDM, PASSWORD)
        codes = [f"DIN-{number:02d}" for number, _ in enumerate(UNITS)]
        units.create(work, codes)
        offices = [Unit(code, name, "dinas") for code, name in zip(codes, UNITS, strict=True)]
        units.record(work, [(start, unit) for unit in offices], {})
    session.database.close()
    return log_in(address, "rita", PASSWORD)


def _import(office: Session, book: Path) -> None:
    _, result = imports.run(office, "employees", book, Options(), Progress())
    assert result.counts.new == ROWS, result.counts


def _naive_import(book: Path) -> None:
    with sqlite3.connect(FOLDER / "naive.db") as connection:
        columns = ", ".join(f'"{name}"' for name in HEADER)
        connection.execute(f"CREATE TABLE people ({columns})")
        places = ", ".join("?" * len(HEADER))
        for _, row in pd.read_excel(book, dtype=str, engine="calamine").iterrows():
            connection.execute(f"INSERT INTO people VALUES ({places})", tuple(row))


# ── searching ───────────────────────────────────────────────────────────────────────────────


def _keystroke(app: QApplication, session: Session, bound: float) -> Figure:
    """Type a word into the page, letter by letter; the slowest letter counts, painted."""
    jobs = Jobs()
    settings = Settings(FOLDER / "window.ini")
    page = PegawaiPage(Context(session, jobs, settings, Month(2021, 1)))
    page.resize(1176, 700)
    page.show()
    page.refresh()
    jobs.settle()
    app.processEvents()
    people = page.table.model().rowCount()
    took = max(seconds(partial(_type, page, text)) for text in _prefixes())
    page._search("")
    proxy, view = _proxy(page.table)
    naive = seconds(partial(_type_in_proxy, proxy, view, TYPED[0]))
    page.close()
    jobs.close()
    name = f"filter keystroke at {people:,} rows"
    return Figure(name, took, "s", bound, naive, "QSortFilterProxyModel")


def _prefixes() -> list[str]:
    return [TYPED[:length] for length in range(1, len(TYPED) + 1)]


def _type(page: PegawaiPage, text: str) -> None:
    """Do what the search field does once typing pauses, and paint the table."""
    page._search(text)
    page.table.viewport().repaint()


def _proxy(table: DataTable) -> tuple[QSortFilterProxyModel, QTableView]:
    """Put the same rows under Qt's proxy, sorted by name."""
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(table.model())
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    proxy.sort(0)
    view = QTableView()
    view.resize(1176, 700)
    view.setModel(proxy)
    view.show()
    return proxy, view


def _type_in_proxy(proxy: QSortFilterProxyModel, view: QTableView, text: str) -> None:
    proxy.setFilterFixedString(text)
    view.viewport().repaint()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep(figures())
