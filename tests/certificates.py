"""Certificates of an office that tests make for themselves. Nothing is signed here."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "rahasia kantor"


def certificate(begins: int, ends: int, passphrase: str = PASSPHRASE) -> bytes:
    """Make a certificate of the office with its key as a PKCS#12 file, for whole years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Sitti Rahma, S.E."),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "BPKAD Kota Baubau"),
        ]
    )
    made = x509.CertificateBuilder(name, name, key.public_key(), 77)
    made = made.not_valid_before(datetime(begins, 1, 1)).not_valid_after(datetime(ends, 1, 1))
    lock_up = BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(
        b"kantor", key, made.sign(key, hashes.SHA256()), None, lock_up
    )
