"""The log file and the crash file, for whoever has to find out later what happened.

Logs are English and never hold a name, an amount or a password: what users did is in the
audit trail. A crash inside Qt leaves its stack in ``crash.txt``, handed out at the next start.
"""

from __future__ import annotations

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

_MEGABYTE = 1024 * 1024
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

# faulthandler writes to a file descriptor, so the file must stay open as long as the process.
_crash_file: TextIO | None = None


def start(folder: Path, level: int = logging.INFO) -> str:
    """Log to ``folder/polima.log`` (five files of 1 MB) and catch crashes.

    Returns:
        The stack of the crash that ended the run before, or an empty text.
    """
    handler = RotatingFileHandler(
        folder / "polima.log", maxBytes=_MEGABYTE, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return _catch_crashes(folder / "crash.txt")


def stop() -> None:
    """Close the files again; the counterpart of ``start``."""
    global _crash_file
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
    if _crash_file is not None:
        faulthandler.disable()
        _crash_file.close()
        _crash_file = None


def _catch_crashes(path: Path) -> str:
    global _crash_file
    before = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    if before:
        path.replace(path.with_suffix(".last.txt"))
        logging.getLogger(__name__).warning("the run before crashed:\n%s", before)
    _crash_file = path.open("w", encoding="utf-8")
    faulthandler.enable(_crash_file)
    return before
