"""The employee list, corrections and events as a clerk of BKPSDM makes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.events import EVENT_KINDS, Event, read_event_kind
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.units import Unit
from polima_desktop.services.session import Session
from polima_desktop.services.staff import events, people, roster
from polima_desktop.services.staff.events import Happening
from polima_desktop.services.staff.people import Clashes, Correction, Newcomer
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store
from polima_desktop.storage.office import accounts, audit
from polima_desktop.storage.staff import statements, units
from polima_desktop.storage.staff.statements import DATA, New
from polima_desktop.storage.unit_of_work import unit_of_work

START, TODAY = date(2017, 1, 1), date(2021, 1, 15)
RITA = Actor("rita", "Rita", Role.BKPSDM)
BUDI = Actor("budi", "Budi", Role.BKPSDM)


def _clock() -> datetime:
    return datetime(2021, 1, 15, 2, tzinfo=UTC)


@pytest.fixture
def rita(store_url: str) -> Iterator[Session]:
    """A clerk at a store with one office and one school."""
    database = create_store(store_url)
    with unit_of_work(database, "rita", "office.create", _clock()) as work:
        calendar.fill_new_store(work.connection)
        units.create(work, ["DIN-01", "SD-01"])
        office = Unit("DIN-01", "Dinas Pendidikan dan Kebudayaan", "dinas")
        school = Unit("SD-01", "SD Negeri 1 Wameo", "sd", "DIN-01")
        units.record(work, [(START, office), (START, school)], {"DIN-01": "Disdikbud"})
    yield Session(database, RITA, _clock)
    database.close()


def _teacher(name: str, nip: str, **job: object) -> Newcomer:
    who = Identity(nip, name, sex="P", birth_date=date(int(nip[:4]), int(nip[4:6]), int(nip[6:8])))
    base = {"status": "PNS", "golongan": "III/c", "family": "guru", "job_class": 8}
    base |= {"position": "Guru Ahli Muda", "job_kind": "fungsional"}
    return Newcomer(who, Assignment("SD-01", **(base | job)), START)  # type: ignore[arg-type]


@pytest.fixture
def sarmina(rita: Session) -> int:
    return people.add(rita, _teacher("Wa Ode Sarmina", "198403122009022004"))


def _correct(person: int, seen: dict[str, object], values: dict[str, object]) -> Correction:
    return Correction(person, date(2021, 1, 1), seen, values, "821/114/2020", date(2020, 12, 20))


def test_a_correction_from_a_day_on_leaves_the_past_visible(rita: Session, sarmina: int) -> None:
    result = people.correct(rita, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))
    assert (result.changed, result.arrears) == (("job_class",), ())
    file = roster.person_file(rita, sarmina, TODAY)
    classes = [(row.value.job_class, row.valid_from) for row in file.assignments]  # type: ignore[union-attr]
    assert classes == [(8, START), (9, date(2021, 1, 1))]
    assert file.assignments[1].decree_number == "821/114/2020"


def test_identity_and_assignment_change_in_one_correction(rita: Session, sarmina: int) -> None:
    seen, new = {"name": "Wa Ode Sarmina", "job_class": 8}, {"name": "Sarmina Hadi", "job_class": 9}
    people.correct(rita, _correct(sarmina, seen, new))
    row = roster.person_file(rita, sarmina, TODAY).now
    assert (row.name, row.job_class) == ("Sarmina Hadi", 9)
    with rita.reading_own() as connection:
        last = list(audit.entries(connection))[-1]
    assert last.action == "people.correct"
    assert '"job_class": [8, 9]' in last.detail


def test_the_second_clerk_sees_both_values_and_nothing_is_overwritten(
    rita: Session, sarmina: int
) -> None:
    budi = Session(rita.database, BUDI, _clock)
    people.correct(rita, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))
    with pytest.raises(Clashes) as caught:
        people.correct(budi, _correct(sarmina, {"job_class": 8}, {"job_class": 10}))
    (clash,) = caught.value.clashes
    assert (clash.theirs, clash.ours, clash.who) == (9, 10, "rita")
    assert roster.person_file(rita, sarmina, TODAY).now.job_class == 9
    people.correct(budi, _correct(sarmina, {"job_class": 9}, {"job_class": 10}))
    assert roster.person_file(rita, sarmina, TODAY).now.job_class == 10


def test_two_clerks_changing_different_fields_do_not_clash(rita: Session, sarmina: int) -> None:
    people.correct(rita, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))
    people.correct(rita, _correct(sarmina, {"golongan": "III/c"}, {"golongan": "III/d"}))
    row = roster.person_file(rita, sarmina, TODAY).now
    assert (row.job_class, row.golongan) == (9, "III/d")


def test_what_may_not_be_is_refused(rita: Session, sarmina: int) -> None:
    people.add(rita, _teacher("Wa Ima", "199105082019032010"))
    with pytest.raises(Refused, match="sudah dipakai"):
        people.add(rita, _teacher("Orang Lain", "198403122009022004"))
    taken = {"nip": "199105082019032010"}
    with pytest.raises(Refused, match="sudah dipakai pegawai lain"):
        people.correct(rita, _correct(sarmina, {"nip": "198403122009022004"}, taken))
    with pytest.raises(Refused, match="Tidak ada yang berubah"):
        people.correct(rita, _correct(sarmina, {"job_class": 8}, {"job_class": 8}))
    auditor = Session(rita.database, Actor("a", "A", Role.AUDITOR), _clock)
    with pytest.raises(NotAllowed, match="Pemeriksa tidak boleh mengubah data pegawai"):
        people.correct(auditor, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("laode", ["La Ode Fajrin"]),
        ("waode sarm", ["Wa Ode Sarmina"]),
        ("19840312 2009", ["Wa Ode Sarmina"]),
        ("wameo", ["La Ode Fajrin", "Wa Ode Sarmina"]),
        ("ahli muda", ["La Ode Fajrin", "Wa Ode Sarmina"]),
        ("samrin", []),
        ("", ["La Ode Fajrin", "Wa Ode Sarmina"]),
    ],
)
def test_a_search_finds_names_numbers_units_and_positions(
    rita: Session, sarmina: int, typed: str, found: list[str]
) -> None:
    people.add(rita, _teacher("La Ode Fajrin", "198111042008031002"))
    rows = roster.roster(rita, TODAY).rows
    assert sorted(row.name for row in roster.matches(typed, rows)) == found


def test_the_list_counts_people_and_problems_up_the_tree(rita: Session, sarmina: int) -> None:
    people.add(rita, _teacher("Wa Ima", "199105082019032010", job_class=None))
    listed = roster.roster(rita, TODAY)
    (office,) = listed.tree
    assert (office.unit.label, office.people, office.flawed) == ("Disdikbud", 2, 2)
    assert [child.people for child in office.children] == [2]
    assert listed.board()["no_class"] == {"Disdikbud": 1}
    assert listed.board()["no_superior"] == {"Disdikbud": 2}
    assert {row.opd for row in listed.rows} == {"Disdikbud"}


def test_doubles_and_unknown_superiors_show_beside_the_others(rita: Session) -> None:
    person = people.add(rita, _teacher("Muhtar Ali", "198403122009022004"))
    people.add(rita, _teacher("Muchtar Ali", "198403122010012009"))
    with unit_of_work(rita.database, "rita", "test.list", _clock()) as work:  # as a list brings it
        stated = New(person, DATA, TODAY, fields={"superior_nip": "1" * 18})
        statements.write(work, [stated])
    codes = [{p.code for p in row.problems} for row in roster.roster(rita, TODAY).rows]
    assert {"duplicate", "superior_unknown"} <= codes[0]
    assert "duplicate" in codes[1]


def test_a_list_as_it_was_known_then(rita: Session, sarmina: int) -> None:
    before = roster.roster(rita, TODAY)
    later = Session(rita.database, RITA, lambda: datetime(2021, 2, 3, tzinfo=UTC))
    people.correct(later, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))
    known = roster.roster(rita, TODAY, known_at=datetime(2021, 2, 1, tzinfo=UTC))
    assert [row.job_class for row in known.rows] == [row.job_class for row in before.rows] == [8]
    assert [row.job_class for row in roster.roster(rita, TODAY).rows] == [9]


def test_a_superior_is_somebody_else_of_the_list(rita: Session, sarmina: int) -> None:
    for nip, words in (("1" * 18, "tidak ada dalam daftar"), ("198403122009022004", "sendiri")):
        with pytest.raises(Refused, match=words):
            people.correct(rita, _correct(sarmina, {"superior_nip": None}, {"superior_nip": nip}))
        with pytest.raises(Refused, match=words):
            _happen(rita, sarmina, "mutasi", starts=TODAY, job={"superior_nip": nip})
    with pytest.raises(Refused, match="tidak ada dalam daftar"):
        people.add(rita, _teacher("Muchtar Ali", "198403122010012009", superior_nip="1" * 18))
    known = "198403122010012009"
    people.add(rita, _teacher("Muchtar Ali", known))
    people.correct(rita, _correct(sarmina, {"superior_nip": None}, {"superior_nip": known}))
    assert roster.person_file(rita, sarmina, TODAY).now.person.assignment.superior_nip == known


def test_each_record_tells_what_was_before_it(rita: Session, sarmina: int) -> None:
    _happen(rita, sarmina, "kenaikan_pangkat", starts=date(2021, 4, 1), job={"golongan": "III/d"})
    _happen(rita, sarmina, "kenaikan_pangkat", starts=date(2020, 4, 1), job={"golongan": "IV/a"})
    told = {
        one.said.valid_from: (one.before.get("golongan"), one.said.fields["golongan"])
        for one in events.listed(rita, sarmina)
        if not one.said.first
    }
    assert told == {date(2021, 4, 1): ("IV/a", "III/d"), date(2020, 4, 1): ("III/c", "IV/a")}


def test_a_decree_is_asked_for_where_the_regulation_wants_one(rita: Session, sarmina: int) -> None:
    def asked(kind: str, **event: object) -> list[str]:
        happening = Event(EVENT_KINDS[kind], date(2021, 1, 4), **event)  # type: ignore[arg-type]
        return events.doubts(rita, [Happening(sarmina, happening)])

    (words,) = asked("kenaikan_pangkat", job={"golongan": "III/d"})
    assert words == "Kenaikan pangkat ditetapkan dengan SK; nomornya belum diisi."
    assert not asked("kenaikan_pangkat", job={"golongan": "III/d"}, decree_number="823/1/2021")
    assert not asked("cuti_sakit", ends=date(2021, 1, 8))


# ── events ──────────────────────────────────────────────────────────────────────────────────


def _happen(session: Session, person: int, kind: str, **event: object) -> None:
    happening = Event(EVENT_KINDS[kind], **event)  # type: ignore[arg-type]
    events.record(session, [Happening(person, happening)])


def test_a_plt_begins_and_ends(rita: Session, sarmina: int) -> None:
    _happen(rita, sarmina, "plt", starts=date(2021, 1, 10), ends=date(2021, 3, 31), note="Kadis")
    acting = {
        day: roster.person_file(rita, sarmina, day).now.person.assignment.acting
        for day in (date(2021, 1, 9), date(2021, 1, 10), date(2021, 3, 31), date(2021, 4, 1))
    }
    assert list(acting.values()) == [False, True, True, False]
    (spell,) = roster.person_file(rita, sarmina, TODAY).spells
    assert (spell.kind, spell.note, spell.valid_to) == ("plt", "Kadis", date(2021, 4, 1))


def test_a_transfer_moves_the_person_and_dates_the_position(rita: Session, sarmina: int) -> None:
    job = {"unit": "DIN-01", "position": "Pengadministrasi", "job_class": 6}
    _happen(rita, sarmina, "mutasi", starts=date(2021, 1, 11), job=job, decree_number="824/2")
    now = roster.person_file(rita, sarmina, TODAY).now.person.assignment
    assert (now.unit, now.job_class, now.position_date) == ("DIN-01", 6, date(2021, 1, 11))
    assert now.golongan == "III/c"


def test_leave_is_a_spell_and_changes_nothing_else(rita: Session, sarmina: int) -> None:
    _happen(rita, sarmina, "cuti_sakit", starts=date(2021, 1, 4), ends=date(2021, 1, 8))
    file = roster.person_file(rita, sarmina, TODAY)
    assert len(file.assignments) == 1
    assert [(s.kind, s.valid_from, s.valid_to) for s in file.spells] == [
        ("cuti_sakit", date(2021, 1, 4), date(2021, 1, 9))
    ]


def test_several_events_of_one_person_apply_in_time_order(rita: Session, sarmina: int) -> None:
    back = Event(EVENT_KINDS["aktif_kembali"], date(2021, 1, 12))
    away = Event(EVENT_KINDS["berhenti_sementara"], date(2021, 1, 5))
    events.record(rita, [Happening(sarmina, back), Happening(sarmina, away)])
    standing = [
        row.value.standing  # type: ignore[union-attr]
        for row in roster.person_file(rita, sarmina, TODAY).assignments
    ]
    assert standing == ["aktif", "berhenti_sementara", "aktif"]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event(EVENT_KINDS["cuti_sakit"], date(2021, 1, 5), date(2021, 1, 4)), "lebih dulu"),
        (Event(EVENT_KINDS["pensiun"], date(2021, 1, 5), date(2021, 2, 4)), "tidak punya tanggal"),
        (Event(EVENT_KINDS["hukdis"], date(2021, 1, 5), note="parah"), "Tingkat"),
        (Event(EVENT_KINDS["mutasi"], date(2021, 1, 5)), "jabatan baru belum diisi"),
    ],
)
def test_an_event_that_cannot_be_is_refused(
    rita: Session, sarmina: int, event: Event, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        events.record(rita, [Happening(sarmina, event)])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Mutasi", "mutasi"),
        ("PLT", "plt"),
        ("Wafat", "meninggal"),
        ("Cuti Sakit", "cuti_sakit"),
        ("Hukuman disiplin", "hukdis"),
        ("Kenaikan Pangkat", "kenaikan_pangkat"),
    ],
)
def test_event_words(written: str, code: str) -> None:
    assert read_event_kind(written).code == code


def test_an_unknown_event_word_is_refused() -> None:
    with pytest.raises(Refused, match="Jenis mutasi ‘liburan’ tidak dikenal"):
        read_event_kind("liburan")


def test_a_clerk_whose_account_was_changed_meanwhile_must_log_in_again(
    rita: Session, sarmina: int
) -> None:
    with unit_of_work(rita.database, "a", "users.add", _clock()) as work:
        accounts.add(work, "rita", "Rita", Role.BKPSDM, "rahasia1")
    people.correct(rita, _correct(sarmina, {"job_class": 8}, {"job_class": 9}))
    for role, enabled in ((Role.AUDITOR, True), (Role.BKPSDM, False)):
        with unit_of_work(rita.database, "a", "users.change", _clock()) as work:
            accounts.change_role(work, "rita", role, None)
            if not enabled:
                accounts.disable(work, "rita")
        with pytest.raises(NotAllowed, match="baru saja diubah"):
            people.correct(rita, _correct(sarmina, {"job_class": 9}, {"job_class": 10}))
