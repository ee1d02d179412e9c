"""A recorded fact is corrected, ended, withdrawn and undone; whatever happens, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.events import EVENT_KINDS, Event
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.units import Unit
from polima_desktop.services import imports, undo
from polima_desktop.services.session import Session
from polima_desktop.services.staff import events, people, roster
from polima_desktop.services.staff import units as offices
from polima_desktop.services.staff.events import Answer, Happening, Recorded
from polima_desktop.services.staff.people import Correction, Newcomer
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store
from polima_desktop.storage.office import acts
from polima_desktop.storage.staff import people as stored
from polima_desktop.storage.staff import statements as life
from polima_desktop.storage.staff import units
from polima_desktop.storage.tables import assignments, identities, statements
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.services.import_world import acting

START, TODAY = date(2017, 1, 1), date(2021, 1, 15)
NIP = "198403122009022004"


@pytest.fixture
def rita(store_url: str) -> Iterator[Session]:
    """A clerk at a store with one offices."""
    database = create_store(store_url)
    session = acting(database, Role.BKPSDM)
    with unit_of_work(database, "bkpsdm", "office.create", session.clock()) as work:
        calendar.fill_new_store(work.connection)
        units.create(work, ["DIN-01", "SD-01"])
        office = Unit("DIN-01", "Dinas Pendidikan", "dinas")
        units.record(work, [(START, office), (START, Unit("SD-01", "SD 1", "sd", "DIN-01"))])
    yield session
    database.close()


@pytest.fixture
def ratna(rita: Session) -> int:
    return _newcomer(rita, NIP)


def _newcomer(rita: Session, nip: str) -> int:
    who = Identity(nip, "Ratna Zahara", sex="P", birth_date=date(1984, 3, 12))
    job = Assignment("DIN-01", status="PNS", golongan="III/c", job_class=7, position="Analis")
    return people.add(rita, Newcomer(who, job, START))


def _record(
    rita: Session,
    person: int,
    kind: str,
    starts: date,
    answer: Answer | None = None,
    **more: object,
) -> int:
    event = Event(EVENT_KINDS[kind], starts, **more)  # type: ignore[arg-type]
    events.record(rita, [Happening(person, event)], answer)
    return _newest(rita, person).said.id


def _newest(rita: Session, person: int) -> Recorded:
    return max(events.listed(rita, person), key=lambda one: one.said.order)


def _job(rita: Session, person: int, day: date, known_at: datetime | None = None) -> Assignment:
    with rita.reading_own() as connection:
        (row,) = stored.as_of(connection, day, known_at, [person])
    return row.person.assignment


def _now(rita: Session) -> datetime:
    with rita.reading_own() as connection:
        found = connection.execute(select(func.max(statements.c.recorded_at))).scalar()
    assert found is not None
    return found


def _correct(rita: Session, person: int, since: date, **values: object) -> None:
    held = vars(_job(rita, person, since))
    people.correct(rita, Correction(person, since, {n: held[n] for n in values}, values))


def _undo(rita: Session) -> str:
    last = undo.last_own(rita)
    assert last is not None
    return undo.undo(rita, last.act_id)


# ── one fact ────────────────────────────────────────────────────────────────────────────────


def test_a_discipline_without_end_is_withdrawn_and_stays_on_record(
    rita: Session, ratna: int
) -> None:
    wrong = _record(rita, ratna, "hukdis", date(2021, 1, 4), note="sedang")
    before = _now(rita)
    events.withdraw(rita, wrong, "salah orang")
    assert roster.person_file(rita, ratna, TODAY).spells == []
    (found,) = [one for one in events.listed(rita, ratna) if one.said.kind == "hukdis"]
    assert (found.state, found.out and found.out.reason) == ("withdrawn", "salah orang")
    assert _spells(rita, ratna, before) == ["hukdis"]


def _spells(rita: Session, person: int, known_at: datetime) -> list[str]:
    with rita.reading_own() as connection:
        said = life.of(connection, [person], known_at)[person]
    return [one.kind for one in said if one.kind in life.SPELLS]


def test_an_open_suspension_is_ended_on_a_day(rita: Session, ratna: int) -> None:
    suspended = _record(rita, ratna, "berhenti_sementara", date(2021, 1, 4))
    events.end(rita, suspended, date(2021, 1, 17), "putusan pengadilan")
    days = [date(2021, 1, 3), date(2021, 1, 4), date(2021, 1, 17), date(2021, 1, 18)]
    standing = [_job(rita, ratna, day).standing for day in days]
    assert standing == ["aktif", "berhenti_sementara", "berhenti_sementara", "aktif"]


def test_a_withdrawn_transfer_leaves_no_trace_in_what_came_after_it(
    rita: Session, ratna: int
) -> None:
    wrong = _record(rita, ratna, "mutasi", date(2021, 1, 11), job={"job_class": 9})
    _record(rita, ratna, "kenaikan_pangkat", date(2021, 3, 1), job={"golongan": "III/d"})
    assert _job(rita, ratna, date(2021, 4, 1)).job_class == 9
    events.withdraw(rita, wrong, "salah ketik")
    april = _job(rita, ratna, date(2021, 4, 1))
    assert (april.job_class, april.golongan) == (7, "III/d")


def test_two_acting_posts_that_overlap_end_with_the_later_one(rita: Session, ratna: int) -> None:
    _record(rita, ratna, "plt", date(2021, 2, 1), ends=date(2021, 2, 28))
    second = _record(rita, ratna, "plt", date(2021, 2, 15), "both", ends=date(2021, 3, 31))
    acting_on = [date(2021, 2, 1), date(2021, 3, 1), date(2021, 3, 31), date(2021, 4, 1)]
    assert [_job(rita, ratna, d).acting for d in acting_on] == [True, True, True, False]
    events.withdraw(rita, second, "batal")
    assert [_job(rita, ratna, d).acting for d in acting_on] == [True, False, False, False]


def test_a_correction_of_an_event_stands_beside_what_it_corrects(rita: Session, ratna: int) -> None:
    first = _record(rita, ratna, "cuti_tahunan", date(2021, 1, 11), ends=date(2021, 1, 15))
    shorter = Event(EVENT_KINDS["cuti_tahunan"], date(2021, 1, 11), date(2021, 1, 12))
    events.correct(rita, first, shorter, "ralat surat")
    now, then = [one for one in events.listed(rita, ratna) if one.said.kind == "cuti_tahunan"]
    if now.state != "in_force":
        now, then = then, now
    assert (now.last_day, now.state, now.said.replaces) == (date(2021, 1, 12), "in_force", first)
    assert (then.last_day, then.state, then.replaced_by) == (
        date(2021, 1, 15), "replaced", now.said.id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda rita, one: events.withdraw(rita, one, "  "), "Alasan"),
        (lambda rita, one: events.end(rita, one, date(2021, 1, 3), "x"), "lebih dulu daripada"),
        (lambda rita, _one: events.withdraw(rita, 9_999, "x"), "tidak ada"),
    ],
)
def test_what_cannot_be_is_refused(
    rita: Session, ratna: int, act: Callable[[Session, int], None], words: str
) -> None:
    one = _record(rita, ratna, "hukdis", date(2021, 1, 4), note="sedang")
    with pytest.raises(Refused, match=words):
        act(rita, one)


def test_what_is_withdrawn_already_names_who_did_it(rita: Session, ratna: int) -> None:
    one = _record(rita, ratna, "hukdis", date(2021, 1, 4), note="sedang")
    events.withdraw(rita, one, "salah orang")
    with pytest.raises(Conflict, match="sudah tidak berlaku oleh bkpsdm"):
        events.withdraw(rita, one, "sekali lagi")


def test_the_first_data_of_a_person_is_not_withdrawn(rita: Session, ratna: int) -> None:
    _correct(rita, ratna, date(2021, 1, 1), job_class=9)
    first = next(one for one in events.listed(rita, ratna) if one.said.kind == "awal")
    with pytest.raises(Refused, match="Data awal"):
        events.withdraw(rita, first.said.id, "hapus")


# ── one's own last act ──────────────────────────────────────────────────────────────────────


def test_the_last_act_has_a_name_and_is_taken_back(rita: Session, ratna: int) -> None:
    _correct(rita, ratna, date(2021, 1, 1), job_class=9)
    last = undo.last_own(rita)
    assert last is not None
    assert (last.title, last.why_not) == ("kelas jabatan Ratna Zahara 7 → 9", None)
    _undo(rita)
    assert _job(rita, ratna, TODAY).job_class == 7
    after = undo.last_own(rita)
    assert after is not None
    assert after.title == "pegawai baru Ratna Zahara"


def test_taking_back_a_withdrawal_brings_the_fact_back(rita: Session, ratna: int) -> None:
    one = _record(rita, ratna, "berhenti_sementara", date(2021, 1, 4))
    events.withdraw(rita, one, "salah orang")
    assert _undo(rita) == "pencabutan pemberhentian sementara 4 Jan 2021 Ratna Zahara"
    assert _job(rita, ratna, TODAY).standing == "berhenti_sementara"


def test_what_somebody_corrected_since_says_so_and_whose_act_comes_first(
    rita: Session, ratna: int
) -> None:
    one = _record(rita, ratna, "cuti_tahunan", date(2021, 1, 11), ends=date(2021, 1, 15))
    mine = undo.last_own(rita)
    budi = Session(rita.database, rita.actor.__class__("budi", "Budi", Role.BKPSDM), rita.clock)
    events.end(budi, one, date(2021, 1, 12), "masuk lebih awal")
    last = undo.last_own(rita)
    assert mine is not None
    assert last is not None
    assert last.act_id == mine.act_id
    assert last.why_not is not None
    assert "sudah dibetulkan atau dicabut" in last.why_not[0]
    assert "akhir cuti tahunan" in last.why_not[1]
    with pytest.raises(Refused, match="tidak bisa diurungkan"):
        undo.undo(rita, mine.act_id)
    with pytest.raises(Refused, match="Hanya pekerjaan sendiri"):
        undo.undo(budi, mine.act_id)


def test_other_days_and_fields_do_not_hinder_taking_back(rita: Session, ratna: int) -> None:
    _correct(rita, ratna, date(2021, 1, 1), job_class=9)
    mine = undo.last_own(rita)
    assert mine is not None
    _record(rita, ratna, "kenaikan_pangkat", date(2021, 3, 1), job={"golongan": "III/d"})
    undo.undo(rita, mine.act_id)
    april = _job(rita, ratna, date(2021, 4, 1))
    assert (april.job_class, april.golongan) == (7, "III/d")


def test_a_unit_opened_by_mistake_is_taken_back_and_its_code_is_free(rita: Session) -> None:
    unit = Unit("SMP-09", "SMP 9", "smp", "DIN-01")
    offices.open_unit(rita, unit, offices.Paper(TODAY))
    assert _undo(rita) == "unit baru SMP 9"
    rows, _ = offices.listed(rita, TODAY)
    assert "SMP-09" not in {row.code for row in rows}
    offices.open_unit(rita, unit, offices.Paper(TODAY))


# ── any sequence ────────────────────────────────────────────────────────────────────────────

DAYS = [date(2021, month, day) for month in (1, 2, 3) for day in (1, 10, 20)]
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class _Told:
    """What the model remembers of a statement: when it was believed, from moment to moment."""

    since: date
    until: date | None
    fields: dict[str, Any]
    act: datetime
    number: int
    believed: list[list[datetime]] = field(default_factory=list)

    def holds(self, day: date, moment: datetime) -> bool:
        known = any(start <= moment < end for start, end in self.believed)
        return known and self.since <= day and (self.until is None or day < self.until)


class _Model:
    """The list-based model: what was told, and which act ended what."""

    def __init__(self, base: dict[str, Any], moment: datetime) -> None:
        self.told = [_Told(START, None, base, moment, 0, [[moment, NEVER]])]
        self.ended: dict[datetime, list[_Told]] = {}
        self.undone: set[datetime] = set()

    def state(self, day: date, moment: datetime) -> dict[str, Any]:
        found: dict[str, Any] = {}
        holding = [one for one in self.told if one.holds(day, moment)]
        for one in sorted(holding, key=lambda one: (one.since, one.act, one.number)):
            found |= one.fields
        return found

    def tell(self, since: date, until: date | None, fields: dict[str, Any], now: datetime) -> None:
        self.told.append(_Told(since, until, fields, now, len(self.told), [[now, NEVER]]))

    def end(self, one: _Told, now: datetime) -> None:
        one.believed[-1][1] = now
        self.ended.setdefault(now, []).append(one)

    def may_undo(self, act: datetime) -> bool:
        return act not in self.undone and all(
            one.believed[-1][1] == NEVER for one in self.told if one.act == act
        )

    def undo(self, act: datetime, now: datetime) -> None:
        self.undone.add(act)
        for one in self.told:
            if one.act == act and one.believed[-1][1] == NEVER:
                one.believed[-1][1] = now
        for one in self.ended.get(act, []):
            one.believed.append([now, NEVER])


_FIELDS = ("standing", "job_class", "golongan", "acting", "unit")
_steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["event", "lasting", "form", "list", *("correct", "end", "withdraw", "undo") * 2]
        ),
        st.integers(0, 8),
        st.integers(0, 8),
        st.integers(1, 15),
    ),
    max_size=9,
)
_number = iter(range(1, 10_000))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=15,
)
@given(steps=_steps)
@example(steps=[("event", 0, 0, 9), ("withdraw", 0, 0, 0), ("undo", 0, 0, 0)])
@example(steps=[("event", 0, 0, 9), ("correct", 3, 0, 5), ("undo", 0, 0, 0)])
@example(steps=[("lasting", 0, 8, 1), ("end", 0, 4, 0), ("undo", 0, 0, 0), ("undo", 0, 0, 1)])
@example(steps=[("event", 0, 0, 9), ("list", 0, 0, 5), ("undo", 0, 0, 1), ("form", 2, 0, 3)])
def test_any_sequence_equals_a_list_of_what_was_told(
    rita: Session, tmp_path: Path, steps: list[tuple[str, int, int, int]]
) -> None:
    nip = f"{NIP[:14]}2{next(_number) % 999 + 1:03d}"
    nip = nip if nip not in _taken(rita) else f"{nip[:4]}0{nip[5:]}"
    person = _newcomer(rita, nip)
    world = _World(rita, person, nip, tmp_path)
    for step in steps:
        world.act(*step)
    world.check()


def _taken(rita: Session) -> set[str]:
    with rita.reading_own() as connection:
        return set(stored.ids_by_nip(connection))


class _World:
    """The store and the model side by side."""

    def __init__(self, rita: Session, person: int, nip: str, folder: Path) -> None:
        self.rita, self.person, self.nip, self.folder = rita, person, nip, folder
        self.moments: list[datetime] = [self._last_act().at]
        held = vars(_job(rita, person, TODAY))
        self.model = _Model({name: held[name] for name in _FIELDS}, self.moments[0])
        self.known: dict[int, _Told] = {}

    def _last_act(self) -> acts.Act:
        with self.rita.reading_own() as connection:
            found = connection.execute(select(func.max(acts.acts.c.at))).scalar()
            assert found is not None
            return acts.at(connection, [found])[found]

    def act(self, step: str, first: int, second: int, number: int) -> None:
        since, until = DAYS[first], DAYS[second] + timedelta(1)
        rows = self._statements()
        try:
            getattr(self, f"_{step}")(since, until, number)
        except Refused:
            assert self._statements() == rows
            return
        self.moments.append(self._last_act().at)
        assert self._statements() >= rows

    def _statements(self) -> int:
        with self.rita.reading_own() as connection:
            return int(
                connection.execute(select(func.count()).select_from(statements)).scalar_one()
            )

    def _told(self, fields: dict[str, Any], since: date, until: date | None) -> None:
        self.model.tell(since, until, fields, self._last_act().at)
        self.known[_newest(self.rita, self.person).said.number] = self.model.told[-1]

    def _event(self, since: date, _until: date, number: int) -> None:
        _record(self.rita, self.person, "mutasi", since, job={"job_class": number})
        self._told({"job_class": number}, since, None)

    def _lasting(self, since: date, until: date, number: int) -> None:
        kind = ("plt", "berhenti_sementara", "cuti_sakit")[number % 3]
        ends = None if number % 2 else until - timedelta(1)
        if ends is not None and ends < since:
            raise Refused("", "")
        _record(self.rita, self.person, kind, since, ends=ends)
        self._told(dict(EVENT_KINDS[kind].sets), since, None if ends is None else until)

    def _form(self, since: date, _until: date, number: int) -> None:
        if _job(self.rita, self.person, since).job_class == number:
            raise Refused("", "")
        _correct(self.rita, self.person, since, job_class=number)
        self._told({"job_class": number}, since, None)

    def _list(self, since: date, _until: date, number: int) -> None:
        path = self.folder / f"{self.nip}-{len(self.moments)}-{number}.csv"
        path.write_text(f"NIP,KELAS JABATAN\n{self.nip},{number}\n", "utf-8")
        options = imports.Options(valid_from=since)
        _, done = imports.run(self.rita, "employees", path, options)
        if done.batch is None:
            raise Refused("", "")
        self._told({"job_class": number}, since, None)

    def _chosen(self, number: int) -> Recorded:
        found = [one for one in events.listed(self.rita, self.person) if one.said.kind != "awal"]
        if not found:
            raise Refused("", "")
        return found[number % len(found)]

    def _correct(self, since: date, _until: date, number: int) -> None:
        one = self._chosen(number)
        if not one.stands or one.said.kind == "data":
            raise Refused("", "")
        event = Event(EVENT_KINDS["mutasi"], since, job={"job_class": number})
        events.correct(self.rita, one.said.id, event, "ralat")
        self.model.end(self.known[one.said.number], self._last_act().at)
        self._told({"job_class": number}, since, None)

    def _end(self, _since: date, until: date, number: int) -> None:
        one = self._chosen(number)
        if not one.stands:
            raise Refused("", "")
        events.end(self.rita, one.said.id, until - timedelta(1), "selesai")
        told = self.known[one.said.number]
        self.model.end(told, self._last_act().at)
        self._told(told.fields, told.since, until)

    def _withdraw(self, _since: date, _until: date, number: int) -> None:
        one = self._chosen(number)
        if not one.stands:
            raise Refused("", "")
        events.withdraw(self.rita, one.said.id, "salah")
        self.model.end(self.known[one.said.number], self._last_act().at)

    def _undo(self, _since: date, _until: date, number: int) -> None:
        own = self.moments[1:]
        if not own:
            raise Refused("", "")
        moment = own[-1 - number % min(len(own), 4)]  # mostly one of the last
        with self.rita.reading_own() as connection:
            act = acts.at(connection, [moment])[moment]
        if act.action in ("people.undo", "imports.undo"):
            raise Refused("", "")
        may = self.model.may_undo(moment)
        try:
            undo.undo(self.rita, act.id)
        except Refused:
            assert not may, "the model sees nothing that rests on it"
            raise
        assert may, "the model sees something that rests on it"
        self.model.undo(moment, self._last_act().at)

    def check(self) -> None:
        """Every day, as known at every moment."""
        with self.rita.reading_own() as connection:
            for moment in self.moments:
                for day in DAYS:
                    (row,) = stored.as_of(connection, day, moment, [self.person])
                    found = {name: getattr(row.person.assignment, name) for name in _FIELDS}
                    assert found == self.model.state(day, moment), (day, moment)
        self._check_now()

    def _check_now(self) -> None:
        with self.rita.reading_own() as connection:
            for table in (identities, assignments):
                rows = connection.execute(
                    select(table.c.valid_from, table.c.valid_to)
                    .where(table.c.person_id == self.person, table.c.superseded_at.is_(None))
                    .order_by(table.c.valid_from)
                ).all()
                ends = [row.valid_to for row in rows[:-1]]
                assert ends == [row.valid_from for row in rows[1:]]
                assert rows[-1].valid_to is None
