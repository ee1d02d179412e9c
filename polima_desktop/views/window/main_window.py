"""The window: weave, navigation, page, status bar, menus and keys; no page's own work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import CrashDialog, confirm
from polima_desktop.views.icons import window_icon
from polima_desktop.views.widgets.order import order_tabs
from polima_desktop.views.widgets.page import Page
from polima_desktop.views.window.closed import ClosedPage, refusal
from polima_desktop.views.window.finder import Entry, Finder
from polima_desktop.views.window.help import GuideWindow, guide, keys
from polima_desktop.views.window.last_act import LastAct
from polima_desktop.views.window.lock import ScreenLock
from polima_desktop.views.window.menus import MenuAct, Menus, copy_focused
from polima_desktop.views.window.navigation import STATES, NavPanel, TenunBand
from polima_desktop.views.window.pages import PageSpec
from polima_desktop.views.window.status import StatusLine

NARROW_BELOW, NO_DETAIL_BELOW = 1180, 1060
SMALLEST = (900, 500)


class MainWindow(QMainWindow):
    """Shows one page of many; the two signals ask for the start window."""

    user_change_asked = Signal()
    store_change_asked = Signal()

    def __init__(self, context: Context, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.context, self.specs = context, list(specs)
        self.pages: dict[str, Page] = {}
        self.stale: set[str] = set()
        self.states: dict[Month, str] = {}
        self._crashes: set[int] = set()
        self._detail_wanted: bool | None = None
        self.setWindowIcon(window_icon())
        self.setMinimumSize(*SMALLEST)
        self.nav, self.stack, self.status = NavPanel(specs), QStackedWidget(), StatusLine()
        self.last_act = LastAct(self, context, lambda: self.page)
        self.lock = ScreenLock(self, context)
        self.menus = Menus(self.menuBar())
        self.menus.add_all(self._lasting_acts())
        self.last_act.action = self.menus.by_keys["Ctrl+Z"]
        self.menus.add_themes(str(context.settings.get("theme", "system")), self.set_theme)
        self._lay_out()
        self._listen()
        if not context.settings.restore_window(self):
            self.resize(1366, 740)

    # --- building ---

    def _lay_out(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (TenunBand(), self.nav):
            row.addWidget(part)
        row.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        actor = self.context.session.actor
        for spec in self.specs:
            if (why := refusal(self.context, spec.needs)) is not None:
                self.nav.pages.set_closed(spec.key, why.message)
        self.nav.set_user(actor.display_name, _role_label(actor.role))
        self.nav.months.set_month(self.context.month, "open")

    def _listen(self) -> None:
        self.nav.pages.chosen.connect(self.show_page)
        self.nav.months.chosen.connect(self.context.set_month)
        self.nav.months.chosen.connect(lambda _month: self.focus_page())
        self.context.page_asked.connect(self.open_page)
        self.context.month_changed.connect(self._month_changed)
        self.context.data_changed.connect(self._data_changed)
        self.context.jobs.crashed.connect(self.show_crash)
        QShortcut(QKeySequence("Esc"), self, self.step_back)

    def _lasting_acts(self) -> list[MenuAct]:
        """Give what the menus offer on every page; each menu in its order."""
        pages = [
            MenuAct(
                "Tampilan",
                spec.title.replace("&", "&&"),
                f"Alt+{(place + 1) % 10}",
                partial(self.show_place, place),
                spec.icon,
            )
            for place, spec in enumerate(self.specs[:10])
        ]
        return [
            MenuAct("Berkas", "&Impor daftar…", "Ctrl+I", self.open_import, "impor"),
            MenuAct("Berkas", "&Buka data lain…", "Ctrl+O", self.store_change_asked.emit),
            MenuAct("Berkas", "&Ganti pengguna…", "", self.user_change_asked.emit),
            MenuAct("Berkas", "&Kunci layar", "Ctrl+L", self.lock.lock, "kunci"),
            MenuAct("Berkas", "&Keluar", "Ctrl+Q", self.close),
            MenuAct("Edit", "&Urungkan", "Ctrl+Z", self.last_act.undo, "urung"),
            MenuAct("Edit", "&Salin", "Ctrl+C", copy_focused, "salin"),
            MenuAct("Edit", "&Cari di halaman", "Ctrl+F", self.find_in_page, "cari"),
            *pages,
            MenuAct("Tampilan", "", "", None),
            MenuAct("Tampilan", "&Segarkan", "F5", self.refresh, "segar"),
            MenuAct("Tampilan", "&Panel rinci", "F4", self.toggle_detail),
            MenuAct("Tampilan", "Panel &berikutnya", "F6", partial(self.next_pane, 1)),
            MenuAct("Tampilan", "Panel s&ebelumnya", "Shift+F6", partial(self.next_pane, -1)),
            MenuAct("Panduan", "&Panduan", "F1", self.show_guide, "info"),
            MenuAct("Panduan", "&Cari atau buka…", "Ctrl+K", self.open_finder, "cari"),
            MenuAct("Panduan", "&Daftar tombol", "", self.show_keys),
        ]

    # --- pages ---

    @property
    def page(self) -> Page | None:
        """The page now shown."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def _make(self, key: str) -> Page:
        spec = next(spec for spec in self.specs if spec.key == key)
        why = refusal(self.context, spec.needs)
        page = spec.make(self.context) if why is None else ClosedPage(self.context, spec.title, why)
        page.setObjectName(key)
        self.context.settings.restore(page, key)
        page.status_changed.connect(lambda text: self._page_status(page, text))
        page.count_changed.connect(lambda count: self.nav.pages.set_count(key, count))
        page.notices.messages.told.connect(self.status.set_last)
        self.pages[key] = page
        self.stack.addWidget(page)
        return page

    def show_page(self, key: str) -> Page:
        """Show a page; it is made at the first time and refreshed if something it shows changed."""
        fresh = key not in self.pages
        page = self._make(key) if fresh else self.pages[key]
        if self.page is not page or fresh:
            self.stack.setCurrentWidget(page)
            self.nav.pages.select(key)
            self.menus.set_page(page)
            self.status.set_hints(page.key_hints())
            self.status.set_left(str(page.property("status") or ""))
            self._title()
            self._fit_detail()
            if not self.nav.pages.hasFocus():
                self._focus(self._panes()[:1])
        if fresh or key in self.stale:
            self.stale.discard(key)
            page.refresh()
        return page

    def open_page(self, key: str, what: dict[str, Any]) -> None:
        """Show a page and there what another page names."""
        if any(spec.key == key for spec in self.specs):
            self.show_page(key).focus_on(**what)

    def show_place(self, place: int) -> Page:
        """Show the page at a place of the navigation (Alt+1 is 0)."""
        return self.show_page(self.specs[place].key)

    def refresh(self) -> None:
        """Load the shown page again (F5)."""
        if self.page:
            self.page.refresh()
        self.load_overview()

    def _page_status(self, page: Page, text: str) -> None:
        page.setProperty("status", text)
        if page is self.page:
            self.status.set_left(text)

    def _data_changed(self, what: str) -> None:
        for key, page in self.pages.items():
            if what in page.listens:
                self.stale.add(key)
        self._refresh_stale()
        self.load_overview()

    def _refresh_stale(self) -> None:
        shown = self.page
        if shown is not None and shown.objectName() in self.stale:
            self.stale.discard(shown.objectName())
            shown.refresh()

    def _month_changed(self, month: Month) -> None:
        self.nav.months.set_month(month, self.states.get(month, "open"))
        self.stale = set(self.pages)
        self._refresh_stale()
        self._title()
        self.load_overview()

    def _title(self) -> None:
        page = self.page
        name = page.title.text() if page else ""
        self.setWindowTitle(f"SI POLIMA · {month_name(self.context.month)} · {name}")

    # --- what the navigation shows of the store ---

    def load_overview(self) -> None:
        """Ask for the months with their states and for the counts in the navigation."""
        from polima_desktop.services.months import overview

        session, month = self.context.session, self.context.month
        job = self.context.jobs.run(lambda _p: overview.glance(session, month), slot="glance")
        job.success(self._show_glance)
        self.last_act.load()

    def _show_glance(self, glance: Any) -> None:
        self.states = dict(glance.months)
        self.nav.months.set_months(glance.months)
        self.nav.months.set_month(self.context.month, self.states.get(self.context.month, "open"))
        for key, count in glance.counts.items():
            self.nav.pages.set_count(key, count)
        self.status.set_store(glance.store)

    # --- keys ---

    def find_in_page(self) -> None:
        """Put the cursor into the page's search field (Ctrl+F)."""
        if self.page and self.page.search:
            self.page.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.page.search.selectAll()

    def step_back(self) -> None:
        """Close the bar, else clear the search, else leave the pane (Esc)."""
        page = self.page
        if page is None:
            return
        if page.notices.messages.message:
            page.notices.messages.close_message()
        elif page.search and page.search.text():
            page.search.clear()
            page.search.search_now()
        else:
            self._focus(self._panes()[:1])

    def _panes(self) -> list[QWidget]:
        page = self.page
        if page is None:
            return [self.nav.pages]
        kinds = (QAbstractItemView, QPlainTextEdit, QScrollArea)
        inside = [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
        able: list[QWidget] = [w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        able.sort(key=lambda w: (w.mapTo(page, w.rect().topLeft()).x() // 40, w.y()))
        search = [page.search] if page.search and page.search.isVisible() else []
        return [*able, *search, self.nav.pages]

    def focus_page(self) -> None:
        """Put the focus into the page where its keys act, unless a text field has it."""
        if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            self._focus(self._panes()[:1])

    def next_pane(self, step: int) -> None:
        """Put the focus on the next or previous pane (F6, Shift+F6)."""
        panes = self._panes()
        now = QApplication.focusWidget()
        at = next((i for i, w in enumerate(panes) if now and (w is now or w.isAncestorOf(now))), -1)
        self._focus([panes[(at + step) % len(panes)]])

    @staticmethod
    def _focus(widgets: Sequence[QWidget]) -> None:
        for widget in widgets:
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        if self.page is not None:
            order_tabs(self.page)  # a page's parts come and go
        return super().focusNextPrevChild(forwards)

    def toggle_detail(self) -> None:
        """Show or hide the detail pane (F4)."""
        if self.page and self.page.detail:
            self._detail_wanted = not self.page.detail.isVisible()
            self._fit_detail()

    def _fit_detail(self) -> None:
        wide = self.width() >= NO_DETAIL_BELOW
        for page in self.pages.values():
            if page.detail:
                page.detail.setVisible(wide if self._detail_wanted is None else self._detail_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() // NO_DETAIL_BELOW != event.size().width() // NO_DETAIL_BELOW:
            self._detail_wanted = None
        self.nav.set_narrow(self.width() < NARROW_BELOW)
        self._fit_detail()

    def open_import(self) -> None:
        """Open the import of a list (Ctrl+I), on the kind the page is about."""
        from polima_desktop.views.importing import open_wizard, require_import

        key = next((key for key, page in self.pages.items() if page is self.page), "")
        kind = {"backup": "backup", "kehadiran": "attendance"}.get(key, "employees")
        try:
            require_import(self.context)
        except NotAllowed as refused:
            if self.page is not None:
                self.page.say_error(refused)
            return
        open_wizard(self, self.context, kind)

    def open_finder(self) -> None:
        """Find or open anything (Ctrl+K)."""
        Finder(self, self.entries(), self.person_entry).exec()

    def entries(self) -> list[Entry]:
        """Give what can be opened now: pages, months, acts."""
        pages = [
            Entry(spec.title, spec.group or "Halaman", spec.icon, partial(self.show_page, spec.key))
            for spec in self.specs
        ]
        months = [
            Entry(
                month_name(month),
                STATES[state][1],
                "kalender",
                partial(self.context.set_month, month),
            )
            for month, state in self.states.items()
        ]
        acts = [
            Entry(action.text().replace("&", ""), "Tindakan", "panah", action.trigger)
            for action in self.menus.acts()
        ]
        return [*pages, *months, *acts]

    def person_entry(self, text: str) -> Entry | None:
        """Offer to look for a text among the people."""
        if not any(spec.key == "pegawai" for spec in self.specs):
            return None
        name = re.sub(r"^cari pegawai\s+", "", text, flags=re.IGNORECASE)
        title = f"Cari pegawai “{name}”"
        return Entry(title, "Pegawai", "pegawai", lambda: self.context.go("pegawai", search=name))

    def show_guide(self) -> None:
        """Open the user guide (F1)."""
        GuideWindow(self, "Panduan SI POLIMA", guide()).show()

    def show_keys(self) -> None:
        """Open the list of keys, as the menus have them."""
        GuideWindow(self, "Daftar tombol", keys(self.menuBar())).show()

    def set_theme(self, name: str) -> None:
        """Dress the program: ``light``, ``dark`` or ``system``, as the desktop asks for."""
        self.context.settings.put("theme", name)
        theme.wear(name)

    # --- the end ---

    def show_crash(self, details: str, fate: str) -> None:
        """Show a mistake of ours, each only once."""
        if hash(details) not in self._crashes:
            self._crashes.add(hash(details))
            QTimer.singleShot(0, lambda: CrashDialog(self, details, fate).exec())

    def closeEvent(self, event: QCloseEvent) -> None:
        loss = "Pekerjaan yang sedang berjalan dihentikan dan tidak ada yang disimpan darinya."
        if self.context.jobs.writing and not confirm(
            self, "Tutup sekarang?", loss, "Hentikan dan tutup"
        ):
            event.ignore()
            return
        self.lock.stop()
        self.remember()
        super().closeEvent(event)

    def remember(self) -> None:
        """Keep what the pages and the window look like."""
        for key, page in self.pages.items():
            self.context.settings.remember(page, key)
        self.context.settings.remember_window(self)
        self.context.settings.sync()


def _role_label(role: Any) -> str:
    from polima_desktop.domain.access import ROLE_LABELS

    return ROLE_LABELS.get(role, str(role))
