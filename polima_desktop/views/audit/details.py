"""An entry's details as an auditor reads them: names for numbers, money as money, old → new.

Pure: no Qt. Which pages an entry leads to is said here too; going there is the page's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polima_desktop.domain.access import ROLE_LABELS
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import day, money, number
from polima_desktop.services.office.audit import Names
from polima_desktop.services.staff import person_form
from polima_desktop.services.staff.events import label_of
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views.audit.words import DETAILS, VALUES, action_words

MOST = 5
"""So many things of a list are named; the rest is counted."""
ARROW = " → "
_MONEY = frozenset({"amount", "net", "before", "after", "difference"})
_NUMBER = re.compile(r"-?\d+")
_MONTH = re.compile(r"\d{4}-\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE = re.compile(r'"nip": "(\d{18})"')
_ROLES: Mapping[str, str] = {role.value: label for role, label in ROLE_LABELS.items()}
_NONE = "–"


class Lead(NamedTuple):
    """Where an entry leads: words to press, the page, what to show there, and of which month."""

    words: str
    page: str
    what: Mapping[str, Any]
    month: Month | None = None


# ── what an entry is about ──────────────────────────────────────────────────────────────────


def about(entry: Entry, names: Names) -> str:
    """Say what an entry is about, and whose, where it is about one person's claim or slip."""
    said = _subject(entry.subject, names)
    whose = _ONE.search(entry.detail)
    person = names.by_nip.get(whose[1]) if whose else None
    return said if person is None else f"{said}, {names.people[person][0]}"


def _subject(subject: str, names: Names) -> str:
    """Say a subject: a person by name and NIP, an import by its file, a month by its name."""
    kind, _, key = subject.partition(":")
    if kind == "person":
        return _person(_as_number(key), names)
    if kind == "people":
        return f"{key} pegawai"
    if kind == "batch":
        return names.files.get(_as_number(key), f"impor {key}")
    if kind == "user":
        return f"pengguna {key}"
    if kind == "as_of":
        return f"per {_text(key)}"
    return _text(subject) if _MONTH.fullmatch(subject) else subject.replace(":", " ")


def line(entry: Entry, names: Names) -> str:
    """Give the details as one line: the act's own name, or what the entry says."""
    if title := names.titles.get(entry.at):
        return title
    pairs = detail_lines(entry, names)
    return ", ".join(f"{name} {value}".strip() for name, value in pairs if len(value) < 64)


def detail_lines(entry: Entry, names: Names) -> list[tuple[str, str]]:
    """Give an entry's details as name and value, in words."""
    found = json.loads(entry.detail)
    pairs = found.items() if isinstance(found, dict) else [("", found)]
    lines: list[tuple[str, str]] = []
    for name, value in pairs:
        if name == "changes" and isinstance(value, dict):
            lines += _changes(value)
        elif name == "events" and isinstance(value, list):
            lines += _events(value, names)
        else:
            lines.append((DETAILS.get(name, name.replace("_", " ")), _said(name, value, names)))
    return lines


def _changes(changes: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str]]:
    """Say each changed field, old → new."""
    for name, (old, new) in changes.items():
        field = person_form.BY_NAME.get(name)
        label = field.label if field else DETAILS.get(name, name)
        yield label, f"{_field(field, old)}{ARROW}{_field(field, new)}"


def _field(field: person_form.FormField | None, value: Any) -> str:
    if value in (None, ""):
        return _NONE
    if field is not None and field.options:
        return field.options.get(value, field.options.get(str(value), _text(value)))
    if field is not None and field.name == "salary":
        return money(int(value))
    if field is not None and field.name in ("nip", "superior_nip"):
        return shown_nip(str(value))
    return _text(value)


def _events(events: Sequence[Mapping[str, Any]], names: Names) -> Iterator[tuple[str, str]]:
    for event in events[:MOST]:
        who = _person(event.get("person"), names)
        yield label_of(str(event["kind"])), f"{who}, sejak {_text(event['from'])}"
    if len(events) > MOST:
        yield "", f"dan {number(len(events) - MOST)} lainnya"


def _said(name: str, value: Any, names: Names) -> str:
    """Say one value by its name: people, units, money, days; never as JSON."""
    if (name, str(value)) in VALUES:
        return VALUES[name, str(value)]
    if isinstance(value, dict):
        return ", ".join(f"{DETAILS.get(k, k)} {_said(k, v, names)}" for k, v in value.items())
    if isinstance(value, list):
        return _several([_said(name, each, names) for each in value])
    if value in (None, ""):
        return _NONE
    if name in ("nip", "people") and str(value) in names.by_nip:
        return _person(names.by_nip[str(value)], names)
    if name in ("unit_id", "unit", "units") and value in names.units:
        return names.units[value]
    if name == "person":
        return _person(value, names)
    if name in _MONEY and _NUMBER.fullmatch(str(value)):
        return money(int(value))
    if name in ("role", "office"):
        return _ROLES.get(str(value), str(value))
    return _text(value)


def _several(said: Sequence[str]) -> str:
    if not said:
        return _NONE
    more = f" dan {number(len(said) - MOST)} lainnya" if len(said) > MOST else ""
    return f"{'; '.join(said[:MOST])}{more}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return number(value)
    text = str(value)
    try:
        if _DAY.fullmatch(text):
            return day(date.fromisoformat(text))
        return month_name(Month.parse(text)) if _MONTH.fullmatch(text) else text
    except (ValueError, Refused):
        return text


def _person(person: int | None, names: Names) -> str:
    name, nip = names.people.get(person or 0, ("", ""))
    return f"{name}, NIP {shown_nip(nip)}" if name else f"pegawai nomor {person}"


def _as_number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


# ── searching ───────────────────────────────────────────────────────────────────────────────


def key(entry: Entry, names: Names) -> str:
    """Give what an entry is found by: its words, names of people and files, its details."""
    people = " ".join(f"{name} {nip}" for name, nip in _people(entry, names))
    return (
        f"{entry.user} {action_words(entry.action)} {entry.subject} "
        f"{_subject(entry.subject, names)} {people} {names.titles.get(entry.at, '')} {entry.detail}"
    ).casefold()


def _people(entry: Entry, names: Names) -> Iterator[tuple[str, str]]:
    for person in people_of(entry, names):
        yield names.people[person]


def people_of(entry: Entry, names: Names) -> list[int]:
    """Give the people an entry names, by its subject, their NIPs or their numbers."""
    found: list[int] = []
    if entry.subject.startswith("person:"):
        found.append(_as_number(entry.subject.partition(":")[2]))
    found += [names.by_nip[nip] for nip in _NIP.findall(entry.detail) if nip in names.by_nip]
    found += [int(person) for person in _PERSON.findall(entry.detail)]
    return [person for person in dict.fromkeys(found) if person in names.people]


_NIP = re.compile(r'"(\d{18})"')
_PERSON = re.compile(r'"person": (\d+)')
_GROUPED = re.compile(r"(?<=\d)[ .](?=\d)")


def words_of(text: str) -> list[str]:
    """Give the words a search asks for; grouped digits of NIPs and amounts are one word.

    >>> words_of("Rp 9.513.816 19811104 200803 1 002 Ratna")
    ['9513816', '198111042008031002', 'ratna']
    """
    found = []
    for word in re.split(r"\s+(?!\d)|(?<!\d)\s+", text.casefold().strip()):
        plain = _GROUPED.sub("", word) if re.fullmatch(r"[\d .]+", word) else word
        if plain not in ("", "rp"):
            found.append(plain)
    return found


# ── where it leads ──────────────────────────────────────────────────────────────────────────


def leads(entry: Entry, names: Names) -> list[Lead]:
    """Give where an entry leads: its people, their slip of that month, the claim, the import."""
    people = people_of(entry, names)
    month = Month.parse(entry.subject) if _MONTH.fullmatch(entry.subject) else None
    found = list(_other(entry, people, names))
    for person in people[:MOST]:
        name, nip = names.people[person]
        if month is not None:
            words = f"Slip {name}, {month_name(month)}"
            found.append(Lead(words, "perhitungan", {"nip": nip}, month))
        found.append(Lead(f"Buka {name} di Pegawai", "pegawai", {"person": person}))
    if month is not None and not people:
        found.append(Lead(f"Buka {month_name(month)}", "perhitungan", {}, month))
    return found


def _other(entry: Entry, people: Sequence[int], names: Names) -> Iterator[Lead]:
    subject, detail = entry.subject, json.loads(entry.detail)
    if subject.startswith("klaim "):
        month = Month.of(date.fromisoformat(detail["day"])) if detail.get("day") else None
        what = {"person": people[0]} if people else {}
        yield Lead("Buka klaim di Backup Manual", "backup", what, month)
    if subject.startswith("rekonsiliasi"):
        yield Lead("Buka Rekonsiliasi", "rekonsiliasi", {})
    if subject.startswith("versi"):
        yield Lead("Buka Bobot & Indeks", "bobot", {})
    batch = subject.removeprefix("batch:")
    file = detail.get("file") if batch == subject else names.files.get(_as_number(batch))
    if file:
        yield Lead(f"Catatan lain tentang {file}", "audit", {"search": file})
