"""Small inputs that once came out wrong, line by line as they were; each stands for its kind.

The window's share of them (a discipline taken back, a selection that survives a search) is in
``views/staff``; what freezing and paying make of a suspension is in ``services/months``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportPlan, Options
from polima_desktop.services.session import Session
from polima_desktop.services.staff import events, people, roster
from polima_desktop.services.staff.people import Correction
from polima_desktop.storage.attendance import records
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import people as stored
from tests.services.import_world import acting, bring_in
from tests.services.importing.test_imports_records import _rules, everybody_on

WHO, HEAD = "199211022015121001", "196509251993041001"
EVENTS = "NIP,JENIS,MULAI,SELESAI,NOMOR SK,TANGGAL SK,KETERANGAN\n"
STAFF = (
    "NIP;NAMA;STATUS;JABATAN;RUMPUN;KELAS JABATAN;UNIT KERJA;TMT CPNS\n"
    f"{WHO};La Uji;PNS;Analis;Umum;7;Dinas Kesehatan;01-12-2015\n"
    f"{HEAD};Wa Ode Kepala;PNS;Sekretaris;Umum;12;Dinas Kesehatan;01-04-1993\n"
)


@pytest.fixture
def clerk(database: Database, tmp_path: Path) -> Session:
    session = acting(database, Role.BKPSDM)
    bring_in(session, _file(tmp_path, "pegawai.csv", STAFF), valid_from=date(2020, 1, 1))
    return session


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _import(session: Session, folder: Path, name: str, kind: str, text: str) -> ImportPlan:
    options = Options(month=date(2021, 1, 1))
    return imports.run(session, kind, _file(folder, name, text), options)[0]


def _person(session: Session, nip: str = WHO) -> int:
    with session.reading_own() as connection:
        return stored.ids_by_nip(connection)[nip]


def test_02_a_corrected_leave_takes_the_place_of_the_first(clerk: Session, tmp_path: Path) -> None:
    """A list that repeats a decree corrects it: also for any other lasting event, ends and notes,
    and for a row that says TINDAKAN ganti or cabut; another decree over the same days is asked."""
    first = f"{WHO},cuti_tahunan,11-01-2021,15-01-2021,SK/1,08-01-2021,\n"
    again = f"{WHO},cuti_tahunan,11-01-2021,12-01-2021,SK/1,08-01-2021,ralat\n"
    _import(clerk, tmp_path, "cuti.csv", "events", EVENTS + first)
    _import(clerk, tmp_path, "cuti-ralat.csv", "events", EVENTS + again)
    told = [
        (one.state, one.said.valid_from, one.last_day)
        for one in events.listed(clerk, _person(clerk))
        if one.said.kind == "cuti_tahunan"
    ]
    assert sorted(told) == [
        ("in_force", date(2021, 1, 11), date(2021, 1, 12)),
        ("replaced", date(2021, 1, 11), date(2021, 1, 15)),
    ]


@pytest.mark.parametrize(
    ("out", "standings"),
    [
        (
            f"{WHO},berhenti_sementara,04-01-2021,,SK/9,03-01-2021,\n",
            ["aktif", "berhenti_sementara", "berhenti_sementara", "aktif"],
        ),
        (
            f"{WHO},berhenti,01-11-2020,,SK/9,21-10-2020,\n",
            ["berhenti", "berhenti", "berhenti", "aktif"],
        ),
    ],
    ids=["suspended", "left"],
)
def test_05_one_list_takes_somebody_out_and_back(
    clerk: Session, tmp_path: Path, out: str, standings: list[str]
) -> None:
    """Rows of one list are weighed in order of date, each against what those before it did: the
    same for a promotion over a transfer, and for two sheets of one workbook, in any order."""
    back = f"{WHO},aktif_kembali,18-01-2021,,SK/10,17-01-2021,\n"
    plan = _import(clerk, tmp_path, "k.csv", "events", EVENTS + out + back)
    assert (plan.counts.new, plan.counts.unchanged) == (2, 0)
    days = [date(2021, 1, day) for day in (3, 4, 17, 18)]
    held = [roster.person_file(clerk, _person(clerk), day).now.standing for day in days]
    assert held == standings


def test_06_a_day_keeps_what_an_emptier_file_lacks(
    clerk: Session, database: Database, tmp_path: Path
) -> None:
    """Blanks erase nothing: neither in attendance nor in staff lists, units or activities."""
    _rules(database)
    kominfo, head = acting(database, Role.KOMINFO), "nip,tanggal,masuk,pulang\n"
    for name, row in (("full", "07:20,16:10"), ("part", "07:20,"), ("blank", "-,-")):
        line = f"{WHO},2021-01-05,{row}\n"
        _import(kominfo, tmp_path, f"{name}.csv", "attendance", head + line)
    with kominfo.reading_own() as connection:
        (day,) = records.days(connection, everybody_on(connection, date(2021, 1, 5)))
    assert (day.check_in, day.check_out) == (7 * 3600 + 20 * 60, 16 * 3600 + 10 * 60)


def test_07_an_older_list_keeps_the_corrected_number(clerk: Session, tmp_path: Path) -> None:
    """A number somebody had means the person: in any list, search, superior or signature."""
    head, new = _person(clerk, HEAD), "196509251993041002"
    start = date(2020, 1, 1)
    people.correct(clerk, Correction(head, start, {"nip": HEAD}, {"nip": new}))
    rows = f"NIP;JABATAN\n{HEAD};Sekretaris Daerah Uji\n"
    plan = _import(clerk, tmp_path, "e.csv", "employees", rows)
    now = roster.person_file(clerk, head, date(2021, 1, 31)).now
    assert (now.nip, now.position) == (new, "Sekretaris Daerah Uji")
    assert [problem.severity for problem in plan.problems] == ["warning"]
    assert new in f"{plan.problems[0].problem} {plan.problems[0].advice}"


@pytest.mark.parametrize("line", ["uji 5;1.000;20", "uji 6;1.500;20", "uji 7;10.500;20",
                                  "uji 8;1;1.000"])  # fmt: skip
def test_11_a_point_that_can_be_read_two_ways_is_asked_about(
    clerk: Session, database: Database, tmp_path: Path, line: str
) -> None:
    """1.000 is one thousand or one: asked in every column of volumes and whole numbers, as for
    money; classes, minutes and day numbers too."""
    _rules(database)
    assert clerk is not None  # the people are in the store
    text = f"nip;tanggal;kode_aktivitas;uraian;volume;menit;status;atasan\n{WHO};2021-01-05;"
    kominfo = acting(database, Role.KOMINFO)
    rows = f"{text}UMUM-01;{line};Disetujui;\n"
    plan = _import(kominfo, tmp_path, "v.csv", "activities", rows)
    (problem,) = plan.problems
    assert (problem.severity, plan.counts.accepted) == ("error", 0)
    assert "bisa dibaca dua cara" in problem.problem


@pytest.mark.parametrize("name", ["Nan", "Null", "None"])
def test_20_a_name_is_a_name_also_where_programs_write_it_for_nothing(
    clerk: Session, tmp_path: Path, name: str
) -> None:
    """Only columns of names: elsewhere NULL is how an export writes a blank."""
    rows = f"NIP;NAMA;STATUS;UNIT KERJA\n199505052020121007;{name};CPNS;Dinas Kesehatan\n"
    plan = _import(clerk, tmp_path, "n.csv", "employees", rows)
    assert (plan.counts.new, plan.counts.rejected) == (1, 0)
    file = roster.person_file(clerk, _person(clerk, "199505052020121007"), date(2021, 1, 31))
    assert file.now.name == name
