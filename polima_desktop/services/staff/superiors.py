"""Whom a superior's number means: never a number nobody has or had, never oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from polima_desktop.domain.errors import Refused
from polima_desktop.storage.staff import numbers

if TYPE_CHECKING:
    from sqlalchemy import Connection


def refuse_unknown(
    connection: Connection, person_id: int | None, values: Mapping[str, Any]
) -> None:
    """Refuse a superior who is nobody in the list, or the person themselves (None: not yet)."""
    nip = values.get("superior_nip")
    if not nip:
        return
    owner = numbers.owners_of(connection, [nip]).get(nip)
    if owner is None:
        raise Refused(
            f"NIP atasan {nip} tidak ada dalam daftar pegawai.",
            "Periksa nomornya, atau tambahkan atasannya lebih dahulu.",
        )
    if owner == person_id:
        raise Refused("Seorang pegawai tidak bisa menjadi atasannya sendiri.", "Pilih atasan lain.")
