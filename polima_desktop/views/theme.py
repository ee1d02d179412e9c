"""How everything looks: one colour record per theme, the fonts, the palette, one style sheet.

What a single widget draws by itself is in ``paint`` and ``widgets``. No widget sets its own
style sheet: it carries a property (``sheet``, ``primary``, ``tone`` …) that is named here.
"""

from __future__ import annotations

import importlib.util
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from polima_desktop.assets import asset

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by meaning, as ``#rrggbb``; a test holds their contrast."""

    name: Theme
    bg: str
    nav: str
    sheet: str
    alt: str
    head: str
    field: str
    ink: str
    ink2: str
    ink3: str
    line: str
    grid: str
    line2: str
    acc: str
    accbg: str
    accink: str
    accsoft: str
    sel: str
    ok: str
    okbg: str
    warn: str
    warnbg: str
    bad: str
    badbg: str
    info: str
    infobg: str
    man: str
    manbg: str
    mute: str
    mutebg: str
    mark: str
    s1: str
    s2: str
    s3: str
    bar: str

    def color(self, token: str) -> QColor:
        """Give a token as a colour, e.g. ``color("warnbg")``."""
        return QColor(getattr(self, token))


# fmt: off
LIGHT = Tokens(
    name="light", bg="#ECEFED", nav="#E2E7E4", sheet="#FFFFFF", alt="#F6F8F7", head="#EFF3F1",
    field="#FFFFFF", ink="#16211F", ink2="#43514D", ink3="#596762", line="#D2DAD6", grid="#E4E9E6",
    line2="#74837E", acc="#0B5A66", accbg="#0B5A66", accink="#FFFFFF", accsoft="#DDECEE",
    sel="#D2E6E9", ok="#1C6436", okbg="#E2F1E6", warn="#744A00", warnbg="#FBEECB", bad="#9C261B",
    badbg="#FBE5E1", info="#0B5A66", infobg="#DDECEE", man="#573A8A", manbg="#ECE6F6",
    mute="#4E5B57", mutebg="#E8ECEA", mark="#FFDFA3", s1="#0B5A66", s2="#A8480F", s3="#6A4C9C",
    bar="#0B5A66",
)
DARK = Tokens(
    name="dark", bg="#151B1C", nav="#101516", sheet="#1C2324", alt="#202829", head="#242D2E",
    field="#171E1F", ink="#E7EDEB", ink2="#BAC6C3", ink3="#98A6A3", line="#344041", grid="#2A3435",
    line2="#6C7C7A", acc="#6CC7D2", accbg="#1C7481", accink="#FFFFFF", accsoft="#1B3C42",
    sel="#1D464D", ok="#83D19B", okbg="#1B3A26", warn="#F0C46A", warnbg="#41320F", bad="#F79A8D",
    badbg="#4A211C", info="#6CC7D2", infobg="#1B3C42", man="#C2ACEF", manbg="#352A4F",
    mute="#B0BCB9", mutebg="#2B3536", mark="#6A4E12", s1="#6CC7D2", s2="#F0A266", s3="#BBA3EC",
    bar="#3B93A0",
)
# fmt: on


# Sizes in points so that the screen's scale applies: 13 px = 9.75 pt. (points, weight)
_ROLES: dict[str, tuple[float, QFont.Weight]] = {
    "title": (15.0, QFont.Weight.DemiBold),
    "record": (12.0, QFont.Weight.DemiBold),
    "total": (13.0, QFont.Weight.DemiBold),
    "strong": (9.75, QFont.Weight.DemiBold),
    "medium": (9.75, QFont.Weight.Medium),
    "body": (9.75, QFont.Weight.Normal),
    "table": (9.375, QFont.Weight.Normal),
    "table-medium": (9.375, QFont.Weight.Medium),
    "table-strong": (9.375, QFont.Weight.DemiBold),
    "label": (9.0, QFont.Weight.Normal),
    "label-medium": (9.0, QFont.Weight.Medium),
    "label-strong": (9.0, QFont.Weight.DemiBold),
    "chart": (8.625, QFont.Weight.Normal),
    "chart-strong": (8.625, QFont.Weight.DemiBold),
    "group": (8.25, QFont.Weight.Medium),
}
_FALLBACKS = ["Inter", "Inter Variable", "Noto Sans", "Liberation Sans", "DejaVu Sans"]
_MONO = ["Liberation Mono", "DejaVu Sans Mono", "Consolas", "monospace"]


def tokens(name: str = "") -> Tokens:
    """Give the record of a theme by its name, or of the palette now in force."""
    if not name:
        name = "dark" if QApplication.palette().window().color().lightness() < 128 else "light"
    return DARK if name == "dark" else LIGHT


@cache
def font(role: str = "body") -> QFont:
    """Give the font of a text role: title, record, body, table, label, … or ``mono``.

    Figures are tabular in all of them. The font is shared: copy it before changing it.
    """
    if role == "mono":
        made = QFont(_MONO)
        made.setPointSizeF(9.375)
        return made
    points, weight = _ROLES[role]
    made = QFont(_FALLBACKS)
    made.setPointSizeF(points)
    made.setWeight(weight)
    made.setVariableAxis(QFont.Tag("wght"), weight.value)
    for tag in ("tnum", "cv05"):
        made.setFeature(QFont.Tag(tag), 1)
    return made


def palette(t: Tokens) -> QPalette:
    """Fill a Fusion palette from a record: what menus, scroll bars and check boxes need."""
    made, role = QPalette(), QPalette.ColorRole
    pairs = {
        role.Window: t.bg, role.WindowText: t.ink, role.Base: t.field, role.AlternateBase: t.alt,
        role.Text: t.ink, role.Button: t.head, role.ButtonText: t.ink, role.BrightText: t.bad,
        role.PlaceholderText: t.ink3, role.Highlight: t.sel, role.HighlightedText: t.ink,
        role.Accent: t.acc, role.Link: t.acc, role.LinkVisited: t.acc, role.ToolTipBase: t.ink,
        role.ToolTipText: t.sheet, role.Light: t.sheet, role.Midlight: t.alt, role.Mid: t.line,
        role.Dark: t.line2, role.Shadow: t.line2,
    }  # fmt: skip
    for key, value in pairs.items():
        made.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(t.ink3))
    made.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(t.alt))
    return made


def style_sheet(t: Tokens) -> str:
    """Fill the one style sheet from a record."""
    template = asset("resources", "theme.qss").read_text("utf-8")
    return Template(template).substitute(asdict(t))


def named(name: str) -> Theme:
    """Read a remembered theme; anything unknown is light."""
    return "dark" if name == "dark" else "light"


def system_theme() -> Theme:
    """Give the theme the operating system asks for."""
    dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


@cache
def load_fonts() -> bool:
    """Load Inter from its package; without it the fallbacks serve. Tell whether it was found."""
    spec = importlib.util.find_spec("fontpkg_inter")
    if spec is None or not spec.submodule_search_locations:
        return False
    folder = Path(spec.submodule_search_locations[0]) / "files"
    loaded = [QFontDatabase.addApplicationFont(str(path)) for path in folder.glob("*.ttf")]
    return any(number >= 0 for number in loaded)


def apply(app: QApplication, theme: Theme) -> Tokens:
    """Dress the whole program in a theme; open windows repaint themselves."""
    t = tokens(theme)
    load_fonts()
    QDir.setSearchPaths("icon", [str(asset("resources", "icons"))])
    if app.style().name() != "fusion" and not app.styleSheet():
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font("body"))
    app.setPalette(palette(t))
    app.setStyleSheet(style_sheet(t))
    return t


def wear(name: str) -> None:
    """Dress the running program in a remembered choice: ``light``, ``dark`` or ``system``."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply(app, system_theme() if name == "system" else named(name))
