"""The four jobs of the mission, done by hand in the window on the demo city.

A clerk corrects a person; the bureau raises a weight and a leader signs it; a verifier decides a
school's claims; finance calculates again and prints the school's slips. In the end the named,
uncertified teacher's numbers have changed by exactly what the explanation says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from polima_desktop.app import PAGES
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money
from polima_desktop.services import demo
from polima_desktop.services.months import explaining, run
from polima_desktop.services.session import DEMO_PASSWORD, Session, log_in
from polima_desktop.services.staff import roster
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.months.page import PerhitunganPage
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.rules.page import BobotPage
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.editor import PersonEditor
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.window.main_window import MainWindow
from tests.views.months.desk_object import MonthObject
from tests.views.papers.page_object import Desk
from tests.views.review.desk_object import DeskObject
from tests.views.rules.bobot_object import BobotObject
from tests.views.rules.test_page import fill
from tests.views.staff.world import PegawaiDriver, type_into

FEBRUARY = Month(2021, 2)


@dataclass
class City:
    """The demo city's store and its story, and a window for whoever sits down."""

    address: str
    story: dict[str, str]
    jobs: Jobs
    folder: Path

    def session(self, user: str) -> Session:
        return log_in(self.address, user, DEMO_PASSWORD)

    def window(self, user: str, page: str) -> MainWindow:
        settings = Settings(self.folder / f"{user}.ini")
        made = MainWindow(Context(self.session(user), self.jobs, settings, FEBRUARY), PAGES)
        made.resize(1366, 740)
        made.show()
        made.show_page(page)
        self.jobs.settle()
        QApplication.processEvents()
        return made

    def values(self) -> dict[str, Decimal]:
        """The teacher's slip as explained, proved equal to what is stored."""
        finance = self.session("keuangan")
        told = explaining.explain(finance, FEBRUARY, self.story["nip"])
        finance.database.close()
        assert told.equal_to_stored
        return {line.name: Decimal(str(line.value)) for line in told.lines}


@pytest.fixture
def city(qapp: QApplication, tmp_path: Path) -> Iterator[City]:
    made = demo.create(tmp_path / "kota", 200)
    story = json.loads((tmp_path / "kota" / "kisah.json").read_text(encoding="utf-8"))
    jobs = Jobs()
    yield City(str(made.store), story, jobs, tmp_path)
    jobs.close()


def _calculated_before(city: City) -> None:
    finance = city.session("keuangan")
    run.freeze(finance, FEBRUARY, Progress())
    run.calculate(finance, FEBRUARY, Progress())
    finance.database.close()


def _page(window: MainWindow, key: str, kind: type) -> object:
    page = window.pages[key]
    assert isinstance(page, kind)
    return page


def _close(window: MainWindow) -> None:
    window.context.jobs.settle()
    window.close()
    window.context.session.database.close()
    window.deleteLater()
    QApplication.processEvents()


def test_the_four_jobs(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    _calculated_before(city)
    before = city.values()

    _a_clerk_corrects_the_teacher(city)
    _the_bureau_raises_the_weight_and_a_leader_signs(city)
    _a_verifier_decides_the_schools_claims(city)
    slips = _finance_calculates_and_prints(city, monkeypatch)

    after = city.values()
    _the_numbers_changed_as_explained(before, after)
    pages = [page.extract_text() for page in PdfReader(slips).pages]
    mine = [text for text in pages if city.story["name"].split(",")[0] in text]
    assert any(money(int(after["bersih"])) in text for text in mine)
    assert not any(money(int(before["bersih"])) in text for text in mine)


def _a_clerk_corrects_the_teacher(city: City) -> None:
    window = city.window("bkpsdm", "pegawai")
    driver = PegawaiDriver(_page(window, "pegawai", PegawaiPage))  # type: ignore[arg-type]
    driver.search(city.story["nip"])
    assert driver.names() == [city.story["name"]]
    driver.choose(city.story["name"])

    def correct(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        type_into(dialog.inputs["account_number"].editor, "0150 2020 77")
        type_into(dialog.since, "1 Januari 2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(lambda: QTest.keyClick(driver.page.table, Qt.Key.Key_Return), correct)
    rows = roster.roster(window.context.session, FEBRUARY.last).rows
    (teacher,) = [row for row in rows if row.nip == city.story["nip"]]
    assert teacher.person.identity.account_number == "0150202077"
    _close(window)


def _the_bureau_raises_the_weight_and_a_leader_signs(city: City) -> None:
    window = city.window("organisasi", "bobot")
    desk = BobotObject(_page(window, "bobot", BobotPage))  # type: ignore[arg-type]
    desk.click(desk.page.act)  # Buat draf dari v1
    desk.type_weight(city.story["activity"], city.story["new_weight"])
    assert desk.page.examples.failed, "the examples must notice"
    desk.show(3)
    desk.click(desk.page.examples.accept_all)
    desk.check_now()
    decree = fill(number="100.3.3/9", date="1 Maret 2021")
    desk.in_dialog(lambda: desk.click(desk.page.act), decree)  # Ajukan
    assert desk.page.shown.row is not None
    assert (desk.page.shown.row.number, desk.page.shown.row.state) == (2, "proposed")
    _close(window)

    window = city.window("pimpinan", "bobot")
    leader = BobotObject(_page(window, "bobot", BobotPage))  # type: ignore[arg-type]
    leader.accept(lambda: leader.click(leader.page.act))  # Terbitkan
    assert leader.page.shown.row is not None
    assert (leader.page.shown.row.number, leader.page.shown.row.state) == (2, "published")
    _close(window)


def _a_verifier_decides_the_schools_claims(city: City) -> None:
    window = city.window("verifikator", "backup")
    desk = DeskObject(_page(window, "backup", BackupPage))  # type: ignore[arg-type]
    desk.search(city.story["school"])
    waiting = len(desk.queue)
    assert waiting > 0
    decided = 0
    while desk.queue and decided < 60:
        claim = desk.claim
        desk.type_reason("Daftar hadir sekolah lengkap")
        desk.press("Y" if claim.suggestion.decision.value == "manual" else "N")
        decided += 1
    assert desk.queue == []
    _close(window)


def _finance_calculates_and_prints(city: City, monkeypatch: pytest.MonkeyPatch) -> Path:
    window = city.window("keuangan", "perhitungan")
    month = MonthObject(_page(window, "perhitungan", PerhitunganPage))  # type: ignore[arg-type]
    month.press(month.page.again)  # Hitung ulang: freezes the newest data and calculates
    month.search(city.story["nip"])
    month.click_row(0)
    assert month.proof == "Sama dengan slip"

    window.show_page("cetak")
    month.settle()
    desk = Desk(_page(window, "cetak", CetakPage), monkeypatch)  # type: ignore[arg-type]
    desk.search(city.story["school"])
    desk.take_row(desk.names[0])
    path = city.folder / "slip-sekolah.pdf"
    desk.save_as(path)
    assert desk.pages > 0
    _close(window)
    return path


def _the_numbers_changed_as_explained(
    before: dict[str, Decimal], after: dict[str, Decimal]
) -> None:
    cent, rupiah = Decimal("0.01"), Decimal(1)
    assert (before["nilai_indeks"], after["nilai_indeks"]) == (Decimal("0.9"), Decimal(1))
    gained = (before["tpp_dasar"] * Decimal("0.06")).quantize(cent, ROUND_HALF_UP)
    assert after["tpp_kinerja"] - before["tpp_kinerja"] == gained
    gross = (after["tpp_kinerja"] + after["tpp_disiplin"]).quantize(rupiah, ROUND_HALF_UP)
    assert after["kotor"] == gross
    assert after["bersih"] == gross - after["pph21"] - after["bpjs1"]
    assert after["bersih"] > before["bersih"]
