"""Two thousand damaged files of every kind that comes in: a clear sentence each, nothing written.

The demo city's own files are good; bytes are flipped, cut out, doubled, exchanged, in workbooks
inside the archive too. What is still readable after that is checked row by row, as always.
"""

from __future__ import annotations

import io
import os
import resource
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.rules import load
from polima_desktop.services import demo, imports
from polima_desktop.services.importing.plan import Options
from polima_desktop.services.office import backup, proving
from polima_desktop.services.rules import versions
from polima_desktop.services.session import DEMO_PASSWORD, Session, log_in
from polima_desktop.storage.office import audit
from polima_desktop.storage.office.audit import Entry

FILES = int(os.environ.get("POLIMA_FILES", "2000"))
"""How many; a quick look asks for fewer."""
SECONDS, BYTES = 5.0, 500_000_000
Reader = Callable[[Path], object]


def mutated(content: bytes, chance: Random) -> bytes:
    """Damage a file; half of the workbooks inside, where the archive itself stays sound."""
    if content[:2] == b"PK" and chance.random() < 0.5:
        return _repacked(content, chance)
    return _damaged(content, chance)


def _damaged(content: bytes, chance: Random) -> bytes:
    at, length = chance.randrange(len(content) + 1), chance.randrange(1, 400)
    way = chance.randrange(6)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + content[at + length :]
    if way == 2:
        return content[:at] + bytes(chance.randbytes(length)) + content[at:]
    if way == 3:
        return content[:at] + content[at : at + length] * chance.randrange(2, 40) + content[at:]
    if way == 4:
        return content[:at] + b"\0" * length + content[at + length :]
    flipped = bytearray(content)
    for _ in range(chance.randrange(1, 60)):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def _repacked(content: bytes, chance: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hurt = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, _damaged(part, chance) if name == hurt and part else part)
    return out.getvalue()


@pytest.fixture
def city(tmp_path: Path) -> demo.DemoCity:
    return demo.create(tmp_path / "kota", 100)


def _readers(city: demo.DemoCity) -> tuple[list[Session], list[tuple[Path, Reader]]]:
    """Give each kind of file with what reads it, as the role whose work it is."""
    store, folder = str(city.store), city.store.parent
    opened: dict[Role, Session] = {}

    def listed(kind: str, role: Role, source: str = "bkpsdm") -> Reader:
        session = opened.setdefault(role, log_in(store, role.value, DEMO_PASSWORD))
        return lambda path: imports.preview(session, kind, path, Options(source=source))

    admin = opened.setdefault(Role.ADMIN, log_in(store, "admin", DEMO_PASSWORD))
    backup.create(admin, folder / "terbuka.cadangan")
    backup.create(admin, folder / "tertutup.cadangan", "empat kata yang panjang")
    books = sorted((folder / "manual").glob("*.xlsx"))
    return list(opened.values()), [
        (folder / "units.csv", listed("units", Role.BKPSDM)),
        (folder / "bkpsdm.xlsx", listed("employees", Role.BKPSDM)),
        (folder / "events.csv", listed("events", Role.BKPSDM)),
        (folder / "attendance-2021-01.csv", listed("attendance", Role.KOMINFO)),
        (folder / "activities-2021-01.csv", listed("activities", Role.KOMINFO)),
        (folder / "kominfo.csv", listed("employees", Role.KOMINFO, "kominfo")),
        *((book, listed("backup", Role.VERIFIKATOR)) for book in books[:2]),
        (folder / "aturan-contoh.toml", lambda path: load(versions.read_file(path))),
        (folder / "terbuka.cadangan", backup.look),
        (folder / "tertutup.cadangan", lambda path: backup.look(path, "empat kata yang panjang")),
    ]


def _newest(session: Session) -> Entry:
    with session.reading_own() as connection:
        *_, newest = audit.entries(connection)
    return newest


@pytest.mark.long
@pytest.mark.timeout(7_200)
def test_damaged_files_of_every_kind_end_in_a_sentence_and_write_nothing(
    city: demo.DemoCity, tmp_path: Path
) -> None:
    sessions, readers = _readers(city)
    before, chance = _newest(sessions[0]), Random(2021)
    refused, slowest = Counter[str](), 0.0
    for number in range(FILES):
        good, read = readers[number % len(readers)]
        path = tmp_path / f"{number}{good.suffix}"
        path.write_bytes(mutated(good.read_bytes(), chance))
        began = _computed()
        said = _said(read, path)
        refused[good.name] += said is not None
        assert said is None or all(said), (number, said)
        slowest = max(slowest, _computed() - began)
        path.unlink()
    assert slowest < SECONDS
    assert _newest(sessions[0]) == before
    with sessions[0].reading_own() as connection:
        assert proving.findings_of(sessions[0].database, connection) == []
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        assert resource.getrusage(who).ru_maxrss * 1024 < BYTES
    print(f"{refused.total()} of {FILES} refused, slowest {slowest:.1f} s: {refused}")
    assert all(refused[good.name] for good, _ in readers if good.suffix != ".csv")
    for session in sessions:
        session.database.close()


def _said(read: Reader, path: Path) -> tuple[str, str] | None:
    """Give what a file is refused with: what is wrong, and what to do."""
    try:
        read(path)
    except PolimaError as error:
        return error.message, error.advice
    return None


def _computed() -> float:
    """Give the computing time of this process and its ended readers."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime
