"""Is this slip genuine: codes as people type them, pages as they come back."""

from __future__ import annotations

import doctest
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.slips import verification_code
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.services.papers import verifying, writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.verifying import Outcome, tidy_code, verify
from polima_desktop.services.session import Session
from polima_desktop.storage.tables import slips as slip_table
from tests.papers_world import JANUARY, STAFF, lock, replace_slip

FAJRIN = STAFF[1]


def code_of(session: Session, nip: str = FAJRIN.nip) -> str:
    (slip,) = open_desk(session, JANUARY, Chosen(nips=frozenset({nip}))).slips
    return slip.code or ""


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(verifying).failed == 0


@given(st.integers())
def test_every_code_ever_made_is_read_however_it_is_typed(seed: int) -> None:
    code = verification_code(seed)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} "):
        assert tidy_code(typed) == code
    assert tidy_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize(
    "typed", ["", "K7QD", "K7QD-M2XA-94F", "K7QD-M2XA-94FH-1", "K7QD-M2XA-94F!"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert tidy_code(typed) is None


# ── codes ───────────────────────────────────────────────────────────────────────────────────


def test_a_code_of_a_locked_month_is_genuine(office: Session) -> None:
    lock(office)
    (verdict,) = verify(office, code_of(office).lower())
    assert (verdict.outcome, verdict.genuine) == (Outcome.GENUINE, True)
    assert "milik La Ode Fajrin Malik, NIP 19811104 200803 1 002" in verdict.words
    assert "diterima Rp 3.745.914" in verdict.words


def test_before_locking_a_slip_is_a_draft_and_proves_nothing(office: Session) -> None:
    (verdict,) = verify(office, code_of(office))
    assert (verdict.outcome, verdict.genuine) == (Outcome.DRAFT, False)
    assert verdict.outcome.verdict == "unsure"


def test_a_replaced_slip_names_the_reason(office: Session) -> None:
    code = code_of(office)
    replace_slip(office, FAJRIN.nip)
    (verdict,) = verify(office, code)
    assert (verdict.outcome, verdict.genuine) == (Outcome.REPLACED, False)
    assert "sudah diganti oleh revisi 2 (klaim diterima)" in verdict.words
    assert verify(office, code_of(office))[0].outcome is Outcome.DRAFT


def test_a_stored_slip_that_was_changed_is_not_called_genuine(office: Session) -> None:
    lock(office)
    code = code_of(office)
    with office.database.writing() as connection:
        change = update(slip_table).where(slip_table.c.code == code)
        connection.execute(change.values(net=slip_table.c.net + 1_000_000))
    (verdict,) = verify(office, code)
    assert verdict.outcome is Outcome.UNSURE
    assert "diubah di luar program" in verdict.words


def test_a_mistyped_code_is_not_called_false(office: Session) -> None:
    (verdict,) = verify(office, "ZZZZ-ZZZZ-ZZZZ")
    assert (verdict.outcome, verdict.slip) == (Outcome.UNSURE, None)
    assert verdict.words == "Kode ZZZZ-ZZZZ-ZZZZ tidak ditemukan. Periksa ketikan."


def test_what_is_neither_file_nor_code_is_refused(office: Session) -> None:
    with pytest.raises(Refused, match="bukan berkas dan bukan kode slip"):
        verify(office, "slip-yang-hilang.pdf")


# ── files ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def slips(office: Session, tmp_path: Path) -> Path:
    path = tmp_path / "slip.pdf"
    writing.print_paper(office, Paper.SLIPS, JANUARY, Chosen(), path, Progress())
    return path


def test_every_page_of_a_printed_file_is_answered_for(office: Session, slips: Path) -> None:
    verdicts = verify(office, str(slips))
    assert [verdict.page for verdict in verdicts] == [1, 2, 3, 4, 5, 6]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.DRAFT}


def test_a_slip_of_two_pages_is_compared_as_a_whole(office: Session, tmp_path: Path) -> None:
    desk = open_desk(office, JANUARY, Chosen(nips=frozenset({FAJRIN.nip})))
    (paper,) = writing.slip_papers(desk, desk.slips)
    long = replace(paper.blocks[1], occurrences=paper.blocks[1].occurrences * 8)
    path = forged(office, tmp_path / "dua.pdf", blocks=(paper.blocks[0], long))
    assert len(pypdfium2.PdfDocument(path)) == 2
    (verdict,) = verify(office, str(path))
    assert (verdict.page, verdict.differences, verdict.outcome) == (1, (), Outcome.DRAFT)


def forged(office: Session, path: Path, **changes: object) -> Path:
    """Print a slip with something else on it than the store holds, under its real code."""
    desk = open_desk(office, JANUARY, Chosen(nips=frozenset({FAJRIN.nip})))
    (paper,) = writing.slip_papers(desk, desk.slips)
    out = BytesIO()
    altered = type(paper)(
        **{name: changes.get(name, getattr(paper, name)) for name in paper.__slots__}
    )
    write_slips([altered], out, desk.printed, Progress())
    path.write_bytes(out.getvalue())
    return path


def test_an_amount_changed_on_the_page_is_found_and_named(office: Session, tmp_path: Path) -> None:
    from polima_desktop.reports.slip import Amount

    path = forged(office, tmp_path / "palsu.pdf", gross=(Amount("TPP kotor", 13_985_015),))
    (verdict,) = verify(office, str(path))
    assert verdict.outcome is Outcome.FALSE
    assert [(d.field, d.signed) for d in verdict.differences] == [
        ("TPP kotor", "Rp 3.985.015"),
        ("Diterima", "Rp 3.745.914"),
    ]


def test_another_name_on_the_page_is_found(office: Session, tmp_path: Path) -> None:
    desk = open_desk(office, JANUARY, Chosen(nips=frozenset({FAJRIN.nip})))
    (paper,) = writing.slip_papers(desk, desk.slips)
    left, right = paper.facts
    other = (type(left[0])("Nama", "Orang Lain", strong=True), *left[1:])
    (verdict,) = verify(office, str(forged(office, tmp_path / "p.pdf", facts=(other, right))))
    assert [(d.field, d.signed) for d in verdict.differences] == [("Nama", "La Ode Fajrin Malik")]


def test_a_photograph_is_answered_for_by_its_symbol(office: Session, slips: Path) -> None:
    photo = slips.with_suffix(".png")
    page = pypdfium2.PdfDocument(slips)[0].render(scale=2.5).to_pil()
    page.rotate(2, fillcolor="white").save(photo)
    (verdict,) = verify(office, str(photo))
    assert (verdict.code, verdict.outcome) == (code_of(office), Outcome.DRAFT)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 rusak", b"bukan gambar"])
def test_a_file_that_cannot_be_read_is_refused(
    office: Session, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "slip.pdf"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"slip\.pdf"):
        verify(office, str(path))


def test_a_paper_without_a_code_is_refused(office: Session, tmp_path: Path) -> None:
    path = tmp_path / "rekap.pdf"
    writing.print_paper(office, Paper.RECAP, JANUARY, Chosen(), path, Progress())
    with pytest.raises(Refused, match="Tidak ada kode slip"):
        verify(office, str(path))
