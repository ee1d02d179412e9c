"""Jejak Audit with 200,000 entries: made ready, then searched as one types.

Beside it Qt's own filtering proxy over the same model.
"""

from __future__ import annotations

import json
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel
from PySide6.QtWidgets import QTableView

from polima_desktop.app import make_application
from polima_desktop.domain.periods import Month
from polima_desktop.services.office.audit import Names, Trail
from polima_desktop.services.office.stores import create_office
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views import theme
from polima_desktop.views.audit.page import AuditPage
from polima_desktop.views.audit.shown import Shown
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests.bench.figures import Figure, keep, peak_megabytes, seconds

ENTRIES, PEOPLE = 200_000, 4_039
TYPED = "fajrin 12"
ACTIONS = ("people.correct", "claims.decide", "month.calculate", "imports.attendance")


def figures() -> list[Figure]:
    """Make the page ready and type into it; the slowest key counts."""
    trail = _trail()
    app = make_application()
    theme.apply(app, "light")
    ready = seconds(lambda: Shown(trail))
    with tempfile.TemporaryDirectory() as folder:
        session = create_office(str(Path(folder) / "a.db"), "admin", "Rita", "secukupnya")
        page = AuditPage(Context(session, Jobs(), Settings(), Month(2021, 1)))
        page.resize(1366, 700)
        page.show()
        page._loaded(Shown(trail))
        app.processEvents()
        keys = [_key(page, TYPED[:end]) for end in range(1, len(TYPED) + 1)]
        naive = _in_proxy(page)
        page.close()
        session.database.close()
    return [
        Figure(f"audit trail of {ENTRIES:,} entries made ready for searching", ready, "s", 5,
               note=f"in the worker; peak {peak_megabytes():.0f} MB"),
        Figure(f"a key in the search of {ENTRIES:,} entries", max(keys), "s", 0.05, naive,
               "Qt's proxy", note=f"‘{TYPED}’, the slowest of {len(keys)} keys"),
    ]  # fmt: skip


def _trail() -> Trail:
    chance = random.Random(1)
    people = {person: (_name(person, chance), f"{198001010000000000 + person}")
              for person in range(1, PEOPLE + 1)}  # fmt: skip
    names = Names(people, {nip: key for key, (_, nip) in people.items()}, {}, {}, {})
    start = datetime(2021, 1, 1, tzinfo=UTC)
    entries = [_entry(n, start + timedelta(minutes=n), people, chance) for n in range(ENTRIES)]
    return Trail(entries, names)


def _name(person: int, chance: random.Random) -> str:
    first, second = ("Wa Ode", "La Ode", "Siti"), ("Fajrin", "Hasnah", "Samiun")
    return f"{chance.choice(first)} {chance.choice(second)} {person}"


def _entry(
    number: int, at: datetime, people: dict[int, tuple[str, str]], chance: random.Random
) -> Entry:
    person = chance.randint(1, PEOPLE)
    detail = json.dumps(
        {"nip": people[person][1], "changes": {"job_class": [None, number % 15]}, "decree": "SK 12"}
    )
    when = at.isoformat(timespec="microseconds")
    action = ACTIONS[number % len(ACTIONS)]
    return Entry(number + 1, when, "bkpsdm", action, f"person:{person}", detail, "0" * 64, "f" * 64)


def _key(page: AuditPage, text: str) -> float:
    assert page.search is not None
    page.search.setText(text)
    took = seconds(lambda: (page.search.search_now(), page.table.viewport().repaint()))
    assert len(page.table.rows_model.rows) < ENTRIES or text == "f"
    return took


def _in_proxy(page: AuditPage) -> float:
    assert page.shown is not None
    page.table.set_rows(page.shown.rows)
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(page.table.rows_model)
    proxy.setFilterKeyColumn(-1)
    view = QTableView()
    view.setModel(proxy)
    view.show()
    return seconds(lambda: proxy.setFilterFixedString("Fajrin"))


if __name__ == "__main__":
    keep(figures())
