"""What happens to a person by decree, and what each kind of event changes, as values.

An event is read from a form or a list; ``effect`` says which fields of the assignment it sets and
for which days. Writing it is ``services``' work, what many make together ``domain.life``'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from polima_desktop.domain.attendance import ABSENCES
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.permits import PERMITS, SOME_HOURS, permitted_hours


class EventKind(NamedTuple):
    """A kind of event. ``sets``: what it always sets; ``asks``: fields a form must ask for."""

    code: str
    label: str
    sets: Mapping[str, Any] = {}
    asks: tuple[str, ...] = ()
    lasts: bool = False  # may have an end; what was before it then shows again
    spell: bool = False  # leaves a spell
    levels: tuple[str, ...] = ()  # the note must be one of these
    decree: bool = False  # the regulation wants one (PP 11/2017, PP 94/2021): asked where missing


_JOB = ("unit", "position", "job_kind", "family", "eselon", "job_class", "superior_nip")

_KINDS = (
    EventKind("mutasi", "Mutasi", asks=_JOB),
    EventKind("promosi", "Promosi jabatan", asks=_JOB),
    EventKind("kenaikan_pangkat", "Kenaikan pangkat", asks=("golongan",)),
    EventKind("plt", "Pelaksana tugas (Plt)", sets={"acting": True}, lasts=True, spell=True),
    EventKind("tugas_belajar", "Tugas belajar", {"standing": "tugas_belajar"}, (), True, True),
    EventKind("cltn", "Cuti di luar tanggungan negara", {"standing": "cltn"}, (), True),
    EventKind("berhenti_sementara", "Pemberhentian sementara",
              {"standing": "berhenti_sementara"}, (), True),
    EventKind("mpp", "Masa persiapan pensiun", {"standing": "mpp"}),
    EventKind("pensiun", "Pensiun", {"standing": "pensiun"}),
    EventKind("meninggal", "Meninggal dunia", {"standing": "wafat"}),
    EventKind("pindah", "Pindah instansi", {"standing": "pindah"}),
    EventKind("berhenti", "Berhenti", {"standing": "berhenti"}),
    EventKind("aktif_kembali", "Aktif kembali", {"standing": "aktif"}),
    EventKind("hukdis", "Hukuman disiplin", lasts=True, spell=True,
              levels=("ringan", "sedang", "berat")),
    EventKind("apel", "Tidak ikut apel", lasts=True, spell=True),
    *(EventKind(code, label, lasts=True, spell=True) for code, label in PERMITS.items()),
    *(
        EventKind(code, absence.label, lasts=True, spell=True)
        for code, absence in ABSENCES.items()
        if code != "tugas_belajar"
    ),
)  # fmt: skip
_BY_DECREE = frozenset(
    ("mutasi", "promosi", "kenaikan_pangkat", "plt", "tugas_belajar", "cltn", "berhenti_sementara",
     "mpp", "pensiun", "pindah", "berhenti", "aktif_kembali", "hukdis", *PERMITS)
)  # fmt: skip
EVENT_KINDS: dict[str, EventKind] = {
    kind.code: kind._replace(decree=kind.code in _BY_DECREE) for kind in _KINDS
}
"""Code → kind, in the order a form offers them."""

ONE_DAY = frozenset(("apel", *PERMITS))
"""Kinds that speak of a single day where no end is written."""

_OTHER_WORDS = {
    "wafat": "meninggal",
    "meninggal_dunia": "meninggal",
    "pemberhentian_sementara": "berhenti_sementara",
    "kenaikan_golongan": "kenaikan_pangkat",
    "kp": "kenaikan_pangkat",
    "hukuman_disiplin": "hukdis",
    "pelaksana_tugas": "plt",
    "pindah_keluar": "pindah",
    "mutasi_keluar": "pindah",
    "transfer": "mutasi",
    "bup": "pensiun",
    "apel_lalai": "apel",
}


def read_event_kind(value: object) -> EventKind:
    """Give the kind a list's cell names; refuse other words."""
    written = re.sub(r"[^a-z0-9]+", "_", str(value).strip().lower()).strip("_")
    by_label = {re.sub(r"[^a-z0-9]+", "_", k.label.lower()).strip("_"): k.code for k in _KINDS}
    code = _OTHER_WORDS.get(written, by_label.get(written, written))
    if code not in EVENT_KINDS:
        raise Refused(
            f"Jenis mutasi ‘{str(value).strip()}’ tidak dikenal.",
            "Tulis salah satu: " + ", ".join(EVENT_KINDS) + ".",
        )
    return EVENT_KINDS[code]


@dataclass(frozen=True)
class Event:
    """One event of one person: ``ends`` is its last day; ``job`` holds the new post's fields."""

    kind: EventKind
    starts: date
    ends: date | None = None
    note: str | None = None
    decree_number: str | None = None
    decree_date: date | None = None
    job: Mapping[str, Any] = field(default_factory=dict)


ACTIONS = {"baru": "new", "ganti": "replace", "cabut": "withdraw"}
"""What a list's column TINDAKAN may say."""


class Withdrawal(NamedTuple):
    """A list wants a record withdrawn: by kind, first day and decree, as far as given."""

    kind: EventKind | None
    starts: date | None
    decree_number: str | None


class Effect(NamedTuple):
    """What an event says: fields of the post from a day on, up to another (exclusive) if any."""

    fields: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    note: str | None


def last_day(event: Event) -> date | None:
    """Give the last day an event speaks of; None: until further notice. A missed apel is a day."""
    return event.starts if event.kind.code in ONE_DAY and event.ends is None else event.ends


def lacks_decree(event: Event) -> bool:
    """Tell whether a decree is wanted and its number is missing."""
    return event.kind.decree and not (event.decree_number or "").strip()


def check(event: Event) -> None:
    """Refuse an event that cannot be: end before start, a level or a new post missing."""
    kind = event.kind
    if event.ends is not None and event.ends < event.starts:
        raise Refused("Tanggal selesai lebih dulu dari tanggal mulai.", "Periksa kedua tanggalnya.")
    if event.ends is not None and not kind.lasts:
        raise Refused(f"{kind.label} tidak punya tanggal selesai.", "Kosongkan kolom SELESAI.")
    if kind.levels and (event.note or "").strip().lower() not in kind.levels:
        raise Refused(
            f"Tingkat {kind.label.lower()} belum disebut.",
            "Isi KETERANGAN dengan " + ", ".join(kind.levels) + ".",
        )
    if kind.code == SOME_HOURS and permitted_hours(event.note) is None:
        raise Refused(f"{kind.label}: jamnya belum disebut.", "Isi KETERANGAN, mis. 10.00-12.00.")
    if kind.asks and not any(event.job.get(name) is not None for name in kind.asks):
        raise Refused(f"{kind.label}: data jabatan baru belum diisi.", "Isi kolom jabatan barunya.")


def effect(event: Event) -> Effect:
    """Say what a checked event changes. What lasts uncovers again what was before it."""
    after = None if event.ends is None else event.ends + timedelta(days=1)
    fields = {**event.kind.sets, **{k: v for k, v in event.job.items() if v is not None}}
    if event.kind.code == "kenaikan_pangkat":
        fields["golongan_date"] = event.starts
    elif event.kind.asks:
        fields["position_date"] = event.starts
    level = (event.note or "").strip().lower()
    return Effect(fields, event.starts, after, level if event.kind.levels else event.note)
