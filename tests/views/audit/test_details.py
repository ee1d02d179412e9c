"""What an entry says and where it leads: names, money, days, old → new; found by all of them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from polima_desktop.domain.periods import Month
from polima_desktop.services.office.audit import Names, Trail
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views.audit import details
from polima_desktop.views.audit.shown import Shown, Wanted

NIP = "198111042008031002"
NAMES = Names(
    {17: ("La Ode Fajrin Malik", NIP)}, {NIP: 17}, {3: "Dinas PU"}, {9: "bkpsdm.xlsx"},
    {"2021-02-03T00:00:00.000000+00:00": "kelas jabatan La Ode Fajrin Malik 7 → 9"},
)  # fmt: skip


def entry(
    subject: str, at: str = "2021-02-01T04:00:00.000000+00:00", number: int = 1, **said: object
) -> Entry:
    return Entry(number, at, "rita", "people.correct", subject, json.dumps(said), "", "")


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({"changes": {"job_class": [None, 5]}}, [("Kelas jabatan", "– → 5")]),
        ({"changes": {"salary": [3000000, 3250000], "certified": [False, True]}},
         [("Gaji pokok (Rp)", "Rp 3.000.000 → Rp 3.250.000"),
          ("Guru bersertifikasi", "Tidak → Ya")]),
        ({"changes": {"birth_date": ["1981-11-04", None]}},
         [("Tanggal lahir", "4 November 1981 → –")]),
        ({"before": "4000000", "after": "3991549"},
         [("sebelumnya", "Rp 4.000.000"), ("sesudahnya", "Rp 3.991.549")]),
        ({"before": "SP2D-7", "after": "tetap tertahan"},
         [("sebelumnya", "SP2D-7"), ("sesudahnya", "tetap tertahan")]),
        ({"nip": NIP}, [("NIP", "La Ode Fajrin Malik, NIP 19811104 200803 1 002")]),
        ({"people": [NIP, "x"]},
         [("pegawai", "La Ode Fajrin Malik, NIP 19811104 200803 1 002; x")]),
        ({"claims": list(range(1, 9))}, [("klaim", "1; 2; 3; 4; 5 dan 3 lainnya")]),
        ({"unit_id": 3, "role": "verifikator"},
         [("unit", "Dinas PU"), ("peran", "Verifikator unit")]),
        ({"events": [{"person": 17, "kind": "cuti_besar", "from": "2021-01-05"}]},
         [("Cuti besar", "La Ode Fajrin Malik, NIP 19811104 200803 1 002, sejak 5 Januari 2021")]),
        ({"accepted": 3, "unit_id": None, "undone": True},
         [("diterima", "3"), ("unit", "–"), ("diurungkan", "ya")]),
        ({"kind": "reason", "state": "moved", "words": "Surat 12"},
         [("jenis", "alasan satu baris"), ("keadaan", "pindah atau berhenti"),
          ("alasan", "Surat 12")]),
        ({"compared": {"from": "2021-01", "until": "2021-02"}},
         [("dibandingkan dengan", "sejak Januari 2021, sampai Februari 2021")]),
    ],
)  # fmt: skip
def test_details_are_words(said: dict[str, object], lines: list[tuple[str, str]]) -> None:
    assert details.detail_lines(entry("x", **said), NAMES) == lines


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("person:17", "La Ode Fajrin Malik, NIP 19811104 200803 1 002"),
        ("person:99", "pegawai nomor 99"),
        ("batch:9", "bkpsdm.xlsx"),
        ("people:12", "12 pegawai"),
        ("user:rita", "pengguna rita"),
        ("2021-01", "Januari 2021"),
        ("klaim 982", "klaim 982"),
    ],
)
def test_a_subject_is_words(subject: str, words: str) -> None:
    assert details.about(entry(subject), NAMES) == words


def test_a_claim_and_a_slip_are_somebodys() -> None:
    assert details.about(entry("klaim 982", nip=NIP), NAMES) == "klaim 982, La Ode Fajrin Malik"
    assert details.about(entry("2021-01", nip="1" * 18), NAMES) == "Januari 2021"


def test_the_name_of_an_act_is_its_line() -> None:
    named = entry("person:17", at="2021-02-03T00:00:00.000000+00:00", decree="12")
    assert details.line(named, NAMES) == "kelas jabatan La Ode Fajrin Malik 7 → 9"
    assert details.line(entry("person:17", decree="12"), NAMES) == "dasar 12"


def test_an_entry_leads_to_its_slip_its_person_its_claim_and_its_file() -> None:
    january = Month(2021, 1)
    found = details.leads(entry("2021-01", nip=NIP, before="1", after="2"), NAMES)
    assert [(lead.page, dict(lead.what), lead.month) for lead in found] == [
        ("perhitungan", {"nip": NIP}, january),
        ("pegawai", {"person": 17}, None),
    ]
    claim = details.leads(entry("klaim 4", nip=NIP, day="2021-01-05"), NAMES)
    assert (claim[0].page, claim[0].what, claim[0].month) == ("backup", {"person": 17}, january)
    (file,) = details.leads(entry("batch:9"), NAMES)
    assert (file.page, file.what) == ("audit", {"search": "bkpsdm.xlsx"})
    (month,) = details.leads(entry("2021-01", net="5"), NAMES)
    assert (month.page, month.month) == ("perhitungan", january)


SHOWN = Shown(
    Trail(
        [
            entry("person:17", number=1, changes={"job_class": [7, 9]}),
            entry("batch:9", "2021-02-01T15:59:59.000000+00:00", 2, read=4039),
            entry("2021-01", "2021-02-01T16:00:00.000000+00:00", 3, net="9513816376"),
        ],
        NAMES,
    )
)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [3, 2, 1]),
        (Wanted("19811104 200803 1 002"), [1]),
        (Wanted(NIP[:12]), [1]),
        (Wanted("fajrin mengubah"), [1]),
        (Wanted("fajrin 4039"), []),
        (Wanted("bkpsdm.xlsx"), [2]),
        (Wanted("Rp 9.513.816.376"), [3]),
        (Wanted("9513816376"), [3]),
        (Wanted(users={"budi"}), []),
        (Wanted(actions={"people.correct"}), [3, 2, 1]),
        (Wanted(first=date(2021, 2, 2)), [3]),  # 00.00 in Baubau is 16.00 UTC of the day before
        (Wanted(last=date(2021, 2, 1)), [2, 1]),
        (Wanted(first=date(2021, 2, 1), last=date(2021, 2, 2)), [3, 2, 1]),
    ],
)
def test_entries_are_found_by_nip_name_document_amount_and_days(
    wanted: Wanted, numbers: list[int]
) -> None:
    assert [row[0] for row in SHOWN.narrow(wanted)] == numbers


def test_a_search_narrowed_letter_by_letter_finds_what_it_finds_at_once() -> None:
    for text in ("fajrin mengubah", "bkp xlsx", "rita 95"):
        for end in [*range(1, len(text) + 1), *range(len(text) - 1, 0, -1)]:
            fresh = Shown(Trail(list(reversed(SHOWN.entries.values())), NAMES))
            asked = Wanted(text[:end])
            assert SHOWN.narrow(asked) == fresh.narrow(asked), text[:end]


def test_a_row_is_exported_in_words() -> None:
    (cells,) = SHOWN.cells(SHOWN.narrow(Wanted("fajrin")))
    assert cells[:6] == (
        1, "01-02-2021 12.00.00", "rita", "Mengubah pegawai",
        "La Ode Fajrin Malik, NIP 19811104 200803 1 002", "Kelas jabatan 7 → 9",
    )  # fmt: skip
