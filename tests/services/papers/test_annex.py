"""The annex of a slip, printed from where slips are: its amounts down to the rows of the files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2

from polima_desktop.domain.access import Role
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.fonts import faces
from polima_desktop.services.months.explanation_paper import STEP
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from tests import month_world as world
from tests.reports.samples import words_of


def test_the_annex_names_its_slip_and_every_record_behind_it(tmp_path: Path) -> None:
    database = world.standing(str(tmp_path / "polima.db"))
    finance = world.session(database)
    world.run_to("locked", finance, world.session(database, Role.PIMPINAN))
    chosen = Chosen(nips=frozenset({world.NIPS[world.FAJRIN]}))
    out = BytesIO()
    made = writing.preview(finance, Paper.EXPLANATION, world.JANUARY, chosen, out, Progress(), 1)
    pdf = pypdfium2.PdfDocument(out.getvalue())
    (slip,) = open_desk(finance, world.JANUARY, chosen).slips
    words = [words_of(pdf, number) for number in range(len(pdf))]
    assert (made.count, made.of) == (1, 1)
    assert f"Nomor {slip.id:05d}/SLIP/01/2021" in words[0]
    assert "dihitung ulang: sama dengan slip" in words[0]
    assert "Catatan di balik angka" in words[-1]
    assert "Menit terlambat" in " ".join(words)
    assert all(ord(STEP) in face.face.charToGlyph for face in faces().values())
    database.close()
