"""What stands in the queue behind a bar: pairs to decide, or rows of one list with their reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polima_desktop.domain.matching.bridge import Step
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.desk import DeskPair
from polima_desktop.domain.matching.leftovers import Standing
from polima_desktop.domain.matching.rows import CASE_LABELS, Side
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.domain.names import search_queries, search_text
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.views.paint import Badge

PENDING, DECIDED, EVERYTHING = "pending", "decided", "all"
SHOWING = ((PENDING, "belum diputus"), (DECIDED, "sudah diputus"), (EVERYTHING, "semua"))
_CERTAINTY = {"check": Badge("bad", "Periksa"), "likely": Badge("warn", "Mungkin"),
              "sure": Badge("ok", "Pasti")}  # fmt: skip
_ORDER = {"check": 0, "likely": 1, "sure": 2}


class Item(NamedTuple):
    """A row of the queue: a pair, or one row of a list. ``key`` is stable while the case lives."""

    key: str
    title: str
    second: str
    badge: Badge | None
    pair: DeskPair | None = None
    side: Side | None = None
    place: int = -1
    standing: Standing | None = None
    found_by: str = ""


def behind(case: CaseView, step: Step, showing: str) -> list[Item]:
    """Give the items behind a bar; total bars show the pairs."""
    if step.side is None or step.state is None:
        return list(_pairs(case, showing))
    return list(_rows(case, step.side, step))


def _pairs(case: CaseView, showing: str) -> Iterator[Item]:
    wanted = {PENDING: ("waits",), DECIDED: ("accepted",)}.get(
        showing, ("waits", "accepted", "auto")
    )
    found = [each for each in case.desk.pairs if each.status in wanted]
    for each in sorted(found, key=lambda p: (_ORDER[p.pair.certainty], p.pair.score)):
        left = case.desk.outcome.left_rows[each.pair.left]
        right = case.desk.outcome.right_rows[each.pair.right]
        why = CASE_LABELS.get(each.pair.case, "")
        if not why and each.pair.notes:
            why = {"twice": "NIP dua kali dalam daftar", "no_number": "Tanpa NIP"}.get(
                each.pair.notes[0], "Perlu dilihat"
            )
        badge = (
            Badge("ok", "Diputus") if each.status == "accepted" else _CERTAINTY[each.pair.certainty]
        )
        yield Item(
            f"pair:{each.pair.left}:{each.pair.right}",
            left.row.name or "–",
            why or "Sama",
            badge,
            each,
            found_by=_search(left) + " " + _search(right),
        )


def _rows(case: CaseView, side: Side, step: Step) -> Iterator[Item]:
    for place, standing in enumerate(case.desk.standings(side)):
        if standing.state == step.state:
            row = case.desk.rows(side)[place]
            ruled = (side, place) in case.desk.rulings
            badge = Badge("ok", "Diputus") if ruled else None
            if standing.guess and not ruled:
                badge = Badge("mute", "Dugaan")
            yield Item(
                f"{side}:{place}", row.row.name or "–", shown_number(row), badge, None, side, place,
                standing, _search(row),
            )  # fmt: skip


def _search(row: Clean) -> str:
    return f"{search_text(row.row.name or '')} {row.nip} {(row.row.unit or '').lower()}"


def matching(items: list[Item], typed: str) -> list[Item]:
    """Give the items a search finds."""
    wanted = typed.strip()
    if not wanted:
        return items
    queries = (*search_queries(wanted), wanted.lower(), wanted.replace(" ", ""))
    return [item for item in items if any(q and q in item.found_by for q in queries)]
