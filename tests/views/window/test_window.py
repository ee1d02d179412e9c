"""The window: pages made when first shown, keys, panes, breakpoints, menus with every key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from polima_desktop.app import PAGES
from polima_desktop.domain.periods import Month
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Columns, DetailPane, Page, SearchField, Sheet
from polima_desktop.views.widgets.actions import labelled
from polima_desktop.views.window.finder import Entry, Finder, matching
from polima_desktop.views.window.help import GuideWindow, keys
from polima_desktop.views.window.main_window import MainWindow
from polima_desktop.views.window.navigation import CELL_ROLE
from polima_desktop.views.window.pages import PageSpec

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class ListPage(Page):
    """A page with a search field, a table and a detail pane, that counts its refreshes."""

    listens = frozenset({"people"})

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.refreshed, self.sent_for = 0, {}
        self.search, self.detail = SearchField("Nama"), DetailPane("Rincian")
        columns = [Column("name", "Nama", 1, stretch=True), Column("key", "Nomor", 0, width=80)]
        self.table = DataTable(columns, "Daftar")
        self.table.setObjectName("daftar")
        sheet = Sheet()
        sheet.add(self.table, 1)
        self.body.addWidget(self.search)
        self.body.addWidget(Columns("kolom", sheet, self.detail, sizes=[600, 280]), 1)
        self.exported = 0

    def refresh(self) -> None:
        self.refreshed += 1
        self.table.set_rows([(1, "Wa Ode"), (2, "La Ode")])

    def focus_on(self, **what: object) -> None:
        self.sent_for = what

    def menu_actions(self) -> dict[str, list[QAction]]:
        return {"Data": [labelled("&Ekspor daftar…", "Ctrl+E", self._export)]}

    def _export(self) -> None:
        self.exported += 1


SPECS = [
    PageSpec("beranda", "Beranda", "beranda", "", lambda c: ListPage(c, "Beranda")),
    PageSpec("pegawai", "Pegawai", "pegawai", "Data", lambda c: ListPage(c, "Pegawai")),
    PageSpec("bobot", "Bobot & Indeks", "bobot", "Aturan", lambda c: ListPage(c, "Bobot & Indeks")),
]


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[MainWindow]:
    made = MainWindow(context, SPECS)
    made.resize(1366, 740)
    made.show_place(0)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    context.jobs.settle()
    made.close()
    made.deleteLater()


def page(window: MainWindow) -> ListPage:
    assert isinstance(window.page, ListPage)
    return window.page


def focused_in(window: MainWindow) -> object:
    return window.focusWidget()


def test_pages_are_made_when_first_shown_and_refreshed_once(window: MainWindow) -> None:
    assert list(window.pages) == ["beranda"]
    QTest.keyClick(window, Qt.Key.Key_2, ALT)
    QTest.keyClick(window, Qt.Key.Key_1, ALT)
    QTest.keyClick(window, Qt.Key.Key_2, ALT)
    assert list(window.pages) == ["beranda", "pegawai"]
    assert page(window).title.text() == "Pegawai"
    assert page(window).refreshed == 1
    assert window.windowTitle() == "SI POLIMA · Januari 2021 · Pegawai"


def test_a_page_that_is_not_seen_waits_with_its_refresh(window: MainWindow) -> None:
    first = page(window)
    window.show_page("pegawai")
    window.context.changed("people")
    assert (first.refreshed, page(window).refreshed) == (1, 2)
    window.context.changed("rules")
    window.show_page("beranda")
    assert first.refreshed == 2


def test_another_month_refreshes_what_is_seen_and_is_in_the_title(window: MainWindow) -> None:
    window.context.set_month(Month(2021, 2))
    assert page(window).refreshed == 2
    assert window.windowTitle().startswith("SI POLIMA · Februari 2021")
    assert window.nav.months.accessibleName() == "Bulan: Februari 2021, terbuka"


def test_a_page_sends_the_user_to_another_one(window: MainWindow) -> None:
    window.context.go("pegawai", person=17)
    assert page(window).title.text() == "Pegawai"
    assert page(window).sent_for == {"person": 17}
    window.context.go("tidak_ada")
    assert page(window).title.text() == "Pegawai"


def test_the_navigation_is_walked_by_arrows_past_the_group_heads(window: MainWindow) -> None:
    QTest.keyClick(window.nav.pages, Qt.Key.Key_Down)
    assert page(window).title.text() == "Pegawai"
    QTest.keyClick(window.nav.pages, Qt.Key.Key_Down)
    assert page(window).title.text() == "Bobot & Indeks"


def test_a_count_in_the_navigation_is_spoken(window: MainWindow) -> None:
    page(window).count_changed.emit(214)
    item = window.nav.pages._item("beranda")
    assert item is not None
    assert item.data(CELL_ROLE).waiting == 214
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Beranda, 214 menunggu"


def test_ctrl_f_goes_to_the_search_and_f6_walks_the_panes(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert focused_in(window) is page(window).search
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert focused_in(window) is window.nav.pages
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert focused_in(window) is page(window).table
    QTest.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert focused_in(window) is window.nav.pages


def test_escape_closes_the_bar_then_clears_the_search_then_leaves(window: MainWindow) -> None:
    here = page(window)
    assert here.search is not None
    here.search.setText("samrin")
    here.say("bad", "Baris 5 salah.", "Ganti koma.")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert here.notices.messages.message is None
    assert here.search.text() == "samrin"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert here.search.text() == ""
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert focused_in(window) is here.table


def test_f5_refreshes_and_f4_hides_the_detail_pane(window: MainWindow) -> None:
    here = page(window)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert here.refreshed == 2
    assert here.detail is not None
    assert here.detail.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F4)
    assert not here.detail.isVisible()


@pytest.mark.parametrize(
    ("width", "nav", "detail"),
    [(1366, 190, True), (1180, 190, True), (1179, 48, True), (1060, 48, True), (1059, 48, False)],
)
def test_a_smaller_window_gives_way_in_two_steps(
    window: MainWindow, width: int, nav: int, detail: bool
) -> None:
    window.resize(width, 600)
    here = page(window)
    assert here.detail is not None
    assert (window.nav.width(), here.detail.isVisible()) == (nav, detail)


def test_the_smallest_window_is_900_by_500(window: MainWindow) -> None:
    window.resize(300, 300)
    assert (window.width(), window.height()) == (900, 500)


def test_a_page_puts_its_acts_into_the_menus_while_it_is_shown(window: MainWindow) -> None:
    first = page(window)
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    window.show_page("pegawai")
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    assert (first.exported, page(window).exported) == (1, 1)
    assert len(window.menus.menus["Data"].actions()) == 1


def _all_actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _all_actions(inner)
        elif not action.isSeparator():
            yield action


def assert_menus_are_unambiguous(window: MainWindow) -> None:
    """Every shortcut once; no mnemonic twice in one menu; the titles' mnemonics differ."""
    shortcuts: Counter[str] = Counter()
    for menu in window.menus.menus.values():
        letters: Counter[str] = Counter()
        for action in _all_actions(menu):
            shortcuts.update(key.toString() for key in action.shortcuts())
        for action in menu.actions():
            letters[QKeySequence.mnemonic(action.text()).toString()] += 1
        letters.pop("", None)
        assert all(count == 1 for count in letters.values()), (menu.title(), letters)
    assert all(count == 1 for count in shortcuts.values()), shortcuts
    titles = [QKeySequence.mnemonic(m.title()).toString() for m in window.menus.menus.values()]
    assert len(set(titles)) == len(titles)


def test_shortcuts_and_mnemonics_are_unambiguous_on_every_page(
    qtbot: QtBot, context: Context
) -> None:
    window = MainWindow(context, PAGES)
    qtbot.addWidget(window)
    for spec in PAGES:
        window.show_page(spec.key)
        context.jobs.settle()
        assert_menus_are_unambiguous(window)


def test_the_list_of_keys_comes_from_the_menus(window: MainWindow) -> None:
    text = keys(window.menuBar())
    for line in ("| Alt+2 | Pegawai |", "| F4 | Panel rinci |", "| Ctrl+E | Ekspor daftar |"):
        assert line in text


def test_f1_opens_the_guide_and_escape_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    [guide] = window.findChildren(GuideWindow)
    guide.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is guide)
    assert guide.text.toPlainText().strip()
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_the_guide_leads_to_the_more_detailed_ones(window: MainWindow) -> None:
    guide = GuideWindow(window, "Panduan", "[impor](impor.md)")
    guide.text.setSource(QUrl("impor.md"))
    assert guide.text.toPlainText().startswith("Impor daftar")


# --- finding ---


def test_what_begins_with_the_letters_comes_first() -> None:
    entries = [Entry(title, "", "", lambda: None) for title in ("Data pegawai", "Pegawai", "Cetak")]
    assert [entry.title for entry in matching(entries, "peg")] == ["Pegawai", "Data pegawai"]


def in_finder(act: Callable[[Finder], None]) -> None:
    def later() -> None:
        finder = QApplication.activeModalWidget()
        assert isinstance(finder, Finder)
        act(finder)

    QTimer.singleShot(0, later)


def test_ctrl_k_opens_a_page_by_a_few_letters(window: MainWindow) -> None:
    def act(finder: Finder) -> None:
        QTest.keyClicks(finder.field, "indeks")
        QTest.keyClick(finder.field, Qt.Key.Key_Return)

    in_finder(act)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert page(window).title.text() == "Bobot & Indeks"


@pytest.mark.parametrize("typed", ["sarmina", "cari pegawai sarmina", "Cari pegawai sarmina"])
def test_ctrl_k_looks_for_a_person_where_nothing_else_fits(window: MainWindow, typed: str) -> None:
    def act(finder: Finder) -> None:
        QTest.keyClicks(finder.field, typed)
        QTest.keyClick(finder.field, Qt.Key.Key_Return)

    in_finder(act)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert page(window).title.text() == "Pegawai"
    assert page(window).sent_for == {"search": "sarmina"}


# --- theme and memory ---


def test_the_theme_is_chosen_in_the_menu_and_remembered(
    window: MainWindow,
    light: QApplication,
) -> None:
    [dark] = [a for a in _all_actions(window.menus.menus["Tampilan"]) if a.text() == "&Gelap"]
    dark.trigger()
    assert theme.tokens() is theme.DARK
    assert window.context.settings.get("theme") == "dark"


def test_sizes_and_columns_are_remembered(qtbot: QtBot, context: Context) -> None:
    for expected in (None, 333):
        window = MainWindow(context, SPECS)
        qtbot.addWidget(window)
        window.show_place(0)
        window.show()
        here = page(window)
        if expected is not None:
            assert here.table.columnWidth(1) == expected
            assert window.height() == 640
        window.resize(1200, 640)
        here.table.setColumnWidth(1, 333)
        context.jobs.settle()
        window.close()


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    for widget in (window.nav.pages, window.nav.months, window.nav.user):
        assert widget.accessibleName()


def test_after_choosing_a_month_the_page_has_the_keys(window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, ListPage)
    window.nav.months.setFocus()
    window.nav.months.chosen.emit(Month(2021, 2))
    assert page.isAncestorOf(QApplication.focusWidget())


def test_the_focus_comes_back_to_the_button_that_started_the_work(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = window.page
    assert isinstance(page, ListPage)
    button = page.add_button(Button("Hitung"))
    QApplication.processEvents()
    button.setFocus()
    assert button.hasFocus()
    page.context.jobs.run(lambda _progress: None, page, writes=True)
    assert not button.isEnabled()
    page.context.jobs.settle()
    qtbot.waitUntil(button.hasFocus)
