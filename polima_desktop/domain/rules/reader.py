"""Takes values out of parsed TOML by kind; a wrong one becomes a finding and ``None``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from polima_desktop.domain.formula.errors import did_you_mean
from polima_desktop.domain.formula.scaled import scaled
from polima_desktop.domain.rules.model import Finding
from polima_desktop.domain.rules.values import Unreadable, read_decimal

MAX_INPUT_DECIMALS = 9
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Reader:
    """Collects findings while the parts of a rule set are read."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def error(self, where: str, message: str) -> None:
        """Note what is wrong at a path."""
        self.findings.append(Finding("error", where, None, message))

    def warning(self, where: str, message: str) -> None:
        """Note what deserves a look at a path."""
        self.findings.append(Finding("warning", where, None, message))

    def identifier(self, where: str, name: str) -> None:
        """Refuse a name that a formula could not write."""
        if not _IDENTIFIER.fullmatch(name):
            self.error(
                where,
                f"Nama '{name}' tidak sah: pakai huruf, angka dan garis bawah, diawali huruf.",
            )

    def unknown_keys(self, where: str, table: Mapping[str, object], known: Sequence[str]) -> None:
        """Refuse keys the format does not have, with a suggestion."""
        for key in table:
            if key not in known:
                path = f"{where}.{key}" if where else key
                self.error(path, f"Kunci '{key}' tidak dikenal.{did_you_mean(key, known)}")

    def table(self, where: str, value: object) -> Mapping[str, object] | None:
        """Take a TOML table."""
        if isinstance(value, dict):
            return value
        self.error(where, "Di sini diperlukan tabel, mis. [nama].")
        return None

    def tables(self, where: str, value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Take the tables of a section, by name."""
        for name, body in (self.table(where, value) or {}).items():
            found = self.table(f"{where}.{name}", body)
            if found is not None:
                yield name, found

    def list_of_tables(self, where: str, value: object) -> list[tuple[int, Mapping[str, object]]]:
        """Take an array of tables, numbered from 1."""
        if not isinstance(value, list):
            self.error(where, f"Di sini diperlukan daftar tabel, mis. [[{where}]].")
            return []
        found = []
        for number, body in enumerate(value, 1):
            table = self.table(f"{where}.{number}", body)
            if table is not None:
                found.append((number, table))
        return found

    def required(self, where: str, table: Mapping[str, object], key: str) -> str | None:
        """Take a text that must stand there and say something."""
        if key not in table:
            self.error(f"{where}.{key}", f"Kunci '{key}' wajib diisi.")
            return None
        value = self.text(where, table, key)
        if value is not None and not value.strip():
            self.error(f"{where}.{key}", f"Kunci '{key}' tidak boleh kosong.")
            return None
        return value

    def text(self, where: str, table: Mapping[str, object], key: str) -> str | None:
        """Take a text if it stands there."""
        value = table.get(key)
        if value is None or isinstance(value, str):
            return value
        self.error(f"{where}.{key}", f"'{key}' harus teks dalam tanda kutip.")
        return None

    def whole(self, where: str, table: Mapping[str, object], key: str, low: int, high: int,
              absent: int) -> int:  # fmt: skip
        """Take a whole number between two bounds."""
        value = table.get(key, absent)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.error(
            f"{where}.{key}",
            f"'{key}' harus bilangan bulat dari {low} sampai {high}, tanpa tanda kutip.",
        )
        return absent

    def number(self, where: str, value: object) -> Decimal | None:
        """Take an exact number: a text with a decimal point (a TOML whole number is exact too)."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.error(
                where, 'Angka ditulis sebagai teks dengan titik desimal, mis. "0.05", supaya tepat.'
            )
            return None
        try:
            number = read_decimal(value)
        except Unreadable as error:
            self.error(where, str(error))
            return None
        if scaled(number, MAX_INPUT_DECIMALS) is None:
            self.error(where, f"'{value}' lebih dari {MAX_INPUT_DECIMALS} desimal.")
            return None
        return number

    def day(self, where: str, table: Mapping[str, object], key: str) -> date | None:
        """Take a TOML date that must stand there."""
        value = table.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.error(f"{where}.{key}", f"'{key}' harus tanggal tanpa tanda kutip, mis. 2021-01-31.")
        return None

    def texts(self, where: str, value: object) -> tuple[str, ...]:
        """Take a closed list: different texts, none empty."""
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            self.error(where, 'Daftar isian ditulis seperti ["I", "II"], paling sedikit satu.')
            return ()
        for text in sorted({v for v in value if value.count(v) > 1 or not v.strip()}):
            self.error(where, f"Isian '{text}' kosong atau ditulis dua kali.")
        return tuple(value)

    def pairs(self, where: str, table: Mapping[str, object]) -> list[tuple[object, object]]:
        """Take ``rows``: pairs of a key and a value."""
        rows = table.get("rows")
        if not isinstance(rows, list) or not rows:
            self.error(f"{where}.rows", 'Isi \'rows\' seperti [["0", "0"], ["0.5", "1"]].')
            return []
        found: list[tuple[object, object]] = []
        for number, row in enumerate(rows, 1):
            if isinstance(row, list) and len(row) == 2:
                found.append((row[0], row[1]))
            else:
                self.error(f"{where}.rows.{number}", "Setiap baris berisi tepat dua nilai.")
        return found

    def facts(self, where: str, value: object) -> dict[str, str]:
        """Take a table of names and values as texts; blank stays blank, that is missing."""
        found: dict[str, str] = {}
        for name, entry in (self.table(where, value) or {}).items():
            text = _as_text(entry)
            if text is None:
                self.error(f"{where}.{name}", 'Nilai ditulis sebagai teks, mis. "0.90".')
            else:
                found[name] = text
        return found


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int | str):
        return str(value)
    return None
