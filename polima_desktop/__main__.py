"""``polima``: alone, or with ``--store`` and ``--user`` only, it opens the window; a verb is run.

Neither the window's nor the command line's modules are loaded for the other.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple


class Opening(NamedTuple):
    """What was said about the window: which data, and who works; empty where nothing was."""

    store: str
    user: str


def opening(arguments: list[str]) -> Opening | None:
    """Read the options of the window; ``None`` if a verb or anything else was asked for."""
    found = {
        "--store": os.environ.get("POLIMA_STORE", ""),
        "--user": os.environ.get("POLIMA_USER", ""),
    }
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in found or not (equals or rest):
            return None
        found[name] = value if equals else rest.pop(0)
    return Opening(found["--store"], found["--user"])


def main() -> int:
    """Open the window or run a verb; give the exit status.

    The packaged program has no interpreter beside it: it starts itself to read a workbook apart.
    """
    if sys.argv[1:] == ["--workbook-reader"]:
        from polima_desktop.imports.workbook_reader import main as read_workbook

        return read_workbook()
    wanted = opening(sys.argv[1:])
    if wanted is not None:
        from polima_desktop.app import run

        return run(*wanted)
    from polima_desktop.cli.main import main as run_verb

    return run_verb(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
