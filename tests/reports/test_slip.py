"""A slip says everything it was given, adds up, reads back, and clips nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, terbilang
from polima_desktop.reports.document import Document
from polima_desktop.reports.flow import height_of
from polima_desktop.reports.parts import Letterhead, Signatory
from polima_desktop.reports.slip import A5, Amount, Row, Slip
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.reports.slip_layout import DENSITIES, Density, _Setter
from tests.reports.samples import (
    DISIPLIN,
    KINERJA,
    LONGEST_NAME,
    LONGEST_POSITION,
    LONGEST_UNIT,
    PRINTED,
    SIX_DEDUCTIONS,
    codes_of,
    longest_slip,
    pdf_of,
    picture_slip,
    text_of,
    words_of,
)

PICTURE = """\
CONTOH
CONTOH
lambang
daerah
PEMERINTAH KOTA BAUBAU
DINAS PEKERJAAN UMUM DAN PENATAAN RUANG
Provinsi Sulawesi Tenggara
SLIP TAMBAHAN PENGHASILAN PEGAWAI
Bulan Januari 2021 · Nomor 02417/SLIP/01/2021 · Revisi 0
Nama La Ode Fajrin Malik, S.T.
NIP 19811104 200803 1 002
Pangkat Penata Tingkat I (III/d)
Jabatan Kepala Seksi Jalan
NPWP 00.000.000.0-811.000
Kelas jabatan 9
TPP kelas Rp 4.355.208
Hari kerja 20, pola 5 hari
Atasan Ir. Wa Ode Zahra, M.T.
Dasar Contoh aturan v3
Kinerja, 60 % 60 % × TPP kelas × indeks
Poin aktivitas 62 aktivitas disetujui 5.899
Target poin 6.750
Capaian jenjang 85 % sampai di bawah 95 % 87,39 %
Indeks nilai kinerja 0,90
TPP kinerja Rp 2.351.812,32
Disiplin, 40 % 40 % × TPP kelas × nilai disiplin
Kejadian Kode Kali Persen Jumlah
Terlambat 1–30 menit TL1 2 0,50 1,00
Terlambat 61–90 menit TL3 1 1,25 1,25
Pulang cepat 31–60 menit PSW2 1 1,00 1,00
Tidak hadir tanpa keterangan TK 1 3,00 3,00
Nilai disiplin 100 − 6,25 = 93,75 % TPP disiplin Rp 1.633.203,00
TPP kotor, dibulatkan sekali Rp 3.985.015
PPh 21 final, golongan III, 5 % − Rp 199.251
Iuran BPJS Kesehatan, 1 % − Rp 39.850
Diterima Rp 3.745.914
Terbilang: tiga juta tujuh ratus empat puluh lima ribu sembilan ratus empat belas rupiah
Mengetahui,
Kepala Dinas
Ir. Wa Ode Zahra, M.T.
NIP 19690523 199503 2 004
Baubau, 26 Februari 2021
Bendahara Pengeluaran
Sitti Halimah Wale, S.E.
NIP 19860711 201001 2 009
Kode K7QD-M2XA-94FH
Pindai atau ketik kode ini di SI POLIMA untuk memeriksa keaslian slip.
Dicetak 26 Februari 2021, 10.15 WITA, oleh Ratna Zahara (BPKAD).
Halaman 1 dari 1."""


def test_the_slip_of_the_picture_reads_line_by_line() -> None:
    assert text_of(pdf_of([picture_slip()])).strip() == PICTURE


def test_a_slip_is_an_a5_sheet_standing_upright() -> None:
    width, height = pdf_of([picture_slip()])[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (148, 210)


def test_the_qr_symbol_reads_as_the_printed_code() -> None:
    assert codes_of(pdf_of([picture_slip()])) == ["K7QD-M2XA-94FH"]


def test_a_slip_without_marks_is_not_marked() -> None:
    text = text_of(pdf_of([replace(picture_slip(), marks=())]))
    assert "CONTOH" not in text
    assert "DRAF" not in text


@pytest.mark.parametrize("marks", [("DRAF",), ("DIGANTIKAN",), ("DRAF", "CONTOH")])
def test_every_mark_is_boxed_and_stands_across(marks: tuple[str, ...]) -> None:
    text = text_of(pdf_of([replace(picture_slip(), marks=marks)]))
    assert all(text.count(mark) == 2 for mark in marks)


# --- nothing is clipped --------------------------------------------------------------------


def outside(pdf: pypdfium2.PdfDocument, page: int) -> list[str]:
    """Give the characters that stand outside the margins or below the foot of a page."""
    width, _ = pdf[page].get_size()
    text = pdf[page].get_textpage()
    whole = text.get_text_range()
    boxes = [(whole[n], text.get_charbox(n)) for n in range(text.count_chars())]
    return [
        character
        for character, (left, bottom, right, _top) in boxes
        if character.strip() and (left < 26 or right > width - 26 or bottom < 10)
    ]


def test_the_longest_texts_stand_on_one_page_complete_and_inside_the_margins() -> None:
    pdf = pdf_of([longest_slip()])
    assert len(pdf) == 1
    words = words_of(pdf)
    for text in (LONGEST_UNIT, LONGEST_NAME, LONGEST_POSITION):
        assert text in words
    for amount in SIX_DEDUCTIONS:
        assert money(-amount.rupiah) in words
    assert terbilang(longest_slip().net) in words
    assert outside(pdf, 0) == []


def test_a_signatory_with_a_long_name_and_office_is_written_out_in_full() -> None:
    who = Signatory(f"Plt. Kepala {LONGEST_UNIT.title()}", LONGEST_NAME, "198111042008031002")
    pdf = pdf_of([replace(picture_slip(), signatories=(who, who))])
    words = words_of(pdf, len(pdf) - 1)
    assert words.count(who.office) == words.count(LONGEST_NAME) == 2
    assert outside(pdf, len(pdf) - 1) == []


def test_no_line_of_text_is_drawn_over_another() -> None:
    page = pdf_of([replace(longest_slip(), marks=())])[0].get_textpage()
    boxes = [page.get_rect(n) for n in range(page.count_rects())]
    for n, (left, bottom, right, top) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(right, other[2]) - max(left, other[0])
            high = min(top, other[3]) - max(bottom, other[1])
            assert wide < 1 or high < 0.25 * min(top - bottom, other[3] - other[1])


def long_slip(occurrences: int, deductions: int) -> Slip:
    rows = tuple(
        replace(DISIPLIN.occurrences[0], code=f"TL{n}", label=f"Kejadian nomor {n}")
        for n in range(occurrences)
    )
    taken = tuple(Amount(f"Potongan nomor {n}", 1000 + n) for n in range(deductions))
    return replace(
        picture_slip(), blocks=(KINERJA, replace(DISIPLIN, occurrences=rows)), deductions=taken
    )


@pytest.mark.parametrize(
    ("occurrences", "deductions", "pages"),
    [(12, 2, 1), (25, 2, 2), (80, 2, 3), (4, 60, 2), (4, 90, 3)],
)
def test_what_does_not_fit_goes_on_to_the_next_page(
    occurrences: int, deductions: int, pages: int
) -> None:
    slip = long_slip(occurrences, deductions)
    pdf = pdf_of([slip])
    words = " ".join(words_of(pdf, page) for page in range(len(pdf)))
    assert len(pdf) == pages
    for n in range(occurrences):
        assert f"Kejadian nomor {n} TL{n}" in words
    for n in range(deductions):
        assert f"Potongan nomor {n} − Rp {money(1000 + n)[3:]}" in words
    for page in range(pages):
        assert f"Halaman {page + 1} dari {pages}." in words_of(pdf, page)
        assert codes_of(pdf, page) == [slip.code]
        assert outside(pdf, page) == []
        assert page == 0 or slip.name in words_of(pdf, page)


@pytest.mark.parametrize("density", DENSITIES)
def test_no_slip_is_lower_than_the_least_it_is_tried_with(density: Density) -> None:
    setter = _Setter(Document(BytesIO(), A5, ""), density)
    heights = [
        (setter.least(slip), height_of(setter.pieces(slip)))
        for slip in (picture_slip(), longest_slip())
    ]
    assert heights[0][0] == pytest.approx(heights[0][1])  # every text of it takes one line
    assert heights[1][0] < heights[1][1]


def test_the_signatures_never_stand_alone_on_a_page() -> None:
    for occurrences in range(10, 26):
        pdf = pdf_of([long_slip(occurrences, 2)])
        last = words_of(pdf, len(pdf) - 1)
        assert last.index("Diterima") < last.index("Mengetahui,")


# --- sums ----------------------------------------------------------------------------------


@given(
    st.lists(st.integers(0, 10**8), min_size=1, max_size=3),
    st.lists(st.integers(0, 10**7), max_size=6),
)
def test_what_is_received_is_the_sum_of_the_printed_amounts(
    gross: list[int], deductions: list[int]
) -> None:
    slip = replace(
        picture_slip(),
        gross=tuple(Amount(f"Kotor {n}", amount) for n, amount in enumerate(gross)),
        deductions=tuple(Amount(f"Potongan {n}", amount) for n, amount in enumerate(deductions)),
    )
    words = words_of(pdf_of([slip]))
    net = sum(gross) - sum(deductions)
    assert f"Diterima {money(net)} " in words
    assert f"Terbilang: {terbilang(net)} " in words


# --- odd content ---------------------------------------------------------------------------


def test_brackets_backslashes_and_rare_letters_are_printed_as_they_are() -> None:
    odd = r"Śûbékti (Plt.) \ Čelebić ÑŁß"
    assert odd in words_of(pdf_of([replace(picture_slip(), blocks=(), subtitle=odd)]))


def test_more_different_letters_than_one_font_subset_holds_are_all_printed() -> None:
    letters = "".join(map(chr, [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x149)]))
    rows = tuple(Row("Huruf", letters[start : start + 30]) for start in range(0, len(letters), 30))
    words = words_of(pdf_of([replace(picture_slip(), blocks=(replace(KINERJA, rows=rows),))]))
    assert all(row.value in words for row in rows)


def test_an_unknown_signatory_leaves_a_line_to_write_on() -> None:
    unknown = (Signatory("Kepala Dinas"), Signatory("Bendahara Pengeluaran"))
    text = text_of(pdf_of([replace(picture_slip(), signatories=unknown)]))
    assert text.count("." * 40) == 2


def png(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 70), colour).save(out, "PNG")
    return out.getvalue()


def test_the_arms_the_city_supplies_take_the_place_of_the_placeholder() -> None:
    head = Letterhead("DINAS", arms=png("#00ff00"))
    pdf = pdf_of([replace(picture_slip(), letterhead=head)])
    assert "lambang" not in text_of(pdf)
    assert pdf[0].render(scale=1).to_pil().getpixel((46, 44)) == (0, 255, 0)


def test_arms_that_are_no_picture_are_refused_with_advice() -> None:
    head = Letterhead("DINAS", arms=b"bukan gambar")
    with pytest.raises(Refused, match="PNG atau JPEG"):
        pdf_of([replace(picture_slip(), letterhead=head)])


# --- many slips ----------------------------------------------------------------------------


def test_each_unit_has_one_letterhead_and_one_outline_entry() -> None:
    units = ["DINAS SATU", "DINAS SATU", "DINAS DUA"]
    slips = [replace(picture_slip(), letterhead=Letterhead(unit)) for unit in units]
    pdf = pdf_of(slips)
    assert len(pdf) == 3
    entries = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
    assert entries == [("DINAS SATU", 0), ("DINAS DUA", 2)]


def test_printing_stops_between_two_slips_when_it_is_cancelled() -> None:
    progress, read = Progress(), 0

    def slips() -> object:
        nonlocal read
        for _ in range(10):
            read += 1
            if read == 3:
                progress.cancel()
            yield picture_slip()

    with pytest.raises(Cancelled):
        write_slips(slips(), BytesIO(), PRINTED, progress)  # type: ignore[arg-type]
    assert read == 3
    assert progress.latest.done == 2
