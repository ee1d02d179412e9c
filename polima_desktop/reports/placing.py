"""What slips are printed on: an A5 sheet by itself, or larger paper on which slips are placed.

A slip is always drawn as an A5 page. On other paper that page is a form which is shown once,
larger or beside another; what it says, and its seal, are the same.
"""

from __future__ import annotations

from polima_desktop.domain.papers import Paper
from polima_desktop.reports.document import MM, Placing
from polima_desktop.reports.slip import A5

A4, F4 = (210 * MM, 297 * MM), (215 * MM, 330 * MM)
_LARGE = A4[0] / A5[0]


def _at_the_top(paper: tuple[float, float]) -> tuple[float, float, float]:
    return _LARGE, (paper[0] - A5[0] * _LARGE) / 2, paper[1] - A5[1] * _LARGE


PLACINGS: dict[Paper, Placing | None] = {
    Paper.A5: None,
    Paper.TWO: Placing((A4[1], A4[0]), ((1, 0, 0), (1, A4[1] / 2, 0))),
    Paper.A4: Placing(A4, (_at_the_top(A4),)),
    Paper.F4: Placing(F4, (_at_the_top(F4),)),
}
"""None: the sheet is the slip."""
