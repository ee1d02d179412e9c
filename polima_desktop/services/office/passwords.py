"""Remembering a password at this desk: in the operating system's keyring, or not at all."""

from __future__ import annotations

from polima_desktop.storage import secrets

NO_KEYRING = "Komputer ini tidak punya penyimpan kata sandi yang aman. Ketik lagi saat masuk."


def recall(address: str, name: str) -> str | None:
    """Give the remembered password of a user of a store, or None."""
    return secrets.recall(_account(address, name))


def keep(address: str, name: str, password: str, *, wanted: bool) -> bool:
    """Remember a password that was right, or forget it; False if it was wanted but cannot be."""
    if wanted:
        return secrets.remember(_account(address, name), password)
    secrets.forget(_account(address, name))
    return True


def _account(address: str, name: str) -> str:
    return f"{address}|{name}"
