"""Where the files that ship with the program are: icons, rule sets, facts about Baubau, templates.

A wheel and a bundle carry them inside the package; a checkout has them at its root.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def asset(*parts: str) -> Path:
    """Give the path of a shipped file or folder, e.g. ``asset("resources", "icons")``."""
    packaged = Path(str(files("polima_desktop"))) / "_assets"
    root = packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent
    return root.joinpath(*parts)
