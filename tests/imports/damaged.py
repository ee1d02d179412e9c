"""Makes files that are broken, hostile or no files at all, each from a number, always the same."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.imports.biff import write_xls
from tests.imports.lists import grid, nip, person, write_xlsx

_SHEET = "xl/worksheets/sheet1.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROWS = [["NIP", "NAMA"], *([nip(n), f"Pegawai {n}"] for n in range(40))]


class Maker:
    """Makes one broken file; ``seed`` says which."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance, self.seed = folder, random.Random(seed), seed
        self.good = write_xlsx(folder / "baik.xlsx", {"A": grid([person(n) for n in range(30)])})

    def path(self, name: str, content: bytes) -> Path:
        """Write a file."""
        made = self.folder / f"{self.seed}-{name}"
        made.write_bytes(content)
        return made

    def flipped(self) -> Path:
        """Some bytes of a workbook are others."""
        return self.path("terbalik.xlsx", self._flip(self.good.read_bytes()))

    def cut(self) -> Path:
        """A workbook broken off, or with a hole of zeros."""
        content = self.good.read_bytes()
        at = self.chance.randrange(1, len(content))
        if self.chance.random() < 0.5:
            return self.path("putus.xlsx", content[:at])
        return self.path("bolong.xlsx", content[:at] + bytes(200) + content[at + 200 :])

    def old_flipped(self) -> Path:
        """Some bytes of an old xls are others."""
        old = write_xls(self.folder / "baik.xls", "A", _ROWS)
        return self.path("terbalik.xls", self._flip(old.read_bytes()))

    def inner_flipped(self) -> Path:
        """A sound archive whose parts are damaged."""
        return self.path("isi.xlsx", self._repacked(self._flip))

    def inner_cut(self) -> Path:
        """A sound archive whose parts break off."""
        return self.path("isi.xlsx", self._repacked(self._half))

    def unknown_method(self) -> Path:
        """An archive packed in a way nobody unpacks."""
        content = bytearray(self.good.read_bytes())
        method = self.chance.choice((5, 6, 9, 98, 99))
        for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            at = content.find(mark)
            while at >= 0:
                content[at + place] = method
                at = content.find(mark, at + 1)
        return self.path("cara.xlsx", bytes(content))

    def bomb(self) -> Path:
        """A workbook that unpacks to hundreds of megabytes."""
        size = self.chance.choice((150, 450))
        return self.path("bom.xlsx", self._with({"xl/media/besar.bin": size}))

    def sheet_bomb(self) -> Path:
        """A sheet that unpacks to hundreds of megabytes of blanks."""
        return self.path("bom.xlsx", self._with({_SHEET: self.chance.choice((80, 300))}))

    def liar(self) -> Path:
        """A bomb whose archive says that it is small."""
        content = bytearray(self._with({_SHEET: 120}))
        true = (120_000_000).to_bytes(4, "little")
        return self.path("bohong.xlsx", bytes(content).replace(true, (9_000).to_bytes(4, "little")))

    def sparse(self) -> Path:
        """A sheet of few cells that claims the whole plane."""
        last = self.chance.choice(("XFD200000", "XFD1048576", "ZZ900000", "A1048576", "XFD900"))
        row = "".join(filter(str.isdigit, last))
        cells = f'<row r="1"><c r="A1" t="str"><v>NIP</v></c></row><row r="{row}"><c r="{last}">'
        sheet = (
            '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
            f'spreadsheetml/2006/main"><dimension ref="A1:{last}"/><sheetData>{cells}<v>1</v></c>'
            "</row></sheetData></worksheet>"
        )
        return self.path("jarang.xlsx", self._with({_SHEET: sheet}))

    def sparse_text(self) -> Path:
        """A text of many short lines and one with very many cells."""
        wide = ";" * self.chance.choice((16_000, 200_000))
        return self.path("jarang.csv", ("NIP;NAMA\n" + wide + "\n" + "a;b\n" * 60_000).encode())

    def sparse_page(self) -> Path:
        """A web page whose cells span the plane."""
        cells = '<td colspan="99999">x</td>' * 400
        return self.path("jarang.xls", f"<table>{'<tr>' * 9_000}<tr>{cells}</table>".encode())

    def hollow(self) -> Path:
        """A file of gigabytes that are not on the disk."""
        made = self.path("lubang.csv", b"NIP;NAMA\n")
        os.truncate(made, self.chance.choice((250_000_000, 4_000_000_000)))
        return made

    def entities(self) -> Path:
        """A text that grows without end as it is read."""
        grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        text = (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{grow}]><Workbook '
            'xmlns="urn:schemas-microsoft-com:office:spreadsheet">&e11;</Workbook>'
        )
        return self.path("kembang.xls", text.encode())

    def noise(self) -> Path:
        """Anything under any name."""
        end = self.chance.choice(("xlsx", "xls", "ods", "csv", "txt"))
        head = self.chance.choice(
            (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<xml")
        )
        return self.path(f"apa.{end}", head + self.chance.randbytes(self.chance.randrange(9_000)))

    def no_file(self) -> Path:
        """A device, a pipe, a folder, nothing."""
        pipe = self.folder / "pipa"
        if not pipe.exists():
            os.mkfifo(pipe)
        loop = self.folder / "putar"
        if not loop.is_symlink():
            loop.symlink_to(loop)
        devices = ("/dev/zero", "/dev/null", "/dev/random", "/dev/full", "/proc/kcore")
        return Path(self.chance.choice((*devices, pipe, loop, self.folder, self.folder / "tak")))

    def _flip(self, content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(self.chance.choice((1, 4, 40))):
            if changed:
                changed[self.chance.randrange(len(changed))] = self.chance.randrange(256)
        return bytes(changed)

    def _half(self, content: bytes) -> bytes:
        return content[: self.chance.randrange(len(content) + 1)]

    def _repacked(self, change: Callable[[bytes], bytes]) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(self.good) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new,
        ):
            for name in old.namelist():
                content = old.read(name)
                new.writestr(name, change(content) if self.chance.random() < 0.5 else content)
        return out.getvalue()

    def _with(self, parts: dict[str, int | str]) -> bytes:
        """Repack with parts replaced: a text, or so many megabytes of blanks."""
        out = io.BytesIO()
        with (
            zipfile.ZipFile(self.good) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in [*old.namelist(), *(n for n in parts if n not in old.namelist())]:
                part = parts.get(name)
                if isinstance(part, int):
                    with new.open(name, "w") as stream:
                        stream.write(b"<?xml version='1.0'?><worksheet>")
                        for _ in range(part):
                            stream.write(b" " * 1_000_000)
                else:
                    new.writestr(name, old.read(name) if part is None else part)
        return out.getvalue()


def kinds() -> list[str]:
    """Name the ways a file can be broken."""
    return [name for name, made in vars(Maker).items() if callable(made) and name[0] != "_"
            and name != "path"]  # fmt: skip


def every(folder: Path, count: int) -> Iterator[Path]:
    """Make so many broken files, each way in turn."""
    ways = kinds()
    for seed in range(count):
        yield getattr(Maker(folder, seed), ways[seed % len(ways)])()
