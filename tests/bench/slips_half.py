"""Half of the month's slips, printed by a process that is handed them on its standard input."""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace

from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import SigningKey
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.services.papers.writing import slip_papers


def half() -> None:
    """Sign and print the slips of the desk that is handed over, with the key that comes with it."""
    desk, raw, path = pickle.load(sys.stdin.buffer)
    desk = replace(desk, key=SigningKey(raw))
    with path.open("wb") as out:
        write_slips(slip_papers(desk, desk.slips), out, desk.printed, Progress())
