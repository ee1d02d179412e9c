"""What the kinds of import are called and who may do them; light enough for every window."""

from __future__ import annotations

from typing import Literal

from polima_desktop.domain.access import Permission

Outcome = Literal["new", "changed", "unchanged", "rejected"]

OUTCOME_LABELS: dict[Outcome, str] = {
    "new": "Baru",
    "changed": "Berubah",
    "unchanged": "Tetap",
    "rejected": "Ditolak",
}
KIND_LABELS = {
    "units": "Unit kerja",
    "employees": "Pegawai",
    "events": "Perubahan kepegawaian",
    "holidays": "Hari libur",
    "patterns": "Jam kerja",
    "rosters": "Jadwal giliran",
    "points": "Titik unit",
    "attendance": "Kehadiran",
    "punches": "Ketukan absen",
    "activities": "Aktivitas",
    "backup": "Backup manual",
    "rules": "Aturan",
}
#: What the rows of a kind are called in a sentence.
KIND_NOUNS = {
    "units": "unit",
    "employees": "pegawai",
    "events": "perubahan kepegawaian",
    "holidays": "hari libur",
    "patterns": "jam kerja",
    "rosters": "giliran",
    "points": "titik unit",
    "attendance": "hari kehadiran",
    "punches": "ketukan absen",
    "activities": "aktivitas",
    "backup": "klaim",
}
SOURCES = {"bkpsdm": "BKPSDM", "kominfo": "Dinas Kominfo"}
ROSTER_PERMISSION = Permission.IMPORT_ROSTER
PERMISSIONS = {
    "units": Permission.EDIT_UNITS,
    "employees": Permission.EDIT_PEOPLE,
    "events": Permission.EDIT_PEOPLE,
    "holidays": Permission.EDIT_CALENDAR,
    "patterns": Permission.EDIT_CALENDAR,
    "rosters": Permission.EDIT_CALENDAR,
    "points": Permission.EDIT_UNITS,
    "attendance": Permission.IMPORT_RECORDS,
    "punches": Permission.IMPORT_RECORDS,
    "activities": Permission.IMPORT_RECORDS,
    "backup": Permission.IMPORT_CLAIMS,
}
#: What other pages must load again after a kind was imported or taken back.
CHANGES = {
    "units": "units",
    "employees": "people",
    "events": "people",
    "holidays": "calendar",
    "patterns": "calendar",
    "rosters": "calendar",
    "points": "points",
    "attendance": "records",
    "punches": "records",
    "activities": "records",
    "backup": "claims",
}


def form_name(kind: str) -> str:
    """Give the proposed file name of a kind's form: ``format-isian-hari-libur.xlsx``."""
    words = KIND_LABELS.get(kind, kind).lower().replace(" ", "-")
    return f"format-isian-{words}.{'toml' if kind == 'rules' else 'xlsx'}"


def permission_for(kind: str, source: str) -> Permission:
    """Give what importing a kind from a source takes."""
    if kind == "employees" and source == "kominfo":
        return ROSTER_PERMISSION
    return PERMISSIONS[kind]
