"""``./dev bench [part …]``: times the program beside naive ways of doing the same.

Each part runs in a process of its own, so that neither memory nor warm caches leak from one to
the next. The result is ``build/bench.json``; the status is 1 if a bound was missed.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from tests.bench.figures import BUILD

PARTS = (
    "city", "month", "attendance", "slips", "window", "rows", "rules", "matching", "review",
    "clerks", "trail", "year",
)  # fmt: skip
"""Modules of this package, in order: the demo city first, for the others read its store."""
ON_REQUEST = ("scale",)
"""Parts that take too long to run unasked."""


def main(wanted: list[str]) -> int:
    """Run the parts and write the file; give the exit status."""
    unknown = [part for part in wanted if part not in (*PARTS, *ON_REQUEST)]
    if unknown:
        print(
            f"Unknown part: {', '.join(unknown)}. Known: {', '.join((*PARTS, *ON_REQUEST))}",
            file=sys.stderr,
        )
        return 2
    figures = [figure for part in wanted or PARTS for figure in _run(part)]
    path = BUILD / "bench.json"
    document = {"taken": datetime.now(UTC).isoformat(), "machine": _machine(), "figures": figures}
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    missed = [figure["name"] for figure in figures if not figure["reached"]]
    print(f"\n{path}\nMissed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _run(part: str) -> list[dict[str, Any]]:
    print(f"--- {part}", flush=True)
    BUILD.mkdir(exist_ok=True)
    path = BUILD / f"bench-{part}.json"
    subprocess.run([sys.executable, "-m", f"tests.bench.{part}", path], check=True)
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return rows


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
