"""A small city with a month to run: nine people, January 2021, each for a reason of their own.

1 Fajrin    Dinas PU, class 9      late twice; the worked person
2 Karmila   SD, uncertified        teaches; an accepted claim fills 5 January
3 Taslim    SD, certified teacher  excluded
4 Nirwati   Dinas PU, no class     held
5 Hasan     Satpol PP, shifts      clocks a night shift, misses shifts
6 Murni     Dinas PU, PPPK         maternity leave from the 4th: excluded
7 Tamrin    non-ASN                excluded
8 Ismail    moved on the 11th      paid in the old post
9 Wajo      Dinas PU, Plt          acts
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import insert, select

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.domain.units import Unit
from polima_desktop.services.months import reopening, run
from polima_desktop.services.session import DEMO_PASSWORD, Session
from polima_desktop.storage.attendance import calendar, records
from polima_desktop.storage.attendance.records import DayRow, EntryRow
from polima_desktop.storage.database import Database, create_store, open_store
from polima_desktop.storage.office import accounts, settings
from polima_desktop.storage.review import claims, decisions
from polima_desktop.storage.review.claims import ClaimedActivity, NewClaim
from polima_desktop.storage.staff import people, statements, units
from polima_desktop.storage.staff.statements import New
from polima_desktop.storage.tables import activities, import_batches, rule_versions
from polima_desktop.storage.unit_of_work import Work, unit_of_work

JANUARY = Month(2021, 1)
RULES = (Path(__file__).parent / "month_rules.toml").read_text(encoding="utf-8")
BUILT = datetime(2021, 2, 2, 1, 0, tzinfo=UTC)
NOW = datetime(2021, 2, 8, 1, 0, tzinfo=UTC)

FAJRIN, KARMILA, TASLIM, NIRWATI, HASAN, MURNI, TAMRIN, ISMAIL, WAJO = range(1, 10)
NIPS = {
    FAJRIN: "198111042008031002",
    KARMILA: "198609262015052001",
    TASLIM: "197003121993031009",
    NIRWATI: "199001012014022003",
    HASAN: "198505052010011004",
    MURNI: "199202022021212005",
    TAMRIN: "7472010101900001",
    ISMAIL: "198007072006041007",
    WAJO: "197808082003121008",
}
UNITS = [
    Unit("DIN-05", "Dinas Pekerjaan Umum", "dinas", pattern="5_hari"),
    Unit("DIN-05-B", "Bidang Bina Marga", "bidang", "DIN-05"),
    Unit("SD-07", "SD Negeri 1 Kolese", "sd", place="Kolese", pattern="6_hari"),
    Unit("SAT-01", "Satpol PP", "satuan", pattern="giliran"),
]
_PLAIN = Assignment(
    "DIN-05-B", status="PNS", golongan="III/d", job_kind="pelaksana", family="umum", job_class=9,
    position="Analis", salary=3_000_000, superior_nip=NIPS[WAJO],
)  # fmt: skip


def _with(**changes: object) -> Assignment:
    return Assignment(**{**vars(_PLAIN), **changes})  # type: ignore[arg-type]


PEOPLE: dict[int, tuple[Identity, Assignment]] = {
    FAJRIN: (
        Identity(
            NIPS[FAJRIN], "La Ode Fajrin Malik", back_title="S.T.", npwp="091234567712000",
            bank="Bank Sultra", account_number="0012345678",
        ),
        _PLAIN,
    ),
    KARMILA: (
        Identity(NIPS[KARMILA], "Wa Ode Karmila Sari", back_title="S.Pd."),
        _with(unit="SD-07", golongan="III/b", job_class=8, family="guru", certified=False),
    ),
    TASLIM: (
        Identity(NIPS[TASLIM], "Muh. Taslim Bungi"),
        _with(unit="SD-07", family="guru", certified=True, golongan="IV/a"),
    ),
    NIRWATI: (Identity(NIPS[NIRWATI], "Wa Ode Nirwati"), _with(job_class=None)),
    HASAN: (
        Identity(NIPS[HASAN], "Hasan Basri"),
        _with(unit="SAT-01", golongan="II/c", job_class=5, family="satpol_pp"),
    ),
    MURNI: (Identity(NIPS[MURNI], "Murni Hamid"), _with(status="PPPK", golongan="IX")),
    TAMRIN: (Identity(NIPS[TAMRIN], "Tamrin"), _with(status="NON_ASN", golongan=None)),
    ISMAIL: (Identity(NIPS[ISMAIL], "La Ode Ismail"), _with(job_class=7)),
    WAJO: (
        Identity(NIPS[WAJO], "La Karim Wajo", front_title="Drs."),
        _with(golongan="IV/a", job_class=11, acting=True, eselon="III.b"),
    ),
}  # fmt: skip
ENTITLED = (FAJRIN, KARMILA, NIRWATI, HASAN, ISMAIL, WAJO)


def at(text: str) -> int:
    """Read ``07.30`` as seconds since midnight."""
    hour, minute = text.split(".")
    return int(hour) * 3600 + int(minute) * 60


def workdays(week: int) -> list[date]:
    """Give the duty days of January 2021 from the start of the app on the 4th."""
    return [day for day in JANUARY.days if day >= date(2021, 1, 4) and day.weekday() < week]


def _full_month(person: int) -> dict[date, tuple[int, int]]:
    week, ends = (6, "14.30") if person in (KARMILA, TASLIM) else (5, "16.00")
    return {day: (at("07.20"), at(ends)) for day in workdays(week)}


def clocked() -> dict[int, dict[date, tuple[int | None, int | None]]]:
    """Give what everybody clocked."""
    days: dict[int, dict[date, tuple[int | None, int | None]]] = {
        person: {**_full_month(person)} for person in PEOPLE if person != HASAN
    }
    fajrin = days[FAJRIN]
    fajrin[date(2021, 1, 5)] = (at("07.42"), at("16.00"))  # 12 minutes late
    fajrin[date(2021, 1, 6)] = (at("08.40"), at("16.00"))  # 70 minutes late
    fajrin[date(2021, 1, 7)] = (at("07.20"), None)  # no clock-out: PSW4
    del fajrin[date(2021, 1, 11)]  # absent
    del days[KARMILA][date(2021, 1, 5)]  # the claim fills it
    days[HASAN] = {
        date(2021, 1, 9): (at("20.50"), at("07.05") + DAY),  # Saturday night into Sunday
        date(2021, 1, 12): (at("14.20"), at("21.00")),  # 20 minutes late for the afternoon
    }
    return days


def reported() -> list[tuple[int, date, str, int, int, str | None]]:
    """Give who reported what: person, day, code, volume, minutes, variables."""
    day = date(2021, 1, 6)
    return [
        (FAJRIN, day, "UMUM-1", 65, 3000, None),
        (FAJRIN, date(2021, 1, 7), "UMUM-1", 25, 900, None),
        (KARMILA, day, "GURU-TM", 10, 400, '{"siswa":"36"}'),
        (KARMILA, date(2021, 1, 7), "GURU-TM", 5, 200, '{"siswa":"20"}'),
        (HASAN, date(2021, 1, 12), "UMUM-1", 60, 400, None),
        (ISMAIL, day, "UMUM-1", 100, 900, None),
        (WAJO, day, "UMUM-1", 90, 900, None),
    ]


def build(url: str) -> Database:
    """Fill a store with the world. Ids of people are the numbers above."""
    database = open_store(url)
    with unit_of_work(database, "bkpsdm", "test.build", BUILT) as work:
        calendar.fill_new_store(work.connection)
        _people(work)
        _codes(work)
        records.record_days(work, add_batch(work, "attendance", "hadir.csv"), _day_rows())
        records.record_entries(
            work, add_batch(work, "activities", "kegiatan.csv"), _entry_rows(work)
        )
        _claims(work)
    publish(database)
    return database


def standing(url: str) -> Database:
    """Put the world into an empty store; on SQLite it is built once a process and copied."""
    if "://" in url:
        return build(url)
    Path(url).write_bytes(_built_once())
    return open_store(url)


@lru_cache(maxsize=1)
def _built_once() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "polima.db"
        create_store(str(path)).close()
        database = build(str(path))
        database.close()
        return path.read_bytes()


def publish(
    database: Database,
    toml: str = RULES,
    number: int = 1,
    since: date = date(2021, 1, 1),
) -> int:
    """Put a published version into the store, as the publish desk does; give its id."""
    with unit_of_work(database, "organisasi", "test.publish", BUILT) as work:
        values = {
            "number": number,
            "state": "published",
            "title": "Contoh aturan TPP",
            "decree_number": "contoh",
            "decree_date": date(2021, 1, 2),
            "valid_from": since,
            "toml": toml,
            "sha256": f"{number:064d}",
            "engine": "1",
            "edited_by": "organisasi",
            "edited_at": BUILT,
            "published_by": "pimpinan",
            "published_at": BUILT,
        }
        statement = insert(rule_versions).values(**values).returning(rule_versions.c.id)
        return work.connection.execute(statement).scalar_one()


def session(database: Database, role: Role = Role.KEUANGAN, name: str = "") -> Session:
    """Log in without a password. The clock ticks a second a call."""
    return Session(database, Actor(name or role.value, "La Ode Rahim", role), _ticking())


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


def change(database: Database, act: Callable[[Work], None], after: int = 60) -> None:
    """Change the world a while after it was built, as another clerk would."""
    moment = BUILT + timedelta(seconds=after)
    with unit_of_work(database, "bkpsdm", "test.change", moment) as work:
        act(work)


def set_class(person: int, job_class: int) -> Callable[[Work], None]:
    """Correct a person's class from 2020 on."""
    job = _with_class(person, job_class)
    return lambda work: people.record_assignments(work, [(person, date(2020, 1, 1), job)])


def _with_class(person: int, job_class: int) -> Assignment:
    return Assignment(**{**vars(PEOPLE[person][1]), "job_class": job_class})


on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
"""What touches the store in a way of its own; everything else runs on SQLite."""


def run_to(state: str, finance: Session, chief: Session, month: Month = JANUARY) -> None:
    """Take a month from its beginning as far as a state."""
    steps = {
        "frozen": lambda: run.freeze(finance, month, Progress()),
        "calculated": lambda: run.calculate(finance, month, Progress()),
        "submitted": lambda: run.submit(finance, month),
        "approved": lambda: run.approve(chief, month),
        "locked": lambda: run.lock(finance, month),
    }
    for step, act in steps.items():
        act()
        if step == state:
            return


def reopen(
    finance: Session, chief: Session, person: int, reason: str, month: Month = JANUARY
) -> reopening.Reopened:
    """Let finance propose to compute a slip again, and the chief approve it."""
    reopening.propose(finance, month, NIPS[person], reason, Progress())
    return reopening.approve(chief, month, NIPS[person], Progress())


def record_month(database: Database, month: Month) -> None:
    """Give a later month records: everybody on time, some activities of Fajrin's and Karmila's."""

    def act(work: Work) -> None:
        days = [day for day in month.days if day.weekday() < 5]
        rows = [
            DayRow(person, day, at("07.20"), at("16.00"), None, None, None, None, "Kantor", None,
                   None, person * 1000 + day.day)
            for person in PEOPLE if person != HASAN for day in days
        ]  # fmt: skip
        records.record_days(work, add_batch(work, "attendance", f"hadir-{month}.csv"), rows)
        ids = code_ids(work)
        entries = [
            EntryRow(person, days[0], ids["UMUM-1"], "rutin", 700_000, 3000, None, "Disetujui",
                     None, None, person)
            for person in (FAJRIN, ISMAIL, WAJO)
        ]  # fmt: skip
        records.record_entries(work, add_batch(work, "activities", f"akt-{month}.csv"), entries)

    change(database, act, after=1000 * month.month)


def _people(work: Work) -> None:
    start = date(2020, 1, 1)
    units.create(work, [unit.code for unit in UNITS])
    units.record(work, [(start, unit) for unit in UNITS])
    ids = people.create(work, len(PEOPLE))
    assert ids == list(PEOPLE)
    people.record_identities(work, [(key, start, who) for key, (who, _) in PEOPLE.items()])
    people.record_assignments(work, [(key, start, job) for key, (_, job) in PEOPLE.items()])
    _events(work)


def _events(work: Work) -> None:
    moved = Assignment(**{**vars(PEOPLE[ISMAIL][1]), "job_class": 9, "unit": "SD-07"})
    work.now += timedelta(seconds=1)
    people.record_assignments(work, [(ISMAIL, date(2021, 1, 11), moved)])
    leave = New(MURNI, "cuti_melahirkan", date(2021, 1, 4), date(2021, 4, 4))
    duty = New(FAJRIN, "dinas_luar", date(2021, 1, 13), date(2021, 1, 15))
    statements.write(work, [leave, duty])


def _codes(work: Work) -> None:
    work.connection.execute(insert(activities), [{"code": "UMUM-1"}, {"code": "GURU-TM"}])


def code_ids(work: Work) -> dict[str, int]:
    """Give the activity ids by code."""
    query = select(activities.c.code, activities.c.id)
    return {code: key for code, key in work.connection.execute(query)}  # noqa: C416


def _day_rows() -> list[DayRow]:
    return [
        DayRow(person, day, *times, None, None, None, None, "Kantor", None, None, row)
        for person, days in clocked().items()
        for row, (day, times) in enumerate(sorted(days.items()), start=person * 100)
    ]


def _entry_rows(work: Work) -> list[EntryRow]:
    ids = code_ids(work)
    plain = [
        EntryRow(person, day, ids[code], code.lower(), volume * 10_000, minutes, variables,
                 "Disetujui", None, None, row)
        for row, (person, day, code, volume, minutes, variables) in enumerate(reported(), start=2)
    ]  # fmt: skip
    waiting = plain[0]._replace(day=date(2021, 1, 8), status="Menunggu", row=90)
    return [*plain, waiting]


def _claims(work: Work) -> None:
    sd = units.ids_by_code(work.connection)["SD-07"]
    item = ClaimedActivity(
        code_ids(work)["GURU-TM"], "Mengajar", 40_000, 160, '{"siswa":"30"}', "Aktivitas", 3
    )
    filled = NewClaim(
        KARMILA, date(2021, 1, 5), sd, True, at("07.40"), at("14.30"), "Sinyal hilang",
        "hadir.jpg", "Sitti", None, None, "Kehadiran", 2, (item,),
    )  # fmt: skip
    open_ = filled._replace(day=date(2021, 1, 7), row=3, activities=())
    batch = add_batch(work, "backup", "backup-sd.xlsx")
    first, _ = claims.record_claims(work, batch, [filled, open_])
    decisions.decide(work, [first], Decision.MANUAL, "Bukti cocok")


def _ticking() -> Callable[[], datetime]:
    moments = iter(NOW + timedelta(seconds=n) for n in range(1, 100_000))
    return lambda: next(moments)


def add_users(database: Database) -> None:
    """Let the roles of a month log in without naming a user, as on the demo store."""
    with unit_of_work(database, "admin", "test.users", BUILT) as work:
        settings.write(work, "demo", "1")
        for role in (Role.KEUANGAN, Role.PIMPINAN, Role.AUDITOR):
            accounts.add(work, role.value, role.value.capitalize(), role, DEMO_PASSWORD)
