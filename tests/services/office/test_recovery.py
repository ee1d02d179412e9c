"""Ways back in: one-time passwords and the recovery code, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, PasswordExpired, Refused
from polima_desktop.services.office import accounts, recovery
from polima_desktop.services.session import Session, log_in
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts as stored
from polima_desktop.storage.office import audit
from polima_desktop.storage.unit_of_work import unit_of_work

OWN = "rahasia"


@pytest.fixture
def admin(store_url: str) -> Iterator[Session]:
    database = open_store(store_url)
    with unit_of_work(database, "admin", "office.create", datetime.now(UTC)) as work:
        stored.add(work, "admin", "Wa Ode Harmina", Role.ADMIN, OWN)
        stored.add(work, "ratna", "Ratna Zahara", Role.KEUANGAN, OWN)
        work.note("office")
    database.close()
    session = log_in(store_url, "admin", OWN)
    yield session
    session.database.close()


def test_a_one_time_password_opens_nothing_but_setting_an_own_one(
    admin: Session, store_url: str
) -> None:
    given = recovery.reset_password(admin, "ratna")
    with pytest.raises(NotAllowed, match="tidak cocok"):
        log_in(store_url, "ratna", OWN)
    with pytest.raises(PasswordExpired):
        log_in(store_url, "ratna", given)
    with pytest.raises(Refused, match="sama dengan"):
        recovery.replace_one_time(store_url, "ratna", given, given)
    recovery.replace_one_time(store_url, "ratna", given, "milikku")
    log_in(store_url, "ratna", "milikku").database.close()
    with pytest.raises(NotAllowed):
        log_in(store_url, "ratna", given)


def test_a_recovery_code_resets_once_however_it_is_typed(admin: Session, store_url: str) -> None:
    code = recovery.new_recovery_code(admin)
    with pytest.raises(NotAllowed):
        recovery.recover(store_url, "ratna", code, "milikku")
    recovery.recover(store_url, "admin", f" {code.lower().replace('-', ' ')} ", "milikku")
    log_in(store_url, "admin", "milikku").database.close()
    with pytest.raises(NotAllowed):
        recovery.recover(store_url, "admin", code, "lagi-lagi")


def test_a_new_code_ends_the_one_before(admin: Session, store_url: str) -> None:
    first = recovery.new_recovery_code(admin)
    recovery.new_recovery_code(admin)
    with pytest.raises(NotAllowed):
        recovery.recover(store_url, "admin", first, "milikku")


def test_only_who_manages_users_resets_and_nobody_themselves(
    admin: Session, store_url: str
) -> None:
    with pytest.raises(Refused, match="sendiri"):
        recovery.reset_password(admin, "admin")
    clerk = log_in(store_url, "ratna", OWN)
    with pytest.raises(NotAllowed):
        recovery.reset_password(clerk, "admin")
    with pytest.raises(NotAllowed):
        recovery.new_recovery_code(clerk)
    clerk.database.close()


def test_secrets_are_in_no_audit_entry(admin: Session, store_url: str) -> None:
    given, code = recovery.reset_password(admin, "ratna"), recovery.new_recovery_code(admin)
    recovery.recover(store_url, "admin", code, "milikku")
    with admin.reading_own() as connection:
        entries = list(audit.entries(connection))
    assert [e.action for e in entries][-3:] == ["users.reset", "users.recovery", "users.recover"]
    assert not any(secret in str(entries) for secret in (given, code, code.replace("-", "")))


def test_a_disabled_account_has_no_way_back(admin: Session, store_url: str) -> None:
    given = recovery.reset_password(admin, "ratna")
    accounts.disable(admin, "ratna")
    with pytest.raises(NotAllowed, match="tidak cocok"):
        recovery.replace_one_time(store_url, "ratna", given, "milikku")
