"""Printing a calculated month: who may print whose, what the files hold, what is noted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled, NotAllowed, Refused, WrongUsage
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.paths import data_folder
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.desk import choices, find_choice, open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.session import Session
from polima_desktop.storage.office import audit
from polima_desktop.storage.staff import units
from tests.papers_world import (
    JANUARY,
    NOW,
    STAFF,
    actor,
    lock,
    own_toml,
    replace_slip,
    small_office,
)
from tests.reports.samples import codes_of, text_of, words_of

FAJRIN, IMA = STAFF[1], STAFF[4]
EVERYBODY = Chosen()


def printed(
    session: Session, paper: Paper = Paper.SLIPS, chosen: Chosen = EVERYBODY, limit: int = 1000
) -> pypdfium2.PdfDocument:
    out = BytesIO()
    writing.preview(session, paper, JANUARY, chosen, out, Progress(), limit)
    return pypdfium2.PdfDocument(out.getvalue())


def unit_id(session: Session, code: str) -> int:
    with session.reading_own() as connection:
        return units.ids_by_code(connection)[code]


def pages(pdf: pypdfium2.PdfDocument) -> list[str]:
    return [words_of(pdf, number) for number in range(len(pdf))]


# ── slips ───────────────────────────────────────────────────────────────────────────────────


def test_every_payable_slip_is_one_page_ordered_by_office_unit_and_name(office: Session) -> None:
    found = pages(printed(office))
    order = [
        "La Ode Fajrin Malik",
        "Wa Ode Zahra",
        "Sitti Hawa",
        "=La Ode Anwar",
        "Wa Ima",
        "Wa Ode Sarmina",
    ]
    assert [f"Nama {name} " in text for name, text in zip(order, found, strict=True)] == [True] * 6


def test_the_file_names_its_title_its_language_and_the_office_as_author(office: Session) -> None:
    out = BytesIO()
    writing.preview(office, Paper.SLIPS, JANUARY, EVERYBODY, out, Progress(), 1)
    reader = PdfReader(out)
    assert reader.metadata is not None
    found = (reader.metadata.title, reader.metadata.author, reader.metadata.creator)
    assert found == ("Slip TPP", "Pemerintah Kota Baubau", "SI POLIMA Desktop")
    assert reader.root_object["/Lang"] == "id-ID"


def test_a_month_prints_the_same_from_either_store(store_url: str) -> None:
    session = small_office(store_url)
    assert len(printed(session)) == 6
    assert len(choices(session, JANUARY).holders) == 7
    session.database.close()


def test_the_code_of_each_slip_is_the_stored_one(office: Session) -> None:
    pdf = printed(office)
    desk = open_desk(office, JANUARY, Chosen())
    assert [codes_of(pdf, n) for n in range(len(pdf))] == [[slip.code] for slip in desk.slips]


def test_a_unit_is_printed_with_everything_below_it(office: Session) -> None:
    assert len(printed(office, chosen=Chosen(frozenset({unit_id(office, "DIN-01")})))) == 4
    assert len(printed(office, chosen=Chosen(frozenset({unit_id(office, "SD-01")})))) == 3


def test_one_person_is_printed_by_nip(office: Session) -> None:
    (text,) = pages(printed(office, chosen=Chosen(nips=frozenset({FAJRIN.nip}))))
    assert "Nama La Ode Fajrin Malik" in text
    assert "Diterima Rp 3.745.914" in text


def test_the_letterhead_is_the_units_and_its_head_signs(office: Session) -> None:
    (text,) = pages(printed(office, chosen=Chosen(nips=frozenset({IMA.nip}))))
    assert "SD NEGERI 1 WAMEO" in text
    assert "Kepala Sekolah Wa Ode Sarmina NIP 19840312 200902 2 004" in text
    assert "Baubau, 26 Februari 2021 Bendahara Pengeluaran ....." in text


def test_papers_are_marked_until_month_and_rules_are_final(sqlite_url: str) -> None:
    session = small_office(sqlite_url, own_toml())
    assert open_desk(session, JANUARY, Chosen()).marks([]) == ("DRAF",)
    assert "DRAF" in pages(printed(session))[0]
    lock(session)
    assert "DRAF" not in pages(printed(session))[0]
    assert "CONTOH" not in pages(printed(session))[0]
    session.database.close()


def test_example_rules_mark_a_locked_month_too(office: Session) -> None:
    lock(office)
    assert open_desk(office, JANUARY, Chosen()).marks(
        open_desk(office, JANUARY, Chosen()).slips
    ) == ("CONTOH",)


def test_only_the_newest_revision_is_printed_unless_an_earlier_one_is_asked_for(
    office: Session,
) -> None:
    replace_slip(office, FAJRIN.nip)
    (text,) = pages(printed(office, chosen=Chosen(nips=frozenset({FAJRIN.nip}))))
    assert "Revisi 2" in text
    assert "DIGANTIKAN" not in text
    (text,) = pages(printed(office, chosen=Chosen(nips=frozenset({FAJRIN.nip}), revision=1)))
    assert "Revisi 1" in text
    assert text.count("DIGANTIKAN") == 2


def test_the_citys_arms_are_taken_from_the_data_folder(office: Session) -> None:
    from PIL import Image

    Image.new("RGB", (50, 60), "#00ff00").save(data_folder() / "lambang.png")
    pdf = printed(office, limit=1)
    assert "lambang" not in text_of(pdf)


# ── who may print what ──────────────────────────────────────────────────────────────────────


def test_a_verifier_prints_only_their_own_office(office: Session) -> None:
    school = unit_id(office, "SD-01")
    verifier = replace(office, actor=actor(Role.VERIFIKATOR, school))
    assert len(printed(verifier)) == 3
    with pytest.raises(NotAllowed, match="unitnya sendiri"):
        printed(verifier, chosen=Chosen(frozenset({unit_id(office, "DIN-02")})))
    assert {holder.unit_id for holder in choices(verifier, JANUARY).holders} == {school}


def test_a_month_that_was_not_calculated_says_what_to_do(office: Session) -> None:
    with pytest.raises(Refused, match=r"Februari 2021 belum dihitung.*Perhitungan"):
        open_desk(office, Month(2021, 2), Chosen())
    with pytest.raises(Refused, match="belum dihitung"):
        choices(office, Month(2021, 2))


def test_a_choice_without_slips_says_so(office: Session) -> None:
    with pytest.raises(Refused, match="Tidak ada slip Januari 2021 untuk pilihan ini"):
        open_desk(office, JANUARY, Chosen(nips=frozenset({"198001012005011001"})))


# ── lists ───────────────────────────────────────────────────────────────────────────────────


def test_lists_stand_under_the_topmost_office(office: Session) -> None:
    found = pages(printed(office, Paper.PAYMENT_LIST))
    assert len(found) == 2
    assert "Dinas Pekerjaan Umum" in found[0]
    assert "Dinas Pendidikan dan Kebudayaan" in found[1]
    for name in ("Sitti Hawa", "Wa Ima", "Wa Ode Sarmina"):
        assert name in found[1]


def test_a_chosen_unit_has_its_own_list(office: Session) -> None:
    (text,) = pages(
        printed(office, Paper.PAYMENT_LIST, Chosen(frozenset({unit_id(office, "SD-01")})))
    )
    assert "SD Negeri 1 Wameo Bulan Januari 2021" in text
    assert "Sitti Hawa" not in text.split("Mengetahui")[0]


def test_every_list_ends_in_the_sum_of_the_slips(office: Session) -> None:
    desk = open_desk(office, JANUARY, Chosen(frozenset({unit_id(office, "DIN-02")})))
    net = number(sum(slip.net or 0 for slip in desk.slips))
    for paper in (Paper.PAYMENT_LIST, Paper.RECEIPT, Paper.RECAP):
        assert f" {net} " in pages(printed(office, paper, desk.chosen))[-1]
    assert f"Rp {net}" in pages(printed(office, Paper.STATEMENT, desk.chosen))[0]


def test_the_payment_list_shows_the_columns_of_the_form(office: Session) -> None:
    text = pages(printed(office, Paper.PAYMENT_LIST, Chosen(nips=frozenset({FAJRIN.nip}))))[0]
    assert "4.355.208 91,50 % 3.985.015 0 0 159.400 4.144.415 159.400 39.850" in text
    assert "199.250 3.945.165 199.251 3.745.914" in text


def test_the_receipt_splits_work_and_discipline(office: Session) -> None:
    text = pages(printed(office, Paper.RECEIPT, Chosen(nips=frozenset({FAJRIN.nip}))))[0]
    assert "Disiplin, 40 %" in text
    assert "1.633.203,00 2.351.812,32 −0,32 3.985.015 199.251 39.850 3.745.914" in text


def test_the_recapitulation_counts_held_slips_without_adding_them(office: Session) -> None:
    (text,) = pages(printed(office, Paper.RECAP))
    assert "Dinas Pendidikan dan Kebudayaan 4 1 " in text
    assert "1 slip tertahan tidak ikut dijumlahkan" in text
    assert "Sekretaris Daerah" in text


def test_the_recapitulation_of_one_unit_has_a_line_for_each_unit_below(office: Session) -> None:
    (text,) = pages(printed(office, Paper.RECAP, Chosen(frozenset({unit_id(office, "DIN-01")}))))
    assert "SD Negeri 1 Wameo 3 1 " in text


def test_each_office_answers_for_its_own_sum(office: Session) -> None:
    found = pages(printed(office, Paper.STATEMENT))
    assert "untuk 2 pegawai" in found[0]
    assert "untuk 4 pegawai" in found[1]
    assert all("Contoh aturan TPP v1" in text for text in found)


def test_a_preview_draws_only_the_beginning(office: Session) -> None:
    out = BytesIO()
    made = writing.preview(office, Paper.SLIPS, JANUARY, Chosen(), out, Progress(), 2)
    assert (made.count, made.of) == (2, 6)
    assert len(pypdfium2.PdfDocument(out.getvalue())) == 2


# ── files ───────────────────────────────────────────────────────────────────────────────────


def last_entry(session: Session) -> audit.Entry:
    with session.reading_own() as connection:
        return list(audit.entries(connection))[-1]


def test_a_printed_file_is_noted_with_its_hash(office: Session, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    made = writing.print_paper(office, Paper.SLIPS, JANUARY, Chosen(), path, Progress())
    entry = last_entry(office)
    detail = json.loads(entry.detail)
    assert (made.count, made.paths, made.marks) == (6, (path,), ("DRAF", "CONTOH"))
    assert (entry.action, entry.user, entry.subject) == ("papers.slips", "keuangan", "2021-01")
    assert detail["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert detail["count"] == 6


def test_pages_for_a_printer_are_noted_too(office: Session) -> None:
    data = writing.print_bytes(office, Paper.RECAP, JANUARY, Chosen(), Progress())
    assert json.loads(last_entry(office).detail)["sha256"] == hashlib.sha256(data).hexdigest()


def test_a_cancel_leaves_no_file_and_no_entry(office: Session, tmp_path: Path) -> None:
    progress, before = Progress(), last_entry(office)
    progress.cancel()
    with pytest.raises(Cancelled):
        writing.print_paper(office, Paper.SLIPS, JANUARY, Chosen(), tmp_path / "slip.pdf", progress)
    assert list(tmp_path.glob("*.pdf")) == []
    assert last_entry(office) == before


# ── choices as they are typed ───────────────────────────────────────────────────────────────


def test_a_unit_is_found_by_code_name_or_short_name(office: Session) -> None:
    expected = Chosen(frozenset({unit_id(office, "DIN-02")}))
    for typed in ("DIN-02", "dinas pekerjaan umum", "Dinas PU"):
        assert find_choice(office, JANUARY, typed, "") == expected
    nip = find_choice(office, JANUARY, "", "19811104 200803 1 002")
    assert nip == Chosen(nips=frozenset({FAJRIN.nip}))


def test_a_revision_without_a_person_is_wrong_usage(office: Session) -> None:
    with pytest.raises(WrongUsage, match="Sebutkan --nip"):
        find_choice(office, JANUARY, "", "", 1)


def test_an_unknown_unit_is_refused_with_advice(office: Session) -> None:
    with pytest.raises(WrongUsage, match="‘Dinas Antariksa’ tidak dikenal pada Januari 2021"):
        find_choice(office, JANUARY, "Dinas Antariksa", "")


def test_what_can_be_chosen_includes_held_slips(office: Session) -> None:
    found = choices(office, JANUARY)
    assert (found.state, found.example) == ("calculated", True)
    assert [holder.state for holder in found.holders].count("held") == 1
    assert office.clock() == NOW
