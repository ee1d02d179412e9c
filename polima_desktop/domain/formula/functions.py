"""The closed list of functions, with their two names, argument counts and a line of help.

The checker gives them meaning; the editor and the user guide read the help from here.
"""

from __future__ import annotations

from typing import NamedTuple


class Function(NamedTuple):
    """One function: canonical (Indonesian) and English name, how many arguments, help."""

    name: str
    english: str
    least: int
    most: int
    usage: str
    help: str


MANY = 255

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("JIKA", "IF", 3, 3, "JIKA(syarat; bila_ya; bila_tidak)",
                 "Memilih salah satu dari dua nilai; yang tidak dipilih tidak dihitung."),
        Function("DAN", "AND", 2, MANY, "DAN(syarat; syarat; …)", "Benar bila semuanya benar."),
        Function("ATAU", "OR", 2, MANY, "ATAU(syarat; syarat; …)",
                 "Benar bila paling sedikit satu benar."),
        Function("BUKAN", "NOT", 1, 1, "BUKAN(syarat)", "Kebalikan syarat."),
        Function("MIN", "MIN", 2, MANY, "MIN(nilai; nilai; …)", "Nilai terkecil."),
        Function("MAKS", "MAX", 2, MANY, "MAKS(nilai; nilai; …)", "Nilai terbesar."),
        Function("ABS", "ABS", 1, 1, "ABS(nilai)", "Nilai tanpa tanda."),
        Function("BULAT", "ROUND", 2, 2, "BULAT(nilai; desimal)",
                 "Membulatkan; tepat setengah menjauhi nol."),
        Function("BULAT.BAWAH", "ROUNDDOWN", 2, 2, "BULAT.BAWAH(nilai; desimal)",
                 "Membulatkan ke arah nol."),
        Function("BULAT.ATAS", "ROUNDUP", 2, 2, "BULAT.ATAS(nilai; desimal)",
                 "Membulatkan menjauhi nol."),
        Function("CARI", "LOOKUP", 2, 2, "CARI(tabel; kunci)",
                 "Mengambil nilai tabel untuk satu kunci yang persis sama."),
        Function("JENJANG", "BAND", 2, 2, "JENJANG(jenjang; nilai)",
                 "Mengambil nilai jenjang tempat sebuah nilai berada; batas bawah termasuk."),
        Function("JUMLAH", "SUM", 1, 1, "JUMLAH(rumus)",
                 "Menjumlahkan rumus untuk setiap aktivitas, hari laporan, atau hari kerja."),
        Function("HARI", "DAYS", 2, 2, "HARI(akhir; awal)",
                 "Banyaknya hari dari tanggal awal sampai tanggal akhir."),
    )
}  # fmt: skip

_CANONICAL = {name: f.name for f in FUNCTIONS.values() for name in (f.name, f.english)}

NAMES = tuple(_CANONICAL)


def canonical_name(written: str) -> str | None:
    """Give the Indonesian name of a function written in either language and any case."""
    return _CANONICAL.get(written.upper())
