"""The audit chain holds, breaks where it was touched; accounts let in whom they should."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import update

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.storage.database import Database, create_store
from polima_desktop.storage.office import accounts, audit
from polima_desktop.storage.tables import audit as audit_table
from polima_desktop.storage.unit_of_work import unit_of_work

NOW = datetime(2021, 2, 1, 4, tzinfo=UTC)
REAL_HASHER = accounts._hasher  # taken before a test is given the cheap one


def test_a_password_is_hashed_at_the_cost_that_rfc_9106_recommends() -> None:
    hashed = REAL_HASHER.hash("rahasia")
    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY
    assert REAL_HASHER.verify(hashed, "rahasia")


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    database = create_store(store_url)
    yield database
    database.close()


def _change(store: Database, subject: str) -> None:
    with unit_of_work(store, "rita", "test.change", NOW) as work:
        work.note(subject, amount="12")


def test_every_change_leaves_one_entry_that_signs_the_one_before(store: Database) -> None:
    _change(store, "a")
    _change(store, "b")
    with store.reading() as connection:
        first, second = audit.entries(connection)
        assert (first.subject, first.detail) == ("a", '{"amount": "12"}')
        assert second.previous == first.hash
        assert audit.first_break(connection) is None


def test_a_change_that_fails_leaves_neither_data_nor_entry(store: Database) -> None:
    def add_then_fail() -> None:
        with unit_of_work(store, "rita", "test.change", NOW) as work:
            accounts.add(work, "budi", "Budi", Role.KEUANGAN, "rahasia1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_then_fail()
    with store.reading() as connection:
        assert accounts.listed(connection) == []
        assert list(audit.entries(connection)) == []


@pytest.mark.parametrize("column", ["detail", "user", "action", "subject", "at", "previous"])
def test_an_edited_entry_breaks_the_chain_where_it_stands(store: Database, column: str) -> None:
    for subject in "abc":
        _change(store, subject)
    with store.writing() as connection:
        second = list(audit.entries(connection))[1]
        connection.execute(
            update(audit_table).where(audit_table.c.id == second.id).values({column: "x"})
        )
    with store.reading() as connection:
        broken = audit.first_break(connection)
        assert broken is not None
        assert broken.id == second.id


def test_a_removed_entry_breaks_the_chain_at_the_next(store: Database) -> None:
    for subject in "abc":
        _change(store, subject)
    with store.writing() as connection:
        second = list(audit.entries(connection))[1]
        connection.execute(audit_table.delete().where(audit_table.c.id == second.id))
    with store.reading() as connection:
        broken = audit.first_break(connection)
        assert broken is not None
        assert broken.subject == "c"


def test_accounts(store: Database) -> None:
    with unit_of_work(store, "rita", "users.add", NOW) as work:
        accounts.add(work, "budi", "Budi", Role.KEUANGAN, "rahasia1")
    with store.reading() as connection:
        actor = accounts.authenticate(connection, "budi", "rahasia1")
        assert (actor.display_name, actor.role, actor.unit_id) == ("Budi", Role.KEUANGAN, None)
        for name, password in [("budi", "salah"), ("Budi", "rahasia1"), ("nona", "rahasia1")]:
            with pytest.raises(NotAllowed):
                accounts.authenticate(connection, name, password)
    with unit_of_work(store, "rita", "users.disable", NOW) as work:
        accounts.disable(work, "budi")
    with store.reading() as connection, pytest.raises(NotAllowed):
        accounts.authenticate(connection, "budi", "rahasia1")


def test_a_taken_name_a_short_password_and_an_unknown_user_are_refused(store: Database) -> None:
    with unit_of_work(store, "rita", "users.add", NOW) as work:
        accounts.add(work, "budi", "Budi", Role.KEUANGAN, "rahasia1")
        with pytest.raises(Refused, match="sudah ada"):
            accounts.add(work, "budi", "Budi", Role.KEUANGAN, "rahasia1")
        with pytest.raises(Refused, match="terlalu pendek"):
            accounts.add(work, "sari", "Sari", Role.KEUANGAN, "12345")
        with pytest.raises(Refused, match="tidak ada"):
            accounts.disable(work, "nona")
