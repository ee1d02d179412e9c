"""Which columns each kind of list has, and the headings they go by in lists of other offices.

A heading is compared by its letters and digits only, so ``GOL/RUANG`` and ``Gol. Ruang`` are equal.
A group heading above a sub-heading counts as both together (``JABATAN`` over ``TMT``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from polima_desktop.domain.people import LABELS

Kind = Literal[
    "units",
    "employees",
    "events",
    "holidays",
    "patterns",
    "rosters",
    "points",
    "attendance",
    "punches",
    "activities",
    "backup",
]


def heading_key(text: object) -> str:
    """Give the letters and digits of a heading in lower case."""
    return re.sub(r"[^a-z0-9]", "", str(text).lower())


def heading_words(text: object) -> tuple[str, ...]:
    """Give the different words of a heading, sorted."""
    return tuple(sorted(set(re.findall(r"[a-z0-9]+", str(text).lower()))))


@dataclass(frozen=True)
class Column:
    """One column of a kind of list: the field it fills, its own title, its other headings.

    ``pattern`` matches comparable headings of many spellings, where no heading is known by name.
    """

    field: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    pattern: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Comparable headings, the most telling first."""
        return tuple(dict.fromkeys(heading_key(t) for t in (self.title, *self.aliases)))

    @property
    def word_keys(self) -> tuple[tuple[str, ...], ...]:
        """Headings of several words by their sorted words: ``JABATAN KELAS`` is KELAS JABATAN."""
        words = (heading_words(t) for t in (self.title, *self.aliases))
        return tuple(dict.fromkeys(key for key in words if len(key) > 1))


def _column(
    field: str, aliases: str = "", title: str = "", required: bool = False, pattern: str = ""
) -> Column:
    names = tuple(alias.strip() for alias in aliases.split("|") if alias.strip())
    return Column(field, title or LABELS.get(field, field), names, required, pattern)


NIP = _column(
    "nip",
    "NIP BARU|NIP_BARU|NOMOR INDUK|NOMOR INDUK PEGAWAI|NIP/NIPPPK|NIPPPK|NI PPPK|NIP/NI PPPK"
    "|NO INDUK|NIP PEGAWAI|NOMOR INDUK PEGAWAI (NIP)|NIP ASN",
    required=True,
)

ASSIGNMENT_COLUMNS = (
    _column("status", "STATUS CPNS PNS|STATUS KEPEGAWAIAN|STATUS PEGAWAI|JENIS PEGAWAI NAMA"
            "|JENIS PEGAWAI|STATUS ASN|CPNS/PNS"),
    _column("golongan", "GOL AKHIR NAMA|GOL|GOL/RUANG|GOL. RUANG|PANGKAT/GOLONGAN|PANGKAT/GOL"
            "|PANGKAT/GOL. RUANG|PANGKAT GOL/RUANG|PANGKAT GOL|PANGKAT GOLONGAN|PANGKAT, GOL/RUANG"
            "|GOLONGAN RUANG|GOLONGAN AKHIR|GOL AKHIR|PANGKAT GOLONGAN RUANG|PANGKAT",
            pattern=r"(?!\w*tmt)(?!\w*awal)pangkat\w*gol\w*|(?!\w*tmt)gol\w*ruang\w*"),
    _column("golongan_date", "TMT GOL|TMT GOL AKHIR|TMT PANGKAT|PANGKAT TMT|GOLONGAN TMT"
            "|TMT GOLONGAN RUANG|PANGKAT/GOL TMT|TMT PANGKAT TERAKHIR|PANGKAT TERAKHIR TMT",
            pattern=r"(?!\w*(awal|cpns))((pangkat|gol)\w*tmt|tmt\w*(pangkat|gol)\w*)"),
    _column("job_kind", "JENIS JABATAN NAMA|JENIS JABATAN"),
    _column("position", "JABATAN NAMA|NAMA JABATAN|JABATAN NAMA JABATAN|JABATAN TERAKHIR"),
    _column("family", "RUMPUN JABATAN|KELOMPOK JABATAN"),
    _column("eselon", "ESELON NAMA|ESELONERING|ESELON JABATAN|JABATAN ESELON"),
    _column("job_class", "KELAS|KELAS JAB|GRADE|JOB CLASS|KJ"),
    _column("position_date", "TMT JAB|JABATAN TMT|TMT JABATAN TERAKHIR"),
    _column("unit", "UNOR NAMA|UNIT ORGANISASI|UNIT|SATUAN KERJA|SATUAN KERJA KERJA NAMA|SATKER"
            "|SATUAN KERJA INDUK NAMA|OPD|SKPD|PERANGKAT DAERAH|TEMPAT TUGAS|INSTANSI"
            "|NAMA UNIT KERJA|NAMA OPD|LOKASI KERJA"),
    _column("superior_nip", "NIP ATASAN LANGSUNG|NIP PEJABAT PENILAI"),
    _column("salary", "GAJI|GAJI POKOK (RP)|GAPOK"),
    _column("certified", "SERTIFIKASI GURU|STATUS SERTIFIKASI|SERTIFIKAT PENDIDIK"),
    _column("standing", "KEDUDUKAN HUKUM NAMA|KEDUDUKAN"),
)  # fmt: skip

EMPLOYEES = (
    NIP,
    _column("nik", "NO KTP|NOMOR KTP|NIK KTP|NOMOR INDUK KEPENDUDUKAN"),
    _column("front_title", "GLR DEPAN|GELAR DPN"),
    _column("name", "NAMA LENGKAP|NAMA PEGAWAI|NAMA ASN|NAMA PNS|NAMA/TEMPAT TANGGAL LAHIR"
            "|NAMA LENGKAP DAN GELAR|NAMA DAN GELAR|NAMA TEMPAT DAN TANGGAL LAHIR"
            "|NAMA, TEMPAT/TANGGAL LAHIR|NAMA/TEMPAT/TGL LAHIR|NAMA/TTL|NAMA TEMPAT TGL LAHIR"
            "|NAMA PEGAWAI TEMPAT TANGGAL LAHIR", pattern=r"nama\w*lahir"),
    _column("back_title", "GLR BELAKANG|GELAR BLK"),
    _column("birth_place", "TEMPAT LAHIR NAMA|TMP LAHIR|KOTA LAHIR"),
    _column("birth_date", "TGL LAHIR|TTL|TGL. LAHIR|TEMPAT TANGGAL LAHIR|TEMPAT/TANGGAL LAHIR"
            "|TEMPAT TGL LAHIR|TEMPAT/TGL LAHIR|TEMPAT, TANGGAL LAHIR|TEMPAT DAN TANGGAL LAHIR"
            "|LAHIR TANGGAL|TANGGAL KELAHIRAN", pattern=r"(te?mpa?t?|tgl|tanggal|usia)\w*lahir"),
    _column("sex", "JK|L/P|KELAMIN|JNS KELAMIN|SEX|JENIS KEL"),
    _column("cpns_date", "TMT PPPK|TMT PENGANGKATAN|CPNS TMT|TMT CPNS/PPPK"),
    *ASSIGNMENT_COLUMNS,
    _column("npwp", "NPWP NOMOR|NO NPWP|NOMOR NPWP"),
    _column("bank", "NAMA BANK"),
    _column("account_number", "NO REKENING|NO. REK|NOREK|REKENING|NOMOR REK"),
    _column("education", "TINGKAT PENDIDIKAN NAMA|TINGKAT PENDIDIKAN|PENDIDIKAN TERAKHIR"
            "|JENJANG PENDIDIKAN|JENJANG|PEND"),
)  # fmt: skip

UNITS = (
    _column("code", "KODE UNIT|KODE OPD|KODE UNOR|ID", "KODE", required=True),
    _column("name", "NAMA UNIT|NAMA OPD|UNIT KERJA|OPD|SKPD|UNIT", "NAMA", required=True),
    _column("kind", "JENIS UNIT|KELOMPOK", "JENIS", required=True),
    _column("parent", "UNIT INDUK|KODE INDUK|INDUK UNIT|ATASAN", "INDUK"),
    _column("place", "DESA/KELURAHAN|LOKASI", "KELURAHAN"),
    _column("pattern", "POLA|HARI KERJA", "POLA KERJA"),
    _column("aliases", "NAMA LAIN|SINGKATAN|NAMA LAMA", "ALIAS"),
    _column("valid_from", "SEJAK|MULAI|TMT", "BERLAKU SEJAK"),
)

EVENTS = (
    NIP,
    _column("kind", "JENIS PERISTIWA|PERISTIWA|JENIS KEJADIAN|KEJADIAN", "JENIS", required=True),
    _column("starts", "TANGGAL MULAI|TMT|TGL MULAI|SEJAK|TANGGAL", "MULAI", required=True),
    _column("ends", "TANGGAL SELESAI|SAMPAI|TGL SELESAI|S/D", "SELESAI"),
    _column("decree_number", "NO SK|NOMOR SURAT|SK", "NOMOR SK"),
    _column("decree_date", "TGL SK|TANGGAL SURAT", "TANGGAL SK"),
    _column("note", "KET|CATATAN|URAIAN", "KETERANGAN"),
    _column("action", "AKSI", "TINDAKAN"),
    *(column for column in ASSIGNMENT_COLUMNS if column.field != "status"),
)

HOLIDAYS = (
    _column("day", "TGL|HARI LIBUR|TANGGAL LIBUR|DATE", "TANGGAL", required=True),
    _column("name", "NAMA HARI LIBUR|HARI BESAR|KETERANGAN|URAIAN|PERINGATAN|NAME", "NAMA"),
    _column("kind", "JENIS LIBUR|KIND", "JENIS"),
    _column("unit", "UNIT KERJA|KODE UNIT|OPD|SKPD", "UNIT"),
    _column("basis", "DASAR HUKUM|NOMOR SK|SK|SKB|KEPUTUSAN|SURAT EDARAN", "DASAR"),
    _column("cancelled", "DIBATALKAN|PEMBATALAN", "BATAL"),
)

PATTERNS = (
    _column("starts", "BERLAKU SEJAK|MULAI BERLAKU|MULAI|BERLAKU MULAI|TMT|DARI TANGGAL|TANGGAL",
            "SEJAK", required=True),
    _column("ends", "BERLAKU SAMPAI|SAMPAI DENGAN|S/D|SELESAI|HINGGA|SAMPAI TANGGAL", "SAMPAI"),
    _column("pattern", "POLA KERJA|KODE POLA|NAMA POLA", "POLA"),
    _column("unit", "UNIT KERJA|KODE UNIT|OPD|SKPD|NAMA UNIT", "UNIT"),
    _column("weekdays", "HARI KERJA|NAMA HARI", "HARI"),
    _column("clock_in", "JAM MASUK|DATANG|JAM DATANG|JAM MULAI", "MASUK"),
    _column("clock_out", "JAM PULANG|KELUAR|JAM SELESAI", "PULANG"),
    _column("shift", "SIF|GILIRAN|NAMA SHIFT|NAMA SIF", "SHIFT"),
    _column("name", "KETERANGAN|NAMA|URAIAN|ACARA", "NAMA"),
    _column("basis", "DASAR HUKUM|NOMOR SK|SK|KEPUTUSAN|SURAT EDARAN|SE", "DASAR"),
)  # fmt: skip

ROSTERS = (
    NIP,
    _column("day", "TGL|TANGGAL DINAS|TANGGAL JAGA|TANGGAL PIKET", "TANGGAL", required=True),
    _column("shift", "SIF|GILIRAN|JAGA|PIKET|JADWAL|NAMA SHIFT", "SHIFT", required=True),
    _column("basis", "DASAR HUKUM|NOMOR SK|SK|KEPUTUSAN|SURAT TUGAS", "DASAR"),
)

POINTS = (
    _column("unit", "UNIT KERJA|KODE UNIT|OPD|SKPD|NAMA UNIT", "UNIT", required=True),
    _column("name", "NAMA TITIK|TITIK|TEMPAT|LOKASI|NAMA LOKASI|NAMA", "NAMA TITIK"),
    _column("lat", "LATITUDE|LAT", "LINTANG", required=True),
    _column("lon", "LONGITUDE|LONG|LON", "BUJUR", required=True),
    _column("radius", "RADIUS (M)|RADIUS METER|JARAK|JARAK (M)", "RADIUS"),
    _column("starts", "BERLAKU SEJAK|MULAI|TMT|TANGGAL", "SEJAK", required=True),
    _column("ends", "BERLAKU SAMPAI|SELESAI|HINGGA", "SAMPAI"),
    _column("basis", "DASAR HUKUM|NOMOR SK|SK|KEPUTUSAN", "DASAR"),
)

ATTENDANCE = (
    NIP,
    _column("day", "tgl|hari tanggal|tanggal absen", "tanggal", required=True),
    _column("check_in", "jam masuk|absen masuk|datang|jam datang|check in", "masuk"),
    _column("check_out", "jam pulang|absen pulang|jam keluar|keluar|check out", "pulang"),
    _column("lat_in", "latitude masuk|lat", "lat_masuk"),
    _column("lon_in", "longitude masuk|long|lon|long_masuk", "lon_masuk"),
    _column("lat_out", "latitude pulang", "lat_pulang"),
    _column("lon_out", "longitude pulang|long_pulang", "lon_pulang"),
    _column("location", "lokasi absen|tempat", "lokasi"),
    _column("device", "hp|alat|device", "perangkat"),
    _column("mock", "fake gps|mock|mock location|gps palsu|palsu", "lokasi_palsu"),
)

PUNCHES = (
    NIP,
    _column("at", "TANGGAL WAKTU|WAKTU ABSEN|TANGGAL JAM|TIMESTAMP|DATETIME|DATE TIME|JAM|TIME"
            "|WAKTU SCAN|SCAN|JAM ABSEN", "WAKTU", required=True),
    _column("day", "TGL|TANGGAL ABSEN|DATE", "TANGGAL"),
    _column("location", "LOKASI ABSEN|TEMPAT|MESIN", "LOKASI"),
    _column("way", "STATUS ABSEN|JENIS ABSEN|IN/OUT|TIPE|STATUS", "ARAH"),
    _column("lat", "LATITUDE", "LAT"),
    _column("lon", "LONGITUDE|LON", "LONG"),
    _column("device", "HP|ALAT|DEVICE", "PERANGKAT"),
    _column("mock", "FAKE GPS|MOCK|MOCK LOCATION|GPS PALSU|PALSU", "LOKASI PALSU"),
)  # fmt: skip

ACTIVITIES = (
    NIP,
    _column("day", "tgl|tanggal aktivitas|tanggal kegiatan", "tanggal", required=True),
    _column("code", "kode|kode kegiatan|aktivitas|kode aktifitas", "kode_aktivitas", required=True),
    _column("description", "uraian aktivitas|uraian kegiatan|kegiatan|deskripsi", "uraian"),
    _column("volume", "vol|jumlah|kuantitas", "volume", required=True),
    _column("minutes", "waktu|durasi|lama (menit)|menit efektif", "menit", required=True),
    _column("status", "status verifikasi|status aktivitas", "status", required=True),
    _column("superior_nip", "nip atasan|verifikator|nip verifikator", "atasan"),
)

_CLAIMANT = _column("name", "NAMA LENGKAP|NAMA PEGAWAI|NAMA ASN|NAMA DAN GELAR", "NAMA")

CLAIMED_DAYS = (
    NIP,
    _CLAIMANT,
    _column("day", "tgl", "TANGGAL", required=True),
    _column("check_in", "JAM MASUK|DATANG", "MASUK"),
    _column("check_out", "JAM PULANG|KELUAR", "PULANG"),
    _column("reason", "ALASAN MANUAL|KETERANGAN|KENDALA", "ALASAN"),
    _column("evidence", "BUKTI DUKUNG|BERKAS BUKTI|BERKAS|LAMPIRAN", "BUKTI"),
)

CLAIMED_ACTIVITIES = (
    NIP,
    _CLAIMANT,
    _column("day", "tgl", "TANGGAL", required=True),
    _column("code", "KODE|AKTIVITAS", "KODE AKTIVITAS", required=True),
    _column("description", "URAIAN KEGIATAN|KEGIATAN", "URAIAN"),
    _column("volume", "VOL|JUMLAH", "VOLUME", required=True),
    _column("minutes", "WAKTU|DURASI", "MENIT", required=True),
    _column("reason", "KETERANGAN|KENDALA", "ALASAN"),
    _column("evidence", "BUKTI DUKUNG|BERKAS BUKTI|BERKAS|LAMPIRAN", "BUKTI"),
)

#: The columns of a file kind that is one table.
TABLES: dict[str, tuple[Column, ...]] = {
    "units": UNITS,
    "employees": EMPLOYEES,
    "events": EVENTS,
    "holidays": HOLIDAYS,
    "patterns": PATTERNS,
    "rosters": ROSTERS,
    "points": POINTS,
    "attendance": ATTENDANCE,
    "punches": PUNCHES,
    "activities": ACTIVITIES,
}

#: Headings that look like one of ours under a group but are not.
FOREIGN = frozenset(
    heading_key(text)
    for text in (
        "PENDIDIKAN NAMA|PENDIDIKAN TMT|TINGKAT PENDIDIKAN NAMA|AGAMA NAMA|LATIHAN JABATAN NAMA"
        "|DIKLAT NAMA|LATIHAN JABATAN|MASA KERJA GOLONGAN|INSTANSI INDUK NAMA|GOL AWAL NAMA"
        "|NIP LAMA|PNS ID|TMT PNS|NAMA SEKOLAH|PENDIDIKAN|PENDIDIKAN TERAKHIR|NAMA ATASAN"
    ).split("|")
)
