"""The menu bar: the list of all shortcuts. A page adds its own acts while it is shown.

What the lasting acts do is the window's; here is only how they stand in the menus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from polima_desktop.views.icons import icon
from polima_desktop.views.widgets.order import letter_of, part_letters, part_menu
from polima_desktop.views.widgets.page import Page

TITLES = ("&Berkas", "&Edit", "&Tampilan", "&Data", "&Hitung", "&Panduan")
THEMES = (("system", "&Ikuti sistem"), ("light", "&Terang"), ("dark", "&Gelap"))


class MenuAct(NamedTuple):
    """One lasting entry of a menu; one without an act is a line between entries."""

    menu: str
    text: str
    keys: str
    act: Callable[[], object] | None
    icon: str = ""


def copy_focused() -> None:
    """Copy what is chosen in the focused widget: a table's rows as text, else its own way."""
    focus = QApplication.focusWidget()
    text = getattr(focus, "as_text", None)
    if text is not None:
        QApplication.clipboard().setText(text())
    elif (copy := getattr(focus, "copy", None)) is not None:
        copy()


class Menus:
    """Fills a menu bar and keeps the page's own acts apart from the lasting ones."""

    def __init__(self, bar: QMenuBar) -> None:
        self.menus = {title.replace("&", ""): bar.addMenu(title) for title in TITLES}
        self._own: list[tuple[QMenu, QAction]] = []
        self._last_file: QAction | None = None
        self.by_keys: dict[str, QAction] = {}

    def add_all(self, acts: Iterable[MenuAct]) -> None:
        """Add the lasting acts; a page's acts on files come before the last one of its menu."""
        for act in acts:
            self._add(act)
        self._last_file = self.menus["Berkas"].actions()[-1]
        self.set_page(None)

    def _add(self, act: MenuAct) -> None:
        if act.act is None:
            self.menus[act.menu].addSeparator()
            return
        run, action = act.act, self.menus[act.menu].addAction(act.text)
        action.setShortcut(QKeySequence(act.keys))
        self.by_keys[act.keys] = action
        action.triggered.connect(lambda _checked=False: run())
        if act.icon:
            action.setIcon(icon(act.icon, "ink2"))

    def add_themes(self, chosen: str, on_choice: Callable[[str], object]) -> None:
        """Add the choice of the program's dress."""
        themes = self.menus["Tampilan"].addMenu("&Tema")
        group = QActionGroup(themes)
        for name, text in THEMES:
            action = themes.addAction(text)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, name=name: on_choice(name))

    def set_page(self, page: Page | None) -> None:
        """Put a page's own acts into the menus, in place of those of the page before."""
        for menu, action in self._own:
            menu.removeAction(action)
        self._own.clear()
        for title, actions in (page.menu_actions() if page else {}).items():
            for action in actions:
                self._own.append((self.menus[title], action))
                if title == "Berkas" and self._last_file is not None:
                    self.menus[title].insertAction(self._last_file, action)
                else:
                    self.menus[title].addAction(action)
        self._yield_keys()
        for menu in self.menus.values():
            part_menu(menu)
        if page is not None:
            part_letters(page, {letter_of(title) for title in TITLES})
        for title in ("Data", "Hitung"):
            self.menus[title].menuAction().setEnabled(bool(self.menus[title].actions()))

    def _yield_keys(self) -> None:
        """Leave a key to the page's own act where both have it, as an editor has Ctrl+Z."""
        taken = {key.toString() for _, action in self._own for key in action.shortcuts()}
        for keys, action in self.by_keys.items():
            action.setShortcut(QKeySequence("" if keys in taken else keys))

    def acts(self) -> list[QAction]:
        """Give the acts that can be done now, for Ctrl+K."""
        own = [action for _, action in self._own]
        lasting = self.menus["Berkas"].actions() + self.menus["Panduan"].actions()
        unique = {action.text(): action for action in [*own, *lasting] if action.text()}
        return [action for action in unique.values() if action.isEnabled()]
