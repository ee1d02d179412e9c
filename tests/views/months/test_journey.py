"""The whole road in the window: from freezing January to paying three months' arrears in April.

Look at it: ``POLIMA_PICTURES=FOLDER`` keeps a picture of every step (``desk_object``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from polima_desktop.domain.access import Role
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, payments, reading, slip_writing
from polima_desktop.services.session import Session
from polima_desktop.services.staff import people
from polima_desktop.services.staff.people import Correction
from polima_desktop.storage.database import Database
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.months.comparing import CompareDialog
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.editor import PersonEditor
from polima_desktop.views.staff.page import PegawaiPage
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, NIPS, NIRWATI
from tests.views.months.conftest import Open, SitDown
from tests.views.months.desk_object import MonthObject, keep, press, write, yes
from tests.views.staff.world import type_into

FEBRUARY, MARCH, APRIL = Month(2021, 2), Month(2021, 3), Month(2021, 4)
FIRST = (JANUARY, FEBRUARY, MARCH)


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


def fix_class(context: Context) -> None:
    """Give Nirwati the class she lacks, as BKPSDM in Pegawai."""
    page = PegawaiPage(context)
    page.resize(1176, 700)
    page.show()
    page.refresh()
    context.jobs.settle()
    assert page.table.select_key(NIRWATI)
    context.jobs.settle()
    asked = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PersonEditor):
            asked.stop()
            dialog.tabs.setCurrentIndex(1)
            box = dialog.inputs["job_class"].editor
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(box.findData(9))
            type_into(dialog.since, "1 Januari 2020")
            type_into(dialog.decree, "800/12/2021")
            keep(dialog)
            yes(dialog)
            context.jobs.settle()
            dialog.reject()  # one that stays open has not saved, which the month then shows

    asked.timeout.connect(answer)
    asked.start(5)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    for _ in range(3):
        context.jobs.settle()
        QApplication.processEvents()
    keep(page)
    page.close()
    page.deleteLater()


def test_from_the_first_freeze_to_the_arrears_of_april(
    opened: Open, database: Database, jobs: Jobs, settings: Settings
) -> None:
    desk = opened()
    keep(desk.page)
    desk.press()
    desk.press()
    assert desk.concerns["Kelas jabatan kosong"] == 1
    desk.choose("Kelas jabatan kosong")
    keep(desk.page)
    clerk = session(database, Role.BKPSDM)
    fix_class(Context(clerk, jobs, settings, JANUARY))
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
    assert received(database)[NIPS[FAJRIN]] == clean(database, FIRST)[NIPS[FAJRIN]]

    compared: list[str] = []
    desk = opened(month=MARCH)
    desk.act(desk.page.compare, yes, lambda dialog: look(dialog, compared))
    assert compared[0].startswith("Februari 2021 → Maret 2021")

    decree = world.RULES.replace('["8", "3500452"]', '["8", "3600000"]')
    world.publish(database, decree.replace('["11", "5755761"]', '["11", "5700000"]'), number=2)
    desk.act(desk.page.arrears, press("Cari rapel"))
    assert "rapel sampai Maret 2021" in desk.message
    decide(opened, MARCH)
    owed = open_items(database)
    assert {month for month, *_ in owed} == {"2021-01", "2021-02", "2021-03"}
    assert {amount > 0 for *_, amount in owed} == {True, False}  # class 8 gains, class 11 loses

    world.record_month(database, APRIL)
    desk = to_locked(opened, APRIL)
    desk.press_with(write("4/SP2D"))
    (april,) = payments.standing(session(database), APRIL).batches
    assert (april.arrears, open_items(database)) == (len(owed), [])
    due = clean(database, (*FIRST, APRIL))
    assert received(database) == {nip: net for nip, net in due.items() if net}
    desk.act(desk.page.batches, yes)


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
    for month in (*FIRST, APRIL):
        for batch in payments.standing(session(database), month).batches:
            for item in payments.items(session(database), month, batch.number):
                total[item.nip] = total.get(item.nip, 0) + item.amount
    return total


def clean(database: Database, wanted: Sequence[Month]) -> dict[str, int]:
    """Compute the months once more with all that is known now."""
    total: dict[str, int] = {}
    with session(database).reading_own() as connection:
        for month in wanted:
            rules = slip_writing.rules_in_force(connection, month)
            frozen = reading.read_month(connection, month, Progress())
            made = compute(frozen, rules.program)
            for nip, row in frozen.row_of.items():
                total[nip] = total.get(nip, 0) + int(made.net[row])
    return total
