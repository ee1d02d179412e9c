"""Why a slip or a month differs from another: the shares add up to the rupiah."""

from __future__ import annotations

from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import comparing, run
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months.comparing import Run
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, NIPS, NIRWATI, run_to

FEBRUARY = Month(2021, 2)


def test_two_months_differ_by_causes_that_add_up_for_everybody(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("calculated", finance, chief)
    world.change(database, world.set_class(NIRWATI, 9))
    world.record_month(database, FEBRUARY)
    run_to("calculated", finance, chief, FEBRUARY)
    found = comparing.compare(finance, Run(JANUARY), Run(FEBRUARY))
    assert found.before == month_desk.status(finance, JANUARY).net
    assert found.after == month_desk.status(finance, FEBRUARY).net
    assert sum(found.parts.values()) == found.after - found.before
    for one in found.people:
        assert sum(one.parts.values()) == one.difference
    assert sum(before for _, before, _ in found.units) == found.before
    assert sum(after for _, _, after in found.units) == found.after
    assert NIPS[NIRWATI] in {one.nip for one in found.new}
    assert found.people[0].difference != 0


def test_a_slip_is_compared_with_its_last_revision_and_the_month_before(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("calculated", finance, chief)
    assert comparing.why_different(finance, JANUARY, NIPS[FAJRIN]) == []
    world.change(database, world.set_class(FAJRIN, 11))
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())
    (revision,) = comparing.why_different(finance, JANUARY, NIPS[FAJRIN])
    assert (revision.against, revision.before) == ("revisi 1", 3_991_549)
    assert revision.parts == {"jabatan": revision.after - revision.before}
    world.record_month(database, FEBRUARY)
    run_to("calculated", finance, chief, FEBRUARY)
    (month,) = comparing.why_different(finance, FEBRUARY, NIPS[FAJRIN])
    assert (month.against, month.before) == ("Januari 2021", revision.after)
    assert sum(month.parts.values()) == month.after - month.before


def test_a_month_that_was_not_calculated_cannot_be_compared(
    finance: Session, chief: Session
) -> None:
    run_to("frozen", finance, chief)
    with pytest.raises(Refused, match="Januari 2021 belum dihitung"):
        comparing.compare(finance, Run(JANUARY), Run(JANUARY))


def test_two_rule_versions_and_two_freezes_are_compared(
    finance: Session, chief: Session, database: Database, tmp_path: Path
) -> None:
    run_to("calculated", finance, chief)
    world.publish(database, world.RULES.replace('["8", "3500452"]', '["8", "4000000"]'), number=2)
    found = comparing.compare(finance, Run(JANUARY), Run(JANUARY, rules=2))
    assert set(found.parts) == {"tabel"}
    assert sum(after - before for _, before, after in found.units) == found.parts["tabel"]
    nets = {label: (before, after) for label, before, after in found.lines}
    assert nets["TPP bersih"] == (found.before, found.after)
    world.change(database, world.set_class(FAJRIN, 11))
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())
    again = comparing.compare(finance, Run.parse("2021-01:beku=1:aturan=2"), Run(JANUARY))
    assert [one.nip for one in again.people if one.difference] == [NIPS[FAJRIN]]
    path = tmp_path / "beda.xlsx"
    assert comparing.export(finance, again, path) == len(again.people)
    with pytest.raises(Refused, match="Tidak ada aturan versi 7"):
        comparing.compare(finance, Run(JANUARY), Run(JANUARY, rules=7))
    with pytest.raises(WrongUsage):
        Run.parse("2021-01:versi=2")
