"""A month of three thousand claims worked through as a verifier does: by rules and by keys.

Afterwards no claim is open, no day counts two sources, none is empty without a reason, and what
the page said would change is exactly what two calculated months differ by.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from sqlite3 import connect

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Role
from polima_desktop.domain.attendance import State
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.months import run
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import open_store
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.review import attachments
from polima_desktop.storage.review import claims as stored
from polima_desktop.storage.review.claims import NewClaim
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.settings import Settings
from tests import claims_world as world
from tests.imports.lists import nip
from tests.views.review.desk_object import DeskObject

pytestmark = pytest.mark.long

FEBRUARY = Month(2021, 2)
PEOPLE = 140
BY_RULE = {  # what a verifier decides for each finding, with the note it wants
    Finding.MATCH: (Decision.MANUAL, ""),
    Finding.FILLS: (Decision.MANUAL, ""),
    Finding.CONFLICT: (Decision.ELECTRONIC, ""),
    Finding.OFF_DAY: (Decision.REJECT, "bukan hari kerja"),
    Finding.NO_EVIDENCE: (Decision.REJECT, "bukti tidak pernah diserahkan"),
    Finding.ABSENT: (Decision.ELECTRONIC, ""),
    Finding.OUTSIDE: (Decision.REJECT, "di luar masa"),
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Session]:
    database = world.build(str(tmp_path / "polima.db"), rules=True)
    with unit_of_work(database, "kominfo", "test.february", world.MORNING) as work:
        _fill(work)
    yield world.session(database)
    database.close()


def _fill(work: Work) -> None:
    """Add 140 teachers, each with a claim on every day of February; records of many kinds."""
    ids, start = people.create(work, PEOPLE), date(2017, 1, 1)
    who = [(key, start, Identity(nip(n), f"Wa Ode Guru {n}")) for n, key in enumerate(ids)]
    people.record_identities(work, who)
    job = Assignment(
        "SD-07", status="PNS", golongan="III/b", job_class=8, family="guru", salary=3_000_000
    )
    people.record_assignments(work, [(key, start, job) for key in ids])
    unit = units.ids_by_code(work.connection)["SD-07"]
    batch, book = (
        world.add_batch(work, "attendance", "februari.csv"),
        world.add_batch(work, "backup", "februari.xlsx"),
    )
    nothing = (None,) * 6
    days: list[DayRow] = []
    claimed: list[NewClaim] = []
    proved: list[tuple[int, date]] = []
    for n, key in enumerate(ids):
        for day in FEBRUARY.days:
            kind = (n + day.day) % 5
            span = {0: (27_000, 52_200), 1: (30_600, 52_200), 2: (None, None)}.get(kind)
            if span is not None and day.weekday() < 6:
                days.append(DayRow(key, day, *span, *nothing, None, n + 2))
            if kind == 3:
                proved.append((key, day))
            claimed.append(
                NewClaim(key, day, unit, True, 27_000, 52_200, "HP rusak", "daftar.png",
                         "La Ode Ansar", "1 Mar 2021", "Kepala", "Kehadiran", n + 2)
            )  # fmt: skip
    records.record_days(work, batch, days)
    stored.record_claims(work, book, claimed)
    attachments.attach(work, proved, "daftar.png", b"\x89PNG\r\n\x1a\n" + bytes(16))


def _gross(session: Session, copy: Path) -> int:
    """Freeze and calculate February on a copy of the store; give the gross of all slips."""
    with closing(connect(session.database.address)) as here, closing(connect(copy)) as there:
        here.backup(there)
    other = open_store(str(copy))
    finance = world.session(other, Role.KEUANGAN)
    run.freeze(finance, FEBRUARY, Progress())
    run.calculate(finance, FEBRUARY, Progress())
    with other.reading() as connection:
        row = months.month_row(connection, FEBRUARY)
        assert row is not None
        gross = slips.sums(connection, row.id).gross
    other.close()
    return gross


def test_a_february_of_three_thousand_claims(
    qapp: QApplication,
    city: Session,
    jobs: Jobs,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = BackupPage(Context(city, jobs, settings, FEBRUARY))
    page.resize(1170, 650)
    page.show()
    page.refresh()
    desk = DeskObject(page)
    desk.settle()
    assert page.shown.waiting >= 3_000
    before = _gross(city, tmp_path / "before.db")
    chosen: dict[str, object] = {}

    def choose(dialog: BulkDialog) -> int:
        decision, note = chosen["rule"]  # type: ignore[misc]
        dialog.finding.choose(chosen["finding"])
        dialog.decision.choose(decision)
        dialog.reason.setText(note)
        return 1 if dialog.preview.ids else 0

    monkeypatch.setattr(BulkDialog, "exec", choose)
    against = [each for each in BY_RULE if BY_RULE[each][0] is not Decision.MANUAL]
    for finding in against:  # first what is not accepted: then what is left is what will be paid
        chosen |= {"finding": finding, "rule": BY_RULE[finding]}
        page.decide_many()
        desk.settle()
    stakes = page.shown.stakes
    assert stakes is not None
    told = sum(each.stake.amount or 0 for each in stakes.people.values())
    for _ in range(3):  # some by key, the rest by rule
        desk.press("y")
    for finding in (Finding.MATCH, Finding.FILLS):
        chosen |= {"finding": finding, "rule": BY_RULE[finding]}
        page.decide_many()
        desk.settle()
    assert page.shown.waiting == 0
    after = _gross(city, tmp_path / "after.db")
    assert told > 0
    assert after - before == told
    _check_days(tmp_path / "after.db")
    page.close()
    page.deleteLater()


def _check_days(store: Path) -> None:
    """No day has two sources, and none that was due is empty without being an absence."""
    database = open_store(str(store))
    with database.reading() as connection:
        row = months.month_row(connection, FEBRUARY)
        assert row is not None
        assert row.frozen_id is not None
        frozen = months.frozen_month(connection, row.frozen_id)
    database.close()
    state, source = frozen.days.state, frozen.days.source
    assert not np.any((state == State.PRESENT) & (source == 0))
    assert np.any(source < 0)
    assert np.any(source > 0)
    empty = (state != State.PRESENT) & (state != State.OFF)
    assert np.all(np.isin(state[empty], (State.ALPA, State.EXCUSED)))
    person = np.repeat(np.arange(frozen.people), np.diff(frozen.entries.offsets))
    cells: dict[tuple[int, int], set[bool]] = {}
    for who, day, entry in zip(
        person.tolist(), frozen.entries.day.tolist(), frozen.entries.source.tolist(), strict=True
    ):
        cells.setdefault((who, day), set()).add(entry < 0)
    assert all(len(kinds) == 1 for kinds in cells.values())
