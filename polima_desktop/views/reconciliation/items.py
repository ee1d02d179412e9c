"""What stands in the queue behind a bar: pairs to decide, or rows of one list with their reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from polima_desktop.domain.matching.bridge import Step
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.desk import DeskPair
from polima_desktop.domain.matching.leftovers import Standing
from polima_desktop.domain.matching.rows import CASE_LABELS, STATE_LABELS, Side
from polima_desktop.domain.matching.rulings import Return
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.domain.names import search_queries, search_text
from polima_desktop.services.reconciliation.reading import CameBack, CaseView
from polima_desktop.views.paint import Badge

PENDING, DECIDED, EVERYTHING, BACK = "pending", "decided", "all", "back"
SHOWING = ((PENDING, "belum diputus"), (DECIDED, "sudah diputus"), (EVERYTHING, "semua"))
RULED = {"same": "orang yang sama", "different": "orang berbeda"}
_CERTAINTY = {"check": Badge("bad", "Periksa"), "likely": Badge("warn", "Mungkin"),
              "sure": Badge("ok", "Pasti")}  # fmt: skip
_ORDER = {"check": 0, "likely": 1, "sure": 2}


class Item(NamedTuple):
    """A row of the queue: a pair, or one row of a list. ``key`` is stable while the case lives.

    ``back``: it stands there because a row has changed since it was ruled on.
    """

    key: str
    title: str
    second: str
    badge: Badge | None
    pair: DeskPair | None = None
    side: Side | None = None
    place: int = -1
    standing: Standing | None = None
    found_by: str = ""
    back: CameBack | None = None

    @property
    def places(self) -> tuple[int | None, int | None]:
        """The rows a ruling on it names, left and right; None where it names none."""
        if self.back is not None:
            back = self.back.back
            return (back.kept, back.now) if back.side == "right" else (back.now, back.kept)
        if self.pair is not None:
            return self.pair.pair.left, self.pair.pair.right
        return (self.place, None) if self.side == "left" else (None, self.place)


def showing_of(case: CaseView) -> list[tuple[str, str]]:
    """Give what the queue of pairs may show."""
    return [*SHOWING, *([(BACK, "baris berubah")] if case.came_back else [])]


def behind(case: CaseView, step: Step, showing: str) -> list[Item]:
    """Give the items behind a bar; total bars show the pairs."""
    if step.side is None or step.state is None:
        if showing == BACK:
            return [_back(case, came) for came in case.came_back]
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


def _back(case: CaseView, came: CameBack) -> Item:
    """Give a ruling that came back: with its pair if its rows are linked, else by a row."""
    back = came.back
    other: Side = "left" if back.side == "right" else "right"
    side, place = (other, back.kept) if back.kept is not None else (back.side, back.now)
    assert place is not None
    row, now = case.desk.rows(side)[place], back.now
    pair = next((p for p in case.desk.pairs if _is(p, back)), None)
    verdict = RULED.get(back.ruling.kind) or STATE_LABELS[back.ruling.state or "open"].lower()
    return Item(
        f"back:{back.ruling.id}",
        row.row.name or "–",
        f"Dulu: {verdict}",
        _CERTAINTY[pair.pair.certainty] if pair else None,
        pair,
        side,
        place,
        case.desk.standings(side)[place],
        _search(row) + (" " + _search(case.desk.rows(back.side)[now]) if now is not None else ""),
        came,
    )


def _is(each: DeskPair, back: Return) -> bool:
    mine, other = each.pair.right, each.pair.left
    if back.side == "left":
        mine, other = other, mine
    return (mine, other) == (back.now, back.kept)


def _search(row: Clean) -> str:
    return f"{search_text(row.row.name or '')} {row.nip} {(row.row.unit or '').lower()}"


def matching(items: list[Item], typed: str) -> list[Item]:
    """Give the items a search finds."""
    wanted = typed.strip()
    if not wanted:
        return items
    queries = (*search_queries(wanted), wanted.lower(), wanted.replace(" ", ""))
    return [item for item in items if any(q and q in item.found_by for q in queries)]
