"""The one line under the page header: what happened and what to do, or how far the work is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from polima_desktop.domain.errors import PolimaError
from polima_desktop.views.pause import pause
from polima_desktop.views.widgets.buttons import Button, IconButton
from polima_desktop.views.widgets.sheet import KindIcon, set_ground
from polima_desktop.views.widgets.text import ElidedLabel, Link, label, set_tone

_OK_STAYS_MS = 6000


class Message(NamedTuple):
    """What a bar says: kind (ok, info, warn, bad), bold result, the rest, a link and its act."""

    kind: str
    bold: str
    text: str = ""
    link: str = ""
    on_link: Callable[[], object] | None = None

    @classmethod
    def of(cls, error: PolimaError) -> Message:
        """Say an error: where and what in bold, what to do after it."""
        return cls("bad", error.message, error.advice)


class MessageBar(QWidget):
    """Shows the newest message; if older ones wait, it says so and gives them back one by one.

    ``told(text)`` tells every message's words, for the status bar.
    """

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Message] = []
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.setSpacing(8)
        self._icon = KindIcon("info")
        self._bold = label("", "strong")
        self._text = ElidedLabel()
        self._link = Link("", self._follow)
        self._more = label("", "label", "second")
        self._close = IconButton("silang", "Tutup pesan (Esc)", self.close_message)
        row.addWidget(self._icon)
        row.addWidget(self._bold)
        row.addWidget(self._text, 1)
        row.addWidget(self._link)
        row.addWidget(self._more)
        row.addWidget(self._close)
        self._away = pause(self, _OK_STAYS_MS)
        self._away.timeout.connect(self.close_message)
        self.hide()

    @property
    def message(self) -> Message | None:
        """The message now shown."""
        return self._waiting[-1] if self._waiting else None

    def show_message(self, message: Message) -> None:
        """Show a message; bad and warn stay, ok and info go after six seconds."""
        self._waiting = [m for m in self._waiting if m.kind in ("bad", "warn") and m != message]
        self._waiting.append(message)
        self._show()
        self.told.emit(f"{message.bold} {message.text}".strip())

    def close_message(self) -> None:
        """Take the shown message away; the one before it comes back."""
        if self._waiting:
            self._waiting.pop()
        self._show()

    def clear(self) -> None:
        """Take all messages away, e.g. before a new attempt."""
        self._waiting.clear()
        self._show()

    def _show(self) -> None:
        self._away.stop()
        message = self.message
        self.setVisible(message is not None)
        if message is None:
            return
        set_ground(self, f"{message.kind}bg")
        self._icon.set_kind(message.kind)
        self._bold.setText(message.bold)
        set_tone(self._bold, message.kind)
        self._text.set_full(message.text)
        self._link.set_text(message.link)
        self._link.setVisible(bool(message.link))
        set_tone(self._link, message.kind)
        count = len(self._waiting)
        self._more.setText(f"{count} pesan" if count > 1 else "")
        self.setAccessibleName(f"{message.bold} {message.text}".strip())
        if message.kind in ("ok", "info"):
            self._away.start()

    def _follow(self) -> None:
        message = self.message
        self.close_message()
        if message and message.on_link:
            message.on_link()


class ProgressStrip(QWidget):
    """How far the work is: its words, a thin bar, Batalkan. It takes the message bar's place."""

    def __init__(self) -> None:
        super().__init__()
        set_ground(self, "infobg")
        self.setFixedHeight(36)
        self.words = ElidedLabel("", "body")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(180, 6)
        self.bar.setAccessibleName("Kemajuan")
        self.cancel = Button("Batalkan", "silang", quiet=True, low=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self.hide()

    def show_step(self, done: int, total: int, text: str) -> None:
        """Show where the work stands: ``Menghitung 1.204 dari 2.871``."""
        count = f" {done:,} dari {total:,}".replace(",", ".") if total else ""
        self.words.set_full(f"{text}{count}")
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))


class NoticePlace(QWidget):
    """Where a page shows messages and progress: never both at once.

    ``occupied(taken)`` tells when something appears and when it is gone; ``below`` is the gap
    kept under it.
    """

    occupied = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.below = 12
        self.messages, self.progress = MessageBar(), ProgressStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.messages)
        column.addWidget(self.progress)
        self._column = column

    def event(self, event: QEvent) -> bool:
        """Keep a gap below while something is shown, and take no room at all otherwise."""
        if event.type() is QEvent.Type.LayoutRequest:
            empty = self.messages.isHidden() and self.progress.isHidden()
            self._column.setContentsMargins(0, 0, 0, 0 if empty else self.below)
            self.occupied.emit(not empty)
        return super().event(event)

    def begin(self) -> None:
        """Let progress take the place."""
        self.messages.hide()
        self.progress.show()

    def end(self) -> None:
        """Give the place back to messages."""
        self.progress.hide()
        self.messages.setVisible(self.messages.message is not None)
