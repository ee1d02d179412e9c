"""The kit's own scenes: the way in, the finder, the guide, dialogs, each page as it opens."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLineEdit, QWidget

from polima_desktop.app import PAGES
from polima_desktop.domain.errors import fate
from polima_desktop.views.dialogs import CrashDialog, FormDialog
from polima_desktop.views.widgets import Field
from polima_desktop.views.window.finder import Finder
from polima_desktop.views.window.help import GuideWindow, guide, keys
from polima_desktop.views.window.start import StartWindow
from tests.screens.stage import Stage

# Who opens a page in its plain scene.
USERS = {
    "beranda": "bkpsdm",
    "pegawai": "bkpsdm",
    "rekonsiliasi": "bkpsdm",
    "bobot": "organisasi",
    "kehadiran": "kominfo",
    "backup": "verifikator",
    "perhitungan": "keuangan",
    "cetak": "keuangan",
    "audit": "auditor",
    "atur": "admin",
}


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Give each page as it opens, then the windows around them."""
    for spec in PAGES:
        yield spec.key, stage.window(spec.key, USERS.get(spec.key, "admin"))
        stage.clear()
    yield from _start(stage)
    yield from _around(stage)


def _start(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    settings = stage.context("admin").settings
    start = StartWindow(stage.jobs, settings, str(stage.folder / "belum-ada.db"))
    stage.keep(start)
    start.look()
    stage.settle()
    yield "mulai", start
    start.show_step(start.office)
    yield "mulai-kantor", start
    start.use(stage.address)
    stage.settle()
    yield "masuk", start
    spoilt = stage.folder / "rusak.db"
    spoilt.write_bytes(b"bukan data " * 100)
    start.use(str(spoilt))
    stage.settle()
    yield "masalah-data", start
    stage.clear()


def _around(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    window = stage.window(PAGES[0].key, "bkpsdm")
    finder = Finder(window, window.entries(), window.person_entry)
    yield "cari-atau-buka", stage.keep(finder)
    yield "panduan", stage.keep(GuideWindow(window, "Panduan SI POLIMA", guide()))
    yield "daftar-tombol", stage.keep(GuideWindow(window, "Daftar tombol", keys(window.menuBar())))
    form = FormDialog(window, "Tambah pengguna", "Tambah")
    form.form.add("name", Field("&Nama lengkap", QLineEdit("Wa Ode Harmina"), required=True))
    form.form.add("user", Field("Nama &pengguna", QLineEdit("Wa Ode")))
    form.form.show_errors({"user": "Huruf kecil tanpa spasi, misalnya wa.harmina."})
    yield "formulir", stage.keep(form)
    yield (
        "kesalahan-program",
        stage.keep(CrashDialog(window, "Traceback (most recent call last):", fate(ValueError()))),
    )
    stage.clear()
