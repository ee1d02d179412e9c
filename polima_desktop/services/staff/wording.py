"""The fields of a person in the words of a sentence: "kelas jabatan", "9", "Aktif"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from polima_desktop.domain.people import (
    EDUCATION,
    JOB_KINDS,
    LABELS,
    STANDINGS,
    STATUSES,
    family_label,
)

UNKNOWN = "–"
_KEPT = ("NIP", "NIK", "NPWP", "TMT", "CPNS")


def label(name: str) -> str:
    """Give a field's name as it stands inside a sentence."""
    if name == "family":
        return "kelompok jabatan"
    words = LABELS.get(name, name).split()
    return " ".join(word if word in _KEPT else word.lower() for word in words)


def shown(name: str, value: object) -> str:
    """Give a field's value in words."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    words = {
        "standing": STANDINGS,
        "status": STATUSES,
        "job_kind": JOB_KINDS,
        "education": EDUCATION,
    }.get(name, {})
    text = words.get(str(value), str(value))
    return family_label(text) if name == "family" else text


def changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    units: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Name what differs, field by field: ``golongan III/c → III/d``; ``units``: code → name."""

    def said(field: str, value: Any) -> str:  # noqa: ANN401 - a field holds what it holds
        return (
            units.get(str(value), shown(field, value)) if field == "unit" else shown(field, value)
        )

    return [
        f"{label(field)} {said(field, before.get(field))} → {said(field, value)}"
        for field, value in after.items()
        if before.get(field) != value
    ]


def change(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Name what a correction does to a person: ``kelas jabatan Ratna Zahara 7 → 9``."""
    if len(after) != 1:
        return f"{len(after)} data {name}"
    ((field, value),) = after.items()
    return f"{label(field)} {name} {shown(field, before[field])} → {shown(field, value)}"
