"""Making a new store: schema, initial data, first account. Opening one is ``services.session``."""

from __future__ import annotations

from datetime import UTC, datetime

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.services.session import Session, is_demo, log_in
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store, open_store, store_exists
from polima_desktop.storage.office import accounts
from polima_desktop.storage.server import logins
from polima_desktop.storage.unit_of_work import unit_of_work


def create_office(address: str, admin: str, display_name: str, password: str) -> Session:
    """Create an empty office: holidays, work hours and transition policy, and its first admin.

    A store that stands there already is refused; nothing of it is touched.
    """
    if logins.needs_login(address):
        raise Refused(
            "Alamat server belum menyebut siapa yang membuat datanya.",
            "Tulis pemilik basis datanya: postgresql://pemilik@server/polima.",
        )
    if store_exists(address):
        raise Refused(f"{address} sudah ada.", "Buka data itu, atau pilih nama lain.")
    database = create_store(address)
    try:
        with unit_of_work(database, admin, "office.create", datetime.now(UTC)) as work:
            calendar.fill_new_store(work.connection)
            accounts.add(work, admin, display_name, Role.ADMIN, password)
            work.note("office", admin=admin)
    finally:
        database.close()
    return log_in(address, admin, password)


def demo_or_not(address: str) -> bool | None:
    """Tell whether the store there is the demo city; None if there is no store at all.

    What is wrong with a store that does not open is raised as ``StoreUnavailable``.
    """
    there = logins.needs_login(address) or store_exists(address)
    return is_demo_at(address) if there else None


def is_demo_at(address: str) -> bool:
    """Tell whether a store is the demo city; a server tells nobody before the login: it is not."""
    if logins.needs_login(address):
        return False
    database = open_store(address)
    try:
        return is_demo(database)
    finally:
        database.close()


def can_open(address: str) -> bool:
    """Tell whether a store stands there and opens; what is wrong with it is raised."""
    if logins.needs_login(address) or not store_exists(address):
        return False
    open_store(address).close()
    return True
