"""The origin tree of a slip: every amount once in full, every input with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import explaining, run
from polima_desktop.services.months.explaining import Explanation
from polima_desktop.services.months.origin import AGAIN, Origin, origin
from polima_desktop.services.months.trail import Record, trail
from polima_desktop.services.session import Session
from polima_desktop.services.staff import people
from polima_desktop.services.staff.people import Correction
from tests import month_world as world
from tests.month_world import JANUARY, NIPS


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    database = world.standing(str(tmp_path_factory.mktemp("bulan") / "polima.db"))
    made = world.session(database)
    run.freeze(made, JANUARY, Progress())
    run.calculate(made, JANUARY, Progress())
    yield made
    database.close()


def tree(session: Session, person: int) -> list[Origin]:
    return list(walk(origin(explained(session, person))))


def explained(session: Session, person: int) -> Explanation:
    return explaining.explain(session, JANUARY, NIPS[person])


def walk(nodes: tuple[Origin, ...]) -> Iterator[Origin]:
    for node in nodes:
        yield node
        yield from walk(node.parts)


def named(nodes: list[Origin], title: str) -> Origin:
    return next(node for node in nodes if node.title == title)


def test_the_root_is_what_is_paid_and_deductions_read_negative(session: Session) -> None:
    nodes = tree(session, world.FAJRIN)
    assert (nodes[0].title, nodes[0].amount) == ("TPP bersih", "Rp 3.991.549")
    assert [part.title for part in nodes[0].parts] == ["Kotor", "PPh 21", "BPJS Kesehatan 1 %"]
    assert named(nodes, "PPh 21").amount == "− Rp 212.316"


def test_a_line_stands_in_full_once(session: Session) -> None:
    nodes = tree(session, world.FAJRIN)
    lines = [node for node in nodes if node.key == "kotor"]
    assert [bool(node.parts) for node in lines] == [True, False, False]
    assert [node.second for node in lines[1:]] == [AGAIN, AGAIN]
    assert {node.amount for node in lines} == {"Rp 4.246.328"}


def test_a_band_says_where_the_value_fell(session: Session) -> None:
    nodes = tree(session, world.KARMILA)
    index = named(nodes, "Nilai indeks")
    assert index.amount == "0,85"
    assert index.second == "JENJANG(indeks; capaian) · jenjang 75 % sampai di bawah 90 %"
    assert named(nodes, "Capaian").amount == "86,00 %"


@pytest.mark.parametrize(
    ("person", "title", "amount", "second"),
    [
        (world.FAJRIN, "TPP kelas jabatan", "Rp 4.355.208", "kelas 9, tabel aturan versi 1"),
        (world.FAJRIN, "Poin aktivitas", "900", "2 aktivitas disetujui · kegiatan.csv"),
        (world.KARMILA, "Poin aktivitas", "860",
         "3 aktivitas disetujui, 1 dari klaim manual · kegiatan.csv"),
        (world.FAJRIN, "Menit terlambat", "82", "2 dari 20 hari"),
        (world.FAJRIN, "Hari tanpa keterangan", "1", "hadir.csv"),
        (world.FAJRIN, "Status", "PNS", "penugasan sejak 1 Jan 2020"),
        (world.WAJO, "Pelaksana tugas", "ya", "penugasan sejak 1 Jan 2020"),
    ],
)  # fmt: skip
def test_an_input_says_where_it_comes_from(
    session: Session, person: int, title: str, amount: str, second: str
) -> None:
    leaf = named(tree(session, person), title)
    assert (leaf.amount, leaf.second, leaf.parts) == (amount, second, ())


def test_what_is_missing_is_marked_up_to_the_root(session: Session) -> None:
    nodes = tree(session, world.NIRWATI)
    missing = {node.key for node in nodes if node.missing}
    assert {"kelas", "tpp_kelas", "kotor", "bersih"} <= missing
    assert "alpa" not in missing
    assert nodes[0].amount == "–"


# ── the records behind an input ─────────────────────────────────────────────────────────────


def test_activities_are_listed_with_their_points_row_and_decision(session: Session) -> None:
    claimed, first, _ = trail(explained(session, world.KARMILA), "poin_aktivitas")
    assert claimed[1:5] == (
        date(2021, 1, 5),
        "GURU-TM × 4: Mengajar",
        "160",
        "baris 3, lembar Aktivitas, backup-sd.xlsx",
    )
    assert claimed.decision.startswith("Klaim diterima oleh bkpsdm")
    assert claimed.decision.endswith(": Bukti cocok")
    assert first[1:] == (
        date(2021, 1, 6), "GURU-TM × 10: guru-tm", "500", "baris 4, kegiatan.csv", "",
    )  # fmt: skip


def test_every_due_day_is_listed_also_the_one_without_a_record(session: Session) -> None:
    records = trail(explained(session, world.FAJRIN), "menit_pulang_cepat")
    days = {record.day: record for record in records}
    assert len(records) == 20
    assert days[date(2021, 1, 7)].amount == "tidak tercatat"
    assert days[date(2021, 1, 7)].place == "baris 103, hadir.csv"
    assert days[date(2021, 1, 11)][2:5] == ("tidak ada catatan", "0", "")


def test_an_input_of_the_post_names_the_office_list(session: Session) -> None:
    assert trail(explained(session, world.FAJRIN), "kelas") == [
        Record(0, date(2020, 1, 1), "", "", "data pegawai", "")
    ]
    assert trail(explained(session, world.FAJRIN), "kotor") == []


def test_a_corrected_field_names_who_corrected_it_and_the_others_their_list(
    session: Session,
) -> None:
    clerk = world.session(session.database, Role.BKPSDM)
    given = Correction(
        world.KARMILA, date(2020, 1, 1), {"job_class": 8}, {"job_class": 9}, "800/12/2021"
    )
    people.correct(clerk, given)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    found = explained(session, world.KARMILA)
    (record,) = trail(found, "kelas")
    assert record.place == "data pegawai"
    assert record.what == "800/12/2021"
    assert record.decision.startswith("Dicatat oleh bkpsdm, ")
    nodes = list(walk(origin(found)))
    assert named(nodes, "Kelas jabatan").second.startswith("800/12/2021 · Dicatat oleh bkpsdm")
    assert "tabel aturan versi 1" in named(nodes, "TPP kelas jabatan").second
