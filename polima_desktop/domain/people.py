"""A person as dated facts: who they are (``Identity``) and what they do where (``Assignment``).

Also the closed lists of status, standing and job kind, retirement, and what looks wrong with a
person (the quality board). Nothing is read or written here; unknown is always None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, NamedTuple

from polima_desktop.domain import identity as ids
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import Sex

Severity = Literal["error", "warning"]

STATUSES: dict[str, str] = {"CPNS": "CPNS", "PNS": "PNS", "PPPK": "PPPK", "NON_ASN": "Non-ASN"}
#: Legal standing (*kedudukan hukum*), code → words.
STANDINGS: dict[str, str] = {
    "aktif": "Aktif",
    "tugas_belajar": "Tugas belajar",
    "cltn": "Cuti di luar tanggungan negara",
    "berhenti_sementara": "Diberhentikan sementara",
    "mpp": "Masa persiapan pensiun",
    "pensiun": "Pensiun",
    "wafat": "Meninggal dunia",
    "pindah": "Pindah instansi",
    "berhenti": "Berhenti",
}
JOB_KINDS: dict[str, str] = {
    "struktural": "Struktural",
    "fungsional": "Fungsional",
    "pelaksana": "Pelaksana",
}
#: Job families (*rumpun*) the activity catalogue knows; others may be written by hand.
FAMILIES: dict[str, str] = {
    "umum": "Umum",
    "guru": "Guru",
    "kesehatan": "Kesehatan",
    "penyuluh": "Penyuluh",
    "satpol_pp": "Satpol PP",
    "damkar": "Damkar",
}
#: Levels of education, from the lowest, code → words.
EDUCATION: dict[str, str] = {
    "SD": "SD",
    "SMP": "SMP",
    "SMA": "SMA/SMK",
    "D1": "D-I",
    "D2": "D-II",
    "D3": "D-III",
    "D4": "D-IV",
    "S1": "S-1",
    "S2": "S-2",
    "S3": "S-3",
}
#: Standings of people who no longer work here.
GONE = frozenset({"pensiun", "wafat", "pindah", "berhenti"})


@dataclass(frozen=True)
class Identity:
    """Who a person is. ``nip``: 18 digits, or 9 of an old NIP, or another number of a non-ASN."""

    nip: str
    name: str
    nik: str | None = None
    front_title: str | None = None
    back_title: str | None = None
    birth_place: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    cpns_date: date | None = None
    npwp: str | None = None
    bank: str | None = None
    account_number: str | None = None
    education: str | None = None

    def masked(self) -> Identity:
        """Give the same person for eyes that may not see private numbers."""
        return replace(
            self,
            nik=self.nik and masked(self.nik),
            npwp=self.npwp and masked(self.npwp),
            account_number=self.account_number and masked(self.account_number),
        )


PRIVATE = ("nik", "npwp", "account_number")
"""The numbers of a person that not everybody may read."""


def masked(number: str) -> str:
    """Hide a number but for its end.

    >>> masked("7472010101900001")
    '••••0001'
    """
    return "••••" + number[-4:]


@dataclass(frozen=True)
class Assignment:
    """What a person does where, in what rank. ``unit``: a unit's code; ``salary``: whole rupiah."""

    unit: str
    standing: str = "aktif"
    status: str | None = None
    golongan: str | None = None
    golongan_date: date | None = None
    job_kind: str | None = None
    position: str | None = None
    family: str | None = None
    eselon: str | None = None
    job_class: int | None = None
    position_date: date | None = None
    superior_nip: str | None = None
    salary: int | None = None
    certified: bool | None = None
    acting: bool = False


IDENTITY_FIELDS = tuple(f.name for f in fields(Identity))
ASSIGNMENT_FIELDS = tuple(f.name for f in fields(Assignment))

#: What each field is called on screen, in exports and in messages (the template's columns).
LABELS: dict[str, str] = {
    "nip": "NIP",
    "nik": "NIK",
    "front_title": "GELAR DEPAN",
    "name": "NAMA",
    "back_title": "GELAR BELAKANG",
    "birth_place": "TEMPAT LAHIR",
    "birth_date": "TANGGAL LAHIR",
    "sex": "JENIS KELAMIN",
    "status": "STATUS",
    "cpns_date": "TMT CPNS",
    "golongan": "GOLONGAN",
    "golongan_date": "TMT GOLONGAN",
    "job_kind": "JENIS JABATAN",
    "position": "JABATAN",
    "family": "RUMPUN",
    "eselon": "ESELON",
    "job_class": "KELAS JABATAN",
    "position_date": "TMT JABATAN",
    "unit": "UNIT KERJA",
    "superior_nip": "NIP ATASAN",
    "salary": "GAJI POKOK",
    "certified": "SERTIFIKASI",
    "npwp": "NPWP",
    "bank": "BANK",
    "account_number": "NOMOR REKENING",
    "standing": "KEDUDUKAN HUKUM",
    "education": "PENDIDIKAN",
}


class Person(NamedTuple):
    """Both facts of one person on one day."""

    identity: Identity
    assignment: Assignment


class Quality(NamedTuple):
    """Something that looks wrong with a person: a code to count by, how bad, and the words."""

    code: str
    severity: Severity
    text: str


#: The problems the quality board counts, code → heading.
QUALITY: dict[str, str] = {
    "nip_invalid": "NIP tidak sah",
    "nip_birth": "NIP berbeda dengan tanggal lahir",
    "nip_sex": "NIP berbeda dengan jenis kelamin",
    "nip_cpns": "NIP berbeda dengan TMT CPNS",
    "nip_status": "NIP berbeda dengan status",
    "duplicate": "Kemungkinan ganda",
    "past_retirement": "Lewat batas usia pensiun",
    "no_superior": "Tanpa atasan",
    "superior_unknown": "Atasan tidak ada dalam daftar",
    "no_class": "Tanpa kelas jabatan",
    "no_golongan": "Tanpa golongan",
    "unit_invalid": "Unit tidak berlaku lagi",
    "nik_doubtful": "NIK meragukan",
    "npwp_doubtful": "NPWP meragukan",
}


# ── closed lists as written in lists ────────────────────────────────────────────────────────

_STATUS_WORDS = {
    "cpns": "CPNS",
    "c": "CPNS",
    "calonpns": "CPNS",
    "calonpegawainegerisipil": "CPNS",
    "pns": "PNS",
    "p": "PNS",
    "pegawainegerisipil": "PNS",
    "pnsd": "PNS",
    "pnsdaerah": "PNS",
    "pppk": "PPPK",
    "p3k": "PPPK",
    "pegawaipemerintahdenganperjanjiankerja": "PPPK",
    "nonasn": "NON_ASN",
    "nonpns": "NON_ASN",
    "honorer": "NON_ASN",
    "honor": "NON_ASN",
    "ptt": "NON_ASN",
    "thl": "NON_ASN",
    "kontrak": "NON_ASN",
}
_STANDING_WORDS = {
    "aktif": "aktif",
    "pnsaktif": "aktif",
    "masihaktif": "aktif",
    "tugasbelajar": "tugas_belajar",
    "cltn": "cltn",
    "cutidiluartanggungannegara": "cltn",
    "cutidiluartanggungannegaracltn": "cltn",
    "berhentisementara": "berhenti_sementara",
    "diberhentikansementara": "berhenti_sementara",
    "pemberhentiansementara": "berhenti_sementara",
    "skorsing": "berhenti_sementara",
    "mpp": "mpp",
    "masapersiapanpensiun": "mpp",
    "pensiun": "pensiun",
    "bup": "pensiun",
    "pensiunbup": "pensiun",
    "wafat": "wafat",
    "meninggal": "wafat",
    "meninggaldunia": "wafat",
    "pindah": "pindah",
    "pindahinstansi": "pindah",
    "mutasikeluar": "pindah",
    "berhenti": "berhenti",
    "diberhentikan": "berhenti",
    "tidakaktif": "berhenti",
    "nonaktif": "berhenti",
}
_JOB_KIND_WORDS = {
    "struktural": "struktural",
    "jpt": "struktural",
    "jptpratama": "struktural",
    "jabatanpimpinantinggi": "struktural",
    "jabatanpimpinantinggipratama": "struktural",
    "administrator": "struktural",
    "pengawas": "struktural",
    "fungsional": "fungsional",
    "fungsionaltertentu": "fungsional",
    "jft": "fungsional",
    "pelaksana": "pelaksana",
    "fungsionalumum": "pelaksana",
    "jfu": "pelaksana",
    "staf": "pelaksana",
}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def read_status(value: object) -> str:
    """Give ``CPNS``, ``PNS``, ``PPPK`` or ``NON_ASN``; refuse other words."""
    return _closed(value, _STATUS_WORDS, "Status", "Tulis CPNS, PNS, PPPK, atau Non-ASN.")


def read_standing(value: object) -> str:
    """Give a code of ``STANDINGS``; refuse other words."""
    advice = "Tulis salah satu: " + ", ".join(STANDINGS.values()) + "."
    return _closed(value, _STANDING_WORDS, "Kedudukan hukum", advice)


def read_job_kind(value: object) -> str:
    """Give a code of ``JOB_KINDS``; refuse other words."""
    advice = "Tulis Struktural, Fungsional, atau Pelaksana."
    text = re.sub(r"^\s*jabatan\s+(?!pimpinan)", "", str(value), flags=re.IGNORECASE)
    return _closed(text, _JOB_KIND_WORDS, "Jenis jabatan", advice)


_SCHOOLS = {
    "SD": "sd|sekolahdasar|mi|paketa",
    "SMP": "smp|sltp|mts|paketb",
    "SMA": "sma|smk|slta|smu|stm|smea|spk|spg|ma|paketc|smasederajat|sltasederajat",
    "D1": "d1|diplomai|diploma1|di",
    "D2": "d2|diplomaii|diploma2|dii",
    "D3": "d3|diplomaiii|diploma3|diii|sarjanamuda",
    "D4": "d4|diplomaiv|diploma4|div",
    "S1": "s1|strata1|stratai|strata1s1|sarjana|si",
    "S2": "s2|strata2|strataii|magister|pascasarjana|sii",
    "S3": "s3|strata3|strataiii|doktor|siii",
}
_LEVELS = {_word: _code for _code, _words in _SCHOOLS.items() for _word in _words.split("|")}


def read_education(value: object) -> str:
    """Give a code of ``EDUCATION`` from a level, or a level with its field: ``S-1 Akuntansi``."""
    text = re.sub(r"[.\-]", "", str(value).lower()).replace("/", " ")
    words = text.split()
    for length in (len(words), 2, 1):
        found = _LEVELS.get("".join(words[:length]))
        if found is not None:
            return found
    raise Refused(
        f"Pendidikan ‘{str(value).strip()}’ tidak dikenal.",
        "Tulis jenjangnya: " + ", ".join(EDUCATION.values()) + ".",
    )


def read_family(value: object) -> str:
    """Give the code of a job family: ``Satpol PP`` → ``satpol_pp``."""
    code = re.sub(r"[^a-z0-9]+", "_", str(value).strip().lower()).strip("_")
    return {"pemadam_kebakaran": "damkar", "satuan_polisi_pamong_praja": "satpol_pp"}.get(
        code, code
    )


def family_label(family: str | None) -> str:
    """Give the words of a job family."""
    return FAMILIES.get(family or "", (family or "").replace("_", " ").capitalize())


def _closed(value: object, words: dict[str, str], what: str, advice: str) -> str:
    found = words.get(_letters(str(value)))
    if found is None:
        raise Refused(f"{what} ‘{str(value).strip()}’ tidak dikenal.", advice)
    return found


# ── retirement ──────────────────────────────────────────────────────────────────────────────


def retirement_age(assignment: Assignment) -> int:
    """Give the age limit: 58; 60 for JPT, teachers and JF madya; 65 for JF utama (DOMAIN §3)."""
    position = (assignment.position or "").lower()
    if assignment.job_kind == "fungsional":
        if re.search(r"\bahli utama\b|\butama$", position):
            return 65
        if re.search(r"\bmadya\b", position):
            return 60
    if assignment.family == "guru" or (assignment.eselon or "").startswith("II."):
        return 60
    return 58


def retirement_date(birth: date, assignment: Assignment) -> date:
    """Give the first day of retirement: the first of the month after the age is reached."""
    year, month = birth.year + retirement_age(assignment), birth.month + 1
    return date(year + 1, 1, 1) if month > 12 else date(year, month, 1)


# ── what looks wrong with one person ────────────────────────────────────────────────────────


def problems(person: Person, on: date) -> list[Quality]:
    """Name what looks wrong with one person on a day, by itself.

    What needs the other people or the units (duplicates, unknown superior, unit that no longer
    is) is added by whoever has the list.
    """
    found = [*_number_problems(person), *_missing(person.assignment)]
    who = person.identity
    if who.birth_date and person.assignment.standing not in GONE:
        leaves = retirement_date(who.birth_date, person.assignment)
        if on >= leaves:
            found.append(_quality("past_retirement", f"Seharusnya pensiun sejak {_day(leaves)}."))
    if who.nik:
        found += [
            _quality("nik_doubtful", text)
            for text in ids.nik_problems(who.nik, who.birth_date, who.sex)
        ]
    if who.npwp:
        found += [_quality("npwp_doubtful", text) for text in ids.npwp_problems(who.npwp)]
    return found


def nip_contradictions(who: Identity, status: str | None) -> Iterator[Quality]:
    """Compare what an 18-digit NIP says with birth date, sex, appointment and status."""
    parts = ids.decompose(who.nip)
    if parts is None:
        return
    if who.birth_date and who.birth_date != parts.birth:
        yield _quality(
            "nip_birth",
            f"Tanggal lahir {_day(who.birth_date)}, menurut NIP {_day(parts.birth)}.",
        )
    if who.sex and who.sex != parts.sex:
        yield _quality(
            "nip_sex",
            f"Jenis kelamin {ids.SEX_LABELS[who.sex]}, menurut NIP {ids.SEX_LABELS[parts.sex]}.",
        )
    if who.cpns_date and not _appointed(who.cpns_date, parts):
        yield _quality("nip_cpns", f"TMT CPNS {_day(who.cpns_date)} berbeda dengan NIP.")
    if status in ("CPNS", "PNS", "PPPK") and (status == "PPPK") != parts.pppk:
        form = "PPPK" if parts.pppk else "PNS"
        yield _quality("nip_status", f"Status {status}, NIP berbentuk NIP {form}.")


def _appointed(cpns: date, parts: ids.NipParts) -> bool:
    return cpns.year == parts.year and parts.month in (None, cpns.month)


def _number_problems(person: Person) -> Iterator[Quality]:
    who, status = person.identity, person.assignment.status
    if status != "NON_ASN" and not ids.is_old_nip(who.nip):
        try:
            ids.nip_parts(who.nip)
        except Refused as refused:
            yield Quality("nip_invalid", "error", refused.message)
    yield from nip_contradictions(who, status)


def _missing(job: Assignment) -> Iterator[Quality]:
    if job.status == "NON_ASN" or job.standing in GONE:
        return
    if job.job_class is None:
        yield _quality("no_class", "Kelas jabatan belum diisi.")
    if job.golongan is None:
        yield _quality("no_golongan", "Golongan belum diisi.")
    if job.superior_nip is None and not (job.eselon or "").startswith("II."):
        yield _quality("no_superior", "NIP atasan belum diisi.")


def _quality(code: str, text: str) -> Quality:
    return Quality(code, "warning", text)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
