"""Who signs a unit's papers and how its slips look, as the page Cetak lets one see and change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.papers import PaperStyle
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import day as day_words
from polima_desktop.views.papers.chooser import Chooser
from polima_desktop.views.papers.look import LookDialog
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:
    from polima_desktop.reports.parts import Signatory
    from polima_desktop.services.papers.styles import Look


class SettingUp:
    """Signatories and look of the one unit that is chosen, or of the city."""

    def __init__(self, page: Page, chooser: Chooser, changed: Callable[[], None]) -> None:
        self.page, self.context = page, page.context
        self.chooser, self._changed = chooser, changed

    @property
    def allowed(self) -> bool:
        """Tell whether this user may set up what is chosen."""
        actor, chosen = self.context.session.actor, self.chooser.chosen
        may = actor.may(Permission.EDIT_UNITS) or actor.may(Permission.RUN_MONTH)
        return may and chosen is not None and len(chosen.units) <= 1 and not chosen.nips

    def ask_signers(self) -> None:
        """Show who signs for the one chosen unit, or the city, and let it be changed."""
        session, day = self.context.session, self.context.month.last
        unit = self.one_unit()

        def read(_progress: Progress) -> tuple[Signatory, Signatory]:
            from polima_desktop.services.papers import signatories

            return signatories.of_unit(session, unit, day)

        self.context.jobs.run(read, self.page, slot="signers").success(
            lambda now: self._edit_signers(unit, now)
        )

    def one_unit(self) -> int | None:
        """Give the unit if exactly one is chosen."""
        chosen = self.chooser.chosen
        return next(iter(chosen.units)) if chosen is not None and len(chosen.units) == 1 else None

    def _edit_signers(self, unit: int | None, now: tuple[Signatory, Signatory]) -> None:
        name = self.chooser.words() if unit is not None else "Kota Baubau"
        dialog = SignersDialog(self.page, name, now, self.context.month.first)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_signers(unit, dialog)

    def save_signers(self, unit: int | None, dialog: SignersDialog) -> None:
        """Record what was changed in the form; nothing if nothing was."""
        new, since = dialog.changes(unit), dialog.valid_from
        if not new:
            return
        session = self.context.session

        def write(_progress: Progress) -> None:
            from polima_desktop.services.papers import signatories

            signatories.appoint(session, new, since)

        def done(_result: None) -> None:
            self.page.say("ok", "Penanda tangan tersimpan.", ", ".join(one.name for one in new))
            self._changed()

        self.context.jobs.run(write, self.page, writes=True).success(done)

    # ── how slips look ────────────────────────────────────────────────────────────────────

    def ask_look(self) -> None:
        """Show how the chosen unit's slips look, or the city's, and let it be changed."""
        session, day, unit = (
            self.context.session,
            self.context.month.last,
            self.one_unit(),
        )

        def read(_progress: Progress) -> Look:
            from polima_desktop.services.papers import styles

            return styles.of_unit(session, unit, day)

        job = self.context.jobs.run(read, self.page, slot="look")
        job.success(lambda look: self._edit_look(unit, look))

    def _edit_look(self, unit: int | None, look: Look) -> None:
        name = self.chooser.words() if unit is not None else "Kota Baubau"
        settings, since = self.context.settings, self.context.month.first
        dialog = LookDialog(self.page, settings, name, look, since, partial(self.draw_look, unit))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_look(unit, dialog)

    def draw_look(
        self,
        unit: int | None,
        style: PaperStyle,
        shown: Callable[[bytes], object],
        failed: Callable[[PolimaError], object],
    ) -> None:
        """Draw a unit's first slips in a style that is being edited."""
        session, month = self.context.session, self.context.month

        def draw(progress: Progress) -> bytes:
            from polima_desktop.services.papers import styles

            out = BytesIO()
            styles.preview(session, month, unit, style, out, progress)
            return out.getvalue()

        self.context.jobs.run(draw, self.page, slot="look-drawn").success(shown).failure(failed)

    def save_look(self, unit: int | None, dialog: LookDialog) -> None:
        """Let the style hold from its day on, or that of the unit above."""
        session, since = self.context.session, dialog.valid_from
        style = None if dialog.dropped else dialog.style_made

        def write(_progress: Progress) -> None:
            from polima_desktop.services.papers import styles

            styles.set_up(session, unit, style, since)

        def done(_result: None) -> None:
            self.page.say("ok", "Bentuk slip tersimpan.", f"Berlaku sejak {day_words(since)}.")
            self._changed()

        self.context.jobs.run(write, self.page, writes=True).success(done)
