"""A case from two files to two signatures: decided, remembered, contested, signed, printed."""

from __future__ import annotations

import csv
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from polima_desktop.domain.errors import Conflict, PolimaError, Refused
from polima_desktop.domain.matching.words import as_read
from polima_desktop.domain.progress import Progress
from polima_desktop.services import imports
from polima_desktop.services.reconciliation import alone, deciding, papers, repairs
from polima_desktop.services.reconciliation.cases import Source, open_case
from polima_desktop.services.reconciliation.deciding import Wish, decide, decide_many, sign, undo
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import people
from tests import reconciling as world


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.city(tmp_path_factory.mktemp("kota") / "berkas")


def _balances(case: CaseView) -> None:
    steps = case.desk.bridge(case.names)
    assert (steps[0].running, steps[-1].running) == (len(case.desk.left), len(case.desk.right))
    for side in ("left", "right"):
        counts = Counter(standing.state for standing in case.desk.standings(side))
        assert counts["linked"] == len(case.desk.pairs)


def test_a_case_is_kept_as_the_engine_answered_and_balances(
    office: dict[str, Session], folder: Path
) -> None:
    world.opened(office["rahim"], folder)
    case = world.view(office["harmina"])
    assert case.stored.summary.left == len(case.desk.left) == 300
    assert case.stored.opened_by == "rahim"
    _balances(case)


def test_decisions_move_rows_only_where_they_say_so(
    office: dict[str, Session], folder: Path
) -> None:
    case_id = world.opened(office["rahim"], folder)
    case = world.view(office["rahim"])
    each = case.desk.waiting()[0]
    decide(office["rahim"], case_id, Wish("different", each.pair.left, each.pair.right))
    parted = world.view(office["harmina"])
    assert parted.desk.left[each.pair.left].state != "linked"
    assert len(parted.desk.pairs) == len(case.desk.pairs) - 1
    _balances(parted)
    undo(
        office["rahim"],
        case_id,
        [ruling.id for ruling in deciding.rulings_in_force(office["rahim"])],
    )
    assert world.view(office["rahim"]).desk.pairs == case.desk.pairs


def test_a_row_may_be_said_to_be_double_or_explained(
    small: dict[str, Session], folder: Path
) -> None:
    case_id = world.opened(small["harmina"], folder)
    case = world.view(small["harmina"])
    place = next(n for n, s in enumerate(case.desk.left) if s.state == "open")
    with pytest.raises(Refused):
        decide(small["harmina"], case_id, Wish("reason", place, None, "moved", " "))
    decide(small["harmina"], case_id, Wish("reason", place, None, "moved", "Surat 12/2021"))
    after = world.view(small["harmina"])
    assert after.desk.left[place].state == "moved"
    assert after.desk.left[place].reason == "Surat 12/2021"
    _balances(after)


def test_a_bulk_act_takes_what_its_preview_showed_and_is_undone_at_once(
    small: dict[str, Session], folder: Path
) -> None:
    session = small["rahim"]
    case_id = world.opened(session, folder)
    found = deciding.fitting(world.view(session).desk, "likely")
    with pytest.raises(Conflict):
        decide_many(session, case_id, "likely", len(found) + 1)
    done = decide_many(session, case_id, "likely", len(found))
    assert done.rulings == len(found) > 1
    assert world.view(session).desk.waiting("likely") == []
    undo(session, case_id, deciding.last_act(deciding.rulings_in_force(session), "rahim"))
    assert len(world.view(session).desk.waiting("likely")) == len(found)


def _repaired(folder: Path, out: Path, case: CaseView) -> Path:
    """Write Kominfo's next export: one mistyped number repaired, one honorary account gone."""
    desk = case.desk
    fixed = next(p.pair for p in desk.pairs if p.pair.case == "P3")
    gone = next(n for n, s in enumerate(desk.right) if s.state == "non_asn")
    numbers = {desk.outcome.right_rows[fixed.right].row.row: desk.outcome.left_rows[fixed.left].nip}
    dropped = desk.outcome.right_rows[gone].row.row
    with (folder / "kominfo.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    kept = [
        [row[0], numbers.get(n, row[1]), *row[2:]]
        for n, row in enumerate(rows, start=2)
        if n != dropped
    ]
    path = out / "kominfo-2.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *kept])
    return path


def test_decisions_hold_for_the_next_export_and_repairs_are_seen(
    office: dict[str, Session], folder: Path, tmp_path: Path
) -> None:
    session = office["rahim"]
    case_id = world.opened(session, folder)
    first = world.view(session)
    decide_many(session, case_id, "likely", len(first.desk.waiting("likely")))
    for each in world.view(session).desk.waiting("check"):
        decide(session, case_id, Wish("different", each.pair.left, each.pair.right))
    before = world.view(session)
    path = _repaired(folder, tmp_path, before)
    left, _ = world.sources(folder)
    open_case(session, left, Source("file", "Kominfo", path), folder / "departures.csv")
    after = world.view(session)
    assert after.stored.previous_id == case_id
    assert after.desk.waiting() == []  # every unchanged pair is decided, apart pairs stay apart
    assert len(after.desk.pairs) == len(before.desk.pairs)
    assert after.since is not None
    assert len(after.since.repaired) == 2
    assert after.since.new == []
    assert [case.summary.right for case in after.trend] == [
        first.stored.summary.right, first.stored.summary.right - 1,
    ]  # fmt: skip
    (came,) = after.came_back
    assert came.back.side == "right"
    assert came.back.now is not None
    now = as_read(after.desk.outcome.right_rows[came.back.now])
    assert came.shown["right"]["NIP"] != now["NIP"]
    assert came.shown["right"]["Nama"] == now["Nama"]
    _balances(after)


def test_two_people_on_one_pair_hear_of_each_other_and_no_decision_is_lost(
    office: dict[str, Session], folder: Path
) -> None:
    case_id = world.opened(office["rahim"], folder)
    waiting = world.view(office["rahim"]).desk.waiting()
    assert len(waiting) >= 4

    def work(name: str, kind: str) -> list[str]:
        said = []
        for each in waiting:
            try:
                decide(office[name], case_id, Wish(kind, each.pair.left, each.pair.right))  # type: ignore[arg-type]
                said.append("done")
            except Conflict:
                said.append("conflict")
        return said

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(work, "rahim", "same")
        other = pool.submit(work, "harmina", "different")
        answers = list(zip(one.result(), other.result(), strict=True))
    assert all(sorted(pair) == ["conflict", "done"] for pair in answers)
    rulings = deciding.rulings_in_force(office["rahim"])
    assert len(rulings) == len(waiting)
    _balances(world.view(office["rahim"]))


def test_signing_takes_two_people_of_two_offices_and_a_later_decision_voids_the_first(
    small: dict[str, Session], folder: Path
) -> None:
    harmina, rahim, second = small["harmina"], small["rahim"], small["kedua"]
    case_id = world.opened(harmina, folder)
    seen = deciding.sign_off(world.view(harmina)).bridge_sha256
    with pytest.raises(Refused, match="belum diputus"):
        sign(harmina, case_id, seen)
    for each in world.view(harmina).desk.waiting():
        decide(harmina, case_id, Wish("same", each.pair.left, each.pair.right))
    seen = deciding.sign_off(world.view(harmina)).bridge_sha256
    assert not sign(harmina, case_id, seen)
    with pytest.raises(Refused, match="sudah menandatangani"):
        sign(second, case_id, seen)
    place = next(n for n, s in enumerate(world.view(harmina).desk.left) if s.state == "open")
    decide(rahim, case_id, Wish("reason", place, None, "new", "SK 3/2021"))
    assert world.view(harmina).stored.signatures == ()
    with pytest.raises(Conflict):
        sign(harmina, case_id, seen)
    seen = deciding.sign_off(world.view(harmina)).bridge_sha256
    sign(harmina, case_id, seen)
    assert sign(rahim, case_id, seen)
    assert world.view(harmina).closed
    with pytest.raises(PolimaError, match="sudah ditandatangani"):
        decide(rahim, case_id, Wish("reason", place, None, "moved", "x"))


def test_papers_and_workbooks_say_what_the_desk_says(
    small: dict[str, Session], folder: Path, tmp_path: Path
) -> None:
    session = small["harmina"]
    world.opened(session, folder)
    case = world.view(session)
    papers.print_minutes(session, case, tmp_path / "ba.pdf", Progress())
    pages = [page.extract_text() for page in PdfReader(tmp_path / "ba.pdf").pages]
    assert "Berita acara rekonsiliasi" in pages[0]
    assert "DRAF" in pages[0]
    assert any("Contoh acak" in page for page in pages)
    papers.export_workbook(session, case, tmp_path / "r.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "r.xlsx")
    assert len(book.get_sheet_by_name("Pasangan").to_python()) == len(case.desk.pairs) + 1
    lines = papers.export_worklist(session, case, "right", tmp_path / "t.xlsx")
    assert lines == len(repairs.worklist(case, "right")) > 0


def test_the_master_list_is_corrected_as_a_dated_fact_that_names_the_case(
    small: dict[str, Session], folder: Path
) -> None:
    session = small["harmina"]
    imports.run(session, "units", folder / "units.csv")
    imports.run(session, "employees", folder / "bkpsdm.xlsx")
    case_id = open_case(
        session, Source("master", "BKPSDM"), Source("file", "Kominfo", folder / "kominfo.csv")
    )
    case = world.view(session)
    moved = next(p for p in case.desk.pairs if p.pair.case == "X2")
    day = date(2021, 2, 1)
    person = repairs.master_fixes(session, case, moved, day)
    (fix,) = [fix for fix in person.fixes if fix.field == "unit"]
    assert fix.proposed
    repairs.correct_master(session, case, moved, person, ["unit"], day)
    with session.reading_own() as connection:
        (job,) = people.assignments_on(connection, [(person.person_id, day)]).values()
        row = people.assignment_timeline(connection, person.person_id)[-1]
    assert job.unit == fix.value
    assert row.decree_number.startswith(f"Rekonsiliasi {case_id}, baris ")


def test_each_list_is_checked_by_itself(small: dict[str, Session], folder: Path) -> None:
    world.opened(small["rahim"], folder)
    check = alone.check_list(world.view(small["rahim"]), "right")
    assert check.rows == len(world.view(small["rahim"]).desk.right)
    assert any("Excel" in sentence for sentence in check.sentences)
    assert {double.row for double in check.doubles} | {double.other for double in check.doubles}
    assert all(double.row < double.other for double in check.doubles)
