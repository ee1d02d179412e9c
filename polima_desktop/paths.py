"""Where the program keeps what belongs to one user: data, cache, logs. What ships is in ``assets``.

The folders are asked for each time, so tests and services with another home are heard.
Each function makes its folder.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

from polima_desktop.domain.errors import StoreUnavailable

STORE_NAME = "polima.db"


def data_folder() -> Path:
    """Give the folder of what must not be lost: the embedded store, settings."""
    return _made(_folders().user_data_path)


def cache_folder() -> Path:
    """Give the folder of what can be made again: fonts cut for the PDF, previews."""
    return _made(_folders().user_cache_path)


def log_folder() -> Path:
    """Give the folder of the log files."""
    return _made(_folders().user_log_path)


def default_store() -> Path:
    """Give the path of the embedded store that is used when none is named."""
    return data_folder() / STORE_NAME


def _folders() -> PlatformDirs:
    return PlatformDirs("si-polima", appauthor=False)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreUnavailable(
            f"Folder {folder} tidak bisa dibuat.", "Periksa izin dan ruang penyimpanan."
        ) from problem
    return folder
