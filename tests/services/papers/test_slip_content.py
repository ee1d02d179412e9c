"""What a stored slip and its rules become on paper."""

from __future__ import annotations

import doctest
from dataclasses import replace
from decimal import Decimal

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import RuleSet
from polima_desktop.formatting import money
from polima_desktop.reports.parts import Letterhead, Signatory
from polima_desktop.reports.seal import statement_of
from polima_desktop.reports.slip import ALONG, Amount, Block, Occurrence, Proof, Row, Slip
from polima_desktop.services.months import carried
from polima_desktop.services.months.carried import Along
from polima_desktop.services.papers import rules as paper_rules
from polima_desktop.services.papers.comparing import differences
from polima_desktop.services.papers.rules import PaperRules
from polima_desktop.services.papers.slip_content import block_of, slip_paper, totals
from tests.reports.samples import pdf_of, picture_slip, words_of
from tests.services.stored_slips import example_rules, own_rules, stored_slip

SIGNATORIES = (Signatory("Kepala Dinas"), Signatory("Bendahara Pengeluaran"))


def rules_of(rules: RuleSet | None = None) -> PaperRules:
    return PaperRules(3, rules or example_rules())


def paper(rules: RuleSet | None = None, **changes: object) -> Slip:
    slip = stored_slip(**changes)  # type: ignore[arg-type]
    return slip_paper(slip, rules_of(rules), Letterhead("Dinas PU"), SIGNATORIES, ())


def block(name: str, **changes: object) -> Block:
    return block_of(stored_slip(**changes), rules_of(), name)  # type: ignore[arg-type]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(paper_rules).failed == 0
    assert doctest.testmod(carried).failed == 0


def test_the_identity_is_written_as_on_the_picture() -> None:
    left, right = paper().facts
    assert [(fact.label, fact.value) for fact in (*left, *right)] == [
        ("Nama", "La Ode Fajrin Malik, S.T."),
        ("NIP", "19811104 200803 1 002"),
        ("Pangkat", "Penata Tingkat I (III/d)"),
        ("Jabatan", "Kepala Seksi Jalan"),
        ("NPWP", "00.000.000.0-811.000"),
        ("Kelas jabatan", "9"),
        ("TPP kelas", "Rp 4.355.208"),
        ("Hari kerja", "20, pola 5 hari"),
        ("Atasan", "Ir. Wa Ode Zahra, M.T."),
        ("Dasar", "Contoh aturan TPP v3"),
    ]


def test_what_is_not_known_of_a_person_is_a_dash() -> None:
    unknown = dict.fromkeys(("golongan", "pangkat", "position", "npwp", "superior", "kelas"))
    left, right = paper(identity=unknown).facts
    values = {fact.label: fact.value for fact in (*left, *right)}
    assert [values[name] for name in ("Pangkat", "Jabatan", "NPWP", "Atasan", "Kelas jabatan")] == [
        "–"
    ] * 5


def test_a_decree_of_the_city_is_named_with_its_date() -> None:
    assert paper(own_rules()).facts[1][-1].value == "Perwali 12 Tahun 2021, 1 April 2021 (v3)"


def test_arrears_stand_apart_from_what_the_slip_says_is_received() -> None:
    january, december = Month(2021, 1), Month(2020, 12)
    along = (
        Along(january, 26_110, 26_110, {"klaim": 26_110}),
        Along(december, -100_000, -400_000, {"jabatan": -390_000, "tabel": -10_000}),
    )
    made = slip_paper(
        stored_slip(), rules_of(), Letterhead("Dinas PU"), SIGNATORIES, (), None, along
    )
    assert made.net == paper().net
    assert made.along is not None
    assert made.along.rows == (
        Row("Januari 2021", "Rp 26.110", "rapel: putusan klaim"),
        Row(
            "Desember 2020",
            "− Rp 100.000",
            "pengembalian, sebagian dari − Rp 400.000: "
            "jabatan, golongan, dan kelas − Rp 390.000 dan tabel − Rp 10.000",
        ),
    )
    assert made.along.results == (("Jumlah ditransfer", money(made.net - 73_890)),)
    assert paper().along is None


def test_a_page_with_arrears_is_read_back_field_by_field() -> None:
    rows, sums = (Row("Desember 2020", "− Rp 26.110"),), (("Jumlah ditransfer", "Rp 3.719.804"),)
    share = Block(ALONG, "ditransfer bersama slip ini", rows, results=sums)
    slip = replace(picture_slip(), along=share)
    proof = Proof("KOTA", Month(2021, 1), 2417, 0, "00.000.000.0-811.000", "K", str)
    statement = statement_of(slip, proof, "1-1", b"")
    words = words_of(pdf_of([slip]))
    assert differences(statement, words) == []
    forged = words.replace("Sitti Halimah Wale", "Sitti Halimah")
    assert [one.field for one in differences(statement, forged)] == ["Penanda tangan"]


def test_only_rules_that_call_themselves_an_example_are_one() -> None:
    assert rules_of().is_example
    assert not rules_of(own_rules()).is_example


def test_the_work_block_follows_the_rules_lines() -> None:
    assert block("kinerja") == Block(
        title="Kinerja, 60 %",
        note="besaran TPP × 60 % × indeks nilai kinerja",
        rows=(
            Row("Poin aktivitas", "5.899", "62 aktivitas disetujui"),
            Row("Target poin", "6.750"),
            Row("Capaian", "87,39 %"),
            Row("Indeks nilai kinerja", "0,90", "jenjang 85 % sampai di bawah 95 %"),
        ),
        results=(("TPP kinerja 60 %", "Rp 2.351.812,32"),),
    )


def test_the_discipline_block_shows_what_was_counted() -> None:
    assert block("disiplin") == Block(
        title="Disiplin, 40 %",
        note="besaran TPP × 40 % × nilai disiplin",
        occurrences=(
            Occurrence("Terlambat 1–30 menit", "TL1", "2", "0,50", "1,00"),
            Occurrence("Terlambat 61–90 menit", "TL3", "1", "1,25", "1,25"),
            Occurrence("Pulang cepat 31–60 menit", "PSW2", "1", "1,00", "1,00"),
            Occurrence("Tidak hadir tanpa keterangan", "TK", "1", "3,00", "3,00"),
        ),
        summary="Nilai disiplin 100 − 6,25 = 93,75 %",
        results=(("TPP disiplin 40 %", "Rp 1.633.203,00"),),
    )


def test_full_marks_need_no_occurrences() -> None:
    free = {"alpa": Decimal(0), "menit_terlambat": [], "menit_pulang_cepat": []}
    counts = {"counts": {"hari_kerja": 20, "alpa": 0}, "discipline": []}
    found = block("disiplin", inputs=free, identity=counts)
    assert (found.rows, found.occurrences, found.summary) == ((), (), "Nilai disiplin 100,00 %")


def test_the_last_band_also_counts_a_missing_record() -> None:
    band = {"from": "91", "to": None, "rate": "0.0150", "times": 1}
    seen = {"discipline": [{"table": "terlambat", "list": "menit_terlambat", "bands": [band]}]}
    first = block("disiplin", identity=seen).occurrences[0]
    assert (first.label, first.code) == ("Terlambat 91 menit ke atas atau tanpa rekaman", "TL4")


def test_percentages_the_occurrences_do_not_explain_stay_on_the_slip() -> None:
    found = block("disiplin", identity={"discipline": []})
    assert [(row.label, row.value) for row in found.rows] == [
        ("Terlambat", "2,25 %"),
        ("Pulang cepat", "1,00 %"),
        ("Tidak hadir tanpa keterangan", "3,00 %"),
        ("Tidak ikut apel", "0,00 %"),
    ]
    assert found.summary == "Nilai disiplin 93,75 %"


def test_an_addition_and_a_sanction_stand_beside_the_result_of_their_block() -> None:
    extra = {"plt": True, "hukdis": "sedang"}
    assert block("kinerja", inputs=extra).results == (
        ("TPP kinerja 60 %", "Rp 2.351.812,32"),
        ("Tambahan Plt. 20 %", "Rp 797.003,06"),
    )
    assert block("disiplin", inputs=extra).results[1] == (
        "Potongan hukuman disiplin",
        "Rp 1.195.504,60",
    )


def test_the_totals_box_names_amounts_and_rates() -> None:
    slip = stored_slip()
    assert totals(slip, rules_of()) == (
        (Amount("TPP kotor", 3_985_015),),
        (
            Amount("PPh 21, golongan III, 5 %", 199_251),
            Amount("BPJS Kesehatan 1 %", 39_850),
        ),
    )
    assert paper().net == slip.net == 3_745_914


def test_a_slip_whose_lines_do_not_add_up_is_named_and_not_printed() -> None:
    slip = stored_slip(net=3_700_000)
    with pytest.raises(
        Refused, match=r"berjumlah Rp 3\.745\.914, sedangkan yang tersimpan"
    ) as said:
        totals(slip, rules_of())
    assert slip.identity["name"] in said.value.message


def test_rules_without_lines_for_a_block_leave_it_out() -> None:
    rules = example_rules()
    bare = {name: replace(line, slip="") for name, line in rules.lines.items()}
    none = rules_of(replace(rules, lines=bare))
    slip = stored_slip()
    assert none.blocks == {}
    assert totals(slip, none) == (
        (Amount("TPP kotor", 3_985_015),),
        (Amount("Jumlah potongan", 239_101),),
    )


@pytest.mark.parametrize(
    ("formula", "aloud"),
    [
        ("BULAT(tpp_dasar * 60% * nilai_indeks; 2)", "besaran TPP × 60 % × indeks nilai kinerja"),
        ("kotor - pph21", "TPP kotor − PPh 21"),
        ('JIKA(status = "CPNS"; 80%; 100%)', ""),
        ("MAKS(kotor; 0)", ""),
    ],
)
def test_only_plain_formulas_are_read_aloud(formula: str, aloud: str) -> None:
    assert rules_of().reading(formula) == aloud


def test_the_number_of_the_slip_names_month_and_revision() -> None:
    assert paper().subtitle == "Bulan Januari 2021 · Nomor 02417/SLIP/01/2021 · Revisi 1"
