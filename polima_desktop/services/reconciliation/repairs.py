"""What each office has to put right: field by field in linked pairs, row by row outside them.

Which office's value wins is a rule per field, shown to people. A correction of the master list is
a dated fact with the reconciliation as its paper, written by ``services.staff``, one person at a
time and never without having been seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import SEX_LABELS
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.desk import Desk, DeskPair
from polima_desktop.domain.matching.rows import STATE_LABELS, Side, State
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.domain.names import split_titles
from polima_desktop.services.importing import known
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.session import Session
from polima_desktop.services.staff.people import Corrected, Correction, correct
from polima_desktop.storage.staff import people

#: Field → which office's value wins, in words for the desk.
WINS = {
    "nip": "BKPSDM menang, kecuali NIP-nya tidak sah",
    "name": "BKPSDM menang",
    "birth_date": "tanggal dalam NIP menang",
    "sex": "jenis kelamin dalam NIP menang",
    "unit": "tempat tugas di Kominfo menang, sampai ada surat mutasi",
}
FIELD_LABELS = {
    "nip": "NIP",
    "name": "Nama",
    "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin",
    "unit": "Unit",
}


class Repair(NamedTuple):
    """One thing an office should change. ``field`` None: the row as a whole.

    ``side``: whose list is wrong; ``row``: the number in that list; ``now`` and ``right``: texts.
    """

    side: Side
    place: int
    row: int
    who: str
    number: str
    field: str | None
    now: str
    right: str
    act: str


class FieldChoice(NamedTuple):
    """A field in which a pair differs: both values as stored facts, as text, and who wins."""

    field: str
    left: Any
    right: Any
    left_text: str
    right_text: str
    winner: Side


def differing_fields(desk: Desk, each: DeskPair) -> list[FieldChoice]:
    """Give the fields of a pair in which one list should follow the other, or its own number."""
    left = desk.outcome.left_rows[each.pair.left]
    right = desk.outcome.right_rows[each.pair.right]
    levels = each.pair.levels
    found = []
    if left.nip != right.nip or left.kind == "damaged":
        wins: Side = "right" if right.kind == "valid" and left.kind != "valid" else "left"
        texts = shown_number(left), shown_number(right)
        found.append(FieldChoice("nip", left.nip or None, right.nip or None, *texts, wins))
    if levels.name not in ("same", "missing"):
        names = left.row.name or "–", right.row.name or "–"
        found.append(FieldChoice("name", *names, *names, "left"))
    found += _against_number(left, right)
    if levels.unit == "other":
        units = left.row.unit or "–", right.row.unit or "–"
        codes = left.row.unit_code, right.row.unit_code
        found.append(FieldChoice("unit", *codes, *units, "right"))
    return found


def _against_number(left: Clean, right: Clean) -> list[FieldChoice]:
    """Compare the left row's own birth date and sex with what its number says."""
    parts = left.parts or right.parts
    if parts is None:
        return []
    found = []
    if left.birth_stated and left.birth and left.birth != parts.birth:
        texts = f"{left.birth:%d-%m-%Y}", f"{parts.birth:%d-%m-%Y} (menurut NIP)"
        found.append(FieldChoice("birth_date", left.birth, parts.birth, *texts, "right"))
    if left.sex_stated and left.sex and left.sex != parts.sex:
        texts = SEX_LABELS[left.sex], f"{SEX_LABELS[parts.sex]} (menurut NIP)"
        found.append(FieldChoice("sex", left.sex, parts.sex, *texts, "right"))
    return found


# ── worklists ───────────────────────────────────────────────────────────────────────────────

_ACTS: Mapping[tuple[Side, State], tuple[Side, str]] = {
    ("left", "open"): ("right", "Daftarkan di aplikasi, atau minta BKPSDM menjelaskan"),
    ("left", "new"): ("right", "Daftarkan pegawai baru di aplikasi"),
    ("left", "duplicate"): ("left", "Gabungkan baris ganda"),
    ("left", "retired"): ("left", "Catat pensiunnya"),
    ("left", "died"): ("left", "Catat meninggalnya"),
    ("left", "moved"): ("left", "Catat kepindahannya"),
    ("left", "non_asn"): ("left", "Periksa status kepegawaiannya"),
    ("right", "open"): ("left", "Cari di data kepegawaian; bila pegawai, masukkan"),
    ("right", "new"): ("left", "Masukkan pegawai baru ke daftar"),
    ("right", "duplicate"): ("right", "Hapus akun ganda"),
    ("right", "retired"): ("right", "Nonaktifkan akun: pensiun"),
    ("right", "died"): ("right", "Nonaktifkan akun: meninggal"),
    ("right", "moved"): ("right", "Nonaktifkan akun: pindah atau berhenti"),
    ("right", "non_asn"): ("right", "Pisahkan dari daftar ASN"),
}


def worklist(case: CaseView, side: Side) -> list[Repair]:
    """Give all that an office has to put right: fields first, then rows, by row number."""
    return sorted(
        (r for r in (*_field_repairs(case), *_row_repairs(case)) if r.side == side),
        key=lambda r: (r.field is None, r.row, r.field or ""),
    )


def _field_repairs(case: CaseView) -> list[Repair]:
    desk, found = case.desk, list[Repair]()
    for each in desk.pairs:
        if each.status == "waits":
            continue
        left = desk.outcome.left_rows[each.pair.left]
        right = desk.outcome.right_rows[each.pair.right]
        for choice in differing_fields(desk, each):
            side: Side = "left" if choice.winner == "right" else "right"
            row = left if side == "left" else right
            now, good = choice.left_text, choice.right_text
            if side == "right":
                now, good = good, now
            label = FIELD_LABELS[choice.field]
            act = f"{label}: ganti ‘{now}’ menjadi ‘{good}’"
            found.append(_repair(side, row, choice.field, now, good, act))
    return found


def _row_repairs(case: CaseView) -> list[Repair]:
    found = []
    for side in ("left", "right"):
        for place, standing in enumerate(case.desk.standings(side)):
            if standing.state == "linked":
                continue
            whose, act = _ACTS[side, standing.state]
            row = case.desk.rows(side)[place]
            here = case.names[0] if side == "left" else case.names[1]
            now = f"hanya di {here}"
            words = f"{act}. {STATE_LABELS[standing.state]}: {standing.reason}"
            found.append(_repair(whose, row, None, now, "", words))
    return found


def _repair(side: Side, row: Clean, field: str | None, now: str, right: str, act: str) -> Repair:
    return Repair(
        side, row.index, row.row.row, row.row.name or "–", shown_number(row), field, now, right, act
    )


# ── correcting the master list ──────────────────────────────────────────────────────────────


class MasterFix(NamedTuple):
    """A field of the master list that may follow a decided pair."""

    field: str
    now: Any
    value: Any
    now_text: str
    value_text: str
    proposed: bool
    rule: str


class Person(NamedTuple):
    """Whom a pair is about in the master list, and what may be corrected."""

    person_id: int
    name: str
    nip: str
    fixes: tuple[MasterFix, ...]
    seen: dict[str, Any]


def master_fixes(session: Session, case: CaseView, each: DeskPair, day: date) -> Person:
    """Give what of the master list could be corrected after a pair, before anything is written.

    Raises:
        Refused: the pair is not decided, or its left row is not in the master list.
    """
    if each.status == "waits":
        raise Refused("Pasangan ini belum diputus.", "Putuskan dulu, lalu betulkan datanya.")
    left = case.desk.outcome.left_rows[each.pair.left]
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        person_id = people.ids_by_nip(connection).get(left.nip)
        if person_id is None:
            raise Refused(
                f"NIP {shown_number(left)} tidak ada di daftar pegawai.", "Periksa di Pegawai."
            )
        who = people.identity_on(connection, person_id, day)
        job = people.assignments_on(connection, [(person_id, day)]).get((person_id, day))
        labels = known.export_names(connection, day)
    if who is None or job is None:
        raise Refused("Pegawai ini belum punya data pada tanggal itu.", "Pilih tanggal lain.")
    stored: dict[str, Any] = {
        "nip": who.nip, "name": who.name, "birth_date": who.birth_date, "sex": who.sex,
        "unit": job.unit,
    }  # fmt: skip
    fixes = [
        fix
        for choice in differing_fields(case.desk, each)
        if (fix := _fix(choice, stored[choice.field], labels)) is not None
    ]
    seen = {fix.field: fix.now for fix in fixes}
    return Person(person_id, who.name, who.nip, tuple(fixes), seen)


def _fix(choice: FieldChoice, now: Any, labels: Mapping[str, str]) -> MasterFix | None:  # noqa: ANN401
    value, text = choice.right, choice.right_text
    if choice.field == "name":
        value = text = split_titles(choice.right_text).bare.title()
    if value is None or value == now:
        return None
    now_text = labels.get(now, now) if choice.field == "unit" else choice.left_text
    proposed = choice.winner == "right"
    return MasterFix(choice.field, now, value, str(now_text), text, proposed, WINS[choice.field])


def correct_master(
    session: Session,
    case: CaseView,
    each: DeskPair,
    person: Person,
    fields: Sequence[str],
    valid_from: date,
) -> Corrected:
    """Write the chosen fields as facts from a day on, with the reconciliation as their paper."""
    session.actor.require(Permission.EDIT_PEOPLE)
    chosen = {fix.field: fix for fix in person.fixes if fix.field in fields}
    if not chosen:
        raise Refused("Belum ada isian yang dipilih.", "Pilih isian yang dibetulkan.")
    rows = case.desk.outcome.left_rows, case.desk.outcome.right_rows
    paper = (
        f"Rekonsiliasi {case.stored.id}, baris {rows[0][each.pair.left].row.row}"
        f"/{rows[1][each.pair.right].row.row}"
    )
    return correct(
        session,
        Correction(
            person.person_id,
            valid_from,
            {name: fix.now for name, fix in chosen.items()},
            {name: fix.value for name, fix in chosen.items()},
            paper,
            session.today,
        ),
    )
