"""Staff and unit lists on both databases: dry run, applying, taking back, history."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.units import Unit
from polima_desktop.imports.sheets import open_book
from polima_desktop.services import imports
from polima_desktop.services.session import Session
from polima_desktop.services.staff import units
from polima_desktop.storage.database import Database
from polima_desktop.storage.importing import batches
from polima_desktop.storage.months import months
from polima_desktop.storage.office import audit
from polima_desktop.storage.staff import people
from polima_desktop.storage.staff import units as stored_units
from polima_desktop.storage.tables import frozen_inputs
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import BOSS, HEADER, nip, person, write_xlsx
from tests.services.import_world import (
    TODAY,
    acting,
    attendance_file,
    bring_in,
    dump,
    job_of,
    staff_list,
)

# ── units ───────────────────────────────────────────────────────────────────────────────────


def test_units_find_their_parent_in_the_same_file(clerk: Session) -> None:
    with clerk.reading_own() as connection:
        rows = {unit.code: unit for unit in stored_units.as_of(connection, date(2021, 1, 1))}
    assert rows["SD-01"].parent_id == rows["DIN-01"].id
    assert rows["RSU-01"].parent_id == rows["DIN-02"].id
    assert rows["RSU-01"].pattern == "giliran"


def test_a_renamed_unit_changes_from_its_date_on(clerk: Session, tmp_path: Path) -> None:
    path = tmp_path / "baru.csv"
    path.write_text(
        "KODE,NAMA,JENIS,BERLAKU SEJAK\nDIN-02,Dinas Kesehatan Kota,Dinas,2021-02-01\n", "utf-8"
    )
    counts = bring_in(clerk, path, "units").counts
    assert (counts.changed, counts.new) == (1, 0)
    with clerk.reading_own() as connection:
        from polima_desktop.storage.staff import units

        names = [
            next(u.name for u in units.as_of(connection, day) if u.code == "DIN-02")
            for day in (date(2021, 1, 31), date(2021, 2, 1))
        ]
    assert names == ["Dinas Kesehatan", "Dinas Kesehatan Kota"]


def test_units_in_a_circle_and_under_unknown_parents_are_rejected(
    clerk: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lingkar.csv"
    path.write_text(
        "KODE,NAMA,JENIS,INDUK\nA,Bagian A,Bagian,B\nB,Bagian B,Bagian,A\nC,Bagian C,Bagian,XX\n",
        "utf-8",
    )
    plan = imports.preview(clerk, "units", path)
    assert plan.counts.rejected == 3
    assert {p.row for p in plan.problems} == {2, 3, 4}


# ── the dry run ─────────────────────────────────────────────────────────────────────────────


def test_a_preview_writes_nothing_at_all(clerk: Session, tmp_path: Path) -> None:
    before = dump(clerk)
    with clerk.reading_own() as connection:
        entries = len(list(audit.entries(connection)))
    imports.preview(clerk, "employees", staff_list(tmp_path, person(1)))
    assert dump(clerk) == before
    with clerk.reading_own() as connection:
        assert len(list(audit.entries(connection))) == entries
        assert len(batches.latest(connection)) == 1  # the units'


def test_a_preview_says_field_by_field_what_changes(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1), person(2)))
    changed = person(1, GOLONGAN="III/b", TMT_GOLONGAN=date(2020, 10, 1), NAMA="Ani Baru")
    plan = imports.preview(clerk, "employees", staff_list(tmp_path, changed, person(2), person(3)))
    assert [v.outcome for v in plan.verdicts] == ["changed", "unchanged", "new"]
    said = {c.label: (c.old, c.new, c.since) for c in plan.verdicts[0].changes}
    promoted = date(2020, 10, 1)
    assert said["GOLONGAN"] == ("III/a", "III/b", promoted)
    assert said["TMT GOLONGAN"] == ("01-04-2018", "01-10-2020", promoted)
    assert said["NAMA"][2] == date(2021, 3, 1)


def test_cancelling_leaves_everything_as_it_was(clerk: Session, tmp_path: Path) -> None:
    plan = imports.preview(clerk, "employees", staff_list(tmp_path, person(1)))
    before, progress = dump(clerk), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        imports.apply(clerk, plan, progress)
    assert dump(clerk) == before


def test_only_the_office_that_may_imports(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        imports.preview(
            acting(database, Role.KEUANGAN), "employees", staff_list(tmp_path, person(1))
        )


# ── applying ────────────────────────────────────────────────────────────────────────────────


def test_a_new_person_begins_with_the_appointment(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    early, later = job_of(clerk, 1, date(2010, 1, 1)), job_of(clerk, 1, date(2021, 1, 1))
    assert early["unit"] == "SD-01"
    assert early["golongan"] is None
    assert early["position"] is None
    assert (later["golongan"], later["position"]) == ("III/a", "Guru Ahli Pertama")
    between = job_of(clerk, 1, date(2018, 6, 1))
    assert (between["golongan"], between["position"]) == ("III/a", None)


def test_a_named_day_begins_new_people_then(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)), valid_from=date(2021, 1, 1))
    with clerk.reading_own() as connection:
        assert people.as_of(connection, date(2020, 12, 31)) == []
        assert len(people.as_of(connection, date(2021, 1, 1))) == 1


def test_a_promotion_found_out_late_keeps_the_transfer_that_followed(
    clerk: Session, tmp_path: Path
) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    moved = person(1, UNIT_KERJA="Dinas Kesehatan", TMT_JABATAN=date(2021, 2, 1))
    bring_in(clerk, staff_list(tmp_path, moved, name="pindah.xlsx"))
    late = moved | {"GOLONGAN": "III/b", "TMT GOLONGAN": date(2020, 10, 1)}
    bring_in(clerk, staff_list(tmp_path, late, name="pangkat.xlsx"))
    seen = [
        (job["golongan"], job["unit"])
        for job in (
            job_of(clerk, 1, day)
            for day in (date(2020, 9, 30), date(2020, 10, 1), date(2021, 1, 31), date(2021, 2, 1))
        )
    ]
    assert seen == [("III/a", "SD-01"), ("III/b", "SD-01"), ("III/b", "SD-01"), ("III/b", "DIN-02")]


def test_a_blank_cell_erases_nothing(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    counts = bring_in(clerk, staff_list(tmp_path, person(1, NPWP=None, KELAS_JABATAN="-"))).counts
    assert counts.unchanged == 1


def test_as_known_earlier_the_past_is_what_it_was(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    with clerk.reading_own() as connection:
        (before,) = people.as_of(connection, date(2021, 1, 15))
        known_at = audit.last_moment(connection)
    later = Session(clerk.database, clerk.actor, lambda: datetime(2021, 4, 1, tzinfo=UTC))
    wider = person(1, KELAS_JABATAN=11)
    bring_in(later, staff_list(tmp_path, wider, name="b.xlsx"), valid_from=date(2021, 1, 1))
    with clerk.reading_own() as connection:
        (now,) = people.as_of(connection, date(2021, 1, 15))
        (then,) = people.as_of(connection, date(2021, 1, 15), known_at)
    assert (now.person.assignment.job_class, then.person.assignment.job_class) == (11, 8)
    assert then.person == before.person


def test_a_new_person_needs_name_and_unit(clerk: Session, tmp_path: Path) -> None:
    result = bring_in(clerk, staff_list(tmp_path, person(1, UNIT_KERJA=None), person(2)), unit=None)
    assert (result.counts.new, result.counts.rejected) == (1, 1)
    assert result.problems[0].problem == "Pegawai baru tanpa unit kerja."
    again = bring_in(clerk, staff_list(tmp_path, person(1, UNIT_KERJA=None)), unit="Disdikbud")
    assert again.counts.new == 1


def test_each_import_leaves_one_audit_entry_and_a_batch(clerk: Session, tmp_path: Path) -> None:
    batch = bring_in(clerk, staff_list(tmp_path, person(1), person(2))).batch
    assert batch is not None
    with clerk.reading_own() as connection:
        entry = list(audit.entries(connection))[-1]
        kept = batches.find(connection, batch)
    assert entry.action == "imports.employees"
    assert entry.subject == f"batch:{batch}"
    assert kept is not None
    assert json.loads(kept.report)["new"] == 2


# ── the same file again ─────────────────────────────────────────────────────────────────────


def test_the_same_file_again_is_recognised_and_writes_nothing(
    clerk: Session, tmp_path: Path
) -> None:
    path = staff_list(tmp_path, person(1), person(2))
    first = bring_in(clerk, path)
    before = dump(clerk)
    plan, second = imports.run(clerk, "employees", path)
    assert plan.earlier == first.batch
    assert second.batch is None
    assert second.counts.unchanged == 2
    assert dump(clerk) == before


def test_an_old_file_does_not_set_back_what_was_changed_since(
    clerk: Session, tmp_path: Path
) -> None:
    old = staff_list(tmp_path, person(1))
    bring_in(clerk, old)
    bring_in(clerk, staff_list(tmp_path, person(1, KELAS_JABATAN=9), name="baru.xlsx"))
    assert bring_in(clerk, old).counts.unchanged == 1
    assert job_of(clerk, 1, date(2021, 3, 1))["job_class"] == 9


def test_a_row_rejected_before_may_come_in_with_the_same_file(
    clerk: Session, tmp_path: Path
) -> None:
    path = staff_list(tmp_path, person(1), person(2, UNIT_KERJA="Kantor Baru"))
    assert bring_in(clerk, path).counts.rejected == 1
    units = tmp_path / "u.csv"
    units.write_text("KODE,NAMA,JENIS\nK-1,Kantor Baru,Kantor\n", "utf-8")
    bring_in(clerk, units, "units")
    counts = bring_in(clerk, path).counts
    assert (counts.new, counts.unchanged, counts.rejected) == (1, 1, 0)


# ── taking back ─────────────────────────────────────────────────────────────────────────────


def test_import_undo_import_again_gives_the_same_facts(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1), person(2)))
    before = dump(clerk)
    path = staff_list(
        tmp_path,
        person(1, GOLONGAN="III/c", TMT_GOLONGAN=date(2020, 4, 1), KELAS_JABATAN=9),
        person(3),
        name="maret.xlsx",
    )
    batch = bring_in(clerk, path).batch
    after = dump(clerk)
    assert after != before
    assert batch is not None
    imports.undo(clerk, batch)
    assert dump(clerk) == before
    assert bring_in(clerk, path).batch is not None
    assert dump(clerk) == after


def test_what_something_rests_on_is_not_taken_back(clerk: Session, tmp_path: Path) -> None:
    first = bring_in(clerk, staff_list(tmp_path, person(1))).batch
    second = bring_in(clerk, staff_list(tmp_path, person(1, KELAS_JABATAN=9), name="b.xlsx")).batch
    assert first is not None
    assert second is not None
    with pytest.raises(Refused, match="sudah punya 1 perubahan kepegawaian"):
        imports.undo(clerk, first)
    imports.undo(clerk, second)
    with pytest.raises(Refused, match="sudah diurungkan"):
        imports.undo(clerk, second)
    with pytest.raises(Refused, match="tidak ada"):
        imports.undo(clerk, 999)


def test_imports_are_taken_back_one_after_another_to_the_very_beginning(
    clerk: Session, tmp_path: Path
) -> None:
    """Undoing writes rows again; the import below must know them for its own."""
    states, brought = [dump(clerk)], list[int]()
    for number, (job_class, count) in enumerate([(7, 1), (9, 2), (8, 3), (10, 3)]):
        staff = [person(n, KELAS_JABATAN=job_class + n % 2) for n in range(1, count + 1)]
        batch = bring_in(clerk, staff_list(tmp_path, *staff, name=f"{number}.xlsx")).batch
        assert batch is not None
        brought.append(batch)
        states.append(dump(clerk))
    while brought:
        for earlier in brought[:-1]:
            with pytest.raises(Refused, match="Urungkan"):
                imports.undo(clerk, earlier)
        assert dump(clerk) == states.pop()
        imports.undo(clerk, brought.pop())
    assert dump(clerk) == states.pop()


def test_people_with_records_are_not_taken_back(database: Database, tmp_path: Path) -> None:
    clerk, kominfo = acting(database, Role.BKPSDM), acting(database, Role.KOMINFO)
    batch = bring_in(clerk, staff_list(tmp_path, person(1))).batch
    records = attendance_file(tmp_path, [f"{nip(1)},2021-01-04,07:30,16:00"])
    second = bring_in(kominfo, records, "attendance").batch
    assert batch is not None
    assert second is not None
    with pytest.raises(Refused, match="1 hari kehadiran"):
        imports.undo(clerk, batch)
    imports.undo(kominfo, second)


def test_units_in_use_are_not_taken_back(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    with pytest.raises(Refused, match="SD Negeri 1 Wameo sudah dipakai"):
        imports.undo(clerk, 1)


def test_units_with_units_below_are_not_taken_back(clerk: Session, tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_text("KODE,NAMA,JENIS\nK-1,Kantor Baru,Kantor\n", "utf-8")
    batch = bring_in(clerk, path, "units").batch
    assert batch is not None
    below = Unit("K-1-1", "Seksi Umum", "Seksi", "K-1", None, None)
    units.open_unit(acting(clerk.database, Role.BKPSDM), below, units.Paper(date(2021, 3, 1)))
    with pytest.raises(Refused, match="Kantor Baru sudah dipakai"):
        imports.undo(clerk, batch)


def test_a_slip_reopened_with_the_data_keeps_it(clerk: Session, tmp_path: Path) -> None:
    batch = bring_in(clerk, staff_list(tmp_path, person(1))).batch
    assert batch is not None
    with unit_of_work(clerk.database, "keuangan", "test.reopen", TODAY) as work:
        month = months.open_month(work, Month(2021, 1))
        months.update_month(work, month.id, state="locked", frozen_at=TODAY - timedelta(days=2))
        again = frozen_inputs.insert().values(
            month_id=month.id, number=2, sha256="0" * 64, people=1, content=b"",
            frozen_at=TODAY + timedelta(days=2), frozen_by="keuangan",
        )  # fmt: skip
        work.connection.execute(again)
    with pytest.raises(Refused, match="2021-01 sudah dibekukan"):
        imports.undo(clerk, batch)


@pytest.mark.parametrize(("frozen_at", "refused"), [(2, True), (-2, False)])
def test_a_month_frozen_with_the_data_keeps_it(
    clerk: Session, tmp_path: Path, frozen_at: int, refused: bool
) -> None:
    batch = bring_in(clerk, staff_list(tmp_path, person(1))).batch
    assert batch is not None
    with unit_of_work(clerk.database, "keuangan", "test.freeze", TODAY) as work:
        month = months.open_month(work, Month(2021, 1))
        when = TODAY + timedelta(days=frozen_at)
        months.update_month(work, month.id, state="frozen", frozen_at=when)
    if refused:
        with pytest.raises(Refused, match="2021-01 sudah dibekukan"):
            imports.undo(clerk, batch)
    else:
        imports.undo(clerk, batch)


def test_a_list_older_than_what_is_stored_warns(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1), person(2, KEDUDUKAN_HUKUM="Pensiun")))
    older = person(1, GOLONGAN="II/d", TMT_GOLONGAN=date(2016, 4, 1))
    plan = imports.preview(clerk, "employees", staff_list(tmp_path, older, person(2)))
    assert [(p.row, p.column, p.severity) for p in plan.problems] == [
        (2, "TMT GOLONGAN", "warning"), (3, "KEDUDUKAN HUKUM", "warning"),
    ]  # fmt: skip
    assert plan.counts.changed == 2


# ── out and in again ────────────────────────────────────────────────────────────────────────


def test_an_export_comes_back_unchanged(clerk: Session, tmp_path: Path) -> None:
    rows = [person(n, KEDUDUKAN_HUKUM="Tugas Belajar" if n == 3 else "Aktif") for n in range(14)]
    pppk = person(20, NIP="198503122021212001", STATUS="PPPK", GOLONGAN="IX", ESELON=None)
    pppk["TMT CPNS"], pppk["NAMA"] = date(2021, 1, 1), "-Dewi"
    bring_in(clerk, staff_list(tmp_path, *rows, pppk))
    out = tmp_path / "ekspor.xlsx"
    assert imports.export_employees(clerk, None, out) == 15
    with clerk.reading_own() as connection:
        *_, entry = audit.entries(connection)
    assert (entry.action, json.loads(entry.detail)) == (
        "people.export", {"file": "ekspor.xlsx", "count": 15},
    )  # fmt: skip
    plan = imports.preview(clerk, "employees", out)
    assert [v for v in plan.verdicts if v.outcome != "unchanged"] == []
    assert plan.counts.unchanged == 15
    frame = open_book(out).sheets[0].frame
    assert list(frame.iloc[0]) == HEADER
    assert all(isinstance(cell, str) for cell in frame[0])


def test_rejected_rows_come_back_once_corrected(clerk: Session, tmp_path: Path) -> None:
    path = staff_list(
        tmp_path, person(1, NAMA="=1+1", GOLONGAN="III/z"), person(2), person(3, NIP=1.98503e17)
    )
    plan, _ = imports.run(clerk, "employees", path)
    out = tmp_path / "ditolak.xlsx"
    assert imports.save_rejected(plan, out) == 2
    frame = open_book(out).sheets[0].frame
    assert list(frame.iloc[0])[-2:] == ["ALASAN", "SARAN"]
    assert "kehilangan angka" in frame.iloc[2, -2]
    again = imports.preview(clerk, "employees", out)
    assert (again.counts.read, again.counts.rejected) == (2, 2)
    corrected = frame.values.tolist()
    corrected[1][HEADER.index("GOLONGAN")] = "III/a"
    fixed = write_xlsx(tmp_path / "betul.xlsx", {"Pegawai": corrected})
    result = bring_in(clerk, fixed)
    assert (result.counts.new, result.counts.rejected) == (1, 1)
    with clerk.reading_own() as connection:
        names = {row.person.identity.name for row in people.as_of(connection, date(2021, 3, 1))}
    assert "=1+1" in names


def test_no_rejected_rows_make_no_file(clerk: Session, tmp_path: Path) -> None:
    plan = imports.preview(clerk, "employees", staff_list(tmp_path, person(1)))
    assert imports.save_rejected(plan, tmp_path / "x.xlsx") == 0
    assert not (tmp_path / "x.xlsx").exists()


# ── the counts always add up ────────────────────────────────────────────────────────────────

CELLS = st.sampled_from(
    [None, "", "-", "x", 1.98503e17, "31 Februari 1985", "III/a", "9", "Disdikbud", "P", BOSS, 99]
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_count_equations_hold_for_any_rows(
    clerk: Session, tmp_path: Path, data: st.DataObject
) -> None:
    rows = []
    for number in data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=8)):
        row = person(number)
        for title in data.draw(st.lists(st.sampled_from(HEADER), max_size=4)):
            row[title] = data.draw(CELLS)
        rows.append(row)
    plan = imports.preview(clerk, "employees", staff_list(tmp_path, *rows))
    counts = plan.counts
    assert counts.read == counts.accepted + counts.rejected
    assert counts.accepted == counts.new + counts.changed + counts.unchanged
    assert len(plan.verdicts) == counts.read
    assert counts.rejected == len({p[:2] for p in plan.problems if p.severity == "error"})
