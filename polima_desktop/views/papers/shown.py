"""What the page Cetak says of papers and how much of each it previews: plain words and numbers."""

from __future__ import annotations

from polima_desktop.formatting import number
from polima_desktop.services.papers.kinds import Paper

_PREVIEWED = {Paper.SLIPS: 40, Paper.STATEMENT: 10, Paper.REPAYMENT: 10, Paper.EXPLANATION: 1}
_LISTS = 3


def previewed(paper: Paper) -> int:
    """How many slips, letters or offices' lists are drawn to be looked at."""
    return _PREVIEWED.get(paper, _LISTS)


def caution(state: str, *, example: bool) -> tuple[str, str]:
    """Say which marks the papers bear and why: the month is open, the rules are an example.

    >>> caution("calculated", example=True)
    ('DRAF dan CONTOH:', 'bulan belum dikunci, aturan masih contoh.')
    >>> caution("locked", example=False)
    ('', '')
    """
    reasons = []
    if state != "locked":
        reasons.append(("DRAF", "bulan belum dikunci"))
    if example:
        reasons.append(("CONTOH", "aturan masih contoh"))
    if not reasons:
        return "", ""
    marks, why = [mark for mark, _ in reasons], [reason for _, reason in reasons]
    return f"{' dan '.join(marks)}:", f"{', '.join(why)}."


def note(count: int, of: int, counted: str) -> str:
    """Say what part of the whole is previewed.

    >>> note(40, 3423, "slip"), note(2, 2, "daftar")
    ('40 slip pertama dari 3.423', '2 daftar')
    """
    if count < of:
        return f"{number(count)} {counted} pertama dari {number(of)}"
    return f"{number(of)} {counted}"
