"""All slips of the month as one signed PDF, and the same slips flowed by platypus.

Every page is read again by PDFium and compared with the stored slip; 100 pages are left as
pictures for ``beside_opencv``. Then the list of the largest office, and one slip for the window.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

import pypdfium2

from polima_desktop.domain.access import Role
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import SigningKey
from polima_desktop.formatting import money, terbilang
from polima_desktop.reports.slip import A5, Slip
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.desk import Desk, open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.writing import slip_papers
from polima_desktop.storage.months.slips import Slip as StoredSlip
from tests.bench.city import EMPLOYEES, FOLDER, polima, scratch_store, session
from tests.bench.figures import Figure, keep, peak_megabytes, seconds

if TYPE_CHECKING:  # the naive way's modules do not weigh on the memory that is measured
    from reportlab.platypus import Flowable

JANUARY = Month(2021, 1)
SAMPLE, PICTURES = 60, 100
PDF = FOLDER / "slip.pdf"


def figures() -> list[Figure]:
    """Print 4,039 slips of January; if fewer people are entitled, some are printed twice."""
    store = scratch_store()
    for verb in ("freeze", "calculate"):
        polima("--store", str(store), "month", verb, str(JANUARY))
    work = session(store, Role.KEUANGAN)
    key = SigningKey.new()
    desk = replace(open_desk(work, JANUARY, Chosen()), key=key, state="locked")
    with PDF.open("wb") as out:
        took = seconds(
            lambda: write_slips(_papers(desk, EMPLOYEES), out, desk.printed, Progress(), EMPLOYEES)
        )
    peak = peak_megabytes()
    halves = seconds(lambda: _in_two_processes(desk))
    naive = seconds(lambda: _flow(_papers(desk, SAMPLE))) * EMPLOYEES / SAMPLE
    wrong = _compared(desk)
    _leave_pictures(key)
    size = PDF.stat().st_size / 1_000_000
    return [
        Figure(f"print {EMPLOYEES:,} signed slips", took, "s", 8, naive,
               "platypus and reportlab's QR"),
        Figure("the same in two processes, two files", halves, "s", 5,
               note="from the desk that was read once; starting both and their fonts counts"),
        Figure("file of the signed slips", size, "MB", 12),
        Figure("peak memory of the printing process", peak, "MB", 220),
        Figure("pages that do not say what is stored", wrong, "pages", 0),
        *_lists(desk),
        Figure("preview of one slip", seconds(lambda: _previewed(desk), 3), "s", 0.15),
    ]  # fmt: skip


def _papers(desk: Desk, count: int) -> Iterator[Slip]:
    rounds = repeat(desk.slips)
    return islice(chain.from_iterable(slip_papers(desk, slips) for slips in rounds), count)


# ── two processes ───────────────────────────────────────────────────────────────────────────


def _in_two_processes(desk: Desk) -> None:
    """Let two processes print a half each, as a folder by unit could be; starting counts.

    The month is read once: each process is handed its own slips and the key that signs them.
    """
    slips = list(islice(chain.from_iterable(repeat(desk.slips)), EMPLOYEES))
    middle = len(slips) // 2
    assert desk.key is not None
    raw, unsigned = desk.key.raw, replace(desk, key=None)
    code = "from tests.bench.slips_half import half; half()"
    parts = []
    for number, some in enumerate((slips[:middle], slips[middle:])):
        part = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
        assert part.stdin is not None
        path = FOLDER / f"slip-{number}.pdf"
        pickle.dump((replace(unsigned, slips=some), raw, path), part.stdin)
        part.stdin.close()
        parts.append(part)
    if any(part.wait() for part in parts):
        raise RuntimeError("a half was not printed")


# ── read again ──────────────────────────────────────────────────────────────────────────────


def _compared(desk: Desk) -> int:
    """Count the pages whose words are not those of the stored slip they should be of."""
    slips = list(islice(chain.from_iterable(repeat(desk.slips)), EMPLOYEES))
    document = pypdfium2.PdfDocument(PDF)
    if len(document) != len(slips):
        return abs(len(document) - len(slips))
    wrong = 0
    for number, slip in enumerate(slips):
        page = document[number]
        text = page.get_textpage()
        words = "".join(text.get_text_bounded().split())
        wrong += not all("".join(said.split()) in words for said in _said(slip))
        text.close()
        page.close()
    document.close()
    return wrong


def _said(slip: StoredSlip) -> Sequence[str]:
    """Give what the page of a stored slip has to say."""
    return (
        str(slip.identity["name"]),
        f"NIP{shown_nip(slip.nip)}",
        f"Revisi {slip.revision}",
        f"Diterima{money(slip.net)}",
        money(slip.gross),
        f"Terbilang:{terbilang(slip.net or 0)}",
        f"Kode{slip.code}",
    )


def _leave_pictures(key: SigningKey) -> None:
    """Leave pages spread over the file as pictures of 150 dpi, and the public key."""
    for old in FOLDER.glob("halaman-*.png"):
        old.unlink()
    document = pypdfium2.PdfDocument(PDF)
    for number in range(0, len(document), len(document) // PICTURES):
        picture = document[number].render(scale=150 / 72).to_pil()
        picture.save(FOLDER / f"halaman-{number:04d}.png")
    document.close()
    (FOLDER / "kunci.pem").write_text(key.public.pem())


# ── lists and preview ───────────────────────────────────────────────────────────────────────


def _lists(desk: Desk) -> list[Figure]:
    office = max(desk.offices, key=lambda office: len(office.slips))
    part = replace(desk, slips=office.slips, chosen=Chosen(frozenset({office.unit_id})))

    def draw() -> None:
        writing.draw(part, Paper.PAYMENT_LIST, BytesIO(), Progress())

    name = f"payment list of the largest office ({len(office.slips)} people)"
    return [Figure(name, seconds(draw, 3), "s", 1)]


def _previewed(desk: Desk) -> None:
    """Draw one slip and its picture, as the window shows it."""
    out = BytesIO()
    write_slips(slip_papers(desk, desk.slips[:1]), out, desk.printed, Progress())
    document = pypdfium2.PdfDocument(out.getvalue())
    document[0].render(scale=1.4).to_pil()
    document.close()


# ── the naive way ───────────────────────────────────────────────────────────────────────────


def _flow(papers: Iterable[Slip]) -> None:
    from reportlab.platypus import PageBreak, SimpleDocTemplate

    story: list[Flowable] = []
    for paper in papers:
        story += [*_slip(paper), PageBreak()]
    SimpleDocTemplate(BytesIO(), pagesize=A5, leftMargin=28, rightMargin=28).build(story)


def _slip(paper: Slip) -> Iterator[Flowable]:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, Table

    styles = getSampleStyleSheet()
    yield Paragraph(paper.letterhead.unit, styles["Heading3"])
    yield Paragraph(paper.title, styles["Heading4"])
    facts = [(fact.label, fact.value) for column in paper.facts for fact in column]
    yield Table(facts)
    for block in paper.blocks:
        yield Paragraph(block.title, styles["Heading5"])
        rows = [(row.label, row.value) for row in block.rows]
        rows += [(o.label, o.total) for o in block.occurrences]
        yield Table([*rows, *block.results])
    yield Table([(a.label, money(a.rupiah)) for a in (*paper.gross, *paper.deductions)])
    yield Paragraph(f"{money(paper.net)} ({terbilang(paper.net)})", styles["Normal"])
    symbol = Drawing(60, 60)
    symbol.add(QrCodeWidget(paper.code, barWidth=60, barHeight=60))
    yield symbol


if __name__ == "__main__":
    keep(figures())
