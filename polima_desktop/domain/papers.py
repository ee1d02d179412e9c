"""How an office's slips look: its letterhead, its words, what is shown, the paper. Plain data.

A style holds for a unit and everything below it, from a month on; one that is never set up is
``PaperStyle()``. How it is drawn is ``reports``', where it is kept ``storage.papers.styles``'.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Paper(StrEnum):
    """What slips are printed on; the value is its word in the store and on the command line."""

    A5 = "A5"
    TWO = "A4-2"
    A4 = "A4"
    F4 = "F4"


PAPERS = {
    Paper.A5: "A5, satu slip",
    Paper.TWO: "A4 mendatar, dua slip",
    Paper.A4: "A4, satu slip besar",
    Paper.F4: "F4, satu slip besar",
}

SHOWN = {
    "pangkat": "Pangkat",
    "jabatan": "Jabatan",
    "npwp": "NPWP",
    "kelas": "Kelas jabatan",
    "tpp_kelas": "TPP kelas",
    "hari_kerja": "Hari kerja",
    "atasan": "Atasan",
    "dasar": "Dasar",
}
"""The facts beside name and NIP, with their usual labels. NPWP keeps its name: it is signed."""
RENAMED = tuple(name for name in SHOWN if name != "npwp")


@dataclass(frozen=True)
class PaperStyle:
    """An office's slips. ``unit`` empty: the unit's own name; ``hidden``: facts left out.

    ``below`` are the lines under the name (province, address), ``logo`` a PNG or JPEG.
    """

    government: str = "PEMERINTAH KOTA BAUBAU"
    unit: str = ""
    below: str = "Provinsi Sulawesi Tenggara"
    place: str = "Baubau"
    title: str = "SLIP TAMBAHAN PENGHASILAN PEGAWAI"
    knowing: str = "Mengetahui,"
    paper: Paper = Paper.A5
    hidden: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    logo: bytes | None = field(default=None, repr=False)

    def label(self, fact: str) -> str:
        """Give what a fact is called."""
        return self.labels.get(fact) or SHOWN[fact]

    def text(self) -> str:
        """Write it without its logo."""
        values = {**asdict(self), "labels": dict(self.labels)}
        values.pop("logo")
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str, logo: bytes | None) -> PaperStyle:
        """Read what ``text`` wrote."""
        values: dict[str, Any] = json.loads(text)
        values["paper"] = Paper(values["paper"])
        values["hidden"] = tuple(values["hidden"])
        return cls(**values, logo=logo)


LONGEST = {
    "government": 60, "unit": 160, "below": 160, "place": 40, "title": 60, "knowing": 40,
}  # fmt: skip
LONGEST_LABEL = 16
LARGEST_LOGO = 400_000


def faults(style: PaperStyle) -> dict[str, str]:
    """Give what is wrong with a style, by field; empty where nothing is."""
    found = {
        name: f"Paling banyak {most} huruf."
        for name, most in LONGEST.items()
        if len(getattr(style, name)) > most
    }
    for name in ("government", "place", "title", "knowing"):
        if not getattr(style, name).strip():
            found[name] = "Belum diisi."
    for fact, words in style.labels.items():
        if len(words) > LONGEST_LABEL:
            found[f"label.{fact}"] = f"Paling banyak {LONGEST_LABEL} huruf."
    if style.logo is not None and len(style.logo) > LARGEST_LOGO:
        found["logo"] = f"Gambar lebih dari {LARGEST_LOGO // 1000} KB. Kecilkan dahulu."
    return found
