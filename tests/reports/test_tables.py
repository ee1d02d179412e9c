"""Lists to sign: every row and every total adds up on paper, over any number of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.errors import Cancelled
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.typed import read_number
from polima_desktop.formatting import number, terbilang
from polima_desktop.reports.parts import Letterhead
from polima_desktop.reports.payment_list import Payment, payment_table, write_payment_list
from polima_desktop.reports.recap import OfficeTotal, recap_table, write_recap
from polima_desktop.reports.receipt import Receipt, receipt_table, write_receipts
from polima_desktop.reports.statement import Statement, write_statements
from tests.reports.samples import (
    LONGEST_NAME,
    LONGEST_POSITION,
    LONGEST_UNIT,
    PRINTED,
    SIGNATORIES,
    text_of,
    words_of,
)

HEADINGS = ("DAFTAR PEMBAYARAN TAMBAHAN PENGHASILAN PEGAWAI", LONGEST_UNIT, "Bulan Januari 2021")
MONEY = st.integers(0, 50_000_000)


def payment(n: int = 1, amount: int = 3_985_015) -> Payment:
    return Payment(
        f"La Ode Fajrin Malik {n}, S.T.",
        "198111042008031002",
        "III/d",
        "Kepala Seksi Jalan",
        "123456789811000",
        "9",
        4_355_208,
        "91,50 %",
        amount,
        earlier=89_000,
        sanction=160_000,
        subsidy=159_401,
        insurance=39_850,
        tax=199_251,
    )


def printed_list(payments: Sequence[Payment], *units: str) -> pypdfium2.PdfDocument:
    tables = [
        payment_table((HEADINGS[0], unit), payments, SIGNATORIES, ())
        for unit in units or (LONGEST_UNIT,)
    ]
    out = BytesIO()
    write_payment_list(tables, out, PRINTED, Progress())
    return pypdfium2.PdfDocument(out.getvalue())


def whole(pdf: pypdfium2.PdfDocument) -> str:
    return " ".join(words_of(pdf, page) for page in range(len(pdf)))


def test_the_list_lies_on_f4_paper_and_numbers_its_19_columns() -> None:
    pdf = printed_list([payment()])
    width, height = pdf[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (330, 215)
    labels = (
        "1 2 3 4 5 6 7 8 9 10 11 12 = (8+11) − (9+10) 13 14 15 = 13+14 16 = 12−15 17 18 = 16−17 19"
    )
    assert all(label in words_of(pdf) for label in labels.split())
    assert "12 = (8+11) − (9+10)" in words_of(pdf)


def test_the_longest_office_is_written_in_full_above_a_narrow_list() -> None:
    office = f"{LONGEST_UNIT} DAN BIRO LAIN YANG BERADA DI BAWAHNYA"
    out = BytesIO()
    table = recap_table(
        ("REKAPITULASI", office), [OfficeTotal("A", 1, 0, 1, 0, 0)], SIGNATORIES, ()
    )
    write_recap(table, out, PRINTED, Progress())
    page = pypdfium2.PdfDocument(out.getvalue())[0]
    text = page.get_textpage()
    assert office in " ".join(text.get_text_bounded().split())
    assert all(text.get_rect(n)[2] < page.get_width() - 30 for n in range(text.count_rects()))


def test_a_line_carries_everything_of_its_person() -> None:
    words = words_of(printed_list([payment()]))
    for text in (
        "La Ode Fajrin Malik 1, S.T.",
        "19811104 200803 1 002",
        "Kepala Seksi Jalan",
        "12.345.678.9-811.000",
        "III/d",
        "91,50 %",
    ):
        assert text in words


@given(MONEY, MONEY, MONEY, MONEY, MONEY, MONEY)
def test_the_computed_columns_follow_the_form(
    amount: int, earlier: int, sanction: int, subsidy: int, insurance: int, tax: int
) -> None:
    p = Payment(
        *("N", "1", "", "", None, "", None, ""),
        *(amount, earlier, sanction, subsidy, insurance, tax),
    )
    assert p.gross == (amount + subsidy) - (earlier + sanction)
    assert p.before_tax == p.gross - (subsidy + insurance)
    assert p.received == amount - earlier - sanction - insurance - tax


def totals_in(pdf: pypdfium2.PdfDocument, label: str) -> list[list[str]]:
    """Give the numbers behind a label, for every page that has it."""
    found = []
    for page in range(len(pdf)):
        for line in text_of(pdf, page).splitlines():
            words = line.split()
            if line.startswith(f"{label} ") and words[len(label.split())][0].isdigit():
                found.append(words[len(label.split()) :])
    return found


@pytest.mark.parametrize("count", [1, 12, 40, 101])
def test_the_total_is_the_sum_of_the_printed_rows(count: int) -> None:
    pdf = printed_list([payment(n, 1_000_000 + n) for n in range(count)])
    rows = [payment(n, 1_000_000 + n) for n in range(count)]
    ((*columns, received),) = totals_in(pdf, "Jumlah")
    assert read_number(received) == sum(p.received for p in rows)
    assert read_number(columns[1]) == sum(p.amount for p in rows)
    assert f"Terbilang: {terbilang(sum(p.received for p in rows))}" in words_of(pdf, len(pdf) - 1)


def test_what_a_page_carries_over_is_what_the_next_begins_with() -> None:
    pdf = printed_list([payment(n, 1_000_000 + n) for n in range(101)])
    carried, begun = totals_in(pdf, "Jumlah dipindahkan"), totals_in(pdf, "Pindahan")
    assert len(carried) == len(pdf) - 1 > 3
    assert carried == begun


@pytest.mark.parametrize("count", range(8, 40))
def test_no_row_stands_alone_on_the_last_page(count: int) -> None:
    pdf = printed_list([payment(n) for n in range(count)])
    last = words_of(pdf, len(pdf) - 1).count("La Ode Fajrin Malik")
    assert len(pdf) == 1 or last >= 3


def test_each_page_adds_up_by_itself_and_says_whose_list_it_is() -> None:
    pdf = printed_list([payment(n, 1_000_000 + n) for n in range(101)])
    pages = totals_in(pdf, "Jumlah halaman ini")
    assert len(pages) == len(pdf)
    ((*whole_list, _),) = totals_in(pdf, "Jumlah")
    added = [sum(read_number(page[n]) for page in pages) for n in range(len(whole_list))]
    assert added == [read_number(text) for text in whole_list]
    for page in range(1, len(pdf)):
        head = words_of(pdf, page)[:300]
        assert LONGEST_UNIT in head
        assert "lanjutan" in head


def test_numbers_and_percentages_are_never_broken() -> None:
    rows = [replace(payment(n), score="100,00 %", job_class="17") for n in range(130)]
    text = "\n".join(text_of(pdf, page) for pdf in [printed_list(rows)] for page in range(len(pdf)))
    assert text.count("100,00 %") == 130
    lines = [line.split()[0] for line in text.splitlines() if line.strip()]
    assert {str(n) for n in range(100, 131)} <= set(lines)
    assert "130. ............" in text


def test_no_row_is_lost_between_pages_and_long_texts_are_complete() -> None:
    rows = [payment(n) for n in range(60)]
    rows[13] = Payment(LONGEST_NAME, "198111042008031002", "IV/e", LONGEST_POSITION, None, "17",
                       None, "–", 29_286_000)  # fmt: skip
    text = whole(printed_list(rows))
    for n in range(60):
        assert n == 13 or f"La Ode Fajrin Malik {n}, S.T." in text
    assert LONGEST_NAME.split(", ")[-1] in text
    for word in LONGEST_POSITION.split():
        assert word in text


def test_a_number_too_wide_for_its_column_is_set_smaller_not_cut() -> None:
    pdf = printed_list([payment(amount=12_345_678_901_234)])
    page = pdf[0].get_textpage()
    assert number(12_345_678_901_234) in words_of(pdf)
    width = pdf[0].get_width()
    assert all(page.get_rect(n)[2] < width - 30 for n in range(page.count_rects()))


def test_each_office_begins_a_page_and_counts_its_own_pages() -> None:
    pdf = printed_list([payment(n) for n in range(30)], "Dinas Satu", "Dinas Dua")
    firsts = [n for n in range(len(pdf)) if "Halaman 1 dari" in words_of(pdf, n)]
    offices = ["Dinas Satu", "Dinas Dua"]
    found = [unit for n in firsts for unit in offices if unit in text_of(pdf, n)]
    assert found == offices


def test_the_signatures_stand_below_the_total_on_the_last_page() -> None:
    for count in range(8, 18):
        pdf = printed_list([payment(n) for n in range(count)])
        words = words_of(pdf, len(pdf) - 1)
        assert words.index("Jumlah ") < words.index("Mengetahui,")
        assert "Bendahara Pengeluaran Sitti Halimah Wale, S.E. NIP 19860711 201001 2 009" in words
        assert f"{count}. ..." in words


def test_printing_lists_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    tables = [payment_table(HEADINGS, [payment()], SIGNATORIES, ())]
    with pytest.raises(Cancelled):
        write_payment_list(tables, BytesIO(), PRINTED, progress)


# --- receipt, recapitulation, statement ----------------------------------------------------


def test_a_receipt_shows_both_parts_with_their_decimals_and_adds_up() -> None:
    row = Receipt(
        *("Wa Ode Sitti", "198111042008031002", "III/d", "Pengawas", "9", 4_355_208),
        *(Decimal("1633203.00"), Decimal("2351812.32"), 3_985_015, 199_251, 39_850),
    )
    out = BytesIO()
    write_receipts([receipt_table(HEADINGS, [row, row], SIGNATORIES, ("DRAF",))], out, PRINTED,
                   Progress())  # fmt: skip
    pdf = pypdfium2.PdfDocument(out.getvalue())
    ((*_, discipline, work, rest, gross, tax, other, received),) = totals_in(pdf, "Jumlah")
    assert (discipline, work, rest) == ("3.266.406,00", "4.703.624,64", "−0,64")
    assert sum(map(read_number, (discipline, work, rest))) == read_number(gross)
    assert read_number(received) == read_number(gross) - read_number(tax) - read_number(other)
    assert "Disiplin 40 %" in words_of(pdf)


@given(st.lists(st.tuples(st.integers(0, 500), *[MONEY] * 3), min_size=1, max_size=90))
def test_a_recapitulation_adds_up_down_and_across(offices: list[tuple[int, int, int, int]]) -> None:
    rows = [
        OfficeTotal(f"Unit {n}", slips, 1, gross + tax + other, tax, other)
        for n, (slips, gross, tax, other) in enumerate(offices)
    ]
    out = BytesIO()
    write_recap(recap_table(HEADINGS, rows, SIGNATORIES, ()), out, PRINTED, Progress())
    pdf = pypdfium2.PdfDocument(out.getvalue())
    ((slips, held, gross, tax, other, net),) = totals_in(pdf, "Jumlah")
    assert read_number(slips) == sum(row.slips for row in rows)
    assert read_number(held) == len(rows)
    assert read_number(net) == sum(row.net for row in rows)
    assert read_number(gross) - read_number(tax) - read_number(other) == read_number(net)


def test_the_statement_names_the_sum_in_figures_and_words() -> None:
    out = BytesIO()
    statement = Statement(
        Letterhead(LONGEST_UNIT), "Januari 2021", "Contoh aturan v3", 45, 179_325_675,
        168_566_130, 3, 2, SIGNATORIES[0], ("DRAF",),
    )  # fmt: skip
    write_statements([statement], out, PRINTED, Progress())
    words = words_of(pypdfium2.PdfDocument(out.getvalue()))
    for text in (
        "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK",
        "untuk 45 pegawai",
        "Rp 168.566.130",
        terbilang(168_566_130),
        "Ir. Wa Ode Zahra, M.T. NIP 19690523 199503 2 004",
        "3 usulan backup manual belum diputus",
        "2 slip tertahan tidak termasuk",
    ):
        assert text in words
