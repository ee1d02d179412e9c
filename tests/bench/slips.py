"""All slips of the month as one PDF, and the same slips flowed by platypus with reportlab's QR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, islice, repeat

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from polima_desktop.domain.access import Role
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, terbilang
from polima_desktop.reports.slip import A5, Slip
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.services.papers.desk import Desk, open_desk
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.papers.writing import slip_papers
from tests.bench.city import EMPLOYEES, FOLDER, polima, scratch_store, session
from tests.bench.figures import Figure, keep, peak_megabytes, seconds
from tests.bench.month import JANUARY

SAMPLE = 60


def figures() -> list[Figure]:
    """Print 4,039 slips of January; if fewer people are entitled, some are printed twice."""
    store = scratch_store()
    for verb in ("freeze", "calculate"):
        polima("--store", str(store), "month", verb, str(JANUARY))
    desk = open_desk(session(store, Role.KEUANGAN), JANUARY, Chosen())
    path = FOLDER / "slip.pdf"
    with path.open("wb") as out:
        took = seconds(
            lambda: write_slips(_papers(desk, EMPLOYEES), out, desk.printed, Progress(), EMPLOYEES)
        )
    peak = peak_megabytes()
    naive = seconds(lambda: _flow(_papers(desk, SAMPLE)))
    size = path.stat().st_size / 1_000_000
    return [
        Figure(f"print {EMPLOYEES:,} slips", EMPLOYEES / took, "per second", 270, SAMPLE / naive,
               "platypus and reportlab's QR", note=f"{took:.1f} s, {size:.1f} MB file"),
        Figure("peak memory of the printing process", peak, "MB", 250),
    ]  # fmt: skip


def _papers(desk: Desk, count: int) -> Iterator[Slip]:
    rounds = repeat(desk.slips)
    return islice(chain.from_iterable(slip_papers(desk, slips) for slips in rounds), count)


# ── the naive way ───────────────────────────────────────────────────────────────────────────


def _flow(papers: Iterable[Slip]) -> None:
    story: list[Flowable] = []
    for paper in papers:
        story += [*_slip(paper), PageBreak()]
    SimpleDocTemplate(BytesIO(), pagesize=A5, leftMargin=28, rightMargin=28).build(story)


def _slip(paper: Slip) -> Iterator[Flowable]:
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
