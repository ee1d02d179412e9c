"""How soon the window is painted, warm: the start window, then the main window on the city."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from polima_desktop.services.session import DEMO_PASSWORD
from tests.bench.city import STORE
from tests.bench.figures import Figure, keep

REPEATS = 3


def figures() -> list[Figure]:
    """Start the program a few times each way; the best counts, for the files are warm then."""
    lazy = [_start("lazy") for _ in range(REPEATS)]
    eager = [_start("eager") for _ in range(REPEATS)]
    way = "everything imported at the start"
    return [
        Figure(
            f"first paint of {label}",
            min(start[name] for start in lazy),
            "s",
            1.2,
            min(start[name] for start in eager),
            way,
        )
        for name, label in (
            ("StartWindow", "the first window"),
            ("MainWindow", "the main window on 4,039 people"),
        )
    ]


def _start(way: str) -> dict[str, float]:
    """Give the seconds from starting the process to the first paint of each window."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "POLIMA_STORE": str(STORE),
            "POLIMA_USER": "bkpsdm",
            "POLIMA_PASSWORD": DEMO_PASSWORD,
        }
        start = time.time()
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.first_window", way],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    moments = dict(line.split() for line in done.stdout.splitlines())
    return {name: float(moment) - start for name, moment in moments.items()}


if __name__ == "__main__":
    keep(figures())
