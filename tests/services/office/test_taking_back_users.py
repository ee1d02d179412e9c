"""A user made a minute ago is taken back; one who worked already is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.services import undo
from polima_desktop.services.office import accounts
from polima_desktop.services.office.stores import create_office
from polima_desktop.services.session import Session, log_in

PASSWORD = "rahasia"


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Session]:
    made = create_office(str(tmp_path / "kantor.db"), "a", "Wa Ode Harmina", PASSWORD)
    yield made
    made.database.close()


def last(session: Session) -> undo.Undoable:
    found = undo.last_own(session)
    assert found is not None
    return found


def test_a_wrong_user_is_taken_back_and_the_name_is_free_again(admin: Session) -> None:
    accounts.add(admin, "ratna", "Ratna Zahara", Role.ADMIN, PASSWORD)
    found = last(admin)
    assert (found.title, found.why_not) == ("pengguna Ratna Zahara (ratna)", None)
    undo.undo(admin, found.act_id)
    with pytest.raises(NotAllowed):
        log_in(admin.database.address, "ratna", PASSWORD)
    accounts.add(admin, "ratna", "Ratna Zahara", Role.KEUANGAN, "rahasia2")
    again = log_in(admin.database.address, "ratna", "rahasia2")
    assert again.actor.role is Role.KEUANGAN
    again.database.close()


def test_who_has_worked_already_stays_and_the_name_is_not_given_twice(admin: Session) -> None:
    accounts.add(admin, "ratna", "Ratna Zahara", Role.ADMIN, PASSWORD)
    ratna = log_in(admin.database.address, "ratna", PASSWORD)
    accounts.change_own_password(ratna, PASSWORD, "rahasia2")
    ratna.database.close()
    found = last(admin)
    assert found.why_not is not None
    assert "Nonaktifkan" in found.why_not[1]
    with pytest.raises(Refused, match="dipakai"):
        undo.undo(admin, found.act_id)
    accounts.disable(admin, "ratna")
    with pytest.raises(Refused, match="sudah ada"):
        accounts.add(admin, "ratna", "Ratna", Role.KEUANGAN, PASSWORD)
