"""The page Pegawai: unit tree, fast list, one person's pane; ``filters`` narrows the list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.access import Permission
from polima_desktop.domain.people import FAMILIES, GONE, QUALITY, STANDINGS, STATUSES
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.ranks import JOB_CLASSES, PANGKAT, PPPK_GOLONGAN
from polima_desktop.services.staff import roster as rosters
from polima_desktop.services.staff.roster import Listed, PersonFile, Roster
from polima_desktop.views.context import Context
from polima_desktop.views.paint import Badge
from polima_desktop.views.staff.acts import Acts, run
from polima_desktop.views.staff.columns import list_columns
from polima_desktop.views.staff.detail import PersonPane
from polima_desktop.views.staff.filters import ALWAYS_SHOWN, FILTERS, OF_PERSON
from polima_desktop.views.staff.shown import Offered, Shown, options_of
from polima_desktop.views.staff.tree import UnitTree
from polima_desktop.views.tables import DataTable
from polima_desktop.views.widgets import (
    Button,
    Columns,
    EmptyState,
    FilterButton,
    FilterRow,
    IconButton,
    MenuButton,
    Page,
    SearchField,
    Sheet,
    Strip,
    label,
)

ROMAN = ("I", "II", "III", "IV")
_OPTIONS: dict[str, Sequence[tuple[Any, str]]] = {
    "status": list(STATUSES.items()),
    "golongan": [
        *((code, f"{code} {rank}") for code, rank in PANGKAT.items()),
        *((code, f"PPPK {code}") for code in PPPK_GOLONGAN),
    ],
    "family": [*FAMILIES.items(), ("tata_usaha", "Tata usaha")],
    "problem": list(QUALITY.items()),
    "job_class": [(None, "kosong"), *((n, str(n)) for n in JOB_CLASSES)],
    "standing": list(STANDINGS.items()),
}
_GROUPS: dict[str, dict[str, list[Any]]] = {
    "golongan": {
        **{each: [c for c in PANGKAT if c.startswith(f"{each}/")] for each in ROMAN},
        "PPPK": list(PPPK_GOLONGAN),
    },
    "standing": {
        "Masih pegawai": [code for code in STANDINGS if code not in GONE],
        "Tidak aktif lagi": [code for code in STANDINGS if code in GONE],
    },
    "problem": {"NIP": [code for code in QUALITY if code.startswith("nip_")]},
    "job_class": {
        f"Kelas {least}–{most}": [n for n in JOB_CLASSES if least <= n <= most]
        for least, most in ((1, 7), (8, 11), (12, 17))
    },
}
"""What one line of a filter ticks at once: all of golongan III, all of PPPK."""


class PegawaiPage(Page):
    """The employee list as of a day, as known now or at an earlier moment."""

    listens = frozenset({"people", "units", "months"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Pegawai")
        self.shown = Shown()
        self._wanted_person: int | None = None
        self._last_person: int | None = None
        self.search = SearchField("Nama, NIP, jabatan, atau unit")
        self.search.searched.connect(self._search)
        columns = list_columns(lambda: self.shown.day_in(context.month))
        self.table = DataTable(columns, "Daftar pegawai", many=True)
        self.pane = self.detail = PersonPane()
        self.acts = Acts(self, self.shown, self.table, self.pane, self._expect)
        self._make_buttons()
        self.body.addWidget(self._filter_row())
        self.body.addWidget(self._columns(), 1)
        self.search.lead_to(self.table)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        may = self.context.session.actor.may
        self.export = MenuButton("Ekspor", "ekspor")
        self.export.menu().addAction("Seperti yang tampak…", self.acts.export_seen)
        self.export.menu().addAction("Lengkap, bisa diimpor kembali…", self.acts.export_whole)
        self.add_button(self.export)
        self.needs(self.export, Permission.READ_PRIVATE)
        self.import_ = self.add_button(Button("Impor daftar", "impor", self.acts.import_list))
        self.add = self.add_button(
            Button("Tambah pegawai", "tambah", self.acts.add_person, primary=True)
        )
        self.import_.setVisible(may(Permission.EDIT_PEOPLE))
        self.add.setVisible(may(Permission.EDIT_PEOPLE))

    def _filter_row(self) -> FilterRow:
        assert self.search is not None
        self.filters = {
            key: FilterButton(name, _OPTIONS.get(key, ()), groups=_GROUPS.get(key))
            for key, name in FILTERS.items()
        }
        for key, button in self.filters.items():
            button.changed.connect(self._filters_changed)
            button.setVisible(key in ALWAYS_SHOWN)
        self.more = MenuButton("Lainnya")
        self.more.menu().aboutToShow.connect(self._fill_more)
        return FilterRow(self.search, *self.filters.values(), self.more)

    def _columns(self) -> Columns:
        self.tree = UnitTree()
        self.tree.chosen.connect(self._unit_chosen)
        units = Sheet("Unit kerja", "pegawai")
        units.add(self.tree, 1)
        units.setMinimumWidth(150)
        self.manage_units = IconButton("atur", "Kelola unit kerja", self.acts.open_units)
        self.manage_units.setVisible(self.context.session.actor.may(Permission.EDIT_UNITS))
        units.add_to_head(self.manage_units)
        self.pane.edit_asked.connect(self.acts.edit_person)
        self.pane.event_asked.connect(self.acts.record_event)
        self.pane.record_act_asked.connect(self.acts.change_record)
        return Columns(
            "kolom", units, self._list_sheet(), self.pane, slack=1, sizes=[186, 640, 300]
        )

    def _list_sheet(self) -> QWidget:
        self.table.setObjectName("daftar")
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _key: self.acts.edit_person())
        self.table.selection_changed.connect(self._tell_selection)
        self.table.narrows = frozenset(FILTERS) - {"problem", *OF_PERSON}
        self.table.narrow_asked.connect(lambda key, value: self.filters[key].choose({value}))
        self.table.verticalScrollBar().valueChanged.connect(self._tell_position)
        self.strip = Strip()
        self.bad = self.strip.add_badge(Badge("bad", "0"), lambda: self._show_problems("error"))
        self.doubtful = self.strip.add_badge(Badge("warn", "0"), lambda: self._show_problems(""))
        self.gone = self.strip.add_badge(Badge("mute", "0"), self.show_gone)
        self.count = label("", "label", "second")
        self.strip.let_give_way(self.gone)
        self.strip.add_optional(self.count)
        self.state = Button("", "kalender", self.acts.ask_state, quiet=True, low=True)
        self.strip.row.addWidget(self.state)
        sheet = Sheet()
        self.stack = QStackedWidget()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self.empty = EmptyState(
            "Belum ada daftar pegawai.",
            "Impor DUK atau ekspor SIASN, atau tambahkan pegawai satu per satu.",
            Button("Impor daftar", "impor", self.acts.import_list),
        )
        self.no_hit = EmptyState(
            "Tidak ada yang cocok.", "", Button("Kosongkan saringan", "silang", self.clear_filter)
        )
        for part in (whole, self.empty, self.no_hit):
            self.stack.addWidget(part)
        self.whole = whole
        sheet.add(self.stack, 1)
        return sheet

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the list again; filter, selection and place stay."""
        month, shown, session = self.context.month, self.shown, self.context.session
        day, known_at = shown.day_in(month), shown.known_at
        self.state.setText(shown.state_words(month))

        def work(progress: Progress) -> tuple[Roster, Offered]:
            roster = rosters.roster(session, day, known_at, progress)
            return roster, options_of(roster)

        self.context.jobs.run(work, self, slot="list").success(self._show)

    def _show(self, answer: tuple[Roster, Offered]) -> None:
        roster, offered = answer
        self.shown.roster = roster
        self.filters["group"].set_options(self.shown.groups())
        for key, options in offered.items():
            self.filters[key].set_options(options)
        self.tree.set_tree(roster.tree, self.shown.total)
        self.set_next_step(self.shown.next_step())
        self._narrow()
        if self._wanted_person is not None and self.table.select_key(self._wanted_person):
            self._wanted_person = None
        elif self.table.current_key() is None:
            self.table.select_place(0)
        self._load_person()

    def _narrow(self) -> None:
        if self.shown.roster is None:
            return
        rows = self.shown.rows()
        self.table.set_rows(rows)
        self.tree.show_counts(*self.shown.tree_counts(rows))
        if self.table.current_key() is None and self._last_person is not None:
            self.table.select_key(self._last_person)  # left out by the filter before
        self._show_counts(rows)
        if not self.shown.total:
            self.stack.setCurrentWidget(self.empty)
        elif not rows:
            self.no_hit.set_words(*self.shown.no_hit_words())
            self.stack.setCurrentWidget(self.no_hit)
        else:
            self.stack.setCurrentWidget(self.whole)
        self._tell_position()

    def _show_counts(self, rows: Sequence[Listed]) -> None:
        self.count.setText(self.shown.count_words(rows))
        wrong, doubtful = self.shown.flaws(rows)
        self.bad.set_badge(Badge("bad", f"{formatting.number(wrong)} NIP bermasalah"))
        self.doubtful.set_badge(Badge("warn", f"{formatting.number(doubtful)} perlu dilengkapi"))
        gone = self.shown.gone
        self.gone.set_badge(Badge("mute", f"{formatting.number(gone)} tidak aktif lagi"))
        self.strip.want(self.gone, gone > 0 and not self.shown.filter.with_gone)
        self.bad.setVisible(wrong > 0)
        self.doubtful.setVisible(doubtful > 0)

    def _tell_position(self, *_: object) -> None:
        self.strip.set_position(self.table.position_text())

    def _tell_selection(self) -> None:
        count = len(self.table.selected_keys())
        row = self.table.current_row()
        name = row[Listed._fields.index("name")] if row else ""
        self.set_status(f"{formatting.number(count)} dipilih   {name}" if count else "")

    # ── narrowing ─────────────────────────────────────────────────────────────────────────

    def _search(self, text: str) -> None:
        self.shown.filter.text = text
        self._narrow()

    def _unit_chosen(self, unit_id: int | None) -> None:
        self.shown.filter.unit_id = unit_id
        self._narrow()

    def _filters_changed(self) -> None:
        self.shown.filter.chosen = {key: button.chosen() for key, button in self.filters.items()}
        for key, button in self.filters.items():
            button.setVisible(key in ALWAYS_SHOWN or bool(button.chosen()))
        self._narrow()

    def clear_filter(self) -> None:
        """Show everybody again."""
        assert self.search is not None
        self.search.clear()
        self.search.search_now()
        for button in self.filters.values():
            button.choose(())
        self.tree.select_unit(None)

    def show_gone(self) -> None:
        """Show those who retired, died, moved away or left."""
        self.clear_filter()
        self.filters["standing"].choose(GONE)

    def _show_problems(self, severity: str) -> None:
        codes = {"nip_invalid"} if severity == "error" else set(QUALITY) - {"nip_invalid"}
        self.filters["problem"].choose(codes)

    def _fill_more(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for key, button in self.filters.items():
            if key not in ALWAYS_SHOWN:
                menu.addMenu(button.menu()).setText(FILTERS[key])
        menu.addSeparator()
        saved = menu.addMenu("Saringan tersimpan")
        for name, kept in self._saved().items():
            saved.addAction(name, partial(self.use_filter, kept))
        if not self._saved():
            saved.addAction("Belum ada").setEnabled(False)
        for words, act in (
            ("Ubah nama saringan", self.rename_filter),
            ("Hapus saringan", self.forget_filter),
        ):
            names = menu.addMenu(words)
            names.setEnabled(bool(self._saved()))
            for name in self._saved():
                names.addAction(name, partial(act, name))
        menu.addAction("Simpan saringan ini…", self.save_filter).setEnabled(
            self.shown.filter.narrows
        )
        menu.addAction("Kosongkan saringan", self.clear_filter).setEnabled(
            self.shown.filter.narrows
        )
        menu.addSeparator()
        self.table.fill_columns(menu.addMenu("Kolom"))
        menu.addAction("Pemeriksaan data pegawai…", self.show_board)

    def _saved(self) -> dict[str, Any]:
        kept = self.context.settings.get("pegawai/filters", {})
        return kept if isinstance(kept, dict) else {}

    def save_filter(self) -> None:
        """Ask for a name and keep the filter under it."""
        from polima_desktop.views.staff.dialogs import ask_name

        name = ask_name(self, "Simpan saringan", "Nama saringan", "Simpan saringan")
        if name:
            self.context.settings.put(
                "pegawai/filters", {**self._saved(), name: self.shown.filter.as_json()}
            )
            self.say("ok", "Saringan disimpan.", f"Buka lewat Lainnya, {name}.")

    def forget_filter(self, name: str) -> None:
        """Forget a saved filter."""
        kept = {n: one for n, one in self._saved().items() if n != name}
        self.context.settings.put("pegawai/filters", kept)
        self.say("ok", f"Saringan {name} dihapus.")

    def rename_filter(self, name: str) -> None:
        """Ask for another name of a saved filter; its place stays."""
        from polima_desktop.views.staff.dialogs import ask_name

        new = ask_name(self, "Ubah nama saringan", f"Nama baru untuk {name}", "Ubah nama")
        if not new or new == name:
            return
        if new in self._saved():
            self.say("bad", f"Saringan {new} sudah ada.", "Pilih nama lain.")
            return
        kept = {new if n == name else n: one for n, one in self._saved().items()}
        self.context.settings.put("pegawai/filters", kept)
        self.say("ok", "Nama saringan diubah.", f"{name} menjadi {new}.")

    def use_filter(self, kept: dict[str, Any]) -> None:
        """Narrow by a saved filter."""
        for key, button in self.filters.items():
            button.choose(kept.get("chosen", {}).get(key, []))
        self.tree.select_unit(kept.get("unit"))

    def show_board(self) -> None:
        """Show what is wrong in the list, counted per office; a cell opens its rows."""
        from polima_desktop.views.staff.board import BoardDialog

        if self.shown.roster is None:
            return
        dialog = BoardDialog(self, self.shown.roster)
        if run(dialog) and dialog.picked is not None:
            code, unit_id = dialog.picked
            self.clear_filter()
            self.filters["problem"].choose({code})
            self.tree.select_unit(unit_id)

    # ── one person ────────────────────────────────────────────────────────────────────────

    def _current_changed(self, key: int | None) -> None:
        if key is not None:
            self._last_person = key
        self._load_person()

    def _load_person(self) -> None:
        person, session = self.table.current_key(), self.context.session
        day = self.shown.day_in(self.context.month)
        if person is None:
            self.pane.show_nothing()
            return
        self.context.jobs.run(
            lambda _progress: rosters.person_file(session, person, day), self, slot="person"
        ).success(self._show_person)

    def _show_person(self, file: PersonFile) -> None:
        may = self.context.session.actor.may(Permission.EDIT_PEOPLE)
        self.pane.show_person(self.shown.with_row(file), may and self.shown.known_at is None)

    def _expect(self, person: int | None) -> None:
        self._wanted_person = person

    # ── the window ────────────────────────────────────────────────────────────────────────

    def focus_on(self, **what: Any) -> None:
        """Show a ``person`` (17), a ``problem`` ("no_class") or a ``search``, or make ``units``."""
        if "units" in what:
            QTimer.singleShot(0, self, self.acts.make_units)
        if "search" in what and self.search is not None:
            self.clear_filter()
            self.search.setText(what["search"])
            self.search.search_now()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if "problem" in what:
            self.clear_filter()
            self.filters["problem"].choose({what["problem"]})
        if "person" in what and not self.table.select_key(what["person"]):
            self.clear_filter()
            if not self.table.select_key(what["person"]) and self.shown.gone:
                self.show_gone()
            if not self.table.select_key(what["person"]):
                self._wanted_person = what["person"]

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the page's own actions for the menu bar."""
        made: dict[str, list[QAction]] = {"Data": [], "Tampilan": []}
        for menu, text, act in (
            ("Data", "Ubah data pegawai", self.acts.edit_person),
            ("Data", "Catat mutasi…", self.acts.record_event),
            ("Data", "Ekspor seperti yang tampak…", self.acts.export_seen),
            ("Data", "Ekspor lengkap…", self.acts.export_whole),
            ("Data", "Unit kerja…", self.acts.open_units),
            ("Tampilan", "Pemeriksaan data pegawai…", self.show_board),
            ("Tampilan", "Keadaan per tanggal…", self.acts.ask_state),
        ):
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            if act == self.acts.export_seen:
                self.needs(action, Permission.READ_PRIVATE)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made[menu].append(action)
        return made

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys shown in the status bar."""
        return [("↑ ↓", "pindah"), ("Enter", "buka"), ("F4", "panel rinci")]
