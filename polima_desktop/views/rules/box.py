"""A formula editor with the strip under it that says what is wrong and offers to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from polima_desktop.domain.formula.errors import Fix, caret
from polima_desktop.domain.rules.model import Finding
from polima_desktop.views import theme
from polima_desktop.views.rules import words
from polima_desktop.views.rules.editor import FormulaEditor
from polima_desktop.views.rules.offered import Offered
from polima_desktop.views.widgets import Link, label, set_ground


class FormulaBox(QWidget):
    """Any named formulas under edit; ``findings`` is the worst finding of each name."""

    def __init__(self) -> None:
        super().__init__()
        self.editor, self.problem = FormulaEditor(), ProblemStrip()
        self.findings: Mapping[str, Finding] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        self.editor.line_chosen.connect(lambda _name: self._show_problem())
        self.problem.fix_asked.connect(self.apply)

    def show_formulas(
        self, formulas: Mapping[str, str], offered: Sequence[Offered], *, editable: bool
    ) -> None:
        """Show formulas and what may be named in them."""
        self.editor.setReadOnly(not editable)
        self.editor.words = offered
        self.editor.show_formulas(formulas)

    def show_findings(self, findings: Mapping[str, Finding]) -> None:
        """Mark the formulas that have a mistake; say it for the one with the cursor."""
        self.findings = findings
        self.editor.set_marks({name: f.position or 1 for name, f in findings.items()})
        self._show_problem()

    def _show_problem(self) -> None:
        name = self.editor.current
        if name not in self.findings and self.findings:
            name = next(iter(self.findings))
        formulas = self.editor.formulas()
        if formulas is not None:
            self.problem.show_finding(self.findings.get(name), name, formulas.get(name, ""))

    def apply_suggestion(self) -> None:
        """Put the suggestion in the place of the mistake (Ctrl+.); ask where there are two."""
        self.editor.take_over()  # what is suggested belongs to the text as it stands
        finding = self.problem.finding
        if finding is None or not finding.fixes or self.editor.isReadOnly():
            return
        if len(finding.fixes) == 1:
            self.apply(finding.fixes[0])
        else:
            self.problem.links[0].setFocus()

    def apply(self, fix: Fix) -> None:
        """Put one suggestion in its place."""
        if self.problem.finding is not None and not self.editor.isReadOnly():
            self.editor.apply(self.problem.name, fix)

    def next_error(self) -> None:
        """Go to the next formula with a mistake, round and round (F8)."""
        names = [name for name in self.editor.names if name in self.findings]
        if names:
            here = self._place(self.editor.current)
            name = next((n for n in names if self._place(n) > here), names[0])
            self.editor.go_to(name, self.findings[name].position)

    def _place(self, name: str) -> int:
        return self.editor.names.index(name) if name in self.editor.names else -1


class ProblemStrip(QWidget):
    """What is wrong with a formula: words, the formula with a caret under it, suggestions."""

    fix_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.finding: Finding | None = None
        self.name = ""
        set_ground(self, "badbg")
        self.bold, self.text = label("", "strong", "bad", wrap=True), label("", "body", wrap=True)
        self.caret = label("", "body")
        self.caret.setFont(theme.font("mono"))
        self.links = [Link("", partial(self._ask, place), "bad") for place in range(2)]
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        for part in (self.bold, self.text, self.caret, *self.links):
            column.addWidget(part)
        self.hide()

    def show_finding(self, finding: Finding | None, name: str, formula: str) -> None:
        """Show a finding of a named formula, or nothing."""
        self.finding, self.name = finding, name
        self.setVisible(finding is not None)
        if finding is None:
            return
        self.bold.setText(f"{words.place(finding)}.")
        self.text.setText(finding.message)
        position = finding.position or 1
        self.caret.setText(caret(_window(formula, position), min(position, _LEFT + 1)))
        self.caret.setVisible(bool(formula) and finding.position is not None)
        for link, fix in zip_longest(self.links, finding.fixes[: len(self.links)]):
            link.setVisible(fix is not None)
            if fix is not None:
                link.set_text(_offer(fix, formula, alone=len(finding.fixes) == 1))

    def _ask(self, place: int) -> None:
        if self.finding is not None:
            self.fix_asked.emit(self.finding.fixes[place])

    def show_words(self, bold: str, text: str) -> None:
        """Show other words."""
        self.finding = None
        self.bold.setText(bold)
        self.text.setText(text)
        self.caret.hide()
        for link in self.links:
            link.hide()
        self.show()


def _offer(fix: Fix, formula: str, *, alone: bool) -> str:
    """Say what is replaced by what; where there are two meanings, which one this is."""
    key = " (Ctrl+.)" if alone else f" ({fix.meaning})"
    if not fix.text:
        return f"Hapus ‘{fix.replaced(formula)}’{key}"
    return f"Ganti ‘{fix.replaced(formula)}’ dengan {fix.text}{key}"


_LEFT, _WIDE = 40, 64


def _window(formula: str, position: int) -> str:
    """Cut a long formula around the place, so that the caret stands under it."""
    start = max(position - 1 - _LEFT, 0)
    shown = formula[start : start + _WIDE]
    return ("…" + shown[1:] if start else shown) + ("…" if start + _WIDE < len(formula) else "")
