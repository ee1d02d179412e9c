"""The middle of the page: the comparison, what the evidence says, the acts with their letters.

The desk shows and asks; deciding is the page's.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from polima_desktop.domain.identity import SEX_LABELS
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.rows import CASE_LABELS, CERTAINTY_LABELS, STATE_LABELS, Side
from polima_desktop.domain.matching.rulings import Return
from polima_desktop.domain.matching.verdicts import NOTES
from polima_desktop.domain.matching.words import (
    FieldLine,
    as_read,
    change_lines,
    field_lines,
    shown_number,
)
from polima_desktop.services.reconciliation.reading import CameBack, CaseView
from polima_desktop.services.reconciliation.repairs import (
    FIELD_LABELS,
    WINS,
    differing_fields,
)
from polima_desktop.services.session import WITA
from polima_desktop.views.reconciliation.comparison import Comparison
from polima_desktop.views.reconciliation.items import RULED, Item
from polima_desktop.views.widgets import ActionStrip, Button, KindIcon, Sheet, label


class Desk(Sheet):
    """One pair or one row; ``same()``, ``different()``, ``double()`` … tell what was pressed."""

    same = Signal()
    different = Signal()
    double = Signal()
    explained = Signal()
    skipped = Signal()
    undone = Signal()
    corrected = Signal()
    proved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pasangan yang diperiksa")
        self.item: Item | None = None
        self.may_decide = True
        self.comparison = Comparison()
        self.add(self._middle(), 1)
        self.add_line()
        self.add(self._said())
        self.add(self._strip())

    def _middle(self) -> QScrollArea:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.comparison)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(box)
        area.setMinimumHeight(36 + 2 * 29)
        return area

    def _said(self) -> QWidget:
        self.verdict = label("", "strong", wrap=True)
        self.why = label("", "body", wrap=True)
        self.next = label("", "label", "second", wrap=True)
        self.icon = KindIcon("info")
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.verdict, self.why, self.next):
            words.addWidget(part)
        row.addLayout(words, 1)
        self.papers = Button("Berkas…", "lampir", self.proved.emit, quiet=True, key="L")
        row.addWidget(self.papers, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _strip(self) -> ActionStrip:
        self.strip = ActionStrip()
        add = self.strip.add
        self.yes = add(Button("Orang sama", on_press=self.same.emit, key="Y"))
        self.no = add(Button("Orang beda", on_press=self.different.emit, key="N"))
        self.twice = add(Button("Ganda", "ganda", self.double.emit, key="D"))
        self.explain = add(Button("Jelaskan…", on_press=self.explained.emit, key="A"))
        self.fix = add(Button("Betulkan…", on_press=self.corrected.emit, key="B"))
        self.skip = add(Button("Lewati", on_press=self.skipped.emit, quiet=True, key="S"))
        self.undo = add(
            Button("", "urung", self.undone.emit, quiet=True, key="U"), after_space=True
        )
        self.undo.setAccessibleName("Urungkan putusan terakhir")
        self.undo.setToolTip("Urungkan putusan terakhir (U)")
        return self.strip

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def show_item(self, case: CaseView, item: Item, *, closed: bool) -> None:
        """Show a pair, or a row alone."""
        self.item = item
        if item.back is not None:
            self._show_back(case, item, item.back)
        elif item.pair is not None:
            self._show_pair(case, item)
        else:
            self._show_row(case, item)
        self._set_acts(item, closed=closed)
        self._show_papers(len(case.papers_of(*item.places)), closed=closed)

    def _show_pair(self, case: CaseView, item: Item) -> None:
        assert item.pair is not None
        pair = item.pair.pair
        left, right = (
            case.desk.outcome.left_rows[pair.left],
            case.desk.outcome.right_rows[pair.right],
        )
        heads = _head(case, "left", left), _head(case, "right", right)
        self.comparison.show_lines(*heads, field_lines(left, right, pair.levels))
        words = CERTAINTY_LABELS[pair.certainty]
        if item.pair.ruling is not None:
            words = f"Sudah diputus oleh {item.pair.ruling.by}: orang yang sama"
        case_words = f" · {pair.case} {CASE_LABELS[pair.case]}" if pair.case else ""
        self.verdict.setText(f"{words}{case_words}.")
        self.why.setText(" ".join(NOTES[note] for note in pair.notes))
        self.why.setVisible(bool(pair.notes))
        self.next.setText(_consequence(case, item))
        decided = item.pair.status != "waits"
        kind = {"check": "bad", "likely": "warn"}.get(pair.certainty, "ok")
        self.icon.set_kind("ok" if decided else kind)

    def _show_row(self, case: CaseView, item: Item) -> None:
        assert item.side is not None
        assert item.standing is not None
        row = case.desk.rows(item.side)[item.place]
        here, there = case.names if item.side == "left" else case.names[::-1]
        head, lines = _head(case, item.side, row), _row_lines(row)
        if item.side == "left":
            self.comparison.show_lines(head, f"{there}: tidak ada", lines)
        else:
            swapped = [line._replace(left=line.right, right=line.left) for line in lines]
            self.comparison.show_lines(f"{there}: tidak ada", head, swapped)
        ruling = case.desk.rulings.get((item.side, item.place))
        by = f" Diputus oleh {ruling.by}." if ruling else ""
        self.verdict.setText(f"{STATE_LABELS[item.standing.state]}, hanya di {here}.")
        reason = item.standing.reason.capitalize()
        told = "" if reason == STATE_LABELS[item.standing.state] else f"{reason}."
        self.why.setText(f"{told}{by}".strip())
        self.why.setVisible(bool(self.why.text()))
        self.next.setText("Pilih calon di kanan lalu Y bila ternyata orangnya ada di kedua daftar.")
        self.icon.set_kind("warn" if item.standing.state == "open" else "info")

    def _show_back(self, case: CaseView, item: Item, came: CameBack) -> None:
        """Show the changed row as it was ruled on beside what it is now."""
        back, office = came.back, case.names[0 if came.back.side == "left" else 1]
        row = case.desk.rows(back.side)[back.now] if back.now is not None else None
        now = _head(case, back.side, row) if row else f"{office}: tidak ada lagi"
        lines = change_lines(came.shown.get(back.side, {}), as_read(row) if row else {})
        self.comparison.show_lines(f"{office} dulu", now, lines)
        ruling = back.ruling
        day = datetime.fromisoformat(ruling.when).astimezone(WITA)
        verdict = RULED.get(ruling.kind) or STATE_LABELS[ruling.state or "open"].lower()
        words = f" ({ruling.words})" if ruling.words else ""
        self.verdict.setText(f"Diputus {ruling.by} {day:%d-%m-%Y}: {verdict}{words}.")
        self.why.setText(_kept_words(case, back))
        self.why.show()
        self.next.setText(_again_words(item, back))
        self.icon.set_kind("warn")

    def _show_papers(self, count: int, *, closed: bool) -> None:
        self.papers.setText(f"Berkas ({count})…" if count else "Berkas…")
        self.papers.setEnabled(bool(count) or (self.may_decide and not closed))

    def _set_acts(self, item: Item, *, closed: bool) -> None:
        able, pair = self.may_decide and not closed, item.pair is not None
        decided = bool(item.pair and item.pair.status != "waits")
        self.yes.setVisible(not decided)
        self.yes.setEnabled(able)
        self.yes.set_primary(pair and not decided)
        self.no.setVisible(pair)
        self.no.setEnabled(able)
        self.explain.setVisible(not pair)
        self.twice.setEnabled(able)
        self.explain.setEnabled(able)
        self.fix.setVisible(decided)
        self.fix.setEnabled(decided)
        self.skip.setEnabled(True)
        self.undo.setEnabled(able)
        self.twice.setVisible(item.back is None)
        self._name_yes(item)
        self.strip.fit()

    def _name_yes(self, item: Item) -> None:
        """Y on a ruling that came back says again what was said."""
        reason = item.back is not None and item.back.back.ruling.kind == "reason"
        self.yes.setText("Alasan tetap" if reason else "Orang sama")
        if item.back is not None:
            both = None not in item.places
            self.yes.setVisible(reason or both)
            self.yes.set_primary(reason or both)
            self.no.setVisible(both)
            self.explain.setVisible(not both)
            self.fix.setVisible(False)

    def working(self, busy: bool) -> None:
        """Switch the acts off while a decision is being written; showing switches them on."""
        if busy:
            for button in (
                self.yes,
                self.no,
                self.twice,
                self.explain,
                self.fix,
                self.papers,
                self.undo,
            ):
                button.setEnabled(False)


def _kept_words(case: CaseView, back: Return) -> str:
    """Say which row of the pair stayed as it was."""
    if back.kept is None:
        return "Alasan itu ditulis untuk baris yang lama."
    other: Side = "left" if back.side == "right" else "right"
    row = case.desk.rows(other)[back.kept]
    return f"Pasangannya tetap: {_head(case, other, row)}, {row.row.name or '–'}"


def _again_words(item: Item, back: Return) -> str:
    if back.ruling.kind == "reason":
        return "Y bila alasan itu masih berlaku; A untuk menulis alasan lain."
    if back.now is None:
        return "Baris itu tidak ada lagi. Pilih calon di kanan lalu Y, atau jelaskan."
    linked = "Sekarang dipasangkan" if item.pair is not None else "Sekarang tidak dipasangkan"
    return f"{linked}. Putuskan lagi: orang sama atau orang beda."


def _head(case: CaseView, side: Side, row: Clean) -> str:
    name = case.names[0 if side == "left" else 1]
    several = any(other.row.sheet != row.row.sheet for other in case.desk.rows(side))
    return f"{name} baris {row.row.row}" + (f" · {row.row.sheet}" if several else "")


def _row_lines(row: Clean) -> list[FieldLine]:
    born = f"{row.birth:%d-%m-%Y}" if row.birth else "–"
    values = (
        ("NIP", shown_number(row)),
        ("Nama", row.row.name or "–"),
        ("Tanggal lahir", born),
        ("Jenis kelamin", SEX_LABELS[row.sex] if row.sex else "–"),
        ("Unit", row.row.unit or "–"),
        ("Golongan", row.row.golongan or "–"),
        ("Status", row.row.status or "–"),
    )
    return [FieldLine(name, value, "", "unknown", "") for name, value in values]


def _consequence(case: CaseView, item: Item) -> str:
    """Say which office must change what if it is the same person, and which rule says so."""
    assert item.pair is not None
    choices = differing_fields(case.desk, item.pair)
    if not choices:
        return "Jika sama: tidak ada yang harus dibetulkan. Jumlah pegawai tidak berubah."
    parts = [
        f"{case.names[1 if choice.winner == 'left' else 0]} membetulkan "
        f"{FIELD_LABELS[choice.field]} ({WINS[choice.field]})"
        for choice in choices
    ]
    return f"Jika sama: {'; '.join(parts)}. Jumlah pegawai tidak berubah."
