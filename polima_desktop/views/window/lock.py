"""The screen's lock: after a time without mouse or keys, nothing is seen and nothing can be used.

Nothing is closed: every window keeps its work under a cover, jobs go on, and what they open
meanwhile is covered too. What makes a password right is the service's knowledge.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from polima_desktop.domain.errors import PolimaError
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets.buttons import Button
from polima_desktop.views.widgets.fields import Field, Form
from polima_desktop.views.widgets.sheet import set_ground
from polima_desktop.views.widgets.text import label

if TYPE_CHECKING:
    from polima_desktop.domain.access import Actor

KEY, DEFAULT, LONGEST = "lock_minutes", 15, 240
"""The desk's setting in minutes; 0: never."""
TITLE = "SI POLIMA · terkunci"
_LOOK_MS = 5_000
_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LEAVING = (
    "Isian yang belum disimpan hilang, dan pekerjaan yang sedang berjalan dihentikan tanpa "
    "menyimpan. Tekan sekali lagi untuk keluar."
)


def minutes(settings: Settings) -> int:
    """Give after how many minutes without use this desk is locked; 0: never."""
    kept = settings.get(KEY, DEFAULT)
    return kept if isinstance(kept, int) and 0 <= kept <= LONGEST else DEFAULT


class ScreenLock(QObject):
    """Watches for hands, covers every window, asks for the password; ``left``: end the program."""

    left = Signal()

    def __init__(
        self, window: QMainWindow, context: Context, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(window)
        self.context, self.clock = context, clock
        self.panel = LockPanel(window, context.session.actor, self._try, self.left.emit)
        self.jobs: Jobs | None = None
        self._covers: list[_Cover] = []
        self._seen = clock()
        self.timer = QTimer(self)
        self.timer.setInterval(_LOOK_MS)
        self.timer.timeout.connect(self._look)
        self.timer.start()
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]

    @property
    def locked(self) -> bool:
        """Tell whether the password is asked for now."""
        return self.panel.isVisible()

    def lock(self) -> None:
        """Cover everything and ask who is there."""
        if self.locked:
            return
        QToolTip.hideText()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._cover(window)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._ask()

    def stop(self) -> None:
        """Watch no more: the window is closing."""
        self.timer.stop()
        self._open()
        if self.jobs is not None:
            self.jobs.close()

    # --- hands ---

    def _watch(self, window: QWindow | None) -> None:
        """Hear what the desk's hands do in a window: there, no event of a widget passes by."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow) and event.type() in _HANDS:
            return self._touched()
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._opened(watched)
        return False

    def _touched(self) -> bool:
        """Count from now; hands that come too late (the machine slept) do nothing but lock."""
        late = not self.locked and self._late()
        if late:
            self.lock()
        self._seen = self.clock()
        return late

    def _late(self) -> bool:
        limit, now = minutes(self.context.settings), self.clock()
        self._seen = min(self._seen, now)  # a clock that was set back
        return limit > 0 and now - self._seen >= limit * 60

    def _look(self) -> None:
        if self._late():
            self.lock()

    # --- covering ---

    def _cover(self, window: QWidget) -> None:
        kind = window.windowType()
        if kind is Qt.WindowType.Popup:
            window.close()
        elif kind is not Qt.WindowType.ToolTip and not self._is_ours(window):
            self._covers = [cover for cover in self._covers if isValid(cover)]
            if all(cover.window() is not window for cover in self._covers):
                self._covers.append(_Cover(window))

    def _is_ours(self, window: QWidget | None) -> bool:
        while window is not None and window is not self.panel:
            window = window.parentWidget()
        return window is self.panel

    def _opened(self, window: QWidget) -> None:
        """Cover what a job opened meanwhile, and come before it: it would have the keys."""
        if self.locked and not self._is_ours(window):
            self._cover(window)
            QTimer.singleShot(0, self._ask_again)

    def _ask_again(self) -> None:
        if self.locked:
            self.panel.hide()  # what is shown last is what may be used
            self._ask()

    def _ask(self) -> None:
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()
        self.panel.password.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the way in ---

    def _try(self, password: str) -> None:
        session = self.context.session
        if self.jobs is None:  # a worker of its own: the other may be at long work
            self.jobs = Jobs(self)
            self.jobs.crashed.connect(self.context.jobs.crashed)
            self.jobs.crashed.connect(self.panel.free)

        def work(_progress: object) -> None:
            from polima_desktop.services.office import accounts

            accounts.unlock(session, password)

        self.panel.wait(True)
        self.jobs.run(work).success(self._came_back).failure(self.panel.refuse)

    def _came_back(self, _none: object) -> None:
        self._seen = self.clock()
        self._open()

    def _open(self) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.panel.clear()
        self.panel.hide()
        for cover in self._covers:
            if isValid(cover):
                cover.lift()
        self._covers.clear()


class LockPanel(QWidget):
    """Asks for the password of whoever is at work. No dialog: Esc and Batal do not end it."""

    def __init__(
        self,
        parent: QWidget,
        actor: Actor,
        on_password: Callable[[str], object],
        on_leave: Callable[[], object],
    ) -> None:
        flags = Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint
        super().__init__(parent, Qt.WindowType.Window | flags)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(420)
        self._on_password, self._on_leave = on_password, on_leave
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._enter)
        self.form = Form()
        self.field = self.form.add("password", Field("Kata &sandi", self.password))
        self.enter = Button("Buka kunci", "kunci", self._enter, primary=True)
        self.leave = Button("&Keluar", on_press=self._leave)
        self.warning = label("", "body", "warn", wrap=True)
        self._lay_out(f"{actor.display_name} ({actor.name})")
        self.clear()

    def _lay_out(self, who: str) -> None:
        words = "Pekerjaan tetap seperti ditinggalkan dan yang sedang berjalan diteruskan."
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Layar terkunci", "record"))
        column.addWidget(label(who, "strong", wrap=True))
        column.addWidget(label(words, "body", "second", wrap=True))
        column.addWidget(self.form)
        column.addWidget(self.warning)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.enter)
        row.addWidget(self.leave)
        column.addLayout(row)

    def clear(self) -> None:
        """Forget what was typed and said."""
        self.password.clear()
        self.field.set_error("")
        self.warning.hide()
        self.wait(False)

    def wait(self, waiting: bool) -> None:
        """Switch off what must not be pressed while a password is tried."""
        for part in (self.password, self.enter, self.leave):
            part.setEnabled(not waiting)

    def free(self) -> None:
        """Take the next password after a mistake of ours."""
        self.wait(False)

    def refuse(self, error: PolimaError) -> None:
        """Say why it was not right, and take the next one."""
        self.clear()
        self.form.show_errors({"password": str(error)})

    def _enter(self) -> None:
        if self.password.text():
            self._on_password(self.password.text())
        else:
            self.form.show_errors({"password": "Kata sandi belum diisi."})

    def _leave(self) -> None:
        """Say what is lost at the first press, leave at the second."""
        if self.warning.isVisible():
            self._on_leave()
            return
        self.warning.setText(_LEAVING)
        self.warning.show()
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.leave.hasFocus():
            self._leave()
        event.accept()


class _Cover(QWidget):
    """Lies over a whole window, which says nothing in its title either."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        set_ground(self, "nav")
        self._title = window.windowTitle()
        window.setWindowTitle(TITLE)
        column = QVBoxLayout(self)
        column.addWidget(label("SI POLIMA terkunci", "title"), 0, Qt.AlignmentFlag.AlignCenter)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() is QEvent.Type.ChildPolished:
            self.raise_()
        return False

    def lift(self) -> None:
        """Show the window again."""
        window = self.window()
        if window.windowTitle() == TITLE:
            window.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()
