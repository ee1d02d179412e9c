"""A stream of bytes closed with a passphrase: AES-256-GCM in pieces under an Argon2id key.

Each piece is bound to its place and says whether it is the last, so that none can be left out,
exchanged or cut off. Nothing here knows what the bytes are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from polima_desktop.domain.errors import Refused

MAGIC = b"SI POLIMA TERTUTUP 1\n"
_PIECE = 1 << 20
_TAG = 16


def close_with(passphrase: str, source: BinaryIO, target: BinaryIO) -> None:
    """Write the bytes of ``source`` so that only the passphrase opens them."""
    salt = secrets.token_bytes(16)
    box = AESGCM(_key(passphrase, salt))
    target.write(MAGIC + salt)
    target.writelines(
        box.encrypt(_nonce(number), piece, _place(number, last))
        for number, (piece, last) in enumerate(_pieces(source, _PIECE))
    )


def open_with(passphrase: str, source: BinaryIO, target: BinaryIO) -> None:
    """Write what was closed; ``source`` stands behind ``MAGIC``. Raises ``Refused``."""
    box = AESGCM(_key(passphrase, source.read(16)))
    for number, (piece, last) in enumerate(_pieces(source, _PIECE + _TAG)):
        try:
            target.write(box.decrypt(_nonce(number), piece, _place(number, last)))
        except InvalidTag:
            if number == 0:
                words = "Frasa sandi cadangan tidak cocok.", "Periksa huruf besar dan kecilnya."
                raise Refused(*words) from None
            words = "Berkas cadangan ini rusak atau terpotong.", "Pakai cadangan lain."
            raise Refused(*words) from None


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Give the pieces, each with whether it is the last."""
    piece = source.read(size)
    while following := source.read(size):
        yield piece, False
        piece = following
    yield piece, True


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _place(number: int, last: bool) -> bytes:
    return b"%d %s" % (number, b"akhir" if last else b"lanjut")


def _key(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, 3, 64 * 1024, 4, 32, Type.ID)
