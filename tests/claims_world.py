"""A small city with manual back-up: three people in three kinds of places, and their claims.

Fajrin (Dinas PU) is the person of the review desk's picture: seven January claims, three of
them in conflict or filling a gap, and one of 1 February, after his group's time. Karmila
(SD Kolese) may still claim in February; Taslim works in the blank spot Kampeonaho.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert

from polima_desktop.assets import asset
from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.rules import load
from polima_desktop.domain.units import Unit
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar, records
from polima_desktop.storage.attendance.records import DayRow, EntryRow
from polima_desktop.storage.database import Database, create_store, open_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.review import attachments, claims
from polima_desktop.storage.review.claims import ClaimedActivity, NewClaim
from polima_desktop.storage.rules import versions
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.tables import activities, import_batches, months
from polima_desktop.storage.unit_of_work import Work, unit_of_work

START = date(2017, 1, 1)
MORNING = datetime(2021, 2, 8, 1, 12, tzinfo=UTC)  # 09.12 WITA

UNITS = [
    Unit("DIN-05", "Dinas Pekerjaan Umum dan Penataan Ruang", "dinas", pattern="5_hari"),
    Unit("DIN-05-B", "Bidang Bina Marga", "bidang", "DIN-05"),
    Unit("SD-07", "SD Negeri 1 Kolese", "sd", place="Kolese", pattern="6_hari"),
    Unit("KEL-03", "Kelurahan Kampeonaho", "kelurahan", place="Kampeonaho", pattern="5_hari"),
]
FAJRIN, KARMILA, TASLIM = 1, 2, 3
PEOPLE = {
    FAJRIN: (
        Identity("198111042008031002", "La Ode Fajrin Malik", back_title="S.T."),
        Assignment("DIN-05-B", status="PNS", golongan="III/d", job_class=9, salary=3_500_000),
    ),
    KARMILA: (
        Identity("198609262015052001", "Wa Ode Karmila Sari", back_title="S.Pd."),
        Assignment(
            "SD-07", status="PNS", golongan="III/b", job_class=8, family="guru", salary=3_000_000
        ),
    ),
    TASLIM: (
        Identity("197003121993031009", "Muh. Taslim Bungi"),
        Assignment("KEL-03", status="PNS", golongan="II/d", job_class=6, salary=2_800_000),
    ),
}
ELECTRONIC = {  # what the app recorded: person → day → (in, out)
    FAJRIN: {
        date(2021, 1, 4): ("07.24", "16.05"),
        date(2021, 1, 5): ("08.34", "16.02"),
        date(2021, 1, 7): ("07.42", "16.11"),
        date(2021, 1, 8): ("07.48", "11.00"),
        date(2021, 1, 11): ("07.29", "15.12"),
        date(2021, 1, 12): ("07.22", "16.00"),
        date(2021, 2, 1): ("08.10", "16.00"),
    },
    KARMILA: {date(2021, 2, 3): ("07.20", None)},
    TASLIM: {},
}
CLAIMED = [  # person, day, in, out, evidence
    (FAJRIN, date(2021, 1, 4), "07.24", "16.05", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 1, 5), "07.30", "16.00", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 1, 6), "07.28", "16.00", "daftar-hadir-2021-01.jpg; foto.jpg"),
    (FAJRIN, date(2021, 1, 7), "07.42", "16.10", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 1, 8), "07.48", "11.00", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 1, 11), "07.30", "16.00", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 1, 12), "07.22", "16.00", "daftar-hadir-2021-01.jpg"),
    (FAJRIN, date(2021, 2, 1), "07.30", "16.00", "daftar-hadir-2021-02.jpg"),
    (KARMILA, date(2021, 2, 2), "07.25", "14.30", "presensi.pdf"),
    (KARMILA, date(2021, 2, 3), "07.20", "14.30", None),
    (TASLIM, date(2021, 1, 5), "07.30", "16.00", None),
    (TASLIM, date(2021, 2, 1), "07.30", "16.00", "buku-hadir.jpg"),
]

KEPT = [  # the files whose bytes are in the store; other names are only written in the workbook
    (FAJRIN, date(2021, 1, 6), "foto.jpg"),
    (KARMILA, date(2021, 2, 2), "presensi.pdf"),
    (TASLIM, date(2021, 2, 1), "buku-hadir.jpg"),
]


def at(text: str | None) -> int | None:
    """Read ``07.30`` as seconds since midnight."""
    if text is None:
        return None
    hour, minute = text.split(".")
    return int(hour) * 3600 + int(minute) * 60


def build(url: str, *, rules: bool = False, users: bool = False) -> Database:
    """Fill an empty store with the world; claims have the ids 1, 2, … in the order of ``CLAIMED``.

    ``rules`` puts the example rules in force; ``users`` adds the verifiers ``rahim`` (of
    everything) and ``sekolah`` (of SD-07), both with the password ``rahasia``.
    """
    if "://" not in url:
        Path(url).write_bytes(_template(rules, users))
        return open_store(url)
    database = open_store(url)
    _fill(database, rules, users)
    return database


@cache
def _template(with_rules: bool, with_users: bool) -> bytes:
    """Build the world once a process: most tests start from a copy of the file."""
    with TemporaryDirectory(prefix="polima-world-") as folder:
        path = Path(folder) / "polima.db"
        database = create_store(str(path))
        _fill(database, with_rules, with_users)
        database.close()
        return path.read_bytes()


def _fill(database: Database, with_rules: bool, with_users: bool) -> None:
    with unit_of_work(database, "kominfo", "test.build", MORNING - timedelta(1)) as work:
        calendar.fill_new_store(work.connection)
        _settle(work)
        records.record_days(work, add_batch(work, "attendance", "hadir.csv"), _days())
        work.connection.execute(insert(activities), [{"code": "UMUM-SRT"}, {"code": "GURU-TM"}])
        records.record_entries(work, add_batch(work, "activities", "kegiatan.csv"), _entries())
        claims.record_claims(work, add_batch(work, "backup", "backup-2021.xlsx"), new_claims(work))
        for person, day, name in KEPT:
            attachments.attach(work, [(person, day)], name, b"\x89PNG\r\n\x1a\n" + name.encode())
        if with_users:
            school = units.ids_by_code(work.connection)["SD-07"]
            accounts.add(work, "rahim", "La Ode Rahim", Role.VERIFIKATOR, "rahasia")
            accounts.add(work, "sekolah", "Wa Ode Fitri", Role.VERIFIKATOR, "rahasia", school)
    if with_rules:
        _publish_rules(database)


def _publish_rules(database: Database) -> None:
    toml = asset("resources", "rulesets", "contoh.toml").read_text(encoding="utf-8")
    with unit_of_work(database, "organisasi", "test.rules", MORNING - timedelta(hours=2)) as work:
        draft = versions.add_draft(work, toml, load(toml).decree)
        versions.publish(work, versions.propose(work, draft), None)


def session(database: Database, role: Role = Role.VERIFIKATOR, unit: str | None = None) -> Session:
    """Log in without a password; ``unit`` narrows the office. The clock ticks a second a call."""
    unit_id = None
    if unit:
        with database.reading() as connection:
            unit_id = units.ids_by_code(connection)[unit]
    return Session(database, Actor(role.value, "La Ode Rahim", role, unit_id), _ticking())


def add_batch(work: Work, kind: str, file: str) -> int:
    """Write an import batch as the import would; give its id."""
    values = {
        "kind": kind,
        "source": "bkpsdm",
        "file_name": file,
        "sha256": file.ljust(64, "0"),
        "applied_at": work.now,
        "applied_by": work.user,
        "report": "{}",
    }
    statement = insert(import_batches).values(**values).returning(import_batches.c.id)
    return work.connection.execute(statement).scalar_one()


def new_claims(work: Work) -> list[NewClaim]:
    """Give the claims of the manual workbooks."""
    ids = units.ids_by_code(work.connection)
    return [
        NewClaim(
            person_id=person,
            day=day,
            unit_id=ids[PEOPLE[person][1].unit],
            has_attendance=True,
            check_in=at(start),
            check_out=at(end),
            reason="HP rusak, absen di kantor.",
            evidence=proof,
            typed_by="La Ode Ansar, operator",
            typed_at="3 Feb 2021, 09.12",
            superior="Ir. Wa Ode Zahra",
            sheet="Kehadiran",
            row=number,
            activities=_claimed(person, day),
        )
        for number, (person, day, start, end, proof) in enumerate(CLAIMED, 2)
    ]


def freeze(connection: Connection, month: str) -> None:
    """Mark a month as frozen, as the run does."""
    connection.execute(insert(months).values(month=month, state="frozen"))


def _claimed(person: int, day: date) -> tuple[ClaimedActivity, ...]:
    if (person, day) == (FAJRIN, date(2021, 1, 6)):
        return (ClaimedActivity(1, "Mengawasi pekerjaan jalan", 10_000, 240, None, "Aktivitas", 2),)
    if (person, day) == (TASLIM, date(2021, 2, 1)):
        return (ClaimedActivity(1, "Melayani surat", 20_000, 60, None, "Aktivitas", 3),)
    return ()


def _settle(work: Work) -> None:
    units.create(work, [unit.code for unit in UNITS])
    shorts = {"DIN-05": "Dinas PU"}
    units.record(work, [(START, unit) for unit in UNITS], shorts)
    assert people.create(work, len(PEOPLE)) == list(PEOPLE)
    facts = PEOPLE.items()
    people.record_identities(work, [(key, START, who) for key, (who, _) in facts])
    people.record_assignments(work, [(key, START, job) for key, (_, job) in facts])


def _days() -> list[DayRow]:
    rows = [(who, day, *span) for who, days in ELECTRONIC.items() for day, span in days.items()]
    nothing = (None,) * 4
    return [
        DayRow(who, day, at(start), at(end), *nothing, "Kantor PU", "HP", None, number)
        for number, (who, day, start, end) in enumerate(rows, 2)
    ]


def _entries() -> list[EntryRow]:
    day = date(2021, 1, 5)
    return [
        EntryRow(FAJRIN, day, 1, None, 10_000, 60, None, status, None, None, number)
        for number, status in enumerate(("Disetujui", "Menunggu"), 2)
    ]


def _ticking() -> Callable[[], datetime]:
    moment = MORNING

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return clock
