"""The whole demo city, written and imported as ``polima demo`` does it; the other parts read it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from polima_desktop.domain.access import Role
from polima_desktop.services.session import DEMO_PASSWORD, Session, log_in
from tests.bench.figures import BUILD, Figure, keep, seconds

FOLDER = BUILD / "bench"
STORE = FOLDER / "polima.db"
EMPLOYEES = 4039


def scratch_store() -> Path:
    """Give a copy of the city's store that may be changed."""
    copy = FOLDER / "scratch.db"
    for old in FOLDER.glob("scratch.db*"):
        old.unlink()
    shutil.copyfile(STORE, copy)
    return copy


def session(store: Path, role: Role) -> Session:
    """Log in to a store of the demo city as the user of a role."""
    return log_in(str(store), role.value, DEMO_PASSWORD)


def polima(*arguments: str) -> None:
    """Run a verb of the command line in a process of its own."""
    subprocess.run([sys.executable, "-m", "polima_desktop", *arguments], check=True)


def _demo() -> None:
    polima("demo", "--out", str(FOLDER), "--employees", str(EMPLOYEES))


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    took = seconds(_demo)
    keep([Figure("demo city of 4,039, files and store", took, "s", bound=90)])
