"""The menu bar: the list of all shortcuts. A page adds its own acts while it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from polima_desktop.views.icons import icon
from polima_desktop.views.widgets.page import Page

if TYPE_CHECKING:
    from polima_desktop.views.window.main_window import MainWindow

TITLES = ("&Berkas", "&Edit", "&Tampilan", "&Data", "&Hitung", "&Panduan")


class Menus:
    """Fills the window's menu bar and keeps the page's own acts apart from the lasting ones."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        bar = window.menuBar()
        self.menus = {title.replace("&", ""): bar.addMenu(title) for title in TITLES}
        self._own: list[tuple[QMenu, QAction]] = []
        self._file()
        self._edit()
        self._view()
        self._help()
        self.set_page(None)

    def _add(
        self, menu: str, text: str, keys: str, act: Callable[[], object], mark: str = ""
    ) -> QAction:
        action = self.menus[menu].addAction(text)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        if mark:
            action.setIcon(icon(mark, "ink2"))
        return action

    def _file(self) -> None:
        window = self.window
        self._add("Berkas", "&Impor daftar…", "Ctrl+I", window.open_import, "impor")
        self._add("Berkas", "&Buka data lain…", "Ctrl+O", window.store_change_asked.emit)
        self._add("Berkas", "&Ganti pengguna…", "", window.user_change_asked.emit)
        self._last_file = self._add("Berkas", "&Keluar", "Ctrl+Q", window.close)

    def _edit(self) -> None:
        self._add("Edit", "&Salin", "Ctrl+C", self._copy, "salin")
        self._add("Edit", "&Cari di halaman", "Ctrl+F", self.window.find_in_page, "cari")

    @staticmethod
    def _copy() -> None:
        focus = QApplication.focusWidget()
        text = getattr(focus, "as_text", None)
        if text is not None:
            QApplication.clipboard().setText(text())
        elif (copy := getattr(focus, "copy", None)) is not None:
            copy()

    def _view(self) -> None:
        window, menu = self.window, self.menus["Tampilan"]
        for place, spec in enumerate(window.specs[:10]):
            text, keys = spec.title.replace("&", "&&"), f"Alt+{(place + 1) % 10}"
            self._add("Tampilan", text, keys, partial(window.show_place, place), spec.icon)
        menu.addSeparator()
        self._add("Tampilan", "&Segarkan", "F5", window.refresh, "segar")
        self._add("Tampilan", "&Panel rinci", "F4", window.toggle_detail)
        self._add("Tampilan", "Panel &berikutnya", "F6", lambda: window.next_pane(1))
        self._add("Tampilan", "Panel s&ebelumnya", "Shift+F6", lambda: window.next_pane(-1))
        themes, group = menu.addMenu("&Tema"), QActionGroup(window)
        chosen = window.context.settings.get("theme", "system")
        for name, text in (("system", "&Ikuti sistem"), ("light", "&Terang"), ("dark", "&Gelap")):
            action = themes.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, name=name: window.set_theme(name))

    def _help(self) -> None:
        self._add("Panduan", "&Panduan", "F1", self.window.show_guide, "info")
        self._add("Panduan", "&Cari atau buka…", "Ctrl+K", self.window.open_finder, "cari")
        self._add("Panduan", "&Daftar tombol", "", self.window.show_keys)

    def set_page(self, page: Page | None) -> None:
        """Put a page's own acts into the menus, in place of those of the page before."""
        for menu, action in self._own:
            menu.removeAction(action)
        self._own.clear()
        for title, actions in (page.menu_actions() if page else {}).items():
            for action in actions:
                self._own.append((self.menus[title], action))
                if title == "Berkas":
                    self.menus[title].insertAction(self._last_file, action)
                else:
                    self.menus[title].addAction(action)
        for title in ("Data", "Hitung"):
            self.menus[title].menuAction().setEnabled(bool(self.menus[title].actions()))

    def acts(self) -> list[QAction]:
        """Give the acts that can be done now, for Ctrl+K."""
        own = [action for _, action in self._own]
        lasting = self.menus["Berkas"].actions() + self.menus["Panduan"].actions()
        unique = {action.text(): action for action in [*own, *lasting] if action.text()}
        return [action for action in unique.values() if action.isEnabled()]
