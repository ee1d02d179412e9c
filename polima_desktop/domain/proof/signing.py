"""Ed25519 signatures of the office (RFC 8032), and how keys and signed texts are written.

A key is known by eight letters of its public part's digest. The private part leaves this
module only locked: AES-256-GCM under a key that Argon2id derives from the office's passphrase
(RFC 9106, second recommended choice), so that whoever reads the store cannot sign.
"""

from __future__ import annotations

import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass, field
from functools import cached_property

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.proof.statement import LEAST_PASSPHRASE, field_digest

SIGNATURE_LETTERS = 103  # 64 bytes in Base32, without padding


@dataclass(frozen=True)
class PublicKey:
    """Who can be told to have signed: 32 bytes, as everybody may know them."""

    raw: bytes

    @cached_property
    def id(self) -> str:
        """The eight letters a statement names its key by."""
        return field_digest(self.raw.hex())

    def pem(self) -> str:
        """Write it as a PEM text."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Tell whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """The private part, opened for as long as something is being signed."""

    raw: bytes = field(repr=False)

    @classmethod
    def new(cls) -> SigningKey:
        """Make a key that nobody else has."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.raw)

    @cached_property
    def public(self) -> PublicKey:
        """The part that everybody may have."""
        return PublicKey(self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of the signature."""
        return self._private.sign(message)

    def locked(self, passphrase: str) -> str:
        """Write it so that only the passphrase opens it again."""
        if len(passphrase) < LEAST_PASSPHRASE:
            raise Refused(
                f"Frasa sandi kunci hanya {len(passphrase)} huruf.",
                f"Pakai paling sedikit {LEAST_PASSPHRASE} huruf, misalnya empat kata.",
            )
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        box = AESGCM(_derived(passphrase, salt)).encrypt(nonce, self.raw, None)
        return (salt + nonce + box).hex()


def unlock(locked: str, passphrase: str) -> SigningKey | None:
    """Open a locked key; None: the passphrase is another one."""
    data = bytes.fromhex(locked)
    salt, nonce, box = data[:16], data[16:28], data[28:]
    try:
        return SigningKey(AESGCM(_derived(passphrase, salt)).decrypt(nonce, box, None))
    except InvalidTag:
        return None


def _derived(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(passphrase.encode(), salt, 3, 64 * 1024, 4, 32, Type.ID)


def read_public(pem: str) -> PublicKey:
    """Read a public key from its PEM text."""
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError as error:
        raise Refused(
            "Berkas ini bukan kunci publik.", "Minta berkas kunci publik dari kantor penerbit."
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("Berkas ini bukan kunci publik Ed25519.", "Minta kunci publik yang benar.")
    return PublicKey(key.public_bytes_raw())


def signed(text: str, key: SigningKey) -> str:
    """Write a text with its signature behind a colon, as the QR symbol holds it."""
    letters = b32encode(key.sign(text.encode())).decode().rstrip("=")
    return f"{text}:{letters}"


def parted(written: str) -> tuple[str, bytes] | None:
    """Part a signed text from its signature; None: it is no signed text at all."""
    text, colon, letters = written.rpartition(":")
    if not colon or len(letters) != SIGNATURE_LETTERS:
        return None
    try:
        return text, b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        return None
