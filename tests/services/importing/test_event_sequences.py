"""A list of events is a sequence: whatever the order of its rows, the same facts come of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polima_desktop.domain.access import Role
from polima_desktop.services import imports
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import nip, person
from tests.services.import_world import UNITS_CSV, acting, bring_in, staff_list

HEAD = "NIP,JENIS,MULAI,SELESAI,NOMOR SK,KETERANGAN,KELAS JABATAN\n"
_days = st.integers(1, 28)
_rows = st.one_of(
    st.tuples(st.just("berhenti_sementara"), _days, st.none()),
    st.tuples(st.just("aktif_kembali"), _days, st.none()),
    st.tuples(st.just("mutasi"), _days, st.integers(5, 9)),
    st.tuples(st.just("cuti_tahunan"), _days, st.integers(0, 3)),
    st.tuples(st.just("hukdis"), _days, st.integers(0, 3)),
)
_numbers = iter(range(1, 990))


@pytest.fixture
def rita(store_url: str, tmp_path: Path) -> Iterator[Session]:
    database = create_store(store_url)
    session = acting(database, Role.BKPSDM)
    with unit_of_work(database, "bkpsdm", "office.create", session.clock()) as work:
        calendar.fill_new_store(work.connection)
    (tmp_path / "unit.csv").write_text(UNITS_CSV, "utf-8")
    bring_in(session, tmp_path / "unit.csv", "units")
    yield session
    database.close()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=15,
)
@given(rows=st.lists(_rows, min_size=1, max_size=6, unique_by=lambda r: r[:2]), data=st.data())
def test_any_order_of_rows_gives_the_same_facts(
    rita: Session, tmp_path: Path, rows: list[tuple[str, int, int | None]], data: st.DataObject
) -> None:
    one, other = next(_numbers), next(_numbers)
    both = staff_list(tmp_path, person(one), person(other), name=f"{one}.xlsx")
    bring_in(rita, both, valid_from=date(2020, 1, 1))
    shuffled = data.draw(st.permutations(rows))
    found = []
    for number, order in ((one, rows), (other, shuffled)):
        path = tmp_path / f"e{number}.csv"
        path.write_text(HEAD + "".join(_line(nip(number), *row) for row in order), "utf-8")
        plan, _ = imports.run(rita, "events", path)
        found.append((plan.counts, _facts(rita, nip(number))))
    assert found[0] == found[1]


def _line(number: str, kind: str, day: int, more: int | None) -> str:
    starts, ends, note, job_class = f"2021-01-{day:02d}", "", "", ""
    if kind == "cuti_tahunan":
        ends = f"2021-02-{(more or 0) + 1:02d}" if day > 25 else f"2021-01-{day + (more or 0):02d}"
    elif kind == "hukdis":
        ends, note = f"2021-0{(more or 0) + 2}-01", "ringan"
    elif kind == "mutasi":
        job_class = str(more)
    return f"{number},{kind},{starts},{ends},SK/{kind}/{day},{note},{job_class}\n"


def _facts(rita: Session, number: str) -> list[tuple[object, ...]]:
    with rita.reading_own() as connection:
        key = people.ids_by_nip(connection)[number]
        said = statements.of(connection, [key])[key]
        jobs = people.assignment_timeline(connection, key)
    events = [(one.kind, one.valid_from, one.valid_to, one.note) for one in said]
    return [
        *sorted(one for one in events if one[0] not in ("awal", "data")),
        *((row.value, row.valid_from, row.valid_to) for row in jobs),
    ]
