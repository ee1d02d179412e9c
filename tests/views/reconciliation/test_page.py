"""The page Rekonsiliasi: the whole journey of two offices, from two files to the berita acara."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from polima_desktop.services import imports
from polima_desktop.services.reconciliation import reading
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import people
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.reconciliation.dialogs import CorrectDialog, OpenDialog, SignDialog
from polima_desktop.views.settings import Settings
from tests import reconciling as world
from tests.views.reconciliation.hands import RekonsiliasiObject, answer, open_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.city(tmp_path_factory.mktemp("kota") / "berkas", 400, 1)


def _repair(folder: Path, out: Path, hands: RekonsiliasiObject) -> Path:
    """Write the export of the next day: every mistyped number repaired, nobody else touched."""
    case = hands.page.case
    assert case is not None
    desk = case.desk
    fixed = {
        desk.outcome.right_rows[p.pair.right].row.row: desk.outcome.left_rows[p.pair.left].nip
        for p in desk.pairs
        if p.pair.case in ("P3", "X4")
    }
    with (folder / "kominfo.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    kept = [[row[0], fixed.get(n, row[1]), *row[2:]] for n, row in enumerate(rows, start=2)]
    path = out / "kominfo-hari-berikut.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *kept])
    return path


def test_two_offices_go_the_whole_way(
    qapp: QApplication,
    office: dict[str, Session],
    jobs: Jobs,
    settings: Settings,
    folder: Path,
    tmp_path: Path,
) -> None:
    harmina = office["harmina"]
    imports.run(harmina, "units", folder / "units.csv")
    imports.run(harmina, "employees", folder / "bkpsdm.xlsx")
    hands = open_page(harmina, jobs, settings)
    assert "Mulai" in hands.next_step

    def two_files(dialog: OpenDialog) -> None:
        dialog.left_kind.choose("file")
        dialog.right_kind.choose("file")
        dialog.left_file.take(folder / "bkpsdm.xlsx")
        dialog.right_file.take(folder / "kominfo.csv")
        dialog.events.take(folder / "departures.csv")

    answer(OpenDialog, two_files)
    hands.page.open_.click()
    hands.settle()
    assert hands.bars[0] == "BKPSDM 400"
    assert hands.bars[-1].startswith("Kominfo 38")
    waiting = len(hands.queue)
    assert waiting > 2
    assert hands.lines[0].startswith("NIP | ")

    # decide by keys: same, different, undo, same, then the rest
    hands.press("Y")
    assert len(hands.queue) == waiting - 1
    hands.press("N")
    assert len(hands.queue) == waiting - 2
    hands.press("U")
    assert len(hands.queue) == waiting - 1
    hands.choose(0)
    hands.press("S")
    assert hands.page.queue.currentIndex().row() == 1
    hands.press("Y" * (waiting - 1))
    assert hands.queue == []
    assert hands.page.sign.isEnabled()

    # the rows behind an open bar
    hands.click_bar("left_open")
    assert "hanya di BKPSDM" in hands.page.desk.verdict.text()
    before = hands.bars
    hands.press("D")
    assert hands.bars != before
    hands.press("U")
    assert hands.bars == before

    _correct_the_master_list(hands, harmina)

    # sign for BKPSDM, then for Kominfo
    def seen(dialog: SignDialog) -> None:
        assert not dialog.verb.isEnabled()
        dialog.seen.setChecked(True)

    answer(SignDialog, seen)
    hands.page.sign.click()
    hands.settle()
    assert "Satu tanda tangan lagi" in hands.message
    hands.close()
    hands = open_page(office["rahim"], jobs, settings)
    assert "Satu kantor sudah menandatangani" in hands.next_step
    answer(SignDialog, seen)
    hands.page.sign.click()
    hands.settle()
    assert hands.page.case is not None
    assert hands.page.case.closed
    assert not hands.page.sign.isEnabled()

    hands.page.acts.minutes_to(tmp_path / "ba.pdf")
    hands.settle()
    text = PdfReader(tmp_path / "ba.pdf").pages[0].extract_text()
    assert "Berita acara rekonsiliasi" in text
    assert "ditandatangani" in text
    assert "DRAF" not in text

    # the next export: repaired numbers are seen, decisions hold, the trend is drawn
    left, right = world.sources(folder)
    repaired = right._replace(path=_repair(folder, tmp_path, hands))
    hands.page.acts.match(left, repaired, folder / "departures.csv")
    hands.settle()
    assert hands.queue == []
    since = hands.page.case.since
    assert since is not None
    assert len(since.repaired) >= 2
    assert since.new == []
    assert "diperbaiki" in hands.page.bridge_sheet.note.full
    assert len(hands.page.trend.cases) == 2
    assert hands.page.trend.isVisible()
    hands.close()


def _correct_the_master_list(hands: RekonsiliasiObject, session: Session) -> None:
    hands.click_bar("linked")
    hands.page.showing.choose("all")
    hands.settle()
    case = hands.page.case
    assert case is not None
    moved = next(p for p in case.desk.pairs if p.pair.case == "X2")
    hands.page.queue.select_key(f"pair:{moved.pair.left}:{moved.pair.right}")
    hands.settle()
    assert any("Unit" in line and "Beda" in line for line in hands.lines)

    def look(dialog: CorrectDialog) -> None:
        assert dialog.chosen == ["unit"]

    answer(CorrectDialog, look)
    hands.page.desk.fix.click()
    hands.settle()
    hands.settle()
    assert "dibetulkan" in hands.message
    nip = case.desk.outcome.left_rows[moved.pair.left].nip
    with session.reading_own() as connection:
        person = people.ids_by_nip(connection)[nip]
        row = people.assignment_timeline(connection, person)[-1]
    assert row.decree_number.startswith("Rekonsiliasi 1, baris ")


def test_a_reader_sees_the_case_and_may_not_decide(
    qapp: QApplication, office: dict[str, Session], jobs: Jobs, settings: Settings, folder: Path
) -> None:
    world.opened(office["rahim"], folder)
    from polima_desktop.domain.access import Actor, Role

    auditor = Session(office["rahim"].database, Actor("pemeriksa", "Pemeriksa", Role.AUDITOR))
    hands = open_page(auditor, jobs, settings)
    waiting = len(hands.queue)
    hands.press("Y")
    assert len(hands.queue) == waiting > 0
    assert not hands.page.open_.isVisible()
    hands.close()


def test_a_candidate_of_ones_own_choice_is_linked(
    qapp: QApplication, office: dict[str, Session], jobs: Jobs, settings: Settings, folder: Path
) -> None:
    world.opened(office["rahim"], folder)
    hands = open_page(office["rahim"], jobs, settings)
    hands.click_bar("left_open")
    pairs = len(hands.page.case.desk.pairs)  # type: ignore[union-attr]
    case = reading.load(office["rahim"])
    assert case is not None
    lone = next(n for n, s in enumerate(case.desk.right) if s.state == "non_asn")
    hands.page.others.search.setText(case.desk.outcome.right_rows[lone].row.name or "")
    hands.page.others.search.search_now()
    hands.settle()
    hands.press("Y")
    assert len(hands.page.case.desk.pairs) == pairs + 1  # type: ignore[union-attr]
    hands.close()
