"""Passwords in the operating system's keyring, and nowhere else.

A machine without a usable keyring is normal: then nothing is remembered, and the caller asks.
keyrings.alt is never used: it would keep the password as plain text in a file.
"""

from __future__ import annotations

SERVICE = "SI POLIMA"


def recall(account: str) -> str | None:
    """Give the remembered password of an account, or None if there is none or no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, account) if _trusted() else None
    except KeyringError:
        return None


def remember(account: str, password: str) -> bool:
    """Keep the password in the keyring; False if this machine has none that is safe."""
    import keyring
    from keyring.errors import KeyringError

    try:
        if not _trusted():
            return False
        keyring.set_password(SERVICE, account, password)
    except KeyringError:
        return False
    return True


def forget(account: str) -> None:
    """Remove a remembered password; nothing to remove is fine."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, account)
    except KeyringError:
        return


def _trusted() -> bool:
    import keyring

    return "keyrings.alt" not in type(keyring.get_keyring()).__module__
