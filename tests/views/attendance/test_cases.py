"""Kasus untuk diperiksa on Kehadiran, by keys: read, decided, taken back, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.whereabouts import Kind, Limits, Ruling
from polima_desktop.services.attendance import cases, points
from polima_desktop.storage.database import Database
from polima_desktop.views.attendance import cases_tab as module
from polima_desktop.views.attendance.cases_tab import CasesTab
from polima_desktop.views.attendance.page import AttendancePage
from polima_desktop.views.attendance.points import LimitsForm, PointForm, PointsDialog
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests import cases_world as world
from tests import claims_world

Opened = Callable[[Role], CasesTab]
WHY = "HP operator rusak."


@pytest.fixture
def city(sqlite_url: str) -> Iterator[Database]:
    database = world.build(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def opened(qapp: QApplication, city: Database, jobs: Jobs, settings: Settings) -> Iterator[Opened]:
    made: list[AttendancePage] = []

    def open_tab(role: Role) -> CasesTab:
        context = Context(claims_world.session(city, role), jobs, settings, world.MARCH)
        page = AttendancePage(context)
        made.append(page)
        page.resize(1150, 680)
        page.show()
        page.refresh()
        page.focus_on(cases=True)
        settled(page.cases)
        return page.cases

    yield open_tab
    for page in made:
        page.close()
        page.deleteLater()


def settled(tab: CasesTab) -> None:
    tab.page.context.jobs.settle()
    QApplication.processEvents()


def shown(tab: CasesTab) -> list[tuple[str, str]]:
    return [(row[2], row[4].text) for row in tab.table.rows_model.rows]


def press(tab: CasesTab, key: str, reason: str = "") -> None:
    if reason:
        tab.reason.setFocus()
        QTest.keyClicks(tab.reason, reason)
    tab.table.setFocus()
    QTest.keyClick(tab.table, key)
    settled(tab)


def message(tab: CasesTab) -> str:
    said = tab.page.notices.messages.message
    return f"{said.bold} {said.text}".strip() if said else ""


def test_the_queue_shows_what_was_seen_and_that_it_proves_nothing(opened: Opened) -> None:
    tab = opened(Role.VERIFIKATOR)
    assert shown(tab) == [
        ("Muh. Taslim Bungi", "Loncatan"),
        ("Muh. Taslim Bungi", "Di luar titik"),
        ("La Ode Fajrin Malik, S.T.", "Di luar titik"),
        ("Wa Ode Karmila Sari, S.Pd.", "Koordinat sama"),
        ("La Ode Fajrin Malik, S.T.", "Lokasi palsu"),
    ]
    assert "Putusannya tidak mengubah kehadiran maupun TPP." in tab.position.text()
    assert "5 belum selesai" in tab.position.text()
    assert tab.words.text().startswith("Selasa, 2 Maret 2021: ")
    assert not tab.page.export.isVisible()


def test_letters_decide_with_a_reason_and_u_takes_back(opened: Opened) -> None:
    tab = opened(Role.VERIFIKATOR)
    press(tab, "W")
    assert tab.error.text().startswith("Alasan putusan ‘Wajar’ belum diisi.")
    assert tab.reason.hasFocus()
    press(tab, "W", WHY)
    assert message(tab) == "1 kasus diputus. Wajar."
    assert len(shown(tab)) == 4
    assert tab.table.hasFocus()
    press(tab, "P", "Ditanyakan ke unit.")
    assert [row[6].text for row in tab.table.rows_model.rows if row[6]] == ["Perlu klarifikasi"]
    press(tab, "U")
    assert all(row[6] is None for row in tab.table.rows_model.rows)
    assert len(shown(tab)) == 4


def test_many_are_decided_at_once_and_found_again(opened: Opened) -> None:
    tab = opened(Role.VERIFIKATOR)
    tab.kind.choose({Kind.OUTSIDE})
    tab.narrow()
    assert len(shown(tab)) == 2
    tab.table.selectAll()
    press(tab, "T", "Diperiksa di tempat.")
    assert message(tab) == "2 kasus diputus. Tidak wajar."
    assert tab.hits.currentIndex() == 1
    tab.clear_filter()
    tab.state.choose({"done"})
    tab.narrow()
    assert len(shown(tab)) == 2
    assert "Tidak wajar oleh verifikator" in tab.decided.text()
    assert "Diperiksa di tempat." in tab.decided.text()


def test_search_finds_and_no_hit_says_so(opened: Opened) -> None:
    tab = opened(Role.AUDITOR)
    QTest.keyClicks(tab.search, "karmila")
    tab.search.search_now()
    assert shown(tab) == [("Wa Ode Karmila Sari, S.Pd.", "Koordinat sama")]
    QTest.keyClicks(tab.search, "zzz")
    tab.search.search_now()
    assert tab.hits.currentIndex() == 1
    tab.clear_filter()
    assert len(shown(tab)) == 5


def test_whoever_may_not_decide_is_told_why(opened: Opened) -> None:
    tab = opened(Role.AUDITOR)
    assert not tab.acts[Ruling.FAIR].isEnabled()
    assert "tidak boleh memutuskan kasus kehadiran" in tab.acts[Ruling.FAIR].toolTip()
    assert not tab.limits.isVisible()


def test_the_list_shown_goes_out(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, path = opened(Role.VERIFIKATOR), tmp_path / "kasus.xlsx"
    monkeypatch.setattr(module, "save_file", lambda *_: path)
    tab.export.click()
    settled(tab)
    assert message(tab) == f"5 kasus ditulis. {path}"
    assert path.stat().st_size > 1000


def test_an_empty_month_says_what_is_missing(
    qapp: QApplication, city: Database, jobs: Jobs, settings: Settings
) -> None:
    session = claims_world.session(city)
    page = AttendancePage(Context(session, jobs, settings, Month(2021, 4)))
    page.focus_on(cases=True)
    settled(page.cases)
    assert page.cases.hits.currentIndex() == 2
    assert "Tidak ada ketukan yang membawa koordinat." in page.cases.position.text()
    page.deleteLater()


def test_limits_are_typed_and_cases_read_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = opened(Role.BKPSDM)

    def typed(form: LimitsForm) -> int:
        assert form.limits() == Limits()
        form.boxes["slack"].setValue(3_000)
        form.accept()
        return int(form.result())

    monkeypatch.setattr(LimitsForm, "exec", typed)
    tab.limits.click()
    settled(tab)
    assert message(tab).startswith("Batas kasus dicatat.")
    assert ("La Ode Fajrin Malik, S.T.", "Di luar titik") not in shown(tab)


def test_a_point_is_typed_ended_and_withdrawn(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = opened(Role.BKPSDM)
    session = tab.page.context.session
    dialog = PointsDialog(tab.page, points.read(session))
    wrong: list[str] = []

    def typed(form: PointForm) -> int:
        form.unit.setCurrentIndex(form.unit.findText("Bidang Bina Marga"))
        QTest.keyClicks(form.lat, "lima")
        form.accept()
        wrong.append(form.form.fields["lat"].error)
        form.lat.clear()
        QTest.keyClicks(form.lat, "-5,4831")
        QTest.keyClicks(form.lon, "122.6012")
        form.accept()
        return int(form.result())

    monkeypatch.setattr(PointForm, "exec", typed)
    dialog.new.click()
    settled(tab)
    assert wrong == ["Bukan angka derajat. Tulis misalnya -5,463100."]
    assert dialog.said.text() == "Titik Kantor dicatat sejak 1 Mar 2021."
    assert dialog.changed
    found = {one.key for one in cases.read(session, world.MARCH).found}
    assert (Kind.OUTSIDE, world.FAJRIN) in {key[:2] for key in found}  # the office is far now
    dialog.table.select_place(0)
    monkeypatch.setattr("polima_desktop.views.attendance.points.confirm", lambda *_: True)
    dialog.take_out.click()
    settled(tab)
    assert dialog.said.text() == "Titik Kantor dicabut."
    assert dialog.table.rows_model.rowCount() == 3
    assert dialog.result() == QDialog.DialogCode.Rejected
    dialog.deleteLater()
