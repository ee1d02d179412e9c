"""What the worker does for the start window: looking, logging in, making stores.

The store's modules are loaded inside, not before the first paint. Windows are ``start``'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress

if TYPE_CHECKING:
    from polima_desktop.services.office.backup import Backup, Restored
    from polima_desktop.services.office.upgrading import Upgraded
    from polima_desktop.services.session import Session


class Entry(NamedTuple):
    """Who came in, the month to begin with, and what there is to say about it."""

    session: Session
    month: Month
    note: str


def demo_or_not(address: str) -> bool | None:
    """Tell whether the store there is the demo city; None if there is none."""
    from polima_desktop.services.office.stores import demo_or_not

    return demo_or_not(address)


def log_in(address: str, name: str, password: str, remember: bool | None) -> Entry:
    """Log in; ``remember`` the password afterwards, forget it, or leave it (None)."""
    from polima_desktop.services.months.overview import working_month
    from polima_desktop.services.session import log_in

    session, note = log_in(address, name, password), ""
    if remember is not None:
        from polima_desktop.services.office import passwords

        kept = passwords.keep(address, name, password, wanted=remember)
        note = "" if kept else passwords.NO_KEYRING
    return Entry(session, working_month(session), note)


def bring_up(address: str, progress: Progress) -> Upgraded:
    """Save an older store and bring it up to this program."""
    from polima_desktop.services.office import upgrading

    return upgrading.bring_up(address, progress)


def look_into(path: Path, passphrase: str, progress: Progress) -> Backup:
    """Open a backup and prove it."""
    from polima_desktop.services.office import backup

    return backup.look(path, passphrase, progress)


def restore(path: Path, address: str, passphrase: str, progress: Progress) -> Restored:
    """Put a backup where the data is or was."""
    from polima_desktop.services.office import backup

    return backup.restore(path, address, passphrase, progress)


def is_closed(error: PolimaError) -> bool:
    """Tell whether a backup only wants its passphrase."""
    from polima_desktop.services.office.backup import Closed

    return isinstance(error, Closed)


def remembered(address: str, name: str) -> str | None:
    """Give the password remembered at this desk, or None."""
    from polima_desktop.services.office import passwords

    return passwords.recall(address, name)


def new_office(address: str, user: str, name: str, password: str) -> tuple[Entry, str]:
    """Make an empty office; give the way in and the recovery code."""
    from polima_desktop.services.months.overview import working_month
    from polima_desktop.services.office.recovery import new_recovery_code
    from polima_desktop.services.office.stores import create_office

    session = create_office(address, user, name, password)
    return Entry(session, working_month(session), ""), new_recovery_code(session)


def replace_one_time(address: str, name: str, given: str, new: str) -> None:
    """Set an own password in place of the one-time one."""
    from polima_desktop.services.office.recovery import replace_one_time

    replace_one_time(address, name, given, new)


def recover(address: str, name: str, code: str, new: str) -> tuple[Entry, str]:
    """Set a new password by the recovery code; give the way in and the next code."""
    from polima_desktop.services.office import recovery

    recovery.recover(address, name, code, new)
    entry = log_in(address, name, new, None)
    return entry, recovery.new_recovery_code(entry.session)


def put_text(path: Path, text: str) -> None:
    """Write a text file."""
    from polima_desktop.files import replacing

    with replacing(path) as out:
        out.write(text.encode("utf-8"))


def demo_city(folder: Path, employees: int, progress: Progress) -> str:
    """Make the demo city; give where its store is."""
    from polima_desktop.services.demo import create

    return str(create(folder, employees, progress=progress).store)
