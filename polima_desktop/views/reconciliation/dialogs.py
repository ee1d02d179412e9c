"""The page's forms: opening a case, bulk acceptance, a reason, a correction, signing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.matching.desk import DeskPair
from polima_desktop.domain.matching.rows import STATE_LABELS, State
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation.alone import ListCheck
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.services.reconciliation.deciding import RULES, SAMPLES, SignOff, fitting
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.reconciliation.repairs import FIELD_LABELS, Person
from polima_desktop.views.dialogs import LISTS, Dialog, open_file
from polima_desktop.views.reconciliation.proof import FILES
from polima_desktop.views.settings import Settings
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, ChoiceButton, Field, label
from polima_desktop.views.widgets.choices import DayBox

_LEFT = (("master", "Daftar pegawai di aplikasi ini"), ("file", "Berkas"))
_RIGHT = (("kominfo", "Daftar Kominfo yang sudah diimpor"), ("file", "Berkas"))


class FileRow(QWidget):
    """A file to choose: its name and the button; ``path`` None until one is chosen."""

    def __init__(self, settings: Settings, title: str, kinds: str = LISTS) -> None:
        super().__init__()
        self._settings, self._title, self._kinds = settings, title, kinds
        self.path: Path | None = None
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setPlaceholderText("belum dipilih")
        self.line.setAccessibleName(title)
        self.button = Button("Pilih berkas", "impor", self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def ask(self) -> None:
        """Let the user choose."""
        path = open_file(self, self._settings, self._title, self._kinds)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Take a file."""
        self.path = path
        self.line.setText(path.name)


class OpenDialog(Dialog):
    """Which two lists to hold against each other, and the decrees that explain rows."""

    def __init__(self, parent: QWidget | None, settings: Settings) -> None:
        super().__init__(parent, "Cocokkan dua daftar", "Cocokkan", width=560)
        self.left_kind = ChoiceButton("Daftar BKPSDM: ", list(_LEFT))
        self.right_kind = ChoiceButton("Daftar kedua: ", list(_RIGHT))
        self.left_file = FileRow(settings, "Daftar BKPSDM")
        self.right_file = FileRow(settings, "Daftar kedua")
        self.right_name = QLineEdit("Kominfo")
        self.right_name.setMaxLength(40)
        self.events = FileRow(settings, "Daftar keputusan")
        self.error = label("", "label", "bad", wrap=True)
        self.error.hide()
        for part in (self.left_kind, self.left_file, self.right_kind, self.right_file):
            self.body.addWidget(part)
        self.body.addWidget(Field("Nama daftar kedua", self.right_name))
        self.body.addWidget(
            Field("Surat keputusan (pensiun, pindah, wafat), bila ada", self.events)
        )
        self.ask_columns = QCheckBox("Periksa kolom berkas sebelum mencocokkan")
        self.body.addWidget(self.ask_columns)
        words = (
            "Teks asli kedua daftar disimpan. Putusan terdahulu dipakai lagi bila barisnya sama."
        )
        self.body.addWidget(label(words, "label", "second", wrap=True))
        self.body.addWidget(self.error)
        for choice in (self.left_kind, self.right_kind):
            choice.changed.connect(lambda _value: self._show_files())
        self._show_files()

    def _show_files(self) -> None:
        self.left_file.setVisible(self.left_kind.value == "file")
        self.right_file.setVisible(self.right_kind.value == "file")
        self.ask_columns.setVisible("file" in (self.left_kind.value, self.right_kind.value))

    def sources(self) -> tuple[Source, Source]:
        """Give both lists."""
        name = self.right_name.text().strip() or "Kominfo"
        return (
            Source(self.left_kind.value, "BKPSDM", self.left_file.path),
            Source(self.right_kind.value, name, self.right_file.path),
        )

    def accept(self) -> None:
        """Close if a file is chosen wherever one is wanted."""
        for source in self.sources():
            if source.kind == "file" and source.path is None:
                self.error.setText(f"Berkas daftar {source.name} belum dipilih.")
                self.error.show()
                return
        super().accept()


class BulkDialog(Dialog):
    """Accept pairs by a rule: count, ten samples, one undo."""

    def __init__(self, parent: QWidget | None, case: CaseView) -> None:
        super().__init__(parent, "Terima pasangan sekaligus", "Terima", width=760)
        self._case = case
        self.rule = ChoiceButton("Aturan: ", [(key, words[0]) for key, words in RULES.items()])
        self.rule.changed.connect(lambda _value: self._look())
        self.found = label("", "body", wrap=True)
        self.samples = DataTable(_sample_columns(), "Contoh pasangan")
        self.samples.setMinimumHeight(28 + 6 * 29)
        row = QHBoxLayout()
        row.addWidget(self.rule)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.found)
        self.body.addWidget(self.samples, 1)
        self.count = 0
        self._look()

    def _look(self) -> None:
        pairs = fitting(self._case.desk, self.rule.value)
        self.count = len(pairs)
        step = max(1, len(pairs) // SAMPLES)
        words = f"{number(len(pairs))} pasangan belum diputus cocok dengan aturan ini."
        if len(pairs) > SAMPLES:
            words += f" {SAMPLES} contoh, diambil merata:"
        self.found.setText(f"{words} Semuanya bisa diurungkan dengan satu U.")
        self.samples.set_rows([_sample(self._case, p) for p in pairs[::step][:SAMPLES]])
        self.verb.setText(f"Terima {number(len(pairs))} pasangan")
        self.verb.setEnabled(bool(pairs))
        self.verb.updateGeometry()


def _sample_columns() -> list[Column]:
    return [
        Column("nip", "NIP kiri", 1, width=178, minimum=178),
        Column("other", "NIP kanan", 2, width=178, minimum=178),
        Column("name", "Nama kiri", 3, width=170, stretch=True, tone="medium"),
        Column("theirs", "Nama kanan", 4, width=170, stretch=True),
    ]


def _sample(case: CaseView, each: DeskPair) -> tuple[object, ...]:
    left = case.desk.outcome.left_rows[each.pair.left]
    right = case.desk.outcome.right_rows[each.pair.right]
    return each.pair.left, shown_number(left), shown_number(right), left.row.name, right.row.name


class ReasonDialog(Dialog):
    """Why a row stands in one list only; the words are required, a paper may prove them."""

    def __init__(
        self, parent: QWidget | None, settings: Settings, title: str, state: State = "open"
    ) -> None:
        super().__init__(parent, title, "Simpan alasan")
        options = [(key, words) for key, words in STATE_LABELS.items() if key != "linked"]
        self.state = ChoiceButton("Keadaan: ", options)
        self.state.choose(state)
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self.words.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(False)
        self.body.addWidget(self.state)
        self.body.addWidget(Field("Alasan atau nomor surat", self.words, required=True))
        self.paper = FileRow(settings, "Surat atau bukti", FILES)
        self.body.addWidget(Field("Surat atau bukti, bila ada", self.paper))


class CorrectDialog(Dialog):
    """Which fields of the master list follow the pair, from which day; nothing without preview."""

    def __init__(self, parent: QWidget | None, person: Person, day: date) -> None:
        super().__init__(parent, f"Betulkan daftar pegawai: {person.name}", "Betulkan", width=560)
        self.person = person
        self.boxes: dict[str, QCheckBox] = {}
        for fix in person.fixes:
            box = QCheckBox(f"{FIELD_LABELS[fix.field]}: {fix.now_text} → {fix.value_text}")
            box.setChecked(fix.proposed)
            box.toggled.connect(lambda _on: self._count())
            self.boxes[fix.field] = box
            self.body.addWidget(box)
            self.body.addWidget(label(f"Aturan: {fix.rule}.", "label", "second"))
        self.day = DayBox(QDate(day.year, day.month, day.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd-MM-yyyy")
        self.body.addWidget(Field("Berlaku sejak", self.day))
        words = "Ditulis sebagai fakta bertanggal dengan rekonsiliasi ini sebagai sumbernya."
        self.body.addWidget(label(words, "label", "second", wrap=True))
        self._count()

    @property
    def chosen(self) -> list[str]:
        """The fields to write."""
        return [field for field, box in self.boxes.items() if box.isChecked()]

    @property
    def valid_from(self) -> date:
        """The day from which the new values hold."""
        day = self.day.date()
        return date(day.year(), day.month(), day.day())

    def _count(self) -> None:
        self.verb.setText(f"Betulkan {len(self.chosen)} isian")
        self.verb.setEnabled(bool(self.chosen))
        self.verb.updateGeometry()


class SignDialog(Dialog):
    """What an office signs: the numbers, what is open, and thirty links to look at."""

    def __init__(self, parent: QWidget | None, case: CaseView, check: SignOff, office: str) -> None:
        super().__init__(parent, "Tanda tangani rekonsiliasi", f"Tanda tangani untuk {office}",
                         width=820)  # fmt: skip
        left, right = (number(len(side)) for side in (case.desk.left, case.desk.right))
        words = (
            f"{case.names[0]} {left} baris, {case.names[1]} {right} baris. "
            f"{number(check.open_rows)} baris belum dijelaskan, "
            f"{number(len(check.other_number))} pasangan tanpa NIP yang sama, "
            f"{number(len(check.two_valid))} dengan dua NIP sah yang berbeda, "
            f"{number(len(case.came_back))} putusan lama yang barisnya berubah. "
            "Jembatan yang seimbang belum membuktikan setiap pasangan benar: "
            f"periksa {number(len(check.sample))} pasangan acak ini."
        )
        self.body.addWidget(label(words, "body", wrap=True))
        self.sample = DataTable(_sample_columns(), "Contoh acak pasangan otomatis")
        self.sample.setMinimumHeight(28 + 8 * 29)
        self.sample.set_rows([_sample(case, each) for each in check.sample])
        self.body.addWidget(self.sample, 1)
        self.seen = QCheckBox(f"Contoh acak sudah diperiksa atas nama {office}.")
        self.seen.toggled.connect(self.verb.setEnabled)
        self.verb.setEnabled(False)
        self.body.addWidget(self.seen)


class ListCheckDialog(Dialog):
    """One list by itself: what is wrong with its numbers, and rows that seem to stand twice."""

    def __init__(self, parent: QWidget | None, check: ListCheck) -> None:
        super().__init__(parent, f"Periksa daftar {check.name}", "Tutup", width=1040)
        self.cancel.hide()
        words = [f"{number(check.rows)} baris.", *check.sentences]
        words.append(f"{number(len(check.doubles))} pasang baris mungkin satu orang.")
        self.body.addWidget(label(" ".join(words), "body", wrap=True))
        self.doubles = DataTable(_double_columns(), "Baris yang mungkin ganda")
        self.doubles.setMinimumHeight(28 + 8 * 29)
        self.doubles.set_rows([(n, *each) for n, each in enumerate(check.doubles)])
        self.body.addWidget(self.doubles, 1)
        hint = "Hanya usul: tidak ada baris yang dibuang."
        self.body.addWidget(label(hint, "label", "second", wrap=True))


def _double_columns() -> list[Column]:
    return [
        Column("row", "Baris", 1, width=56, right=True),
        Column("other", "Baris", 2, width=56, right=True),
        Column("number", "NIP", 3, width=178, minimum=178),
        Column("other_number", "NIP", 4, width=178, minimum=178),
        Column("name", "Nama", 5, width=150, stretch=True, tone="medium"),
        Column("why", "Alasan", 7, width=190, stretch=True, tone="second"),
    ]
