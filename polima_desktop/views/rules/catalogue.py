"""The catalogue of activities as a grid: weight, norm time and point formula typed in place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal

from polima_desktop import formatting
from polima_desktop.domain.rules.model import Activity, RuleSet
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import words
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import FilterButton, SearchField, Sheet, Strip

_CODE, _NAME, _FAMILY, _UNIT, _WEIGHT, _NORM, _POINTS, _STATE, _TIP = range(9)


class Catalogue(Sheet):
    """``edited(code, column, text)``: column is weight, norm or points; text as typed."""

    edited = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__("Aktivitas")
        self.activities: Mapping[str, Activity] = {}
        self.problems: Mapping[str, tuple[str, str]] = {}
        """By code: kind of the badge and the words of the worst finding."""
        self.search = SearchField("Kode atau nama", width=230)
        self.families = FilterButton("Kelompok jabatan")
        self.grid = EditGrid(_COLUMNS, "Aktivitas", ("weight", "norm", "points"), _shown)
        self.strip = Strip()
        self.strip.hint.setText("Enter mengubah sel · Esc membatalkan")
        self.add_to_head(self.search)
        self.add_to_head(self.families)
        self.add(self.grid, 1)
        self.add(self.strip)
        self.search.searched.connect(lambda _text: self.fill())
        self.families.changed.connect(self.fill)
        self.grid.edited.connect(self.edited)

    def show_set(self, ruleset: RuleSet, *, editable: bool) -> None:
        """Show the activities of a set."""
        self.activities = ruleset.activities
        families = sorted({activity.family for activity in ruleset.activities.values()})
        self.families.set_options([(name, words.family(name)) for name in families])
        self.set_title(
            "Aktivitas", f"{len(ruleset.activities)} jenis, {len(families)} kelompok jabatan"
        )
        self.grid.set_open(editable)
        self.strip.hint.setVisible(editable)
        self.fill()

    def show_problems(self, problems: Mapping[str, tuple[str, str]]) -> None:
        """Mark activities that have a finding."""
        self.problems = problems
        self.fill()

    def fill(self) -> None:
        """Show the rows that the search and the filter let through."""
        wanted, chosen = self.search.text().strip().casefold(), self.families.chosen()
        rows = [
            self._row(activity)
            for activity in self.activities.values()
            if (not chosen or activity.family in chosen)
            and wanted in f"{activity.code} {activity.name}".casefold()
        ]
        self.grid.set_rows(rows, len(self.activities))
        count, total = formatting.number(len(rows)), formatting.number(len(self.activities))
        self.strip.set_position(f"{count} dari {total} aktivitas")

    def _row(self, activity: Activity) -> Row:
        kind, tip = self.problems.get(activity.code, ("", ""))
        return (
            activity.code,
            activity.name,
            words.family(activity.family),
            activity.unit,
            activity.weight,
            activity.norm_minutes,
            activity.points,
            kind,
            tip,
        )

    def go_to(self, code: str) -> None:
        """Show an activity, whatever the search and the filter say."""
        if self.grid.rows_model.place_of(code) < 0:
            self.search.clear()
            self.search.search_now()
            self.families.choose(())
        self.grid.select_key(code)
        self.grid.setFocus()


def _shown(row: Row, column: str) -> str:
    """Give the text with which editing a cell begins."""
    match column:
        case "weight":
            return words.typed(row[_WEIGHT])
        case "norm":
            return "" if row[_NORM] is None else str(row[_NORM])
    return str(row[_POINTS])


_BADGES = {"bad": "Salah", "warn": "Perlu dilihat"}


def _badge(row: Row) -> Badge:
    kind = row[_STATE] or "ok"
    return Badge(kind, _BADGES.get(kind, "Benar"))


_COLUMNS = [
    Column("code", "Kode", _CODE, width=104, minimum=96, tone="second"),
    Column("name", "Aktivitas", _NAME, width=210, tone="medium", stretch=True),
    Column("family", "Kelompok jabatan", _FAMILY, width=96, tone="second"),
    Column("unit", "Satuan", _UNIT, width=104, tone="second"),
    Column("weight", "Bobot", _WEIGHT, formatting.number, width=70, minimum=60, right=True),
    Column("norm", "Norma (menit)", _NORM, formatting.number, width=104, right=True),
    Column("points", "Rumus poin", _POINTS, width=300, tone="mono", stretch=True),
    Column(
        "state", "Pemeriksaan", _STATE, width=122, minimum=118, badge=_badge,
        tip=lambda row: str(row[_TIP]),
    ),
]  # fmt: skip
