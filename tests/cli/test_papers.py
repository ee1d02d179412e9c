"""``polima print``, ``export payments`` and ``verify`` as a script would use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.services.session import Session
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.certificates import PASSPHRASE, certificate
from tests.papers_world import NOW, STAFF, actor, clock, copied_office, owe

Run = Callable[..., tuple[int, str, str]]
FAJRIN = STAFF[1]


@pytest.fixture
def polima(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a command line on the small office, in a folder of its own."""
    session = copied_office(tmp_path)
    with unit_of_work(session.database, "admin", "users.add", NOW) as work:
        accounts.add(work, "keuangan", "Ratna Zahara", Role.KEUANGAN, "rahasia")
    session.database.close()
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("papers", "signing"))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia")
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["--store", str(tmp_path / "polima.db"), "--user", "keuangan", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.mark.parametrize(
    ("paper", "words", "pages"),
    [
        ("slips", "6 slip tercetak", 6),
        ("payment-list", "2 daftar tercetak", 2),
        ("receipt", "2 tanda terima tercetak", 2),
        ("recap", "1 rekap tercetak", 1),
        ("statement", "2 pernyataan tercetak", 2),
    ],
)
def test_every_paper_is_written_where_it_was_asked_for(
    polima: Run, paper: str, words: str, pages: int
) -> None:
    status, out, _ = polima("print", paper, "2021-01", "--out", "hasil.pdf")
    assert status == 0
    assert f"{words}, bertanda DRAF dan CONTOH." in out
    assert "hasil.pdf" in out
    assert len(pypdfium2.PdfDocument("hasil.pdf")) == pages


def test_what_is_owed_is_a_list_and_letters_from_the_command_line_too(
    polima: Run, tmp_path: Path
) -> None:
    assert polima("print", "repayment", "2021-01")[0] == 1
    session = Session(open_store(str(tmp_path / "polima.db")), actor(Role.KEUANGAN), clock)
    owe(session, FAJRIN.nip, -500_000)
    session.database.close()
    assert "1 surat tercetak" in polima("print", "repayment", "2021-01", "--nip", FAJRIN.nip)[1]
    assert "1 daftar tercetak" in polima("print", "arrears", "2021-01")[1]


def test_a_folder_gets_one_file_a_unit(polima: Run) -> None:
    status, out, _ = polima("print", "slips", "2021-01", "--out", "slip/", "--json")
    document = json.loads(out)
    assert status == 0
    assert (document["count"], len(document["paths"])) == (6, 3)
    assert sorted(path.name for path in Path("slip").iterdir()) == [
        "daftar-berkas.csv",
        "slips-2021-01-DIN-01.pdf",
        "slips-2021-01-DIN-02.pdf",
        "slips-2021-01-SD-01.pdf",
    ]


def test_one_unit_or_one_person_can_be_chosen(polima: Run) -> None:
    polima("print", "slips", "2021-01", "--unit", "SD Negeri 1 Wameo", "--out", "sd.pdf")
    polima("print", "slips", "2021-01", "--nip", FAJRIN.nip, "--out", "satu.pdf")
    assert len(pypdfium2.PdfDocument("sd.pdf")) == 3
    assert len(pypdfium2.PdfDocument("satu.pdf")) == 1


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("print", "kuitansi", "2021-01"), 2, "Jenis ‘kuitansi’ tidak dikenal."),
        (("print", "slips", "Januari"), 2, "Bulan ‘Januari’ tidak dikenali."),
        (("print", "slips", "2021-02"), 1, "Februari 2021 belum dihitung"),
        (("print", "slips", "2021-01", "--unit", "Mars"), 2, "Unit ‘Mars’ tidak dikenal"),
        (("print", "slips", "2021-01", "--nip", "1"), 1, "Tidak ada slip Januari 2021"),
        (("print", "slips", "2021-01", "--out", "tidak/ada/a.pdf"), 1, "tidak bisa ditulis"),
        (("print", "slips", "2021-01", "--out", "slip.ods"), 2, "Pakai nama berakhiran .pdf."),
        (("export", "payments", "2021-01", "--out", "bank.ods"), 2, "berakhiran .xlsx"),
        (("export", "payments", "2021-01", "--out", "bank.csv"), 2, "berakhiran .xlsx"),
        (("export", "payments", "2021-01", "--format", "pdf"), 2, "Format ‘pdf’ tidak dikenal."),
        (("verify", "bukan-kode"), 1, "bukan berkas dan bukan kode slip"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_status(
    polima: Run, words: tuple[str, ...], status: int, message: str
) -> None:
    given, out, err = polima(*words)
    assert (given, out) == (status, "")
    assert message in err
    assert not list(Path().glob("*.pdf"))


def test_the_bank_list_tells_its_sum(polima: Run) -> None:
    status, out, _ = polima("export", "payments", "2021-01", "--format", "csv", "--json")
    document = json.loads(out)
    assert status == 0
    assert (document["lines"], document["without_account"]) == (6, 1)
    assert document["path"] == "daftar-bank-2021-01.csv"
    _, out, _ = polima("export", "payments", "2021-01", "--out", "bank.xlsx")
    assert "1 pegawai belum punya nomor rekening." in out
    assert Path("bank.xlsx").stat().st_size > 1000


def test_a_printed_file_verifies_page_by_page(polima: Run) -> None:
    polima("print", "slips", "2021-01", "--out", "slip.pdf")
    status, out, _ = polima("verify", "slip.pdf", "--json")
    document = json.loads(out)
    assert status == 1
    assert (document["verdict"], document["differs"]) == ("unsure", [])
    slips = document["slips"]
    assert [slip["page"] for slip in slips] == [1, 2, 3, 4, 5, 6]
    assert {slip["state"] for slip in slips} == {"draft"}
    assert slips[0]["nip"] == FAJRIN.nip
    assert slips[0]["net"] == "3745914"


def test_an_unknown_code_is_refused_by_its_status(polima: Run) -> None:
    status, out, _ = polima("verify", "zzzz-zzzz-zzzz")
    assert status == 1
    assert "Kode ZZZZ-ZZZZ-ZZZZ tidak ditemukan. Periksa ketikan" in out


def test_a_printed_file_is_signed_with_a_certificate(
    polima: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kantor.p12").write_bytes(certificate(2020, 2090))
    polima("print", "recap", "2021-01", "--out", "rekap.pdf")
    monkeypatch.setenv("POLIMA_CERTIFICATE_PASSPHRASE", PASSPHRASE)
    status, out, _ = polima("sign", "rekap.pdf", "--certificate", "kantor.p12")
    assert status == 0
    assert out.startswith("rekap bertanda tangan.pdf\nTanda tangan utuh dan meliputi seluruh")
    monkeypatch.setenv("POLIMA_CERTIFICATE_PASSPHRASE", "salah")
    status, _, err = polima("sign", "rekap.pdf", "--certificate", "kantor.p12", "--out", "x.pdf")
    assert (status, "tidak terbuka dengan frasa sandi itu" in err) == (1, True)
    assert not (tmp_path / "x.pdf").exists()
