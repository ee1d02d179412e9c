"""Units out of a list without codes: choose the list, correct the proposals, create them all.

Reading and proposing are ``services.importing.unit_proposals``'; the corrections are pure and stand
in ``corrected``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.calendar import PATTERN_LABELS, read_pattern
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.unit_proposals import Proposal
from polima_desktop.domain.units import KINDS, read_kind, unit_key
from polima_desktop.formatting import number
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import WORKBOOKS, Dialog, open_file, save_file
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Field, Message, NoticePlace, label

if TYPE_CHECKING:
    from polima_desktop.services.importing.plan import ImportResult
    from polima_desktop.services.importing.unit_proposals import Found

_FIELDS = ("", "code", "name", "kind", "parent", "pattern")


def corrected(
    units: Sequence[Proposal], place: int, column: str, text: str, stored: Sequence[Proposal] = ()
) -> list[Proposal]:
    """Give the proposals after one cell was typed; children follow a changed code.

    Raises:
        Refused: the code is taken, the kind unknown, or the parent is no unit.
    """
    unit, made = units[place], list(units)
    others = [*units[:place], *units[place + 1 :], *stored]
    if column == "code":
        code = text.upper()
        if not code or any(code == other.code.upper() for other in others):
            raise Refused(f"Kode ‘{text}’ kosong atau sudah dipakai.", "Tulis kode lain.")
        return [
            replace(one, parent=code) if one.parent == unit.code else one
            for one in [*made[:place], replace(unit, code=code), *made[place + 1 :]]
        ]
    if column == "name" and not text:
        raise Refused("Nama unit kosong.", "Tulis namanya, atau buang barisnya.")
    if column == "name":
        made[place] = replace(unit, name=text)
    elif column == "kind":
        made[place] = replace(unit, kind=read_kind(text))
    elif column == "parent":
        made[place] = replace(unit, parent=_code(text, others))
    else:
        made[place] = replace(unit, pattern=_pattern(text, bool(unit.parent)))
    return made


def _pattern(text: str, has_parent: bool) -> str:
    if not text and not has_parent:
        raise Refused("Unit tanpa induk harus punya pola kerja.", "Tulis 5 hari, 6 hari, giliran.")
    return read_pattern(text) if text else ""


def _code(text: str, others: Sequence[Proposal]) -> str:
    """Give the code of a parent written as a code or a name; empty stays without a parent."""
    for other in others:
        if text and (text.upper() == other.code.upper() or unit_key(text) == unit_key(other.name)):
            return other.code
    if text:
        raise Refused(f"Induk ‘{text}’ tidak ada.", "Tulis kode atau nama unit di daftar ini.")
    return ""


class UnitListDialog(Dialog):
    """Asks for a list, shows its units as a grid, and creates what is left of them."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(parent, "Buat unit dari daftar", "Baca daftar", width=940)
        self.context = context
        self.units: list[Proposal] | None = None
        self.stored: list[Proposal] = []
        self.result_: ImportResult | None = None
        self.notices = NoticePlace()
        self.path = QLineEdit()
        self.path.setPlaceholderText("Lokasi berkas xlsx, xls, ods, csv, atau txt")
        self.path.textEdited.connect(self._another_list)
        self.choose = Button("Pilih berkas…", "lampir", self._choose)
        self.template = Button("Unduh format isian", "ekspor", self._save_template)
        self.drop = Button("Buang baris", "silang", self._drop, quiet=True, low=True)
        self.grid = EditGrid(_columns(), "Unit yang diusulkan", _FIELDS[1:], _typed)
        self.grid.setMinimumHeight(260)
        self.grid.edited.connect(self._edited)
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.grid, self._drop)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.count = label("", "label", "second")
        self._lay_out()
        self._show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        words = (
            "Daftar unit atau daftar pegawai apa pun boleh, juga tanpa kode. Program mengusulkan "
            "kode, jenis, induk, dan pola kerjanya; periksa dan betulkan sebelum unit dibuat."
        )
        self.body.addWidget(self.notices)
        self.body.addWidget(label(words, "body", "second", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Field("&Berkas", self.path), 1)
        for button in (self.choose, self.template, self.drop):
            button.setAutoDefault(False)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.template, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.drop)
        self.body.addLayout(foot)

    # ── a place for jobs ──────────────────────────────────────────────────────────────────

    def working(self, busy: bool) -> None:
        """Switch the filled button off while something is under way."""
        self.verb.setEnabled(not busy)
        self.grid.set_open(not busy)

    def say(self, kind: str, bold: str, text: str = "") -> None:
        """Show a message."""
        self.notices.messages.show_message(Message(kind, bold, text))

    def say_error(self, error: PolimaError) -> None:
        """Show an error's own words; what was typed stays."""
        self.notices.messages.show_message(Message.of(error))

    # ── reading and correcting ────────────────────────────────────────────────────────────

    def _choose(self) -> None:
        path = open_file(self, self.context.settings, "Pilih daftar")
        if path is not None:
            self.path.setText(str(path))
            self._another_list()

    def _another_list(self, _text: str = "") -> None:
        """Begin again with another file."""
        self.units = None
        self._show()

    def _save_template(self) -> None:
        path = save_file(
            self, self.context.settings, "Unduh format isian", "format-unit.xlsx", WORKBOOKS
        )
        if path is None:
            return

        def work(_progress: Progress) -> None:
            from polima_desktop.services.importing import unit_proposals

            example = [
                Proposal("DPK", "Dinas Pendidikan dan Kebudayaan", "dinas", "", "5_hari"),
                Proposal("SD-2-WAMEO", "SD Negeri 2 Wameo", "sd", "DPK", "6_hari"),
            ]
            unit_proposals.save(example, path)

        job = self.context.jobs.run(work, self, writes=True)
        job.success(lambda _: self.say("ok", "Format isian ditulis.", str(path)))

    def accept(self) -> None:
        """Read the list first; create its units when they have been seen."""
        if self.units is None:
            self._read()
        elif self.units:
            self._create(self.units)

    def _read(self) -> None:
        text, session = self.path.text().strip(), self.context.session
        if not text:
            self.say("bad", "Berkas belum dipilih.", "Tulis lokasinya, atau tekan Pilih berkas.")
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return

        def work(progress: Progress) -> tuple[Found, list[Proposal]]:
            from polima_desktop.services.importing import unit_proposals

            found = unit_proposals.look(session, Path(text).expanduser(), progress)
            return found, unit_proposals.stored(session)

        self.notices.messages.clear()
        self.context.jobs.run(work, self, writes=True).success(self._found)

    def _found(self, answer: tuple[Found, list[Proposal]]) -> None:
        found, self.stored = answer
        self.units = found.proposals
        if found.hidden:
            self.say("warn", "Berkas ini memuat yang tersembunyi.", " ".join(found.hidden))
        if not self.units:
            self.units = None
            self.say("info", "Semua unit di daftar ini sudah ada.", "Pilih daftar lain.")
            return
        self._show()
        self.grid.select_place(0)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, place: int, column: str, text: str) -> None:
        assert self.units is not None  # there is a cell only where there are units
        try:
            self.units = corrected(self.units, place, column, text, self.stored)
        except Refused as refused:
            self.say_error(refused)
        else:
            self.notices.messages.clear()
        self._show()

    def _drop(self) -> None:
        place = self.grid.current_key()
        if not self.units or place is None:
            return
        gone = self.units[place]
        rest = [*self.units[:place], *self.units[place + 1 :]]
        self.units = [replace(u, parent="") if u.parent == gone.code else u for u in rest]
        self._show()
        self.grid.select_place(place)

    def _show(self) -> None:
        units = self.units or []
        names = {unit.code: unit.name for unit in [*self.stored, *units]}
        self.grid.set_rows(
            (i, u.code, u.name, u.kind, u.parent, u.pattern, names.get(u.parent, "–"))
            for i, u in enumerate(units)
        )
        self.drop.setEnabled(bool(units))
        self.verb.setText(
            "Baca daftar" if self.units is None else f"Buat {number(len(units))} unit"
        )
        self.verb.setEnabled(self.units is None or bool(units))
        self.verb.updateGeometry()
        loose = sum(unit.kind == "lainnya" for unit in units)
        words = f"{number(len(units))} unit · {number(loose)} jenisnya belum dikenali"
        self.count.setText(f"{words} · F2 mengubah sel" if units else "")

    # ── creating ──────────────────────────────────────────────────────────────────────────

    def _create(self, units: Sequence[Proposal]) -> None:
        session, name = self.context.session, Path(self.path.text().strip()).name

        def work(progress: Progress) -> ImportResult:
            from polima_desktop.services.importing import unit_proposals

            return unit_proposals.create(session, units, name, progress)

        self.context.jobs.run(work, self, writes=True).success(self._created)

    def _created(self, result: ImportResult) -> None:
        self.result_ = result
        self.context.changed("units")
        super().accept()


def _typed(row: Row, column: str) -> str:
    value = str(row[_FIELDS.index(column)])
    if column == "pattern":
        return PATTERN_LABELS.get(value, "")
    return KINDS.get(value, value) if column == "kind" else value


def _pattern_words(code: str) -> str:
    return PATTERN_LABELS.get(code, "ikut induk")


def _columns() -> list[Column]:
    return [
        Column("code", "Kode", 1, width=140, tone="medium"),
        Column("name", "Nama", 2, width=280, stretch=True),
        Column("kind", "Jenis", 3, text=lambda kind: KINDS.get(str(kind), str(kind)), width=130),
        Column("parent", "Induk", 4, text=lambda code: str(code) or "–", width=110),
        Column("above", "Nama induk", 6, width=150, tone="second"),
        Column("pattern", "Pola kerja", 5, text=_pattern_words, width=90, tone="second"),
    ]
