"""What was printed is logged with its slips, and a reprint says which copy it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled
from polima_desktop.domain.progress import Progress
from polima_desktop.services.papers import log, writing
from polima_desktop.services.papers.batch import print_apart
from polima_desktop.services.papers.kinds import Apart, Chosen, Paper
from polima_desktop.services.papers.verifying import Outcome, verify
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import units
from tests.papers_world import (
    JANUARY,
    STAFF,
    actor,
    copied_office,
    lock,
    signing_office,
    small_office,
)
from tests.reports.samples import words_of
from tests.services.papers.pictures import paper, scan
from tests.services.papers.test_batch import _StopsAt

FAJRIN = Chosen(nips=frozenset({STAFF[1].nip}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    yield from signing_office(tmp_path)


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    found = words_of(document)
    document.close()
    return found


def printed(session: Session, path: Path, chosen: Chosen = FAJRIN) -> str:
    writing.print_paper(session, Paper.SLIPS, JANUARY, chosen, path, Progress())
    return words(path)


def test_a_reprint_says_which_copy_it_is_and_proves_itself(office: Session, tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    assert "SALINAN" not in printed(office, path)
    assert "SALINAN 1" in printed(office, path)
    assert "SALINAN 2" in printed(office, path)
    assert [v.outcome for v in verify(office, str(path))] == [Outcome.GENUINE]
    assert "SALINAN" not in printed(office, path, Chosen(nips=frozenset({STAFF[0].nip})))


def test_a_draft_is_no_copy(tmp_path: Path) -> None:
    session = copied_office(tmp_path)
    for _ in range(2):
        assert "SALINAN" not in printed(session, tmp_path / "s.pdf")
    assert [(entry.printing.papers, entry.slips) for entry in log.of_month(session, JANUARY)] == [
        (1, []),
        (1, []),
    ]
    session.database.close()


def test_the_log_has_each_batch_with_its_list(office: Session, tmp_path: Path) -> None:
    printed(office, tmp_path / "s.pdf", Chosen())
    writing.print_bytes(office, Paper.SLIPS, JANUARY, FAJRIN, Progress())
    writing.print_paper(office, Paper.RECAP, JANUARY, Chosen(), tmp_path / "r.pdf", Progress())
    recap, one, everybody = log.of_month(office, JANUARY)
    assert (recap.what, recap.slips) == ("Rekap per unit", [])
    assert (one.printing.target, [(s.name, s.copy) for s in one.slips]) == (
        "printer",
        [(STAFF[1].name, 1)],
    )
    assert (everybody.printing.papers, len(everybody.slips)) == (6, 6)
    own = log.of_month(office, JANUARY, STAFF[1].nip)
    assert [[s.copy for s in entry.slips] for entry in own] == [[1], [0]]


def test_an_office_sees_its_own_slips_in_the_log(office: Session, tmp_path: Path) -> None:
    printed(office, tmp_path / "s.pdf", Chosen())
    printed(office, tmp_path / "s.pdf")
    with office.database.reading() as connection:
        school = units.ids_by_code(connection)["SD-01"]
    own = replace(office, actor=actor(Role.KEUANGAN, school))
    (entry,) = log.of_month(own, JANUARY)
    assert {slip.unit_id for slip in entry.slips} == {school}
    assert len(entry.slips) == 3


def test_a_folder_goes_into_the_log_once_however_often_it_is_gone_on_with(
    office: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "slip"
    args = (office, Paper.SLIPS, JANUARY, Chosen(), folder)
    with pytest.raises(Cancelled):
        print_apart(*args, _StopsAt(2), Apart.PERSON)
    print_apart(*args, Progress(), Apart.PERSON)
    print_apart(*args, Progress(), Apart.PERSON)
    found = log.of_month(office, JANUARY)
    assert [entry.printing.papers for entry in found] == [4, 2]
    assert {slip.copy for entry in found for slip in entry.slips} == {0}
    other = print_apart(*args[:4], tmp_path / "lagi", Progress(), Apart.PERSON)
    assert "SALINAN 1" in words(other.paths[0])


def test_files_of_a_killed_batch_are_logged_by_the_next_run(
    office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from polima_desktop.services.papers import batch

    folder = tmp_path / "slip"
    args = (office, Paper.SLIPS, JANUARY, Chosen(), folder)
    with monkeypatch.context() as patch:
        patch.setattr(batch, "_note", lambda *_: None)  # as if the end was never reached
        print_apart(*args, Progress(), Apart.PERSON)
    assert log.of_month(office, JANUARY) == []
    made = print_apart(*args, Progress(), Apart.PERSON)
    assert (made.kept, [e.printing.papers for e in log.of_month(office, JANUARY)]) == (6, [6])


@pytest.mark.long
def test_a_scan_of_a_copy_is_genuine_too(office: Session, tmp_path: Path) -> None:
    path, picture = tmp_path / "s.pdf", tmp_path / "p.jpg"
    printed(office, path)
    assert "SALINAN 1" in printed(office, path)
    picture.write_bytes(scan(paper(path.read_bytes())))
    assert [v.outcome for v in verify(office, str(picture))] == [Outcome.GENUINE]


def test_the_log_stands_in_either_store(store_url: str, tmp_path: Path) -> None:
    session = small_office(store_url)
    lock(session)
    printed(session, tmp_path / "s.pdf", Chosen())
    (entry,) = log.of_month(session, JANUARY)
    assert len(entry.slips) == 6
    session.database.close()
