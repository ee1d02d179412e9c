"""Whom a manual workbook means: names against NIPs, slipped columns, units, families, minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.people import Assignment
from polima_desktop.imports.backup import Claim, ClaimedWork
from polima_desktop.services import imports
from polima_desktop.services.importing import claim_checks
from polima_desktop.services.importing.claim_checks import Known, Row
from polima_desktop.services.review import claims
from polima_desktop.services.session import Session
from tests import claims_world as world
from tests.imports.lists import write_xlsx

DAY = date(2021, 2, 8)
FAJRIN, KARMILA, TASLIM = (world.PEOPLE[key][0].nip for key in (1, 2, 3))
NAMES = {FAJRIN: "La Ode Fajrin Malik", KARMILA: "Wa Ode Karmila Sari", TASLIM: "Muh. Taslim Bungi"}
KNOWN = Known(
    NAMES,
    {"SD-07": "SD Negeri 1 Kolese", "DIN-09": "Dinas Pemadam Kebakaran"},
    "SD Negeri 1 Kolese",
    frozenset({"SD-07"}),
    lambda _day: {"DAM-01": "damkar", "GURU-TM": "guru", "UMUM-SRT": "umum"},
)
TEACHER = Assignment("SD-07", family="guru")


def claim(nip: str = KARMILA, *names: str | None, works: tuple[tuple[str, int], ...] = ()) -> Claim:
    found = tuple(ClaimedWork(code, None, 10_000, m, None, "Aktivitas", 2) for code, m in works)
    places = (("Kehadiran", 2), *(("Aktivitas", 2) for _ in works))[: max(1, len(names))]
    return Claim(
        nip, DAY, True, 27_000, 57_600, None, None, "Kehadiran", 2, found, places,
        names or (None,) * len(places),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "rejected", "doubted"),
    [
        (None, False, False),
        ("Wa Ode Karmila Sari, S.Pd.", False, False),
        ("WAODE KARMILA SARI", False, False),
        ("W.O. Karmila Sari", False, False),
        ("Waode Karmilla Sari", False, False),
        ("Karmila", False, True),
        ("La Ode Fajrin Malik", True, False),
        ("Siti Rahma", True, False),
    ],
)
def test_a_name_is_held_against_its_nip(written: str | None, rejected: bool, doubted: bool) -> None:
    one = claim(KARMILA, written)
    assert bool(claim_checks.other_person(one, KNOWN)) == rejected
    if not rejected:
        assert bool(claim_checks.doubts(one, TEACHER, KNOWN)) == doubted


def test_one_wrong_name_rejects_every_row_of_the_day() -> None:
    one = claim(KARMILA, "Wa Ode Karmila Sari", "Muh. Taslim Bungi", works=(("UMUM-SRT", 10),))
    found = claim_checks.other_person(one, KNOWN)
    assert [(p.sheet, p.severity) for p in found] == [
        ("Kehadiran", "error"),
        ("Aktivitas", "error"),
    ]
    assert found[0].problem == (
        "NIP ini milik Wa Ode Karmila Sari, tetapi tertulis ‘Muh. Taslim Bungi’."
    )


@pytest.mark.parametrize(
    ("job", "works", "told"),
    [
        (TEACHER, (("GURU-TM", 120), ("UMUM-SRT", 30)), []),
        (TEACHER, (("DAM-01", 60),), ["Kegiatan Pemadam kebakaran diklaim pegawai Guru."]),
        (TEACHER, (("GURU-TM", 720),), []),
        (TEACHER, (("GURU-TM", 721),), ["Kegiatan hari itu 721 menit, lebih dari 12 jam."]),
        (
            TEACHER,
            (("GURU-TM", 600), ("UMUM-SRT", 600)),
            ["Kegiatan hari itu 1200 menit, lebih dari 12 jam."],
        ),
        (
            Assignment("DIN-09", family="damkar"),
            (("DAM-01", 60),),
            ["Pegawai ini bertugas di Dinas Pemadam Kebakaran, bukan di SD Negeri 1 Kolese."],
        ),
    ],
)
def test_unit_family_and_minutes_are_doubted(
    job: Assignment, works: tuple[tuple[str, int], ...], told: list[str]
) -> None:
    found = claim_checks.doubts(claim(works=works), job, KNOWN)
    words = [problem.problem.replace("Damkar", "Pemadam kebakaran") for problem in found]
    assert words == told
    assert {problem.severity for problem in found} <= {"warning"}


def _rows(names: list[str]) -> list[Row]:
    nips = [*NAMES] * 3
    return [Row("Kehadiran", 2 + n, nips[n], names[n]) for n in range(len(nips))]


@pytest.mark.parametrize("step", [1, -1])
def test_a_slipped_column_of_names_refuses_the_file(step: int) -> None:
    names = [*NAMES.values()] * 3
    claim_checks.refuse_slipped(_rows(names), NAMES)
    slipped = names[step:] + names[:step]
    with pytest.raises(Refused, match="Kolom NAMA dan NIP bergeser satu baris"):
        claim_checks.refuse_slipped(_rows(slipped), NAMES)


def test_one_name_in_a_neighbours_row_is_no_slipped_column() -> None:
    names = [*NAMES.values()] * 3
    names[4] = NAMES[FAJRIN]
    claim_checks.refuse_slipped(_rows(names), NAMES)


@pytest.fixture
def verifier(store_url: str) -> Session:
    database = world.build(store_url)
    yield world.session(database)
    database.close()


def _workbook(path: Path, rows: list[list[object]], works: list[list[object]]) -> Path:
    return write_xlsx(
        path,
        {
            "Kehadiran": [["NIP", "NAMA", "TANGGAL", "MASUK", "PULANG", "BUKTI"], *rows],
            "Aktivitas": [["NIP", "TANGGAL", "KODE AKTIVITAS", "VOLUME", "MENIT"], *works],
            "Petugas": [
                ["UNIT", "SD-07"], ["BULAN", "2021-02"], ["PETUGAS", "Rosmina"], ["AKUN", "Rahim"],
            ],
        },
    )  # fmt: skip


def test_rows_twice_take_the_days_activities_with_them(tmp_path: Path, verifier: Session) -> None:
    twice = [KARMILA, "Wa Ode Karmila Sari", DAY, "07.25", "14.30", ""]
    other = [TASLIM, "Wa Ode Karmila Sari", DAY, "07.25", "14.30", ""]
    printed = [KARMILA, "Wa Ode Karmila Sari", date(2021, 2, 9), None, None, None]
    path = _workbook(tmp_path / "b.xlsx", [twice, twice, other, printed], [])
    plan = imports.preview(verifier, "backup", path)
    assert (plan.counts.read, plan.counts.rejected) == (3, 3)  # the printed line was not filled in
    assert "NIP ini milik Muh. Taslim Bungi" in plan.problems[-1].problem


def test_who_typed_and_the_evidence_come_along(tmp_path: Path, verifier: Session) -> None:
    from polima_desktop.services.review import attachments

    row = [KARMILA, "Karmila", DAY, "07.25", "14.30", "foto.png; hilang.png"]
    path = _workbook(tmp_path / "b.xlsx", [row], [])
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8))
    with verifier.changing_own("test.account") as work:
        from polima_desktop.storage.office import accounts

        accounts.add(work, "rahim", "La Ode Rahim", Role.VERIFIKATOR, "rahasia")
    _, result = imports.run(verifier, "backup", path)
    assert result.batch is not None
    assert attachments.bring_along(verifier, result.batch, path) == ["foto.png"]
    found = [c for c in claims.queue(verifier, claims.Month(2021, 2)) if c.day == DAY]
    (mine,) = found
    assert (mine.row.typed_by, mine.row.typed_account) == ("Rosmina", "rahim")
    assert (mine.row.evidence, mine.row.named) == (("foto.png",), ("hilang.png",))
    assert mine.doubts == ("Nama ditulis lain daripada di data pegawai: Wa Ode Karmila Sari.",)
