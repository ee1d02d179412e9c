"""Signing a file that was printed with the office's certificate, as a use case (PAdES B-B).

The certificate stays in its own file with its private key; a desk may keep the passphrase in its
keyring. How a signature gets into a PDF is in ``reports.pades``; what a slip says of itself is not
asked here, but by whoever verifies it (``verifying``).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.files import read_whole, replacing
from polima_desktop.formatting import moment
from polima_desktop.services.papers.signer_words import signer_words
from polima_desktop.services.session import Session
from polima_desktop.storage import secrets

if TYPE_CHECKING:  # pyHanko takes two seconds to load
    from polima_desktop.reports.pades import Certificate, Opened, Signature

PASSPHRASE = "POLIMA_CERTIFICATE_PASSPHRASE"  # noqa: S105 - a variable's name


class SignedFile(NamedTuple):
    """A file that was signed and looked at again; ``remembered``: as wanted, or not possible."""

    path: Path
    signature: Signature
    remembered: bool

    @property
    def words(self) -> str:
        """Say who signed, when, until when the certificate holds, and what was not asked."""
        held = moment(self.signature.certificate.ends)
        return f"Oleh {signer_words(self.signature)}. Sertifikat berlaku sampai {held}."


def proposed(source: Path) -> Path:
    """Name the signed copy of a file, beside it."""
    return source.with_name(f"{source.stem} bertanda tangan.pdf")


def known_passphrase(certificate: Path) -> str | None:
    """Give the passphrase of a certificate's file, from the environment or the keyring."""
    return os.environ.get(PASSPHRASE) or secrets.recall(_account(certificate))


def sign(
    session: Session,
    source: Path,
    target: Path,
    certificate: Path,
    passphrase: str,
    *,
    remember: bool = False,
) -> SignedFile:
    """Write a signed copy of a PDF, looked at before it is called signed; the source stays.

    Raises ``Refused`` for an expired certificate, a passphrase that does not fit, and a file that
    was changed after it was made.
    """
    session.actor.require(Permission.PRINT)
    if target.resolve() == source.resolve():
        raise Refused("Berkas asal tidak ditimpa.", "Pilih nama lain untuk yang ditandatangani.")
    data = _unchanged(source)
    opened = _opened(session, certificate, passphrase)
    signed, signature = _signed(session, data, opened, source.name)
    with session.changing("papers.sign", Permission.PRINT) as work:
        digest = hashlib.sha256(signed).hexdigest()
        holder = opened.certificate
        work.note(f"file:{target.name}", sha256=digest, signer=holder.who, serial=holder.serial)
        with replacing(target) as out:
            out.write(signed)
    kept = not remember or secrets.remember(_account(certificate), passphrase)
    return SignedFile(target, signature, kept)


def _unchanged(path: Path) -> bytes:
    """Read a PDF that nothing was added to since it was made."""
    from pypdf.errors import PyPdfError

    from polima_desktop.reports.untouched import File

    data = read_whole(path, "satu berkas PDF")
    if b"/Encrypt" in data:
        raise Refused(
            f"{path.name} dilindungi kata sandi dan tidak dapat ditandatangani.",
            "Simpan dahulu tanpa kata sandi, lalu tanda tangani berkas itu.",
        )
    if b"/ByteRange" in data:
        raise Refused(f"{path.name} sudah ditandatangani.", "Pilih berkas yang belum.")
    try:
        faults = File(data).faults if data.startswith(b"%PDF") else ("bukan PDF",)
    except (PyPdfError, KeyError, ValueError, AttributeError, TypeError):
        faults = ("susunan PDF yang rusak",)  # pypdf says it with any of these
    if faults:
        raise Refused(
            f"{path.name} bukan lagi berkas seperti saat disimpan: {faults[0]}.",
            "Simpan ulang dokumennya dari halaman Cetak, lalu tanda tangani berkas itu.",
        )
    return data


def _opened(session: Session, path: Path, passphrase: str) -> Opened:
    from polima_desktop.reports.pades import open_certificate

    opened = open_certificate(read_whole(path, "berkas sertifikat .p12 atau .pfx"), passphrase)
    if opened is None:
        raise Refused(
            f"Sertifikat {path.name} tidak terbuka dengan frasa sandi itu.",
            "Periksa huruf besar dan kecilnya, dan apakah berkasnya sertifikat .p12 atau .pfx.",
        )
    _refuse_unless_valid(session, opened.certificate)
    return opened


def _refuse_unless_valid(session: Session, holder: Certificate) -> None:
    now = session.clock()
    if now > holder.ends:
        raise Refused(
            f"Sertifikat {holder.who} berakhir pada {moment(holder.ends)}.",
            "Minta sertifikat baru kepada penerbitnya.",
        )
    if now < holder.begins:
        raise Refused(
            f"Sertifikat {holder.who} baru berlaku mulai {moment(holder.begins)}.",
            "Periksa tanggal komputer ini.",
        )


def _signed(session: Session, data: bytes, opened: Opened, name: str) -> tuple[bytes, Signature]:
    """Sign, and read the signature from the file that came out, as anybody will."""
    from polima_desktop.reports import pades

    words = (
        f"Ditandatangani secara elektronik oleh {opened.certificate.who}",
        moment(session.clock()),
    )
    try:
        signed = pades.sign(data, opened, words)
        signature = pades.signature_of(signed)
    except pades.NotSigned as wrong:
        raise Refused(
            f"{name} tidak ditandatangani: {wrong}.", "Simpan ulang berkasnya."
        ) from wrong
    if signature is None or signature.certificate != opened.certificate:
        raise Refused(f"{name} tidak ditandatangani.", "Simpan ulang berkasnya, lalu coba lagi.")
    return signed, signature


def _account(certificate: Path) -> str:
    return f"sertifikat {certificate.resolve()}"
