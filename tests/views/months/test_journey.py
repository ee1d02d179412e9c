"""The whole road in the window: from freezing January to paying three months' arrears in April."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from polima_desktop.domain.access import Role
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, payments, reading, slip_writing
from polima_desktop.services.session import Session
from polima_desktop.services.staff import people
from polima_desktop.services.staff.people import Correction
from polima_desktop.storage.database import Database
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.months.comparing import CompareDialog
from polima_desktop.views.months.payments import PaymentDialog
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, NIPS, NIRWATI
from tests.views.months.conftest import Open, SitDown
from tests.views.months.desk_object import MonthObject, press, write, yes

FEBRUARY, MARCH = Month(2021, 2), Month(2021, 3)


def session(database: Database, role: Role = Role.KEUANGAN) -> Session:
    """Sit down in May, when all of it can have happened."""
    return replace(world.session(database, role), clock=lambda: world.NOW + timedelta(days=100))


@pytest.fixture
def sit_down() -> SitDown:
    return session


def one_office(dialog: Dialog) -> None:
    """Pay only the slips of Satpol PP."""
    assert isinstance(dialog, PaymentDialog)
    place = next(n for n in range(dialog.whose.count()) if "Satpol" in dialog.whose.itemText(n))
    dialog.whose.setFocus()
    while dialog.whose.currentIndex() < place:
        QTest.keyClick(dialog.whose, Qt.Key.Key_Down)
    QTest.keyClicks(dialog.number, "1/SP2D")
    yes(dialog)


def to_locked(opened: Open, month: Month) -> MonthObject:
    """Freeze, calculate and submit as finance, approve as the chief, lock as finance."""
    desk = opened(month=month)
    if desk.primary.startswith("Bekukan"):
        desk.press()
        desk.press()
    desk.press()
    opened(Role.PIMPINAN, month).press_with(yes)
    desk.page.refresh()
    desk.settle()
    assert desk.press_with(yes).startswith("Kunci ")
    return desk


def decide(opened: Open, month: Month) -> None:
    """Accept as the chief all that is owed."""
    chief = opened(Role.PIMPINAN, month)
    words = chief.primary.removeprefix("Periksa ")
    chief.press_with(press(f"Terima {words}", write("benar")))


def test_from_the_first_freeze_to_the_arrears_of_april(opened: Open, database: Database) -> None:
    desk = opened()
    desk.press()
    desk.press()
    assert desk.concerns["Kelas jabatan kosong"] == 1
    clerk = session(database, Role.BKPSDM)
    given = Correction(NIRWATI, date(2020, 1, 1), {"job_class": None}, {"job_class": 9})
    people.correct(clerk, given)
    desk.press(desk.page.again)
    assert desk.message.startswith("6 slip dihitung, 0 tertahan.")

    desk = to_locked(opened, JANUARY)
    assert desk.primary == "Bayar 6 slip"
    desk.press_with(one_office)
    assert desk.primary == "Bayar 5 slip"
    desk.press_with(write("2/SP2D"))
    january = payments.standing(session(database), JANUARY)
    assert [batch.slips for batch in january.batches] == [1, 5]
    assert january.unpaid.slips == 0

    people.correct(clerk, Correction(FAJRIN, date(2020, 1, 1), {"job_class": 9}, {"job_class": 11}))
    desk.search("fajrin")
    desk.act(desk.page.reopen, write("SK kelas 11"))
    chief = opened(Role.PIMPINAN)
    assert chief.primary == "Periksa 1 buka ulang"
    assert chief.press_with(yes).startswith("Setujui Rp ")
    assert "menunggu di rapel" in chief.message
    decide(opened, JANUARY)
    paid = payments.standing(session(database), JANUARY).paid
    assert paid == january.paid  # what was paid stays

    for month in (FEBRUARY, MARCH):
        world.record_month(database, month)
        to_locked(opened, month).press_with(write(f"{month}/SP2D"))
    february = payments.standing(session(database), FEBRUARY).batches[0]
    assert february.arrears == 1
    assert received(database)[NIPS[FAJRIN]] == clean(database)[NIPS[FAJRIN]]

    compared: list[str] = []
    desk = opened(month=MARCH)
    desk.act(desk.page.compare, yes, lambda dialog: look(dialog, compared))
    assert compared[0].startswith("Februari 2021 → Maret 2021")

    text = world.RULES.replace("kotor * CARI", "2 * kotor * CARI")
    world.publish(database, text.replace('pph = "261313"', 'pph = "522625"'), number=2)
    desk.act(desk.page.arrears, press("Cari rapel"))
    assert "rapel sampai Maret 2021" in desk.message
    decide(opened, MARCH)
    owed = {month for month, *_ in open_items(database)}
    assert owed == {"2021-01", "2021-02", "2021-03"}
    assert all(amount < 0 for *_, amount in open_items(database))  # the decree taxes more
    total = received(database)
    for nip, amount in clean(database).items():
        assert total.get(nip, 0) + sum(a for _, n, a in open_items(database) if n == nip) == amount


def look(dialog: Dialog, seen: list[str]) -> None:
    """Read the title of what is shown, and close it."""
    assert isinstance(dialog, CompareDialog)
    seen.append(dialog.windowTitle())
    dialog.reject()


def open_items(database: Database) -> list[tuple[str, str, int]]:
    return [
        (item.month, item.nip, item.remaining)
        for item in arrears.items(session(database))
        if item.state == "accepted" and item.remaining
    ]


def received(database: Database) -> dict[str, int]:
    """Add up what everybody was transferred, by NIP."""
    total: dict[str, int] = {}
    for month in (JANUARY, FEBRUARY, MARCH):
        for batch in payments.standing(session(database), month).batches:
            for item in payments.items(session(database), month, batch.number):
                total[item.nip] = total.get(item.nip, 0) + item.amount
    return total


def clean(database: Database) -> dict[str, int]:
    """Compute the three months once more with all that is known now."""
    total: dict[str, int] = {}
    with session(database).reading_own() as connection:
        for month in (JANUARY, FEBRUARY, MARCH):
            rules = slip_writing.rules_in_force(connection, month)
            frozen = reading.read_month(connection, month, Progress())
            made = compute(frozen, rules.program)
            for nip, row in frozen.row_of.items():
                total[nip] = total.get(nip, 0) + int(made.net[row])
    return total
