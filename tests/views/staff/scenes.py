"""The page Pegawai and its forms, as ``./dev screens`` shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from polima_desktop.domain.events import EVENT_KINDS, Event
from polima_desktop.services.staff import effects
from polima_desktop.services.staff.people import Clash
from polima_desktop.services.staff.roster import Listed
from polima_desktop.views.staff.board import BoardDialog
from polima_desktop.views.staff.clash import ClashDialog
from polima_desktop.views.staff.dialogs import StateDialog
from polima_desktop.views.staff.editor import NewPersonEditor, PersonEditor
from polima_desktop.views.staff.events import EventDialog
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.staff.touched import BulkDialog
from polima_desktop.views.staff.unit_history import UnitHistoryDialog
from polima_desktop.views.staff.units import MergeForm, Moving, UnitForm, UnitsDialog
from tests.screens.stage import JANUARY, Stage

_WHEN = datetime(2021, 1, 15, 2, 12, tzinfo=UTC)
CLASHES = (
    Clash("job_class", "kelas jabatan", 9, 8, "Ratna Zahara", _WHEN),
    Clash("position", "jabatan", "Guru Ahli Muda", "Guru Ahli Madya", "Ratna Zahara", _WHEN),
)


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Play the list, what narrows it, and each form."""
    window = stage.window("pegawai", "bkpsdm", JANUARY)
    page = window.pages["pegawai"]
    assert isinstance(page, PegawaiPage)
    page.table.select_place(3)
    stage.settle()
    yield "pegawai-daftar", window
    page.filters["golongan"].choose({"III/a", "III/b"})
    page.filters["family"].choose({"guru"})
    assert page.search is not None
    page.search.setText("wameo")
    page.search.search_now()
    stage.settle()
    yield "pegawai-saringan", window
    page.search.setText("samrin")
    page.search.search_now()
    yield "pegawai-tidak-ada", window
    page.clear_filter()
    stage.settle()
    yield from _forms(stage, page)


def _forms(stage: Stage, page: PegawaiPage) -> Iterator[tuple[str, QWidget]]:
    file, roster, context = page.pane.file, page.shown.roster, page.context
    assert file is not None
    assert roster is not None
    editor = PersonEditor(page, context, file, roster)
    for tab in range(editor.tabs.count()):
        editor.tabs.setCurrentIndex(tab)
        yield f"pegawai-ubah-{tab + 1}", stage.keep(editor)
    editor.tabs.setCurrentIndex(0)
    editor.inputs["birth_date"].editor.setText("31 Februari 1985")  # type: ignore[union-attr]
    editor.accept()
    yield "pegawai-ubah-salah", editor
    yield "pegawai-baru", stage.keep(NewPersonEditor(page, context, roster))
    who = [(row[0], row[Listed._fields.index("name")]) for row in roster.rows[:6]]
    yield "pegawai-kejadian", stage.keep(EventDialog(page, context, who, roster))
    event = Event(EVENT_KINDS["mutasi"], JANUARY.first, job={"job_class": 9})
    touched = effects.of_event(roster.rows[:6], event, {})
    doubts = ["Mutasi ditetapkan dengan SK; nomornya belum diisi."]
    yield "pegawai-kejadian-semua", stage.keep(BulkDialog(page, event, touched, doubts))
    yield "pegawai-mutu", stage.keep(BoardDialog(page, roster))
    yield "pegawai-keadaan", stage.keep(StateDialog(page, page.shown.day_in(context.month), None))
    units = UnitsDialog(page, context, page.shown.day_in(context.month), [who[0][0]])
    yield "pegawai-unit", stage.keep(units)
    form = UnitForm(units, "Ubah unit", "Simpan perubahan", units.names, None)
    yield "pegawai-unit-ubah", stage.keep(form)
    history = UnitHistoryDialog(units, context, "SET-00", "Sekretariat Daerah")
    stage.settle()
    yield "pegawai-unit-riwayat", stage.keep(history)
    merge = MergeForm(units, "Dinas Pasar", units.names)
    merge.since.setText("1 Februari 2021")
    ids = [person for person, _ in who]
    Moving(merge, context, lambda session, day: effects.of_move(session, ids, day))
    yield "pegawai-unit-gabung", stage.keep(merge)
    yield "pegawai-bentrok", stage.keep(ClashDialog(page, CLASHES))
