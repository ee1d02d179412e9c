"""The list of what is owed for a month, and the letters of refunds: who stands on them, who not."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.services.papers import batch, writing
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.session import Session
from tests.papers_world import JANUARY, STAFF, copied_office, lock, owe
from tests.reports.samples import words_of

ZAHRA, FAJRIN, HAWA, SARMINA, IMA, ANWAR = (who.nip for who in STAFF)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """January, locked: Fajrin and Ima owe, Sarmina is owed, Zahra waits, Anwar was refused."""
    session = copied_office(tmp_path)
    lock(session)
    owe(session, FAJRIN, -500_000)
    owe(session, SARMINA, 250_000)
    owe(session, IMA, -100_000)
    owe(session, ZAHRA, -70_000, "pending")
    owe(session, ANWAR, -9_000, "refused")
    yield session
    session.database.close()


def pages(session: Session, paper: Paper, chosen: Chosen | None = None) -> list[str]:
    out = BytesIO()
    writing.preview(session, paper, JANUARY, chosen or Chosen(), out, Progress(), 100)
    pdf = pypdfium2.PdfDocument(out.getvalue())
    return [words_of(pdf, number) for number in range(len(pdf))]


def test_the_list_of_each_office_has_the_accepted_and_counts_the_others(office: Session) -> None:
    works, school = pages(office, Paper.ARREARS)
    if "Fajrin" not in works:
        works, school = school, works
    assert "La Ode Fajrin Malik" in works
    assert "putusan klaim − Rp 70.000" not in works
    assert "Tidak termasuk: 1 selisih menunggu putusan, − Rp 70.000." in works
    assert "Wa Ode Sarmina" in school
    assert "Wa Ima" in school
    assert "Tidak termasuk: 1 selisih ditolak, − Rp 9.000." in school
    assert "Jumlah" in school
    assert "150.000" in school  # 250.000 − 100.000


def test_whoever_owes_gets_a_letter_that_adds_up(office: Session) -> None:
    letters = {nip: pages(office, Paper.REPAYMENT, Chosen(nips=frozenset({nip})))
               for nip in (FAJRIN, IMA)}  # fmt: skip
    (text,) = letters[FAJRIN]
    for said in (
        "DINAS PEKERJAAN UMUM",
        "Nomor : 00001/PENGEMBALIAN/01/2021",
        "La Ode Fajrin Malik",
        "NIP 19811104 200803 1 002",
        "Kepala Seksi Jalan",
        "TPP Januari 2021 yang sudah ditetapkan Rp 3.745.914",
        "TPP Januari 2021 menurut hitungan ulang Rp 3.245.914",
        "Kelebihan pembayaran Rp 500.000",
        "Sisa yang harus dikembalikan Rp 500.000",
        "Terbilang: lima ratus ribu rupiah",
        "Kepala Dinas Pekerjaan Umum Wa Ode Zahra",
        "Baubau, 26 Februari 2021",
    ):
        assert said in text, said
    assert len(letters[IMA]) == 1
    assert len(pages(office, Paper.REPAYMENT)) == 2


def test_two_refunds_of_one_person_are_one_letter_under_the_first_number(office: Session) -> None:
    owe(office, FAJRIN, -40_000)
    (text,) = pages(office, Paper.REPAYMENT, Chosen(nips=frozenset({FAJRIN})))
    assert "00001/PENGEMBALIAN" in text
    assert "Jumlah kelebihan pembayaran Rp 540.000" in text
    assert "Sisa yang harus dikembalikan Rp 540.000" in text


@pytest.mark.parametrize(
    ("paper", "nip", "said", "advice"),
    [
        (Paper.ARREARS, HAWA, "Tidak ada rapel atau pengembalian atas Januari 2021", "Cari"),
        (Paper.REPAYMENT, SARMINA, "Tidak ada pengembalian atas Januari 2021", "Cari"),
        (Paper.REPAYMENT, ZAHRA, "Tidak ada pengembalian", "1 selisih menunggu putusan"),
    ],
)
def test_where_nothing_is_accepted_nothing_is_printed(
    office: Session, paper: Paper, nip: str, said: str, advice: str
) -> None:
    with pytest.raises(Refused) as refused:
        pages(office, paper, Chosen(nips=frozenset({nip})))
    assert said in refused.value.message
    assert refused.value.advice.startswith(advice)


def test_a_folder_has_a_file_for_each_unit_with_letters_and_counts_letters(
    office: Session, tmp_path: Path
) -> None:
    done = batch.print_apart(
        office, Paper.REPAYMENT, JANUARY, Chosen(), tmp_path / "surat", Progress()
    )
    assert (done.count, done.of) == (2, 2)
    assert sorted(path.name for path in done.paths) == [
        "repayment-2021-01-DIN-02.pdf",
        "repayment-2021-01-SD-01.pdf",
    ]
    owe(office, FAJRIN, -1_000)  # what a file says has changed: it is written anew
    again = batch.print_apart(
        office, Paper.REPAYMENT, JANUARY, Chosen(), tmp_path / "surat", Progress()
    )
    assert again.kept == 1
