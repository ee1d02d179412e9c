"""How offices' slips look: whose style holds, from when, and that slips prove themselves in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.papers import SHOWN, Paper, PaperStyle, faults
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.placing import PLACINGS
from polima_desktop.reports.slip import A5
from polima_desktop.services.papers import styles, writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.papers.kinds import Paper as Kind
from polima_desktop.services.papers.verifying import Outcome, verify
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import units
from tests.papers_world import JANUARY, STAFF, actor, signing_office
from tests.reports.samples import words_of
from tests.services.papers.pictures import paper, scan


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    yield from signing_office(tmp_path)


def unit(session: Session, code: str) -> int:
    with session.database.reading() as connection:
        return units.ids_by_code(connection)[code]


def printed(session: Session, path: Path, chosen: Chosen | None = None) -> Path:
    writing.print_paper(session, Kind.SLIPS, JANUARY, chosen or Chosen(), path, Progress())
    return path


EDUCATION = PaperStyle(
    government="PEMERINTAH KOTA BAUBAU",
    below="Jalan Betoambari Nomor 12, Baubau 93721",
    place="Wameo",
    title="SLIP TPP",
    knowing="Mengetahui/menyetujui,",
    hidden=("npwp", "dasar"),
    labels={"jabatan": "Jabatan/tugas"},
)


# ── whose style ─────────────────────────────────────────────────────────────────────────────


def test_a_style_holds_for_the_units_below_but_not_its_name(office: Session) -> None:
    named = replace(EDUCATION, unit="Dikbud Kota Baubau")
    styles.set_up(office, unit(office, "DIN-01"), named, date(2021, 1, 1))
    desk = open_desk(office, JANUARY, Chosen())
    above, below = (desk.letterhead(unit(office, code)) for code in ("DIN-01", "SD-01"))
    assert (above.unit, below.unit) == ("Dikbud Kota Baubau", "SD Negeri 1 Wameo")
    assert above.place == below.place == EDUCATION.below
    assert desk.letterhead(unit(office, "DIN-02")).place == PaperStyle().below


def test_a_style_holds_from_its_day_and_can_be_given_up(office: Session) -> None:
    here = unit(office, "DIN-01")
    styles.set_up(office, here, EDUCATION, date(2021, 2, 1))
    assert styles.of_unit(office, here, date(2021, 1, 31)).style == PaperStyle()
    assert styles.of_unit(office, here, date(2021, 2, 1)).own
    styles.set_up(office, None, replace(EDUCATION, title="SLIP KOTA"), date(2021, 1, 1))
    styles.set_up(office, here, None, date(2021, 3, 1))
    later = styles.of_unit(office, here, date(2021, 3, 1))
    assert (later.style.title, later.own, later.of) == (
        "SLIP KOTA",
        False,
        "Pemerintah Kota Baubau",
    )
    assert styles.of_unit(office, here, date(2021, 2, 28)).style.title == "SLIP TPP"


def test_what_is_wrong_with_a_style_is_refused(office: Session) -> None:
    with pytest.raises(Refused, match="Belum diisi"):
        styles.set_up(office, None, PaperStyle(title=" "), date(2021, 1, 1))
    auditor = replace(office, actor=actor(Role.AUDITOR))
    with pytest.raises(NotAllowed):
        styles.set_up(auditor, None, PaperStyle(), date(2021, 1, 1))


def test_an_office_sets_up_its_own_units_only(office: Session) -> None:
    own = replace(office, actor=actor(Role.KEUANGAN, unit(office, "DIN-01")))
    styles.set_up(own, unit(office, "SD-01"), EDUCATION, date(2021, 1, 1))
    for other in (None, unit(office, "DIN-02")):
        with pytest.raises(NotAllowed):
            styles.set_up(own, other, EDUCATION, date(2021, 1, 1))


@given(
    st.builds(
        PaperStyle,
        government=st.text(),
        below=st.text(),
        paper=st.sampled_from(list(Paper)),
        hidden=st.lists(st.sampled_from(list(SHOWN)), unique=True).map(tuple),
        labels=st.dictionaries(st.sampled_from(list(SHOWN)), st.text()),
        logo=st.none() | st.binary(),
    )
)
def test_a_style_is_read_as_it_was_written(style: PaperStyle) -> None:
    assert PaperStyle.read(style.text(), style.logo) == style


@pytest.mark.parametrize(
    ("style", "field"),
    [
        (PaperStyle(title="S" * 61), "title"),
        (PaperStyle(government=""), "government"),
        (PaperStyle(labels={"jabatan": "J" * 17}), "label.jabatan"),
        (PaperStyle(logo=b"x" * 400_001), "logo"),
    ],
)
def test_a_fault_names_its_field(style: PaperStyle, field: str) -> None:
    assert list(faults(style)) == [field]


# ── on paper ────────────────────────────────────────────────────────────────────────────────


def test_a_slip_says_what_its_office_wants_and_proves_itself(
    office: Session, tmp_path: Path
) -> None:
    styles.set_up(office, unit(office, "DIN-01"), EDUCATION, date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf", Chosen(frozenset({unit(office, "SD-01")})))
    words = words_of(pypdfium2.PdfDocument(path))
    for said in ("SLIP TPP", "Jabatan/tugas", "Wameo, 26 Februari 2021", "Jalan Betoambari"):
        assert said in words
    assert "Mengetahui/menyetujui," in words
    assert "NPWP" not in words
    assert "Dasar" not in words
    assert {v.outcome for v in verify(office, str(path))} == {Outcome.GENUINE}


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("L", "JPEG")])
def test_arms_of_an_office_stand_on_its_slips_and_are_sealed(
    office: Session, tmp_path: Path, mode: str, kind: str
) -> None:
    out = BytesIO()
    Image.new("RGB", (60, 60), "teal").convert(mode).save(out, kind)
    styles.set_up(office, None, PaperStyle(logo=out.getvalue()), date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf")
    assert {v.outcome for v in verify(office, str(path))} == {Outcome.GENUINE}
    grey = paper(path.read_bytes(), scale=2).getpixel((100, 90))
    assert grey != 255


def test_a_final_slip_shows_no_placeholder_of_arms(office: Session, tmp_path: Path) -> None:
    assert "lambang" not in words_of(pypdfium2.PdfDocument(printed(office, tmp_path / "s.pdf")))


@pytest.mark.parametrize("kind", [Paper.TWO, Paper.A4, Paper.F4])
def test_slips_on_larger_paper_prove_themselves(
    office: Session, tmp_path: Path, kind: Paper
) -> None:
    styles.set_up(office, None, PaperStyle(paper=kind), date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf")
    placing = PLACINGS[kind]
    assert placing is not None
    document = pypdfium2.PdfDocument(path)
    assert len(document) == len(STAFF) / len(placing.places)
    assert document.get_page_size(0) == pytest.approx(placing.size, abs=0.1)
    document.close()
    verdicts = verify(office, str(path))
    assert [v.outcome for v in verdicts] == [Outcome.GENUINE] * len(STAFF)


def test_an_odd_slip_out_stands_alone_and_offices_do_not_share_their_paper(
    office: Session, tmp_path: Path
) -> None:
    styles.set_up(office, unit(office, "SD-01"), PaperStyle(paper=Paper.TWO), date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf")
    document = pypdfium2.PdfDocument(path)
    wide = [document.get_page_size(at)[0] > A5[0] + 1 for at in range(len(document))]
    document.close()
    assert sorted(wide) == [False, False, False, True, True]
    assert len(verify(office, str(path))) == len(STAFF)


def _moved(content: bytes) -> bytes:
    return content.replace(b"1.00000 0 0 1.00000 0.00 0.00 cm", b"1.00000 0 0 1.00000 9.00 0.00 cm")


def _covered(content: bytes) -> bytes:
    return content + b" q 1 1 1 rg 300 195 90 20 re f Q"


def _twice(content: bytes) -> bytes:
    return content + b" " + content[content.index(b"q 1.0") :]


@pytest.mark.parametrize("change", [_moved, _covered, _twice])
def test_larger_paper_that_was_changed_is_false(
    office: Session, tmp_path: Path, change: object
) -> None:
    from pypdf.generic import DecodedStreamObject, NameObject

    assert callable(change)
    styles.set_up(office, None, PaperStyle(paper=Paper.TWO), date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf")
    writer = PdfWriter(clone_from=path)
    page = writer.pages[0]
    before = bytes(page["/Contents"].get_object().get_data())  # type: ignore[attr-defined]
    stream = DecodedStreamObject()
    stream.set_data(change(before))
    assert stream.get_data() != before
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    verdicts = [verdict for verdict in verify(office, str(path)) if verdict.page == 1]
    assert {verdict.outcome for verdict in verdicts} == {Outcome.FALSE}


@pytest.mark.long
def test_a_scan_of_two_slips_on_one_sheet_answers_for_both(office: Session, tmp_path: Path) -> None:
    styles.set_up(office, None, PaperStyle(paper=Paper.TWO), date(2021, 1, 1))
    path = printed(office, tmp_path / "s.pdf")
    picture = tmp_path / "pindai.jpg"
    picture.write_bytes(scan(paper(path.read_bytes(), scale=6)))
    assert [v.outcome for v in verify(office, str(picture))] == [Outcome.GENUINE] * 2


def test_a_style_is_shown_before_it_is_kept(office: Session) -> None:
    out = BytesIO()
    here = unit(office, "SD-01")
    count = styles.preview(office, JANUARY, here, EDUCATION, out, Progress())
    assert count == 2
    assert "SLIP TPP" in words_of(pypdfium2.PdfDocument(out.getvalue()))
    assert styles.of_unit(office, here, JANUARY.last).style == PaperStyle()
