"""Two files held against each other without a store: what ``polima reconcile`` does.

The answers are the window's own: the same reading, the same engine.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from polima_desktop.domain.matching.bridge import Step
from polima_desktop.domain.matching.engine import Outcome, Pair, reconcile
from polima_desktop.domain.matching.leftovers import Standing
from polima_desktop.domain.matching.rows import CERTAINTY_LABELS
from polima_desktop.domain.matching.words import pair_words
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing
from polima_desktop.formatting import number
from polima_desktop.imports.rosters import Roster, read_departures, read_roster
from polima_desktop.imports.sheets import open_book
from polima_desktop.services.collector import collector_paused

NAMES = ("BKPSDM", "Kominfo")


@dataclass(frozen=True)
class Answer:
    """Both lists as read, and what became of every row."""

    left: Roster
    right: Roster
    outcome: Outcome

    @property
    def bridge(self) -> list[Step]:
        """The steps from the left headcount to the right one."""
        return self.outcome.bridge(NAMES)


def compare(
    left: Path, right: Path, events: Path | None = None, progress: Progress | None = None
) -> Answer:
    """Read both lists, and decrees if given, and reconcile them.

    Raises:
        Refused: a file cannot be read as such a list.
    """
    progress = progress or Progress()
    with collector_paused():
        ours = read_roster(open_book(left, progress), None, progress)
        theirs = read_roster(open_book(right, progress), None, progress)
        departures = read_departures(open_book(events, progress)) if events else []
        outcome = reconcile(ours.rows, theirs.rows, departures, progress=progress)
    return Answer(ours, theirs, outcome)


def write(answer: Answer, out: Path, at: datetime) -> list[Path]:
    """Write ``pairs.csv``, ``rows.csv``, ``bridge.csv`` and ``bridge.pdf`` into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    several = [_several_sheets(side) for side in (answer.left, answer.right)]
    paths = [out / name for name in ("pairs.csv", "rows.csv", "bridge.csv", "bridge.pdf")]
    _write_csv(paths[0], *_pairs(answer, any(several)))
    _write_csv(paths[1], *_rows(answer, any(several)))
    _write_csv(
        paths[2],
        ["step", "label", "sign", "rows", "running"],
        ([s.step, s.label, s.sign, s.rows, s.running] for s in answer.bridge),
    )
    _write_paper(answer, paths[3], at)
    return paths


def _write_paper(answer: Answer, path: Path, at: datetime) -> None:
    from polima_desktop.reports.bridge import BridgePaper, write_bridge
    from polima_desktop.reports.parts import Printed

    counts = Counter(pair.certainty for pair in answer.outcome.pairs)
    paper = BridgePaper(
        names=NAMES,
        files=((answer.left.name, answer.left.sha256), (answer.right.name, answer.right.sha256)),
        steps=tuple(answer.bridge),
        engine=answer.outcome.version,
        remarks=tuple(
            f"{CERTAINTY_LABELS[certainty]}: {number(counts[certainty])} pasangan."
            for certainty in CERTAINTY_LABELS
        ),
        marks=("BELUM DIPUTUS",),
    )
    with replacing(path) as out:
        write_bridge(paper, out, Printed("polima reconcile", at), Progress())


def _several_sheets(roster: Roster) -> bool:
    """Whether row numbers alone would not say which row is meant."""
    return len({row.sheet for row in roster.rows}) > 1


def _pairs(answer: Answer, sheets: bool) -> tuple[list[str], Iterable[Sequence[object]]]:
    titles = ["left_row", "right_row", "certainty", "score", "case", "reason"]
    left, right = answer.left.rows, answer.right.rows
    rows = (
        [left[p.left].row, right[p.right].row, p.certainty, bits(p.score), p.case,
         _reason(answer.outcome, p)]
        + ([left[p.left].sheet, right[p.right].sheet] if sheets else [])
        for p in answer.outcome.pairs
    )  # fmt: skip
    return titles + (["left_sheet", "right_sheet"] if sheets else []), rows


def bits(score: int) -> str:
    """Give evidence in bits, exact to a tenth."""
    sign = "-" if score < 0 else ""
    return f"{sign}{abs(score) // 10}.{abs(score) % 10}"


def _reason(outcome: Outcome, pair: Pair) -> str:
    one, other = outcome.left_rows[pair.left], outcome.right_rows[pair.right]
    return pair_words(one, other, pair.levels, pair.notes)


def _rows(answer: Answer, sheets: bool) -> tuple[list[str], Iterable[Sequence[object]]]:
    titles = ["side", "row", "state", "reason", *(["sheet"] if sheets else [])]
    sides = (
        ("left", answer.left, answer.outcome.left),
        ("right", answer.right, answer.outcome.right),
    )
    rows = (
        [side, row.row, standing.state, standing.reason, *([row.sheet] if sheets else [])]
        for side, roster, standings in sides
        for row, standing in zip(roster.rows, standings, strict=True)
    )
    return titles, rows


def _write_csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with replacing(path) as out:
        file = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(rows)
        file.flush()
        file.detach()


def document(answer: Answer, written: Sequence[Path]) -> dict[str, Any]:
    """Give the JSON of the contract's ``--json``: counts, bridge, what was written."""
    outcome = answer.outcome
    return {
        "left": _side(answer.left, outcome.left),
        "right": _side(answer.right, outcome.right),
        "pairs": len(outcome.pairs),
        "certainty": dict(Counter(pair.certainty for pair in outcome.pairs)),
        "cases": dict(Counter(pair.case for pair in outcome.pairs if pair.case)),
        "bridge": [
            {"step": s.step, "label": s.label, "sign": s.sign, "rows": s.rows, "running": s.running}
            for s in answer.bridge
        ],
        "day": outcome.day.isoformat() if outcome.day else None,
        "engine": outcome.version,
        "files": [str(path) for path in written],
    }


def _side(roster: Roster, standings: Sequence[Standing]) -> dict[str, Any]:
    counts = Counter(standing.state for standing in standings)
    return {
        "file": roster.name,
        "sha256": roster.sha256,
        "rows": len(roster.rows),
        "hidden": list(roster.hidden),
        "states": dict(counts),
    }
