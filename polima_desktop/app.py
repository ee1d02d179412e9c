"""The composition root: makes the application, finds the data, puts pages into the window.

Nothing of the store, of pandas or of reportlab is imported before the first paint; pages import
their modules when they are first shown.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from polima_desktop import logs
from polima_desktop.assets import asset
from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import fate
from polima_desktop.domain.periods import Month
from polima_desktop.paths import default_store, log_folder
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import CrashDialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.pause import pause
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets.focus import FocusRing
from polima_desktop.views.widgets.page import Page
from polima_desktop.views.window.main_window import MainWindow
from polima_desktop.views.window.pages import PageSpec
from polima_desktop.views.window.start import StartWindow

if TYPE_CHECKING:
    from polima_desktop.services.session import Session

RESTED_MS = 5_000
"""So long after the last work the store's file is made whole."""
_log = logging.getLogger(__name__)


def _beranda(context: Context) -> Page:
    from polima_desktop.views.home.page import BerandaPage

    return BerandaPage(context)


def _pegawai(context: Context) -> Page:
    from polima_desktop.views.staff.page import PegawaiPage

    return PegawaiPage(context)


def _rekonsiliasi(context: Context) -> Page:
    from polima_desktop.views.reconciliation.page import RekonsiliasiPage

    return RekonsiliasiPage(context)


def _bobot(context: Context) -> Page:
    from polima_desktop.views.rules.page import BobotPage

    return BobotPage(context)


def _backup(context: Context) -> Page:
    from polima_desktop.views.review.page import BackupPage

    return BackupPage(context)


def _perhitungan(context: Context) -> Page:
    from polima_desktop.views.months.page import PerhitunganPage

    return PerhitunganPage(context)


def _cetak(context: Context) -> Page:
    from polima_desktop.views.papers.page import CetakPage

    return CetakPage(context)


def _audit(context: Context) -> Page:
    from polima_desktop.views.audit.page import AuditPage

    return AuditPage(context)


def _kehadiran(context: Context) -> Page:
    from polima_desktop.views.attendance.page import AttendancePage

    return AttendancePage(context)


def _atur(context: Context) -> Page:
    from polima_desktop.views.office.page import SettingsPage

    return SettingsPage(context)


# In the order of the work. A page stands here only if it does something.
_P = Permission
PAGES: tuple[PageSpec, ...] = (
    PageSpec("beranda", "Beranda", "beranda", "", _beranda),
    PageSpec("pegawai", "Pegawai", "pegawai", "Data", _pegawai),
    PageSpec(
        "rekonsiliasi",
        "Rekonsiliasi",
        "rekonsiliasi",
        "Data",
        _rekonsiliasi,
        _P.READ_RECONCILIATION,
    ),
    PageSpec("bobot", "Bobot & Indeks", "bobot", "Aturan", _bobot),
    PageSpec("kehadiran", "Kehadiran", "kehadiran", "Bulan berjalan", _kehadiran, _P.READ_RECORDS),
    PageSpec("backup", "Backup Manual", "backup", "Bulan berjalan", _backup, _P.READ_RECORDS),
    PageSpec("perhitungan", "Perhitungan", "hitung", "Bulan berjalan", _perhitungan, _P.READ_SLIPS),
    PageSpec("cetak", "Cetak", "cetak", "Bulan berjalan", _cetak, _P.READ_SLIPS),
    PageSpec("audit", "Jejak Audit", "audit", "Pengawasan", _audit, _P.READ_AUDIT),
    PageSpec("atur", "Pengaturan", "atur", "Pengawasan", _atur),
)


def make_application() -> QApplication:
    """Make the Qt application in Indonesian, with our fonts and the remembered theme."""
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("SI POLIMA")
    app.setDesktopFileName("si-polima")
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    translate(app)
    if app.findChild(FocusRing) is None:
        FocusRing(app)
    return app


def follow_system(settings: Settings) -> None:
    """Change with the desktop's theme, if that is what the user chose."""
    if settings.get("theme", "system") == "system":
        theme.wear("system")


def translate(app: QObject) -> None:
    """Give Qt's own words in Indonesian: Simpan, Batal, Salin."""
    translator = QTranslator(app)
    if translator.load(str(asset("resources", "i18n", "qtbase_id.qm"))):
        QCoreApplication.installTranslator(translator)


class Desktop(QObject):
    """One start of the program: the start window, then the main window, and back if asked."""

    def __init__(self, app: QApplication, settings: Settings, store: str, user: str) -> None:
        super().__init__()
        self.app, self.settings, self.jobs = app, settings, Jobs()
        self.user = user
        address = store or str(settings.get("store", "")) or str(default_store())
        self.start = StartWindow(self.jobs, settings, address)
        self.start.entered.connect(self.enter)
        self.window: MainWindow | None = None
        self.session: Session | None = None
        self._rest = pause(self, RESTED_MS)
        self._rest.timeout.connect(self.make_whole)
        self.jobs.idle.connect(self._rest.start)

    def open(self) -> None:
        """Show the first window; look for the data after it was painted."""
        self.start.show()
        QTimer.singleShot(0, self.begin)

    def begin(self) -> None:
        """Go in as the user of the environment, or look what data there is."""
        password = os.environ.get("POLIMA_PASSWORD", "")
        if self.user and password:
            self.start.log_in(self.user, password)
        else:
            self.start.look()

    def enter(self, session: Session, month: Month, note: str = "") -> None:
        """Open the main window on the data and a month, as the user who came in."""
        self.session = session
        context = Context(session, self.jobs, self.settings, month)
        window = MainWindow(context, PAGES)
        window.user_change_asked.connect(self.leave)
        window.store_change_asked.connect(self._change_store)
        window.lock.left.connect(self._end)
        self.window = window
        page = window.show_place(0)
        window.load_overview()
        window.show()
        self.start.hide()
        if note:
            page.say("warn", "Kata sandi tidak disimpan.", note)

    def make_whole(self) -> None:
        """Bring into the file what another program's reading kept back, until all of it is there.

        The work itself left nothing to do unless somebody read meanwhile; then this tries again.
        """
        session = self.session
        if session is None or self.jobs.busy:
            return
        self.jobs.idle.disconnect(self._rest.start)
        job = self.jobs.run(lambda _progress: session.database.settle())
        job.success(self._made_whole).failure(lambda _error: self._made_whole(True))

    def _made_whole(self, whole: bool) -> None:
        self.jobs.idle.connect(self._rest.start)
        if not whole:
            self._rest.start()

    def leave(self) -> None:
        """Go back to the question who works."""
        self.start.show()  # before the other closes: the last window's end is the program's
        if self.window is None or not self.window.close():
            self.start.setVisible(self.window is None)
            return
        self.window.deleteLater()
        self.window = None
        if self.session is not None:
            store = self.session.database
            self.jobs.run(lambda _progress: store.close())
        self.session = None
        self.start.look()

    def _end(self) -> None:
        """End the program at once, also from under a question that waits for its answer."""
        if self.window is not None:
            self.window.remember()
        self.app.exit(0)

    def _change_store(self) -> None:
        self.leave()
        if self.window is None:
            self.start.choose_file()

    def close(self) -> None:
        """Stop the worker and write what is to be remembered."""
        self._rest.timeout.disconnect(self.make_whole)
        if self.window is not None:
            self.window.lock.stop()
            self.window.hide()  # ended without closing: its page keeps what was typed
        self.jobs.close()
        if self.session is not None:
            self.session.database.close()
        self.settings.sync()

    def crash(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show a mistake of ours that happened in the window's own thread."""
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("an unexpected error:\n%s", details)
        if issubclass(kind, KeyboardInterrupt):
            self.app.quit()
        elif self.window is not None:
            self.window.show_crash(details, fate(error))
        else:
            CrashDialog(self.start, details, fate(error)).exec()


def run(store: str = "", user: str = "") -> int:
    """Open the window; give the exit status once it is closed."""
    before = logs.start(log_folder())
    app = make_application()
    settings = Settings()
    theme.wear(str(settings.get("theme", "system")))
    desktop = Desktop(app, settings, store, user)
    sys.excepthook = desktop.crash
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: follow_system(settings))
    desktop.open()
    if before:
        words = "Jejaknya ada di berkas catatan. Data tetap utuh; ulangi pekerjaan terakhir."
        desktop.start.say("warn", "Program berhenti mendadak terakhir kali.", words)
    _log.info("window open, Qt %s", QLibraryInfo.version().toString())
    status = app.exec()
    desktop.close()
    logs.stop()
    return status
