"""A small list of employees, and the hands that drive the page on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.units import Unit
from polima_desktop.services.session import Session
from polima_desktop.services.staff.roster import Listed
from polima_desktop.storage.database import Database
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.unit_of_work import unit_of_work
from polima_desktop.views.context import Context
from polima_desktop.views.staff.page import PegawaiPage

START = date(2017, 1, 1)
NOW = datetime(2021, 1, 12, 2, tzinfo=UTC)

SARMINA = "198403122009022004"
NAMES = (
    ("Wa Ode Sarmina Hadi", SARMINA, "SD-02", "III/c", "Guru Ahli Muda", 8),
    ("La Ode Fajrin Malik", "198111042008031002", "DIN-06", "III/d", "Kepala Seksi Jalan", 9),
    ("Muh. Idris La Bua", "197908252007011013", "DIN-01", "II/d", "Pengadministrasi Umum", 6),
    ("Rosmina", "196804191993032009", "DIN-01", "IV/b", "Sekretaris Dinas", 12),
    ("La Samiun Tarafu", "199302072020121005", "DIN-06", "II/c", "Pemadam Kebakaran", None),
    ("Wa Ima Lestari", "199105082019032010", "SD-02", "III/a", "Guru Ahli Pertama", 8),
)


def fill(database: Database) -> None:
    """Write three offices and six people, one with a past and one without a class."""
    with unit_of_work(database, "rita", "test.fill", NOW) as work:
        units.create(work, ["DIN-01", "DIN-06", "SD-02"])
        units.record(
            work,
            [
                (START, Unit("DIN-01", "Dinas Pendidikan dan Kebudayaan", "dinas")),
                (START, Unit("DIN-06", "Dinas Pekerjaan Umum dan Penataan Ruang", "dinas")),
                (START, Unit("SD-02", "SD Negeri 2 Wameo", "sd", "DIN-01", "Wameo")),
            ],
            {"DIN-01": "Disdikbud", "DIN-06": "PUPR"},
        )
        ids = people.create(work, len(NAMES))
        identities = [(key, START, _identity(name, nip)) for key, (name, nip, *_) in _each(ids)]
        people.record_identities(work, identities, Source("813/022/2009", date(2009, 1, 20)))
        jobs = [(key, START, _job(*rest)) for key, (_, _, *rest) in _each(ids)]
        people.record_assignments(work, jobs, Source("823/071/2016", date(2016, 6, 20)))
        now = [(ids[0], date(2021, 1, 1), _job("SD-02", "III/c", "Guru Ahli Muda", 9))]
        people.record_assignments(work, now, Source("821/114/2020", date(2020, 12, 20)))


def _each(ids: list[int]) -> list[tuple[int, tuple[object, ...]]]:
    return list(zip(ids, NAMES, strict=True))


def _identity(name: object, nip: object) -> Identity:
    digits = str(nip)
    sex = "P" if digits[14] == "2" else "L"
    born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    return Identity(digits, str(name), birth_date=born, sex=sex)  # type: ignore[arg-type]


def _job(unit: object, golongan: object, position: object, job_class: object) -> Assignment:
    family = "guru" if "Guru" in str(position) else "umum"
    return Assignment(
        str(unit), status="PNS", golongan=str(golongan), job_kind="fungsional", family=family,
        position=str(position), job_class=job_class, superior_nip="196804191993032009",
    )  # type: ignore[arg-type]  # fmt: skip


class PegawaiDriver:
    """The page object: what a clerk sees and does."""

    def __init__(self, page: PegawaiPage) -> None:
        self.page, self.context = page, page.context

    @classmethod
    def alone(cls, context: Context) -> PegawaiDriver:
        """Show the page in a window of its own, as wide as the main window leaves it."""
        driver = cls(PegawaiPage(context))
        driver.page.resize(1170, 690)
        driver.page.show()
        driver.page.refresh()
        driver.settle()
        return driver

    def settle(self) -> None:
        self.context.jobs.settle()
        QApplication.processEvents()

    def names(self) -> list[str]:
        place = Listed._fields.index("name")
        return [row[place] for row in self.page.table.rows_model.rows]

    def search(self, text: str) -> None:
        field = self.page.search
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def choose(self, name: str) -> None:
        place = self.names().index(name)
        self.page.table.setFocus()
        index = self.page.table.rows_model.index(place, 0)
        at = self.page.table.visualRect(index).center()
        QTest.mouseClick(self.page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def in_dialog(self, trigger: Callable[[], object], act: Callable[[QDialog], object]) -> None:
        """Open a dialog by ``trigger`` and let ``act`` drive it; it must close the dialog."""
        failures: list[Exception] = []
        driven: list[QDialog] = []
        before = QApplication.activeModalWidget()

        def drive() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is before or not isinstance(dialog, QDialog):
                QTimer.singleShot(5, drive)
                return
            driven.append(dialog)
            try:
                act(dialog)
            except Exception as failure:  # noqa: BLE001 - raised again below, after the dialog
                failures.append(failure)
            if dialog.isVisible():
                dialog.reject()
                failures.append(AssertionError("the dialog was still open"))

        QTimer.singleShot(0, drive)
        trigger()
        self.settle()
        assert driven, "no dialog came"
        if failures:
            raise failures[0]


def type_into(field: QWidget, text: str) -> None:
    """Replace what stands in a text field, key by key."""
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def clerk(database: Database, name: str = "rita") -> Session:
    """Give a BKPSDM clerk at the store."""
    return Session(database, Actor(name, name.capitalize(), Role.BKPSDM), lambda: NOW)
