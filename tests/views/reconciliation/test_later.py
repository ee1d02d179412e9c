"""The page after the first sitting: changed rows, earlier cases, papers, unknown columns."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.services.reconciliation.deciding import Wish, decide
from polima_desktop.services.session import Session
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.reconciliation.dialogs import ReasonDialog
from polima_desktop.views.reconciliation.earlier import EarlierDialog
from polima_desktop.views.reconciliation.mapping import MappingDialog
from polima_desktop.views.reconciliation.proof import ProofDialog
from polima_desktop.views.settings import Settings
from tests import reconciling as world
from tests.views.reconciliation.hands import answer, open_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.city(tmp_path_factory.mktemp("kota") / "berkas", 120, 1)


def test_rulings_on_changed_rows_wait_with_old_and_new_and_earlier_cases_are_read(
    qapp: QApplication,
    office: dict[str, Session],
    jobs: Jobs,
    settings: Settings,
    folder: Path,
    tmp_path: Path,
) -> None:
    session = office["rahim"]
    world.opened(session, folder)
    hands = open_page(session, jobs, settings)
    case = hands.page.case
    assert case is not None
    slip = next(p.pair for p in case.desk.pairs if p.pair.case == "P3")
    decide(session, case.stored.id, Wish("same", slip.left, slip.right))
    left, right = case.desk.outcome.left_rows[slip.left], case.desk.outcome.right_rows[slip.right]
    path = _with_number(folder, tmp_path, right.row.row, left.nip)
    hands.page.acts.match(*(world.sources(folder)[0], world.sources(folder)[1]._replace(path=path)),
                          folder / "departures.csv")  # fmt: skip
    hands.settle()
    assert "1 putusan lama barisnya berubah" in hands.message
    assert hands.next_step.startswith("Lihat lagi 1 putusan")
    hands.page.show_returns()
    hands.settle()
    (shown,) = hands.queue
    assert shown.startswith(str(left.row.name))
    assert "Dulu: orang yang sama" in shown
    assert hands.page.desk.comparison.lines[0].left_marks
    assert "Diputus rahim" in hands.page.desk.verdict.text()
    hands.press("Y")
    assert hands.page.case is not None
    assert hands.page.case.came_back == ()
    assert "Lihat lagi" not in hands.next_step

    def first(dialog: EarlierDialog) -> None:
        dialog.table.select_key(1)

    answer(EarlierDialog, first)
    hands.page.acts.earlier()
    hands.settle()
    hands.settle()
    assert hands.page.case.stored.id == 1
    assert "Hanya untuk dibaca" in hands.next_step
    assert hands.page.newest.isVisible()
    before = hands.queue
    hands.press("Y")
    assert hands.queue == before
    hands.page.newest.click()
    hands.settle()
    assert hands.page.case.latest
    hands.close()


def _with_number(folder: Path, out: Path, row: int, number: str) -> Path:
    with (folder / "kominfo.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index("NIP")] = number
    path = out / "kominfo-baru.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_reason_takes_its_letter_along_and_another_paper_later(
    qapp: QApplication,
    office: dict[str, Session],
    jobs: Jobs,
    settings: Settings,
    folder: Path,
    tmp_path: Path,
) -> None:
    world.opened(office["rahim"], folder)
    hands = open_page(office["rahim"], jobs, settings)
    hands.click_bar("left_open")
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(b"%PDF-1.7 surat")
    assert hands.page.item is not None
    name = hands.page.item.title

    def reason(dialog: ReasonDialog) -> None:
        dialog.state.choose("moved")
        dialog.words.setText("Surat 12")
        dialog.paper.take(letter)

    answer(ReasonDialog, reason)
    hands.press("A")
    hands.click_bar("left_moved")
    hands.choose(next(n for n, row in enumerate(hands.queue) if row.startswith(name)))
    assert hands.page.desk.papers.text() == "Berkas (1)…"

    def one_more(dialog: ProofDialog) -> None:
        dialog.table.select_key(dialog.table.key_at(0))
        paper = dialog.table.current_row()
        assert paper is not None
        assert paper[1] == "surat.pdf"
        dialog.attached = letter

    answer(ProofDialog, one_more)
    hands.press("L")
    assert hands.page.desk.papers.text() == "Berkas (2)…"
    assert "dilampirkan" in hands.message
    hands.close()


def test_unknown_columns_are_asked_once(
    qapp: QApplication,
    office: dict[str, Session],
    jobs: Jobs,
    settings: Settings,
    folder: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / "server.csv"
    with (folder / "kominfo.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    places = header.index("NIP"), header.index("NAMA")
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["F1", "F2"], *([row[n] for n in places] for row in rows)])
    hands = open_page(office["rahim"], jobs, settings)
    left, right = world.sources(folder)
    sources = left, right._replace(path=path)

    def show(dialog: MappingDialog) -> None:
        dialog.accept()
        assert dialog.isVisible()
        assert "kolom NIP" in dialog.error.text()
        for field, place in (("nip", 0), ("name", 1)):
            box = dialog.step.choices[field]
            box.setCurrentIndex(box.findData(place))

    answer(MappingDialog, show)
    hands.page.acts.look_at(sources, None)
    hands.settle()
    hands.settle()
    assert hands.page.case is not None
    assert len(hands.page.case.desk.pairs) > 100
    hands.page.acts.look_at(sources, None)  # a question now would stop here
    hands.settle()
    hands.settle()
    assert hands.page.case.stored.id == 2
    hands.close()
