"""A scan or a photograph of a true slip is genuine; with anything else on it, it is not.

Figures and letters are exchanged in the file, printed, and looked at in the same quality as the
true one, so that what is tested is the distance between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import parted, read_public
from polima_desktop.domain.proof.trust import Trust
from polima_desktop.reports.likeness import judging
from polima_desktop.reports.likeness.laying import laid
from polima_desktop.reports.likeness.page import SCALE, Page, drawn_page, spelled
from polima_desktop.reports.reading import read_pages
from polima_desktop.reports.slip_layout import NOT_THE_SLIP, SEAL_CORNERS
from polima_desktop.services.papers import keys, writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.verifying import Outcome, Verdict, verify, verify_with
from polima_desktop.services.session import Session
from tests.papers_world import (
    JANUARY,
    PASSPHRASE,
    STAFF,
    copied_office,
    lock,
    replace_slip,
    signing_office,
)
from tests.services.papers.forgeries import REDRAWN, redrawn
from tests.services.papers.pictures import paper, phone, scan

FAJRIN = Chosen(nips=frozenset({STAFF[1].nip}))
Taken = Callable[[Image.Image], bytes]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    yield from signing_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture(scope="module")
def true_slip(office: Session, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("asli") / "asli.pdf"
    writing.print_paper(office, Paper.SLIPS, JANUARY, FAJRIN, path, Progress())
    return path.read_bytes()


def judged(office: Session, folder: Path, picture: bytes, name: str = "gambar.jpg") -> Verdict:
    path = folder / name
    path.write_bytes(picture)
    (verdict,) = verify(office, str(path))
    return verdict


# ── the true one ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("take", [scan, phone], ids=["scan", "phone"])
def test_a_picture_of_the_untouched_print_is_genuine(
    office: Session, true_slip: bytes, tmp_path: Path, take: Taken
) -> None:
    verdict = judged(office, tmp_path, take(paper(true_slip)))
    assert (verdict.outcome, verdict.words[:18]) == (Outcome.GENUINE, "Asli dan berlaku: ")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "take",
    [
        lambda sheet, seed: scan(sheet, seed=seed),
        lambda sheet, seed: scan(sheet, 150, -1.5, 0.8, 60, seed),
        lambda sheet, seed: scan(sheet, 300, 0.3, 0.8, 80, seed),
        lambda sheet, seed: phone(sheet, seed=seed),
        lambda sheet, seed: phone(sheet, 1100, -8, 0.8, 75, 0.06, seed),
        lambda sheet, seed: phone(sheet, 2600, 14, 2.0, 85, 0.08, seed),
        lambda sheet, seed: phone(sheet, 1400, 94, 1.0, 75, 0.03, seed),
        lambda sheet, seed: phone(sheet, 1400, 181, 1.0, 75, 0.03, seed),
    ],
)
def test_every_slip_is_genuine_in_every_quality(
    office: Session, tmp_path: Path, take: Callable[[Image.Image, int], bytes], seed: int
) -> None:
    path = tmp_path / "semua.pdf"
    writing.print_paper(office, Paper.SLIPS, JANUARY, Chosen(), path, Progress())
    for page in (seed, seed + 3):
        verdict = judged(office, tmp_path, take(paper(path.read_bytes(), page), seed))
        assert verdict.outcome is Outcome.GENUINE, verdict.words


@pytest.mark.long
def test_a_scan_saved_as_a_pdf_is_as_good(
    office: Session, true_slip: bytes, tmp_path: Path
) -> None:
    out = BytesIO()
    Image.open(BytesIO(scan(paper(true_slip)))).save(out, "PDF", resolution=150)
    assert judged(office, tmp_path, out.getvalue(), "pindai.pdf").outcome is Outcome.GENUINE


# ── not judged ──────────────────────────────────────────────────────────────────────────────


def test_without_the_store_a_picture_cannot_be_judged_and_says_so(
    office: Session, true_slip: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "pindai.jpg"
    path.write_bytes(scan(paper(true_slip)))
    (key,) = keys.listed(office)
    trust = Trust({key.id: read_public(key.public.pem())}, {}, {})
    (verdict,) = verify_with(trust, str(path), Progress())
    assert verdict.outcome is Outcome.UNSURE
    assert "hanya dapat dibandingkan di komputer kantor" in verdict.words


@pytest.mark.long
def test_too_coarse_a_picture_is_not_judged(
    office: Session, true_slip: bytes, tmp_path: Path
) -> None:
    verdict = judged(office, tmp_path, scan(paper(true_slip), 115, 0.2, 0.3, 90))
    assert verdict.outcome is Outcome.UNSURE
    assert "Pindai seluruh halaman dengan 150 dpi atau lebih" in verdict.words


def test_a_picture_of_a_replaced_slip_is_replaced(tmp_path: Path) -> None:
    session = copied_office(tmp_path)
    lock(session)
    keys.create(session, PASSPHRASE, remember=False)
    path = tmp_path / "asli.pdf"
    writing.print_paper(session, Paper.SLIPS, JANUARY, FAJRIN, path, Progress())
    replace_slip(session, STAFF[1].nip)
    verdict = judged(session, tmp_path, scan(paper(path.read_bytes())))
    session.database.close()
    assert verdict.outcome is Outcome.REPLACED


# ── false ones ──────────────────────────────────────────────────────────────────────────────


def _covered(sheet: Image.Image) -> Image.Image:
    """Paint white over the net amount, in the box of what is received."""
    found = sheet.copy()
    ImageDraw.Draw(found).rectangle([k * 6 for k in (310, 394, 388, 408)], fill=240)
    return found


def _pasted(sheet: Image.Image) -> Image.Image:
    """Write another line into the blank below the signatures."""
    found = sheet.copy()
    ImageDraw.Draw(found).text((1300, 2880), "Tambahan Rp 9.000.000", fill=0, font_size=46)
    return found


@pytest.mark.parametrize(
    "change",
    [_covered, pytest.param(_pasted, marks=pytest.mark.long)],
    ids=["white box", "added line"],
)
def test_what_is_painted_on_paper_is_seen(
    office: Session, true_slip: bytes, tmp_path: Path, change: Callable[[Image.Image], Image.Image]
) -> None:
    verdict = judged(office, tmp_path, scan(change(paper(true_slip))))
    assert verdict.outcome is Outcome.UNSURE
    assert "Gambar berbeda dari cetakan arsip pada:" in verdict.words


def test_one_other_figure_is_seen_and_named(
    office: Session, true_slip: bytes, tmp_path: Path
) -> None:
    false = exchanged(true_slip, lambda text: text.replace("3.985.015", "3.965.015"))
    verdict = judged(office, tmp_path, phone(paper(false)))
    assert verdict.outcome is Outcome.UNSURE
    assert verdict.words.count("3.985.015") == 2  # what differs, and what was signed
    assert "pada: 3.985.015." in verdict.words


@pytest.mark.long
@pytest.mark.parametrize("way", [way for way in REDRAWN if way != "no longer an example"])
def test_every_slip_drawn_again_is_seen_in_a_scan(
    office: Session, true_slip: bytes, tmp_path: Path, way: str
) -> None:
    desk = replace(open_desk(office, JANUARY, FAJRIN), key=keys.open_key(office))
    (slip,) = writing.slip_papers(desk, desk.slips)
    (page,) = read_pages(true_slip, "asli.pdf", Progress())
    assert parted(page.symbols[0]) is not None
    false = redrawn(REDRAWN[way](slip), page.symbols[0])
    verdict = judged(office, tmp_path, scan(paper(false)))
    assert verdict.outcome is Outcome.UNSURE, verdict.words


# ── every figure against the ones most like it ──────────────────────────────────────────────

LIKE = {
    "0": "869", "1": "742", "2": "750", "3": "895", "4": "196",
    "5": "683", "6": "805", "7": "124", "8": "630", "9": "806",
}  # fmt: skip
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj")


def exchanged(pdf: bytes, change: Callable[[str], str]) -> bytes:
    """Change the strings that a page shows, where they stand."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    page = writer.pages[0]
    stream = DecodedStreamObject()
    content = bytes(page["/Contents"].get_object().get_data())  # type: ignore[attr-defined]
    new = _SHOWN.sub(
        lambda m: b"(" + change(m[1].decode("latin-1")).encode("latin-1") + b") Tj", content
    )
    assert new != content
    stream.set_data(new)
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _nth_figure(which: int, like: int) -> Callable[[str], str]:
    """Change one figure of each string into one much like it."""

    def change(text: str) -> str:
        plain = re.sub(r"\\\d{3}", "____", text)
        places = [at for at, letter in enumerate(plain) if letter.isdigit()]
        if not places or len(text) > 60:
            return text
        at = places[which % len(places)]
        return text[:at] + LIKE[text[at]][like] + text[at + 1 :]

    return change


@pytest.mark.long
@pytest.mark.parametrize("like", range(3))
@pytest.mark.parametrize(
    "take",
    [scan, phone, lambda sheet: phone(sheet, 1600, 5, 1.8), lambda sheet: scan(sheet, 140)],
    ids=["scan", "phone", "blurred", "coarse"],
)
def test_no_figure_passes_for_one_much_like_it(true_slip: bytes, take: Taken, like: int) -> None:
    """Change a figure of every number on the page at once: each has to be seen by itself."""
    page, changed, missed = drawn_page(true_slip, 0), 0, []
    for which in range(8):
        false = exchanged(true_slip, _nth_figure(which, like))
        judge = _judge(page, take(paper(false)))
        there = {(round(w[0].x), round(w[0].y)): spelled(w) for w in drawn_page(false, 0).words}
        for word in page.words:
            now = there.get((round(word[0].x), round(word[0].y)), spelled(word))
            if now != spelled(word) and not judging._within(word, NOT_THE_SLIP):
                changed += 1
                missed += [] if judge.is_wrong(word) else [(spelled(word), now)]
    assert changed > 250
    assert missed == []


def _judge(page: Page, picture: bytes) -> judging._Judge:
    (seen,) = read_pages(picture, "gambar.jpg", Progress())
    assert seen.picture is not None
    drawn = [(x * SCALE, y * SCALE) for x, y in SEAL_CORNERS]
    lies = laid(seen.picture, seen.corners[0], page, drawn)
    assert lies is not None
    words = [word for word in page.words if not judging._within(word, NOT_THE_SLIP)]
    return judging._Judge(lies, page, words)
