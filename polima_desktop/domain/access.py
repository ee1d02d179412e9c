"""Who may do what: roles, permissions, office scope. Passwords and sessions are elsewhere."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from polima_desktop.domain.errors import NotAllowed


class Role(StrEnum):
    """A kind of user; the value is also the demo city's user name for it."""

    ADMIN = "admin"
    BKPSDM = "bkpsdm"
    ORGANISASI = "organisasi"
    KOMINFO = "kominfo"
    VERIFIKATOR = "verifikator"
    KEUANGAN = "keuangan"
    PIMPINAN = "pimpinan"
    AUDITOR = "auditor"


ROLE_LABELS = {
    Role.ADMIN: "Pengelola sistem",
    Role.BKPSDM: "BKPSDM · petugas data",
    Role.ORGANISASI: "Bagian Organisasi",
    Role.KOMINFO: "Dinas Kominfo",
    Role.VERIFIKATOR: "Verifikator unit",
    Role.KEUANGAN: "BPKAD · keuangan",
    Role.PIMPINAN: "Pimpinan",
    Role.AUDITOR: "Pemeriksa",
}


class Permission(StrEnum):
    """What not everybody may see or do; the value is its Indonesian name in messages."""

    READ = "membuka data kota"
    READ_PEOPLE = "melihat daftar pegawai"
    READ_PRIVATE = "melihat NIK, NPWP, rekening, dan berkas pegawai"
    READ_HEALTH = "melihat keterangan sakit"
    READ_RECORDS = "melihat kehadiran dan backup manual"
    READ_SLIPS = "melihat slip dan besaran TPP"
    READ_RECONCILIATION = "melihat rekonsiliasi daftar pegawai"
    READ_AUDIT = "membaca jejak audit"
    EXPORT_BANK = "mengekspor daftar bank"
    EDIT_PEOPLE = "mengubah data pegawai"
    EDIT_UNITS = "mengubah unit kerja"
    EDIT_CALENDAR = "mengubah kalender kerja"
    EDIT_POLICY = "mengubah kebijakan backup manual"
    IMPORT_RECORDS = "mengimpor kehadiran dan aktivitas"
    IMPORT_ROSTER = "mengimpor daftar Kominfo"
    RECONCILE = "memutuskan rekonsiliasi daftar pegawai"
    IMPORT_CLAIMS = "mengimpor backup manual"
    DECIDE_CLAIMS = "memutuskan klaim"
    DECIDE_CASES = "memutuskan kasus kehadiran"
    EDIT_RULES = "menyusun aturan"
    PUBLISH_RULES = "menerbitkan aturan"
    RUN_MONTH = "menjalankan perhitungan"
    APPROVE_MONTH = "menyetujui bulan"
    LOCK_MONTH = "mengunci bulan"
    PRINT = "mencetak dan mengekspor"
    MANAGE_KEYS = "mengelola kunci tanda tangan kantor"
    MANAGE_USERS = "mengelola pengguna"
    CHANGE_SETTINGS = "mengubah pengaturan"


_P = Permission
_EVERYBODY = {_P.READ, _P.READ_PEOPLE}
GRANTS: dict[Role, frozenset[Permission]] = {
    role: frozenset(_EVERYBODY | granted)
    for role, granted in {
        Role.ADMIN: {
            _P.READ_AUDIT,
            _P.MANAGE_USERS,
            _P.CHANGE_SETTINGS,
            _P.EDIT_UNITS,
            _P.EDIT_CALENDAR,
            _P.EDIT_POLICY,
            _P.PRINT,
            _P.IMPORT_RECORDS,
        },
        Role.BKPSDM: {
            _P.READ_PRIVATE,
            _P.READ_HEALTH,
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.READ_RECONCILIATION,
            _P.EDIT_PEOPLE,
            _P.EDIT_UNITS,
            _P.EDIT_CALENDAR,
            _P.DECIDE_CASES,
            _P.IMPORT_ROSTER,
            _P.RECONCILE,
            _P.PRINT,
        },
        Role.ORGANISASI: {
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.EDIT_RULES,
            _P.PUBLISH_RULES,
            _P.EDIT_UNITS,
            _P.EDIT_CALENDAR,
            _P.EDIT_POLICY,
            _P.PRINT,
        },
        Role.KOMINFO: {
            _P.READ_RECORDS,
            _P.READ_RECONCILIATION,
            _P.IMPORT_RECORDS,
            _P.IMPORT_ROSTER,
            _P.RECONCILE,
            _P.PRINT,
        },
        Role.VERIFIKATOR: {
            _P.READ_HEALTH,
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.IMPORT_CLAIMS,
            _P.DECIDE_CLAIMS,
            _P.DECIDE_CASES,
            _P.PRINT,
        },
        Role.KEUANGAN: {
            _P.READ_PRIVATE,
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.EXPORT_BANK,
            _P.RUN_MONTH,
            _P.LOCK_MONTH,
            _P.PRINT,
            _P.MANAGE_KEYS,
        },
        Role.PIMPINAN: {
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.READ_RECONCILIATION,
            _P.READ_AUDIT,
            _P.PUBLISH_RULES,
            _P.APPROVE_MONTH,
            _P.PRINT,
        },
        Role.AUDITOR: {
            _P.READ_PRIVATE,
            _P.READ_HEALTH,
            _P.READ_RECORDS,
            _P.READ_SLIPS,
            _P.READ_RECONCILIATION,
            _P.READ_AUDIT,
            _P.EXPORT_BANK,
            _P.PRINT,
        },
    }.items()
}
"""Reading is granted like acting. An office scope narrows both to the people of that office
(``services.scope``). Two people: whoever proposes rules or submits a month may not also publish
or approve it; the services check the names, this table only the roles."""


def may(permission: Permission) -> list[Role]:
    """Give the roles that may."""
    return [role for role, granted in GRANTS.items() if permission in granted]


class Actor(NamedTuple):
    """Who acts: the account's name, how to call them, their role and office (None: the city)."""

    name: str
    display_name: str
    role: Role
    unit_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether the role grants it."""
        return permission in GRANTS[self.role]

    def require(self, permission: Permission) -> None:
        """Refuse with the roles that may, if this one may not."""
        if self.may(permission):
            return
        able = [ROLE_LABELS[role] for role in may(permission)]
        raise NotAllowed(
            f"{ROLE_LABELS[self.role]} tidak boleh {permission.value}.",
            f"Masuk sebagai {' atau '.join(able)}.",
        )
