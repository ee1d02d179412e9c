"""Ed25519 signatures of the office (RFC 8032), and how keys and signed texts are written.

A key is known by eight letters of its public part's digest. The private part leaves this
module only as 32 bytes for the keyring or as PEM under a passphrase (PKCS#8, scrypt is not
offered there: the passphrase must be long).
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.proof.statement import field_digest

SIGNATURE_LETTERS = 103  # 64 bytes in Base32, without padding
LEAST_PASSPHRASE = 12


class PublicKey(NamedTuple):
    """Who can be told to have signed: 32 bytes, as everybody may know them."""

    raw: bytes

    @property
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


class SigningKey(NamedTuple):
    """The private part, opened for as long as something is being signed."""

    raw: bytes

    @classmethod
    def new(cls) -> SigningKey:
        """Make a key that nobody else has."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> PublicKey:
        """The part that everybody may have."""
        key = Ed25519PrivateKey.from_private_bytes(self.raw).public_key()
        return PublicKey(key.public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of the signature."""
        return Ed25519PrivateKey.from_private_bytes(self.raw).sign(message)

    def pem(self, passphrase: str) -> str:
        """Write it for a file, readable only with the passphrase."""
        if len(passphrase) < LEAST_PASSPHRASE:
            raise Refused(
                f"Frasa sandi kunci terlalu pendek: {len(passphrase)} huruf.",
                f"Pakai paling sedikit {LEAST_PASSPHRASE} huruf, misalnya empat kata.",
            )
        key = Ed25519PrivateKey.from_private_bytes(self.raw)
        protection = BestAvailableEncryption(passphrase.encode())
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection).decode()


def read_private(pem: str, passphrase: str) -> SigningKey:
    """Open a key file; a wrong passphrase or another file is refused."""
    try:
        key = load_pem_private_key(pem.encode(), passphrase.encode() or None)
    except (ValueError, TypeError) as error:
        raise Refused(
            "Berkas kunci tidak dapat dibuka.",
            "Periksa frasa sandinya, dan apakah berkasnya memang kunci kantor ini.",
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("Berkas ini bukan kunci Ed25519.", "Pilih berkas kunci kantor.")
    return SigningKey(key.private_bytes_raw())


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
