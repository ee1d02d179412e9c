"""A file signed with a certificate: looked at again, and no way in for whoever would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pyhanko.pdf_utils.generic import ArrayObject, FloatObject, NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import select

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.reports import pades as files
from polima_desktop.services.papers import keys, pades, writing
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.verifying import Outcome, Verdict, verify, verify_with
from polima_desktop.services.session import Session
from polima_desktop.storage.tables import audit
from tests.certificates import PASSPHRASE, certificate
from tests.papers_world import JANUARY, STAFF, signing_office

FAJRIN = Chosen(nips=frozenset({STAFF[1].nip}))
WHO = "Sitti Rahma, S.E. (BPKAD Kota Baubau)"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    yield from signing_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture(scope="module")
def folder(office: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a certificate, an expired one, a slip and the slip signed."""
    folder = tmp_path_factory.mktemp("berkas")
    (folder / "kantor.p12").write_bytes(certificate(2020, 2090))
    (folder / "lama.p12").write_bytes(certificate(2018, 2020))
    slip = folder / "slip.pdf"
    writing.print_paper(office, Paper.SLIPS, JANUARY, FAJRIN, slip, Progress())
    sign(office, slip, folder / "bertanda.pdf")
    return folder


def sign(office: Session, source: Path, target: Path, holder: str = "kantor.p12") -> None:
    made = pades.sign(office, source, target, source.parent / holder, PASSPHRASE)
    assert made.signature.certificate.who == WHO
    assert "sertifikat tidak diperiksa ke otoritas karena luring" in made.words


def judged(office: Session, path: Path) -> Verdict:
    trust = keys.read_trust(keys.export(office).encode())
    (verdict,) = verify_with(trust, str(path), Progress())
    return verdict


def pages(path: Path) -> list[Image.Image]:
    """Draw every page with its stamp, as a scan of 150 dpi would."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    return [page.render(scale=150 / 72).to_pil().convert("L") for page in document]


# ── signed ──────────────────────────────────────────────────────────────────────────────────


def test_a_signed_slip_is_genuine_and_says_who_signed(office: Session, folder: Path) -> None:
    verdict = judged(office, folder / "bertanda.pdf")
    assert (verdict.outcome, verdict.faults) == (Outcome.GENUINE, ())
    assert f"ditandatangani secara elektronik oleh {WHO} pada " in verdict.words
    assert verdict.signer.endswith("sertifikat tidak diperiksa ke otoritas karena luring")
    assert judged(office, folder / "slip.pdf").signer == ""


def test_what_was_there_stays_byte_for_byte(folder: Path) -> None:
    before = (folder / "slip.pdf").read_bytes()
    assert (folder / "bertanda.pdf").read_bytes().startswith(before)


def test_the_signing_is_in_the_audit_trail(office: Session, folder: Path) -> None:
    with office.reading_own() as connection:
        wanted = select(audit).where(audit.c.action == "papers.sign")
        entry = connection.execute(wanted).mappings().first()
    assert entry is not None
    assert WHO in str(dict(entry))


@pytest.mark.parametrize("paper", [Paper.SLIPS, Paper.PAYMENT_LIST])
def test_the_stamp_stands_where_the_paper_is_blank(
    office: Session, folder: Path, paper: Paper
) -> None:
    source, target = folder / f"{paper.value}.pdf", folder / f"{paper.value}-b.pdf"
    writing.print_paper(office, paper, JANUARY, Chosen(), source, Progress())
    sign(office, source, target)
    before, after = pages(source), pages(target)
    for plain, stamped in zip(before[:-1], after[:-1], strict=True):
        assert ImageChops.difference(plain, stamped).getbbox() is None
    changed = ImageChops.difference(before[-1], after[-1]).getbbox()
    assert changed is not None
    assert before[-1].crop(changed).getextrema() == (255, 255)


@pytest.mark.long
def test_the_picture_of_a_signed_slip_is_genuine(office: Session, folder: Path) -> None:
    scan = folder / "pindai.png"
    pages(folder / "bertanda.pdf")[0].convert("RGB").save(scan, dpi=(150, 150))
    (verdict,) = verify(office, str(scan))
    assert verdict.outcome is Outcome.GENUINE


# ── refused ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "holder", "passphrase", "words"),
    [
        ("slip.pdf", "lama.p12", PASSPHRASE, "berakhir pada 1 Januari 2020"),
        ("slip.pdf", "kantor.p12", "salah", "tidak terbuka dengan frasa sandi itu"),
        ("slip.pdf", "slip.pdf", PASSPHRASE, "tidak terbuka dengan frasa sandi itu"),
        ("bertanda.pdf", "kantor.p12", PASSPHRASE, "sudah ditandatangani"),
        ("kantor.p12", "kantor.p12", PASSPHRASE, "bukan PDF"),
    ],
)
def test_what_is_refused_writes_nothing(
    office: Session, folder: Path, source: str, holder: str, passphrase: str, words: str
) -> None:
    target = folder / "ditolak.pdf"
    with pytest.raises(Refused, match=words):
        pades.sign(office, folder / source, target, folder / holder, passphrase)
    assert not target.exists()


def test_a_file_that_was_added_to_is_not_signed(office: Session, folder: Path) -> None:
    changed = folder / "diubah.pdf"
    changed.write_bytes(painted_over((folder / "slip.pdf").read_bytes()))
    with pytest.raises(Refused, match="tambahan setelah berkas selesai dibuat"):
        pades.sign(office, changed, folder / "x.pdf", folder / "kantor.p12", PASSPHRASE)


def test_the_source_is_not_written_over(office: Session, folder: Path) -> None:
    slip = folder / "slip.pdf"
    with pytest.raises(Refused, match="tidak ditimpa"):
        pades.sign(office, slip, slip, folder / "kantor.p12", PASSPHRASE)


# ── attacked ────────────────────────────────────────────────────────────────────────────────

WHITE = b" q 1 g 200 180 200 30 re f Q"


def _paint(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    white = writer.add_object(StreamObject(stream_data=WHITE))
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), white])


def _replace(writer: IncrementalPdfFileWriter) -> None:
    contents = writer.find_page_for_modification(0)[0].get_object().raw_get("/Contents")
    stream = contents.get_object()
    stream._data = stream.data + WHITE
    stream._encoded_data = None
    writer.mark_update(contents)


def _new_root(writer: IncrementalPdfFileWriter) -> None:
    writer.root[NameObject("/OpenAction")] = ArrayObject([])
    writer.update_root()


def painted_over(data: bytes, change: Callable[[IncrementalPdfFileWriter], None] = _paint) -> bytes:
    """Add an update that changes something."""
    out, writer = BytesIO(), IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    writer.write(out)
    return out.getvalue()


def signed_with(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[IncrementalPdfFileWriter], None],
) -> bytes:
    """Sign as whoever changes something in the same addition as the signature."""

    class Changing(IncrementalPdfFileWriter):
        def __init__(self, source: BytesIO) -> None:
            super().__init__(source)
            change(self)

    monkeypatch.setattr(files, "IncrementalPdfFileWriter", Changing)
    return signed_again((folder / "slip.pdf").read_bytes(), folder)


def signed_again(data: bytes, folder: Path) -> bytes:
    opened = files.open_certificate((folder / "kantor.p12").read_bytes(), PASSPHRASE)
    assert opened is not None
    return files.sign(data, opened, ["Ditandatangani"])


@pytest.mark.parametrize("change", [_paint, _replace, _new_root])
def test_a_change_in_the_addition_of_the_signature_is_named(
    office: Session,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    forged = signed_with(folder, monkeypatch, change)
    assert_false(office, folder, forged, "tambahan yang mengubah isi berkas")


def test_a_stamp_over_the_net_is_named(
    office: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(files, "stamp_place", lambda _box: (200, 180, 400, 210))
        forged = signed_again((folder / "slip.pdf").read_bytes(), folder)
    assert_false(office, folder, forged, "cap tanda tangan yang menutupi isi halaman")


def test_an_addition_before_or_after_the_signature_is_named(office: Session, folder: Path) -> None:
    signed = (folder / "bertanda.pdf").read_bytes()
    before = signed_again(painted_over((folder / "slip.pdf").read_bytes()), folder)
    for forged in (painted_over(signed), before, signed + b"\n% lagi\n"):
        assert_false(office, folder, forged, "tambahan lain selain tanda tangan elektronik")


def test_an_altered_byte_is_named(office: Session, folder: Path) -> None:
    signed = (folder / "bertanda.pdf").read_bytes()
    assert b"(TandaTangan)" in signed
    forged = signed.replace(b"(TandaTangan)", b"(TandaTangaN)")
    assert_false(office, folder, forged, "isi yang diubah setelah tanda tangan elektronik")


def test_a_stamp_moved_after_signing_is_named(office: Session, folder: Path) -> None:
    def move(writer: IncrementalPdfFileWriter) -> None:
        stamp = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        sides = [FloatObject(side) for side in (200, 180, 400, 210)]
        stamp.get_object()[NameObject("/Rect")] = ArrayObject(sides)
        writer.mark_update(stamp)

    forged = painted_over((folder / "bertanda.pdf").read_bytes(), move)
    assert_false(office, folder, forged, "tambahan setelah berkas selesai dibuat")


def assert_false(office: Session, folder: Path, forged: bytes, fault: str) -> None:
    path = folder / "palsu.pdf"
    path.write_bytes(forged)
    verdict = judged(office, path)
    assert verdict.outcome is Outcome.FALSE
    assert fault in verdict.faults
    assert verdict.signer == ""
