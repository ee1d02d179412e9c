"""The import wizard: file, sheet and header, what becomes of each row, numbers, result."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from polima_desktop.views.context import Context
    from polima_desktop.views.impor.wizard import ImportWizard


def open_wizard(parent: QWidget, context: Context, kind: str = "employees") -> ImportWizard:
    """Open the wizard over a page on a kind of list; it closes itself."""
    from polima_desktop.views.impor.wizard import ImportWizard

    wizard = ImportWizard(parent, context, kind)
    wizard.open()
    return wizard
