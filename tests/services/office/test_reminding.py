"""When a backup is due: by the days since the last one and the office's setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.services.months.standing import standing
from polima_desktop.services.office import audit, backup, reminding
from polima_desktop.services.office.reminding import Due
from polima_desktop.services.session import Session
from tests.papers_world import actor, clock, copied_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    session = Session(copied_office(tmp_path).database, actor(Role.ADMIN), clock)
    yield session
    session.database.close()


def later(session: Session, days: float) -> Session:
    return replace(session, clock=lambda: clock() + timedelta(days=days))


def reminded(session: Session) -> list[str]:
    tasks = standing(session, Month(2021, 1)).tasks
    return [task.note for task in tasks if task.title == "Buat cadangan data"]


@pytest.mark.parametrize(
    ("age", "days", "due"),
    [
        (None, 7, True),
        (0, 7, False),
        (6, 7, False),
        (7, 7, True),
        (None, 0, False),
        (900, 0, False),
    ],
)
def test_a_backup_is_due_when_the_last_is_as_old_as_the_office_allows(
    age: int | None, days: int, due: bool
) -> None:
    assert Due(age, days).now is due


def test_beranda_says_so_to_whoever_can_make_one(office: Session, tmp_path: Path) -> None:
    assert reminded(office) == ["Belum pernah dibuat"]
    assert reminded(replace(office, actor=actor(Role.BKPSDM))) == []
    backup.create(office, tmp_path / "malam.cadangan")
    assert reminded(later(office, 6.5)) == []
    assert reminded(later(office, 8.5)) == ["Yang terakhir 8 hari yang lalu"]
    reminding.remind_after(office, 30)
    assert reminded(later(office, 8.5)) == []
    assert audit.entries(office)[-1].action == "backup.reminder"


def test_the_setting_has_its_bounds(office: Session) -> None:
    with pytest.raises(Refused, match="366 hari"):
        reminding.remind_after(office, 366)
    assert reminding.reminder(office) == 7
