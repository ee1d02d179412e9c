"""The fields of a person as a form has them: label, group, closed lists, and how a text is read.

A form understands the same spellings as an imported list, because it reads with the same
readers. What is checked across fields (NIP against birth date) is ``doubts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from polima_desktop.domain import identity, ranks
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.people import (
    ASSIGNMENT_FIELDS,
    EDUCATION,
    FAMILIES,
    IDENTITY_FIELDS,
    JOB_KINDS,
    STANDINGS,
    STATUSES,
    Assignment,
    Identity,
    Person,
    problems,
    retirement_date,
)
from polima_desktop.formatting import day as written_day
from polima_desktop.formatting import number
from polima_desktop.imports import values
from polima_desktop.imports.values import Warned

Options = Mapping[Any, str]


class FormField(NamedTuple):
    """One field: ``read`` turns what was typed into the value, ``show`` the value into text.

    A field with ``options`` is chosen from a list instead.
    """

    name: str
    label: str
    group: str
    read: Callable[[str], Any] = str.strip
    show: Callable[[Any], str] = str
    options: Options | None = None
    required: bool = False
    hint: str = ""


IDENTITY, JOB, PAY = "Identitas", "Penugasan", "Bank & pajak"

_CLASSES = {n: str(n) for n in ranks.JOB_CLASSES}
_ESELON = {code: code for code in ranks.ESELON}
_GOLONGAN = {code: f"{code} {ranks.pangkat(code)}".strip() for code in ranks.GOLONGAN_ORDER}
_YES_NO = {True: "Ya", False: "Tidak"}
_DATE = "misalnya 12 Maret 1985"

FIELDS: tuple[FormField, ...] = (
    FormField("nip", "NIP", IDENTITY, identity.read_nip, identity.group_nip, required=True),
    FormField("front_title", "Gelar depan", IDENTITY, values.text(60)),
    FormField("name", "Nama tanpa gelar", IDENTITY, values.text(160), required=True),
    FormField("back_title", "Gelar belakang", IDENTITY, values.text(80)),
    FormField("birth_place", "Tempat lahir", IDENTITY, values.text(80)),
    FormField("birth_date", "Tanggal lahir", IDENTITY, values.day, written_day, hint=_DATE),
    FormField("sex", "Jenis kelamin", IDENTITY, options=identity.SEX_LABELS),
    FormField("nik", "NIK", IDENTITY, values.nik),
    FormField("education", "Pendidikan", IDENTITY, options=EDUCATION),
    FormField("cpns_date", "TMT CPNS", IDENTITY, values.day, written_day, hint=_DATE),
    FormField("unit", "Unit kerja", JOB, options={}, required=True),
    FormField("position", "Jabatan", JOB, values.text(160)),
    FormField("job_kind", "Jenis jabatan", JOB, options=JOB_KINDS),
    FormField("family", "Kelompok jabatan", JOB, options=FAMILIES),
    FormField("job_class", "Kelas jabatan", JOB, options=_CLASSES),
    FormField("position_date", "TMT jabatan", JOB, values.day, written_day, hint=_DATE),
    FormField("status", "Status", JOB, options=STATUSES),
    FormField("golongan", "Golongan", JOB, options=_GOLONGAN),
    FormField("golongan_date", "TMT golongan", JOB, values.day, written_day, hint=_DATE),
    FormField("eselon", "Eselon", JOB, options=_ESELON),
    FormField("superior_nip", "NIP atasan", JOB, identity.read_nip, identity.group_nip),
    FormField("certified", "Guru bersertifikasi", JOB, options=_YES_NO),
    FormField("standing", "Kedudukan hukum", JOB, options=STANDINGS, required=True),
    FormField("salary", "Gaji pokok (Rp)", PAY, values.money, number),
    FormField("npwp", "NPWP", PAY, values.npwp, identity.group_npwp),
    FormField("bank", "Bank", PAY, values.text(60)),
    FormField("account_number", "Nomor rekening", PAY, values.account_number),
)
BY_NAME = {field.name: field for field in FIELDS}


class Read(NamedTuple):
    """What a text came to: its value, and a doubt that does not forbid it."""

    value: Any
    doubt: str = ""


def read(name: str, text: str) -> Read:
    """Read what was typed into a field; blank is None. ``Refused`` says what is wrong."""
    field = BY_NAME[name]
    if not text.strip():
        if field.required:
            raise Refused(f"{field.label} belum diisi.")
        return Read(None)
    value = field.read(text)
    if isinstance(value, Warned):
        return Read(value.value, f"{value.problem} {value.advice}")
    return Read(value)


def read_day(text: str) -> date:
    """Read a date as people write it: ``12-03-1985``, ``12 Maret 1985``."""
    return values.day(text)


def shown(name: str, value: Any) -> str:  # noqa: ANN401 - a field holds what it holds
    """Give a value as the form, the timeline and the history write it."""
    field = BY_NAME.get(name)
    if value is None or value == "":
        return ""
    if field is None:
        return str(value)
    return field.options.get(value, str(value)) if field.options else field.show(value)


def doubts(person: Person, on: date) -> list[str]:
    """Say what looks wrong across the fields, as the quality board would."""
    return [problem.text for problem in problems(person, on)]


def facts(person: Person) -> list[str]:
    """Say what the NIP tells and when the person retires, for the head of the form."""
    parts = identity.decompose(person.identity.nip)
    said = []
    if parts is not None:
        kind = "PPPK" if parts.pppk else "PNS"
        appointed = f"{parts.month:02d}/{parts.year}" if parts.month else str(parts.year)
        sex = identity.SEX_LABELS[parts.sex].lower()
        said.append(f"NIP {kind}: lahir {written_day(parts.birth)}, {sex}, diangkat {appointed}")
        said.append(f"usia saat diangkat {_age(parts.birth, parts.year, parts.month)} tahun")
    birth = person.identity.birth_date or (parts.birth if parts else None)
    if birth is not None:
        said.append(f"pensiun {written_day(retirement_date(birth, person.assignment))}")
    return said


def from_number(nip: str) -> dict[str, Any]:
    """Give what a NIP says of its holder, by field: birth date, sex, and a PNS's appointment.

    A PPPK's number has no month of appointment; a wrong or an old number says nothing.
    """
    parts = identity.decompose(nip)
    if parts is None:
        return {}
    said: dict[str, Any] = {"birth_date": parts.birth, "sex": parts.sex}
    if parts.month:
        said["cpns_date"] = date(parts.year, parts.month, 1)
    return said


def with_values(person: Person, new: Mapping[str, Any]) -> Person:
    """Give the person with the form's values."""
    who = {name: value for name, value in new.items() if name in IDENTITY_FIELDS}
    job = {name: value for name, value in new.items() if name in ASSIGNMENT_FIELDS}
    return Person(replace(person.identity, **who), replace(person.assignment, **job))


def values_of(person: Person) -> dict[str, Any]:
    """Give every field's value."""
    return {
        field.name: getattr(
            person.identity if field.name in IDENTITY_FIELDS else person.assignment, field.name
        )
        for field in FIELDS
    }


def blank() -> Person:
    """Give a person of whom nothing is known yet."""
    return Person(Identity("", ""), Assignment(""))


def _age(birth: date, year: int, month: int | None) -> int:
    return year - birth.year - ((month or 12) < birth.month)
