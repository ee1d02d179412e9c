"""Every error a user may meet, as one small tree. What a programmer got wrong is not here.

    PolimaError(message, advice)
    ├── Refused            the data or the rules were refused             exit 1
    │   ├── NotAllowed     this role or office may not do it              exit 1
    │   └── Conflict       somebody else changed it meanwhile             exit 1
    ├── WrongUsage         a word of the command line is off              exit 2
    └── StoreUnavailable   the store could not be opened or written       exit 3
        └── StoreRefused   the server did not let this name in            exit 3

``Cancelled`` stands apart: the user asked for it, so it is never shown as an error.
Messages and advice are Indonesian: where, what, what to do.
"""

from __future__ import annotations


class PolimaError(Exception):
    """An error with its words for the user: what is wrong, and what to do about it."""

    exit_status = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class Refused(PolimaError):
    """The data or the rules were refused."""


class NotAllowed(Refused):
    """This role or office may not do it."""


class PasswordExpired(NotAllowed):
    """Name and password fit, but the password was for one use: a new one comes first."""


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile."""


class WrongUsage(PolimaError):
    """A word of the command line is off."""

    exit_status = 2


class StoreUnavailable(PolimaError):
    """The store could not be opened, read or written."""

    exit_status = 3


class StoreRefused(StoreUnavailable):
    """The server did not let in whoever came with a name and a password."""


class OlderStore(StoreUnavailable):
    """The store is an older program's; it can be brought up to this one."""


class Cancelled(Exception):
    """The user cancelled; whoever holds a transaction lets it roll back."""


_UNDONE = "rolled back: nothing of this work is in the store"


def undone(error: BaseException) -> None:
    """Note on an error that the work it ended was rolled back whole."""
    if not is_undone(error):
        error.add_note(_UNDONE)


def is_undone(error: BaseException) -> bool:
    """Tell whether it is known that what was being written is not in the store.

    >>> mistake = ZeroDivisionError()
    >>> undone(mistake)
    >>> is_undone(mistake), is_undone(ZeroDivisionError())
    (True, False)
    """
    return _UNDONE in getattr(error, "__notes__", ())


def fate(mistake: BaseException) -> str:
    """Say what became of the work a mistake of ours ended: only what is known."""
    if is_undone(mistake):
        return (
            "Langkah yang sedang ditulis tidak disimpan; yang selesai sebelumnya tetap tersimpan."
        )
    return (
        "Pekerjaan ini mungkin sudah tersimpan: periksa hasilnya atau Jejak Audit "
        "sebelum mengulang."
    )
