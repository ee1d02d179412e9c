"""The import wizard: file, sheet and header, what becomes of each row, numbers, result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polima_desktop.domain.access import ROLE_LABELS
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.services.importing.words import PERMISSIONS, ROSTER_PERMISSION

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from polima_desktop.views.context import Context
    from polima_desktop.views.importing.wizard import ImportWizard


def require_import(context: Context) -> None:
    """Refuse who may import nothing at all."""
    actor = context.session.actor
    if not any(actor.may(each) for each in (*PERMISSIONS.values(), ROSTER_PERMISSION)):
        raise NotAllowed(
            f"{ROLE_LABELS[actor.role]} tidak mengimpor daftar.",
            "Masuk sebagai petugas data, Kominfo, atau verifikator.",
        )


def open_wizard(parent: QWidget, context: Context, kind: str = "employees") -> ImportWizard:
    """Open the wizard over a page on a kind of list; it closes itself."""
    from polima_desktop.views.importing.wizard import ImportWizard

    wizard = ImportWizard(parent, context, kind)
    wizard.open()
    return wizard
