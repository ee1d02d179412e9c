"""What the month supplies: the names a published rule set may use (INTERFACES.md).

The one place where they stand, with label, kind, unit and closed list; the month fills them, the
gate checks against them, the user guide prints them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from polima_desktop.domain.rules.model import InputKind

PNS_GRADES = tuple(
    f"{group}/{room}"
    for group in ("I", "II", "III", "IV")
    for room in ("abcde" if group == "IV" else "abcd")
)
PPPK_GRADES = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII",
)  # fmt: skip
ACTIVITIES = "aktivitas"
WORKDAYS = "hari kerja"
REPORT_DAYS = "hari laporan"
"""The days for which anything was reported, each with what its reports add up to."""
DAILY = {"menit_harian": "menit_aktivitas", "poin_harian": "poin_aktivitas"}
"""Each list over the days reported, and the list over the activities that it adds up."""
CLASS_TABLE = "tpp_kelas"
"""The look-up table, keyed by ``kelas``, from which the input of the same name is taken."""
CLASS_KEY = "kelas"
ITEMS_AT_MOST = {ACTIVITIES: 5000, WORKDAYS: 400, REPORT_DAYS: 400}
"""Bounds the interval of a JUMLAH; a longer list is the row's error."""


NONE = "tidak"
"""In the closed list of an open name: there is none."""
OTHERS = "lainnya"
"""In the closed list of an open name: whatever the list does not name."""


class Supplied(NamedTuple):
    """A name the month supplies. ``values`` empty with kind text: an open list of names.

    ``family`` is the list whose items it is, or empty for a single value a person.
    """

    label: str
    kind: InputKind
    unit: str = ""
    decimals: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    values: tuple[str, ...] = ()
    family: str = ""

    @property
    def is_list(self) -> bool:
        """Tell whether a person has a list of it."""
        return bool(self.family)


def _days(label: str) -> Supplied:
    return Supplied(label, "number", "hari", high=Decimal(31))


SUPPLIED: dict[str, Supplied] = {
    "status": Supplied("Status kepegawaian", "text", values=("CPNS", "PNS", "PPPK")),
    "golongan": Supplied("Golongan ruang", "text", values=PNS_GRADES + PPPK_GRADES),
    "kelompok_golongan": Supplied("Kelompok golongan", "text",
                                  values=("I", "II", "III", "IV", "PPPK")),
    "eselon": Supplied("Eselon", "text"),
    "jenis_jabatan": Supplied("Jenis jabatan", "text"),
    "rumpun": Supplied("Kelompok jabatan", "text"),
    "jenis_unit": Supplied("Jenis unit kerja", "text"),
    "jabatan": Supplied("Nama jabatan", "text"),
    "unit_kerja": Supplied("Kode unit kerja", "text"),
    "tempat_tugas": Supplied("Kelurahan atau desa unit kerja", "text"),
    "hukdis": Supplied("Hukuman disiplin yang berlaku", "text",
                       values=("tidak", "ringan", "sedang", "berat")),
    "sertifikasi": Supplied("Menerima tunjangan sertifikasi", "bool"),
    "plt": Supplied("Merangkap pelaksana tugas", "bool"),
    "kelas": Supplied("Kelas jabatan", "number", low=Decimal(1), high=Decimal(17)),
    "tpp_kelas": Supplied("TPP kelas jabatan, dari tabel kelas", "number", "Rp",
                          high=Decimal(100_000_000)),
    "gaji": Supplied("Gaji pokok", "number", "Rp", high=Decimal(100_000_000)),
    "hari_kerja": _days("Hari kerja bulan ini"),
    "hari_wajib": _days("Hari yang wajib dihadiri"),
    "hadir": _days("Hari hadir"),
    "alpa": _days("Hari tidak hadir tanpa keterangan"),
    "dinas_luar": _days("Hari dinas luar"),
    "cuti_tahunan": _days("Hari cuti tahunan"),
    "cuti_sakit": _days("Hari cuti sakit"),
    "cuti_melahirkan": _days("Hari cuti melahirkan"),
    "cuti_besar": _days("Hari cuti besar"),
    "cuti_alasan_penting": _days("Hari cuti alasan penting"),
    "tugas_belajar": _days("Hari tugas belajar"),
    "alpa_beruntun": _days("Hari alpa berturut-turut yang terpanjang"),
    "hari_kalender": _days("Hari kalender bulan ini"),
    "hari_bertugas": _days("Hari kalender selama bertugas bulan ini"),
    "hari_kerja_bertugas": _days("Hari kerja selama bertugas bulan ini"),
    "tanggal_mulai": Supplied("Tanggal pertama bertugas dalam bulan ini", "number",
                              low=Decimal(1), high=Decimal(31)),
    "apel_lalai": Supplied("Apel yang tidak diikuti", "number", "kali", high=Decimal(31)),
    "bagian_bulan": Supplied("Bagian bulan pada penugasan ini", "number", decimals=9,
                             high=Decimal(1)),
    "poin_aktivitas": Supplied("Poin setiap aktivitas", "number", "poin", family=ACTIVITIES),
    "menit_aktivitas": Supplied("Menit setiap aktivitas", "number", "menit",
                                high=Decimal(44_640), family=ACTIVITIES),
    "poin_harian": Supplied("Poin setiap hari laporan", "number", "poin", family=REPORT_DAYS),
    "menit_harian": Supplied("Menit setiap hari laporan", "number", "menit",
                             high=Decimal(1_000_000), family=REPORT_DAYS),
    "menit_terlambat": Supplied("Menit terlambat setiap hari kerja", "number", "menit",
                                high=Decimal(9999), family=WORKDAYS),
    "menit_pulang_cepat": Supplied("Menit pulang cepat setiap hari kerja", "number", "menit",
                                   high=Decimal(9999), family=WORKDAYS),
}  # fmt: skip

UNDECLARED = {name: supplied.label for name, supplied in SUPPLIED.items() if not supplied.is_list}
"""What a set may declare, with what it is: said where a formula names it without that."""

ALWAYS_IN_ACTIVITIES: dict[str, tuple[str, int, Decimal]] = {
    "volume": ("Volume", 4, Decimal(100_000)),
    "menit": ("Menit", 0, Decimal(44_640)),
}
"""What every point formula may use besides ``bobot``: label, decimals, largest value."""
