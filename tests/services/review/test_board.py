"""The transition in numbers on the small city: shares, who lags, who typed; and the papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import run
from polima_desktop.services.review import board, decisions, evaluation, objections, papers
from polima_desktop.services.review.board import Days
from polima_desktop.services.session import Session
from tests import claims_world as world

JANUARY = Month(2021, 1)
SPAN = date(2021, 1, 4), date(2021, 2, 28)


@pytest.fixture
def verifier(store_url: str) -> Iterator[Session]:
    database = world.build(store_url, rules=True)
    yield world.session(database)
    database.close()


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return pages


def test_days_are_counted_once_by_app_by_hand_or_by_both(verifier: Session) -> None:
    found = board.board(verifier, *SPAN)
    # Fajrin: 7 days in the app, all claimed too, and one claimed alone; Karmila: one day of both,
    # one by hand; Taslim: two by hand
    assert found.city.days == Days(0, 4, 8)
    assert sum(week.total for week in found.city.weeks) == found.city.days.total == 12
    for lines in (found.groups, found.offices, found.places):
        assert sum(line.people for line in lines) == 3
        assert [sum(kind) for kind in zip(*(line.days for line in lines), strict=True)] == [0, 4, 8]
    assert found.weeks[0] == date(2021, 1, 4)
    assert len(found.weeks) == 8


def test_who_lags_is_listed_with_the_last_day_by_app(verifier: Session) -> None:
    found = board.board(verifier, *SPAN)
    assert [each.name for each in found.never] == ["Muh. Taslim Bungi"]
    assert {each.name: each.last_by_app for each in found.not_ready} == {
        "Muh. Taslim Bungi": None,
        "La Ode Fajrin Malik, S.T.": date(2021, 2, 1),
        "Wa Ode Karmila Sari, S.Pd.": date(2021, 2, 3),
    }
    assert [(each.name, each.manual) for each in found.repeated] == [
        ("La Ode Fajrin Malik, S.T.", 8)
    ]
    assert found.mandatory == date(2021, 3, 1)


def test_the_typists_pattern_says_what_became_of_it(verifier: Session) -> None:
    decisions.decide(verifier, 1, Decision.MANUAL)
    decisions.decide(verifier, 2, Decision.ELECTRONIC)
    (typist,) = board.board(verifier, *SPAN).typists
    assert typist[:5] == ("La Ode Ansar, operator", "", 12, 3, 1)
    assert (typist.accepted, typist.refused) == (1, 1)


def test_the_evaluation_is_a_paper_of_two_pages(verifier: Session, tmp_path: Path) -> None:
    found = board.board(verifier, *SPAN)
    path = tmp_path / "evaluasi.pdf"
    evaluation.print_paper(verifier, found, path)
    first, second = text_of(path)
    assert "EVALUASI MASA PERALIHAN SI POLIMA" in first
    assert "1 dari 3 pegawai belum pernah memakai aplikasi" in " ".join(first.split())
    for heading in ("MENURUT MINGGU", "MENURUT KELOMPOK", "MENURUT KECAMATAN", "SELURUH KOTA"):
        assert heading in first
    assert "SELURUH KOTA 3 0 8 4 66,67 % 1 3" in " ".join(second.split())
    assert "Baubau, 8 Februari 2021" in second
    assert "Bidang Bina Marga" not in second
    assert "Dinas PU" in second
    assert "Sekretaris Daerah" in second


def test_the_board_is_exported_with_all_its_lists(verifier: Session, tmp_path: Path) -> None:
    from polima_desktop.imports.sheets import open_book

    path = tmp_path / "papan.xlsx"
    evaluation.export(verifier, board.board(verifier, *SPAN), path)
    names = [sheet.name for sheet in open_book(path).sheets]
    assert names == [
        "Kelompok", "OPD", "Kecamatan", "Belum pernah", "Belum siap", "Manual berulang", "Pengetik",
    ]  # fmt: skip


def test_the_recapitulation_adds_up_by_office(verifier: Session, tmp_path: Path) -> None:
    decisions.decide(verifier, 3, Decision.MANUAL)
    path = tmp_path / "rekap.pdf"
    assert papers.print_recap(verifier, JANUARY, path) == 2
    pages = text_of(path)
    assert "REKAP BACKUP MANUAL" in pages[0]
    assert "Dinas Pekerjaan Umum dan Penataan Ruang" in pages[0]
    # seven days claimed, one accepted, six waiting, one with evidence kept; its gross worth
    assert "52.262" in pages[0]


def test_the_list_to_object_to_says_until_when(verifier: Session, tmp_path: Path) -> None:
    path = tmp_path / "putusan.pdf"
    with pytest.raises(Refused, match="belum dibuka"):
        papers.print_decisions(verifier, JANUARY, path)
    objections.open_period(verifier, JANUARY)
    with pytest.raises(Refused, match="tidak punya baris"):
        papers.print_decisions(verifier, JANUARY, path)
    decisions.decide(verifier, 2, Decision.REJECT, "tanda tangan orang lain")
    assert papers.print_decisions(verifier, JANUARY, path) == 1
    (page,) = text_of(path)
    words = " ".join(page.split())
    assert "tanda tangan orang lain" in words
    assert "Keberatan diterima sampai" in words
    assert "Baubau, 8 Februari 2021 Verifikator La Ode Rahim NIP ...." in words


def test_the_auditors_list_names_evidence_and_who_decided(
    verifier: Session, tmp_path: Path
) -> None:
    decisions.decide(verifier, 3, Decision.MANUAL, "sesuai foto")
    path = tmp_path / "pemeriksa.pdf"
    auditor = world.session(verifier.database, Role.AUDITOR)
    assert papers.print_audit_list(auditor, JANUARY, path) == 1
    words = " ".join(text_of(path)[0].split())
    assert "foto.jpg" in words
    assert "sesuai foto" in words
    assert "belum dibayar" in words


def test_the_auditors_list_says_what_was_decided_otherwise_after_the_freeze(
    verifier: Session, tmp_path: Path
) -> None:
    decisions.decide(verifier, 2, Decision.MANUAL, "CCTV")
    decisions.decide(verifier, 3, Decision.MANUAL, "sesuai foto")
    decisions.decide(verifier, 5, Decision.MANUAL)
    run.freeze(world.session(verifier.database, Role.KEUANGAN), JANUARY, Progress())
    later = Session(verifier.database, verifier.actor, lambda: world.MORNING + timedelta(days=8))
    assert papers.print_audit_list(verifier, JANUARY, tmp_path / "dulu.pdf") == 1
    decisions.decide(later, 2, Decision.REJECT, "tanda tangan orang lain")
    decisions.undo(later, 3)
    path = tmp_path / "pemeriksa.pdf"
    assert papers.print_audit_list(verifier, JANUARY, path) == 2
    words = " ".join(" ".join(text_of(path)).split())
    assert "PUTUSAN YANG BERUBAH SETELAH BULAN DIBEKUKAN" in words
    assert "Klaim diterima Klaim ditolak verifikator" in words
    assert "Klaim diterima Putusan ditarik verifikator" in words
    assert "belum dihitung" in words
