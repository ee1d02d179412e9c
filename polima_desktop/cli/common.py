"""What every verb shares: the store, who acts, progress on stderr, JSON on stdout."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event, Thread

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.paths import default_store
from polima_desktop.services.office.stores import is_demo_at
from polima_desktop.services.session import DEMO_PASSWORD, Session, log_in


@dataclass
class Choice:
    """The store and user named before the verb; empty where left to the defaults."""

    store: str = ""
    user: str = ""

    @property
    def address(self) -> str:
        """The store's path or URL: named, from ``POLIMA_STORE``, or the per-user file."""
        return self.store or os.environ.get("POLIMA_STORE", "") or str(default_store())

    @property
    def named(self) -> bool:
        """Tell whether somebody was named to act, here or in ``POLIMA_USER``."""
        return bool(self.user or os.environ.get("POLIMA_USER", ""))

    @contextmanager
    def session(self, role: Role) -> Iterator[Session]:
        """Log in as the named user; on the demo store without one, as the role's own user."""
        session = self._log_in(role)
        try:
            yield session
        finally:
            session.database.close()

    def password_of(self, name: str) -> str:
        """Give the password of a user, as at the login."""
        return _password(self.address, name, demo=is_demo_at(self.address))

    def _log_in(self, role: Role) -> Session:
        name = self.user or os.environ.get("POLIMA_USER", "")
        demo = is_demo_at(self.address)
        if not name and not demo:
            raise WrongUsage("Belum disebut siapa yang bekerja.", "Tambahkan --user NAMA.")
        name = name or role.value
        return log_in(self.address, name, _password(self.address, name, demo))


def _password(address: str, name: str, demo: bool) -> str:
    from polima_desktop.storage import secrets

    given = os.environ.get("POLIMA_PASSWORD")
    if given is not None:
        return given
    if demo:
        return DEMO_PASSWORD
    remembered = secrets.recall(f"{address}|{name}")
    if remembered is not None:
        return remembered
    if not sys.stdin.isatty():
        raise WrongUsage(
            f"Kata sandi {name} tidak diketahui.", "Isi POLIMA_PASSWORD, atau jalankan di terminal."
        )
    return getpass.getpass(f"Kata sandi {name}: ")


def read_month(text: str) -> Month:
    """Read the month a verb names; a malformed one is a wrong word, not refused data."""
    try:
        return Month.parse(text)
    except Refused as refused:
        raise WrongUsage(refused.message, refused.advice) from None


def read_months(text: str) -> list[Month]:
    """Read one month, or a span of them: ``2021-01..2021-03``."""
    first, dots, last = text.partition("..")
    if not dots:
        return [read_month(text)]
    found, end = [read_month(first)], read_month(last)
    if end < found[0]:
        raise WrongUsage(f"Masa {text} terbalik.", "Tulis seperti 2021-01..2021-03.")
    while found[-1] < end:
        found.append(found[-1].next)
    return found


def read_day(text: str) -> date:
    """Read a date a verb names, like 2021-04-12."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"Tanggal ‘{text}’ tidak ada.", "Tulis seperti 2021-04-12.") from None


def read_target(text: str, usual: str) -> Path:
    """Read the name of a file to write; an ending other than that of ``usual`` is refused.

    A workbook called ``.ods`` would mislead the next program, which believes the name.
    """
    path, ending = Path(text or usual).expanduser(), Path(usual).suffix
    if path.suffix and path.suffix.lower() != ending:
        raise WrongUsage(f"{path.name} tidak sesuai isinya.", f"Pakai nama berakhiran {ending}.")
    return path


def print_json(document: object) -> None:
    """Print one JSON document; exact numbers must already be strings.

    Where the output has no place for a letter, all are escaped: the document stays the same.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    print(text)


@contextmanager
def progress_on_stderr() -> Iterator[Progress]:
    """Give a ``Progress`` whose latest words appear on stderr, at most twice a second."""
    progress = Progress()
    stop = Event()

    def watch() -> None:
        shown = ""
        while not stop.wait(0.5):
            step = progress.latest
            words = f"{step.text} {step.done} dari {step.total}" if step.total else step.text
            if words != shown:
                print(words, file=sys.stderr)
                shown = words

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield progress
    finally:
        stop.set()
        watcher.join()
