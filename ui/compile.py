"""Compile ``ui/*.ui`` to ``views/forms/ui_*.py`` and ``resources/i18n/*.ts`` to ``.qm``.

Without an argument they are written where they belong; with a folder they go there, so that
a test can compare them with the committed ones.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMS = ROOT / "polima_desktop" / "views" / "forms"
WORDS = ROOT / "resources" / "i18n"


def _tool(name: str) -> str:
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("PySide6 is not installed")
    folder = Path(spec.submodule_search_locations[0])
    for path in (folder / "Qt" / "libexec" / name, folder / name, folder / f"{name}.exe"):
        if path.exists():
            return str(path)
    raise SystemExit(f"{name} is not part of this PySide6")


def compile_form(source: Path, target: Path) -> None:
    """Turn one form into Python; the tool's version stamp is left out, so that files compare."""
    made = subprocess.run(
        [_tool("uic"), "-g", "python", str(source)], capture_output=True, text=True, check=True
    )
    text = re.sub(r"^## Created by.*\n", "", made.stdout, flags=re.MULTILINE)
    target.write_text("# mypy: ignore-errors\n" + text.rstrip() + "\n", encoding="utf-8")


def compile_words(source: Path, target: Path) -> None:
    """Turn one catalogue of words into what Qt loads."""
    subprocess.run([_tool("lrelease"), "-silent", str(source), "-qm", str(target)], check=True)


def main(folder: Path | None = None) -> None:
    """Compile everything, in place or into a folder."""
    for source in sorted((ROOT / "ui").glob("*.ui")):
        compile_form(source, (folder or FORMS) / f"ui_{source.stem}.py")
    for source in sorted(WORDS.glob("*.ts")):
        compile_words(source, (folder or WORDS) / f"{source.stem}.qm")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
