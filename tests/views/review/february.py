"""A February of manual claims worked through as a verifier does: by rules and by keys."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import numpy as np
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.attendance import State
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.months import run
from polima_desktop.services.session import DEMO_PASSWORD, log_in
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import months, slips
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.settings import Settings
from tests.views.review.desk_object import DeskObject

FEBRUARY = Month(2021, 2)
KEPT_OUT = {  # what a verifier does not accept, and the note it wants
    Finding.CONFLICT: (Decision.ELECTRONIC, ""),
    Finding.BOTH: (Decision.ELECTRONIC, ""),
    Finding.OFF_DAY: (Decision.REJECT, "bukan hari kerja"),
    Finding.NO_EVIDENCE: (Decision.REJECT, "bukti tidak pernah diserahkan"),
    Finding.ABSENT: (Decision.ELECTRONIC, ""),
    Finding.OUTSIDE: (Decision.REJECT, "di luar masa"),
}
ACCEPTED = (Finding.MATCH, Finding.FILLS)


class Reviewed:
    """What was told and what came of it: rupiah shown, both gross totals, the frozen month."""

    def __init__(self, claims: int, told: int, before: int, after: int, month: FrozenMonth) -> None:
        self.claims, self.told, self.before, self.after = claims, told, before, after
        self.month = month


def review(
    store: Path, jobs: Jobs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Reviewed:
    """Open the page on a demo city's store, decide every claim of February, calculate it."""
    session = log_in(str(store), Role.VERIFIKATOR.value, DEMO_PASSWORD)
    page = BackupPage(Context(session, jobs, settings, FEBRUARY))
    page.resize(1170, 650)
    page.show()
    page.refresh()
    desk = DeskObject(page)
    desk.settle()
    count = page.shown.waiting
    before, _month = _calculated(store, store.with_name("before.db"))
    bulk = _Bulk(desk, monkeypatch)
    for finding, (decision, note) in KEPT_OUT.items():
        bulk.decide(finding, decision, note)
    stakes = page.shown.stakes
    assert stakes is not None
    told = sum(each.stake.amount or 0 for each in stakes.people.values())
    for _ in range(3):  # some by key, the rest by rule
        desk.press("y")
    for finding in ACCEPTED:
        bulk.decide(finding, Decision.MANUAL, "")
    assert page.shown.waiting == 0
    page.close()
    page.deleteLater()
    after, month = _calculated(store, store.with_name("after.db"))
    return Reviewed(count, told, before, after, month)


class _Bulk:
    """The dialog *Putuskan massal* filled in: each rule once, if it finds anything."""

    def __init__(self, desk: DeskObject, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.rule: tuple[Finding, Decision, str] | None = None
        monkeypatch.setattr(BulkDialog, "exec", lambda dialog: self._choose(dialog))

    def decide(self, finding: Finding, decision: Decision, note: str) -> None:
        self.rule = finding, decision, note
        self.desk.page.decide_many()
        self.desk.settle()

    def _choose(self, dialog: BulkDialog) -> int:
        assert self.rule is not None
        finding, decision, note = self.rule
        dialog.finding.choose(finding)
        dialog.decision.choose(decision)
        dialog.reason.setText(note)
        return 1 if dialog.preview.ids else 0


def _calculated(store: Path, copy: Path) -> tuple[int, FrozenMonth]:
    """Freeze and calculate February on a copy; give the gross of all slips and the month."""
    with closing(connect(store)) as here, closing(connect(copy)) as there:
        here.backup(there)
    finance = log_in(str(copy), Role.KEUANGAN.value, DEMO_PASSWORD)
    run.freeze(finance, FEBRUARY, Progress())
    run.calculate(finance, FEBRUARY, Progress())
    database: Database = finance.database
    with database.reading() as connection:
        row = months.month_row(connection, FEBRUARY)
        assert row is not None
        assert row.frozen_id is not None
        found = slips.sums(connection, row.id).gross, months.frozen_month(connection, row.frozen_id)
    database.close()
    return found


def check(found: Reviewed) -> None:
    """See that what was told is what the months differ by, and that each day has one source."""
    assert found.told > 0
    assert found.after - found.before == found.told
    _check_days(found.month)


def _check_days(month: FrozenMonth) -> None:
    """No day has two sources, and none that was due is empty without being an absence."""
    state, source = month.days.state, month.days.source
    assert not np.any((state == State.PRESENT) & (source == 0))
    assert np.any(source < 0)
    assert np.any(source > 0)
    empty = (state != State.PRESENT) & (state != State.OFF)
    assert np.all(np.isin(state[empty], (State.ALPA, State.EXCUSED)))
    person = np.repeat(np.arange(month.people), np.diff(month.entries.offsets))
    sources: dict[tuple[int, int], set[bool]] = {}
    for who, day, entry in zip(
        person.tolist(), month.entries.day.tolist(), month.entries.source.tolist(), strict=True
    ):
        sources.setdefault((who, day), set()).add(entry < 0)
    assert all(len(kinds) == 1 for kinds in sources.values())
