"""A new office from an empty home to its first printed slip, by keys alone.

Nothing is given the focus but by the window itself and by Tab, letters and arrows as a clerk
presses them. The lists are as an office makes them: no codes, unit headings between the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from polima_desktop.app import PAGES, Desktop
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.services.months import desk
from polima_desktop.services.office import holidays
from polima_desktop.services.rules import versions
from polima_desktop.views.home.page import BerandaPage
from polima_desktop.views.importing.wizard import ImportWizard
from polima_desktop.views.months.page import PerhitunganPage
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.users import AccountDialog
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.rules.dialogs import DecreeDialog
from polima_desktop.views.rules.page import BobotPage
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.unit_list import UnitListDialog
from polima_desktop.views.widgets import Button
from polima_desktop.views.window.main_window import MainWindow
from tests.services.office.test_first_month import PASSWORD, STAFF

K = Qt.Key
P = TypeVar("P", bound=QWidget)
DIGITS = [getattr(K, f"Key_{digit}") for digit in "1234567890"]
FEBRUARY = Month(2024, 2)
OFF = (8, 9, 14)
HOLIDAYS = """TANGGAL,NAMA,JENIS,UNIT,DASAR,BATAL
08-02-2024,Isra Mikraj,libur,,SKB,
09-02-2024,Cuti bersama Imlek,cuti bersama,,SKB,
14-02-2024,Pemilu,libur,,Keppres,
"""


@pytest.fixture
def desktop(
    qapp: QApplication, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "rumah"))
    made = Desktop(qapp, settings, str(tmp_path / "rumah" / "kantor.db"), "")
    made.start.show()
    made.start.activateWindow()
    made.begin()
    made.jobs.settle()
    yield made
    made.jobs.settle()
    for window in (made.window, made.start):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()


class Hands:
    """Ten fingers on the keyboard; after each press everything comes to rest."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.pressed = 0

    def rest(self) -> None:
        self.desktop.jobs.settle()
        for _ in range(3):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if QApplication.activeWindow() is None:  # no window manager gives the desk back
            left = QApplication.activeModalWidget() or self.desktop.window or self.desktop.start
            left.activateWindow()
            QApplication.processEvents()

    @property
    def here(self) -> QWidget:
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None, "nothing has the focus"
        return found

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        QTest.keyClick(self.here, key, held)
        self.rest()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.here, text)

    def write(self, text: str) -> None:
        """Write over what stands in the field."""
        self.key(K.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)

    def tab_to(self, wanted: QWidget, most: int = 60) -> None:
        seen: list[QWidget] = []
        for _ in range(most):
            if self.here is wanted or wanted.isAncestorOf(self.here):
                return
            seen.append(self.here)
            QTest.keyClick(self.here, K.Key_Tab)
            QApplication.processEvents()
        names = [f"{type(w).__name__} {w.accessibleName() or w.objectName()}" for w in seen[:25]]
        raise AssertionError(f"Tab does not come to {wanted!r}: {names}")

    def push(self, button: QWidget) -> None:
        self.tab_to(button)
        self.key(K.Key_Space)

    def go(self, page: str) -> None:
        place = [spec.key for spec in PAGES].index(page)
        self.key(DIGITS[place], Qt.KeyboardModifier.AltModifier)

    def in_dialog(self, opening: Callable[[], None], then: Callable[[QDialog], None]) -> None:
        """Press what opens a dialog, and use it by keys until it closes."""
        used: list[QDialog] = []

        def use() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
                if dialog is not None:
                    dialog.activateWindow()
                QTimer.singleShot(20, use)
                return
            used.append(dialog)
            try:
                then(dialog)
            finally:
                if dialog.isVisible():
                    dialog.done(0)

        QTimer.singleShot(20, use)
        opening()
        self.rest()
        assert used

    @property
    def window(self) -> MainWindow:
        assert self.desktop.window is not None
        return self.desktop.window

    def page(self, kind: type[P]) -> P:
        [found] = self.window.findChildren(kind)
        return found


def new_office(hands: Hands) -> None:
    start = hands.desktop.start
    hands.tab_to(start.first.office)
    hands.key(K.Key_Return)
    form = start.office.form
    for editor, text in (
        (form.nameEdit, "Wa Ode Harmina"),
        (form.userEdit, "harmina"),
        (form.passwordEdit, PASSWORD),
        (form.againEdit, PASSWORD),
    ):
        hands.tab_to(editor)
        hands.type(text)
    hands.key(K.Key_Return)
    hands.tab_to(start.recovery.go)
    hands.key(K.Key_Return)
    hands.window.activateWindow()
    hands.rest()


def add_user(hands: Hands, role: Role) -> None:
    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, AccountDialog)
        form = dialog.form
        hands.tab_to(form.nameEdit)
        hands.type(role.value.capitalize())
        hands.tab_to(form.userEdit)
        hands.type(role.value)
        hands.tab_to(form.passwordEdit)
        hands.type(PASSWORD)
        hands.tab_to(form.roleBox)
        QTest.keyClick(form.roleBox, K.Key_Home)
        for _ in range(form.roleBox.findData(role.value)):
            QTest.keyClick(form.roleBox, K.Key_Down)
        hands.tab_to(dialog.verb)
        QTest.keyClick(dialog.verb, K.Key_Return)

    users = hands.page(SettingsPage).users
    assert users is not None
    hands.tab_to(users.add_user)
    hands.in_dialog(lambda: hands.key(K.Key_Space), fill)


def come_in(hands: Hands, role: Role) -> None:
    def search(_finder: QDialog) -> None:
        hands.type("Ganti pengguna")
        QTest.keyClick(hands.here, K.Key_Return)

    control = Qt.KeyboardModifier.ControlModifier
    hands.in_dialog(lambda: hands.key(K.Key_K, control), search)
    hands.desktop.start.activateWindow()
    hands.rest()
    login = hands.desktop.start.login.form
    hands.tab_to(login.userEdit)
    hands.write(role.value)
    hands.tab_to(login.passwordEdit)
    hands.write(PASSWORD)
    hands.key(K.Key_Return)
    hands.window.activateWindow()
    hands.rest()


def bring_in(hands: Hands, path: Path, kind: str) -> None:
    """Go through the import that stands open, to its end."""
    [wizard] = hands.window.findChildren(ImportWizard)
    hands.tab_to(wizard.file.kind)
    QTest.keyClick(wizard.file.kind, K.Key_Home)
    for _ in range(wizard.file.kind.findData(kind)):
        QTest.keyClick(wizard.file.kind, K.Key_Down)
    hands.tab_to(wizard.file.path)
    hands.type(str(path))
    for _ in range(6):
        if wizard.result_ is not None:
            break
        hands.tab_to(wizard.next)
        hands.key(K.Key_Return)
    assert wizard.result_ is not None
    assert wizard.result_.counts.rejected == 0
    hands.tab_to(wizard.cancel)
    hands.key(K.Key_Return)
    assert not hands.window.findChildren(ImportWizard)


def attendance(path: Path) -> Path:
    first = date(2024, 2, 1)
    days = [first + timedelta(n) for n in range(29)]
    due = [day for day in days if day.weekday() < 5 and day.day not in OFF]
    nips = ("198501012010011001", "198601012010012002")
    lines = [f"{nip},{day},07:20:00,16:10:00" for nip in nips for day in due]
    path.write_text("\n".join(["nip,tanggal,masuk,pulang", *lines]), "utf-8")
    return path


@pytest.mark.qt_log_ignore("This plugin does not support")  # windows come to the front
def test_from_an_empty_home_to_the_first_slip_by_keys(desktop: Desktop, tmp_path: Path) -> None:
    hands = Hands(desktop)
    control = Qt.KeyboardModifier.ControlModifier
    new_office(hands)
    hands.go("atur")
    for role in (Role.BKPSDM, Role.ORGANISASI, Role.KOMINFO, Role.KEUANGAN, Role.PIMPINAN):
        add_user(hands, role)

    # units and people out of one list without codes
    come_in(hands, Role.BKPSDM)
    (tmp_path / "duk.csv").write_text(STAFF, "utf-8")
    home = hands.page(BerandaPage)
    hands.tab_to(home.tasks)
    assert home.found is not None
    place = [task.title for task in home.found.tasks].index("Buat unit kerja dari daftar")
    hands.key(K.Key_Home)
    for _ in range(place):
        hands.key(K.Key_Down)
    hands.key(K.Key_Return)
    [listing] = hands.window.findChildren(UnitListDialog)
    hands.type(str(tmp_path / "duk.csv"))
    hands.key(K.Key_Return)
    hands.tab_to(listing.verb)
    hands.key(K.Key_Return)
    hands.key(K.Key_I, control)
    bring_in(hands, tmp_path / "duk.csv", "employees")

    # the calendar
    (tmp_path / "libur.csv").write_text(HOLIDAYS, "utf-8")
    hands.go("atur")
    hands.push(hands.page(SettingsPage).holidays.bring)
    bring_in(hands, tmp_path / "libur.csv", "holidays")
    assert holidays.known(hands.window.context.session, 2024)

    # the first attendance
    come_in(hands, Role.KOMINFO)
    hands.key(K.Key_I, control)
    bring_in(hands, attendance(tmp_path / "presensi.csv"), "attendance")

    # the rule set, by two people
    come_in(hands, Role.ORGANISASI)
    assert hands.window.context.month == FEBRUARY
    hands.go("bobot")
    rules = hands.page(BobotPage)
    words = "Mulai dari aturan contoh"
    begin = next(b for b in rules.findChildren(Button) if b.text() == words)
    hands.push(begin)
    hands.tab_to(rules.act)
    hands.in_dialog(lambda: hands.key(K.Key_Space), lambda d: give_decree(hands, d))
    assert [row.state for row in versions.versions(hands.window.context.session)] == ["proposed"]
    come_in(hands, Role.PIMPINAN)
    hands.go("bobot")
    hands.tab_to(hands.page(BobotPage).act)
    hands.in_dialog(lambda: hands.key(K.Key_Space), lambda d: agree(hands, d))

    # the run, by two people
    come_in(hands, Role.KEUANGAN)
    hands.go("perhitungan")
    for _ in range(3):  # freeze, calculate, submit
        push_next(hands)
    come_in(hands, Role.PIMPINAN)
    hands.go("perhitungan")
    hands.in_dialog(lambda: push_next(hands), lambda d: agree(hands, d))
    come_in(hands, Role.KEUANGAN)
    hands.go("perhitungan")
    hands.in_dialog(lambda: push_next(hands), lambda d: agree(hands, d))
    status = desk.status(hands.window.context.session, FEBRUARY)
    assert (status.state, status.slips) == ("locked", 2)

    # the slip on paper
    path = tmp_path / "slip.pdf"
    hands.go("cetak")

    def name_file(_dialog: QDialog) -> None:
        hands.write(str(path))
        QTest.keyClick(hands.here, K.Key_Return)

    hands.tab_to(hands.page(CetakPage).save)
    hands.in_dialog(lambda: hands.key(K.Key_Space), name_file)
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Ratna Zahara" in text


def give_decree(hands: Hands, dialog: QDialog) -> None:
    """Name the decree by which the rules hold, and propose them."""
    assert isinstance(dialog, DecreeDialog)
    for editor, text in (
        (dialog.number, "3 Tahun 2021"),
        (dialog.title, "Contoh aturan TPP"),
        (dialog.date, "1 April 2021"),
        (dialog.valid_from, "1 Januari 2021"),
    ):
        hands.tab_to(editor)
        hands.write(text)
    hands.tab_to(dialog.verb)
    QTest.keyClick(dialog.verb, K.Key_Return)


def push_next(hands: Hands) -> None:
    """Press the filled button of Perhitungan, wherever it now stands."""
    page = hands.page(PerhitunganPage)
    [button] = [b for b in (page.primary, page.act) if b.isVisible() and b.isEnabled()]
    hands.push(button)


def agree(hands: Hands, dialog: QDialog) -> None:
    """Press the filled button of a dialog."""
    verb = dialog.verb  # type: ignore[attr-defined]
    hands.tab_to(verb)
    QTest.keyClick(verb, K.Key_Return)
