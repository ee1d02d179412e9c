"""Making the demo city: its files, and a store into which they were imported like any other.

Everything goes through the ordinary use cases, each by the role whose work it is; the rules are
proposed and published by two people. What the files say is ``demo``'s.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from polima_desktop.demo import MONTHS, CityFiles, names_of, write_city
from polima_desktop.domain.access import Actor, Permission, Role
from polima_desktop.domain.errors import Refused, StoreUnavailable
from polima_desktop.domain.progress import Progress
from polima_desktop.paths import STORE_NAME
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import Counts, Options
from polima_desktop.services.office import accounts
from polima_desktop.services.office.stores import create_office
from polima_desktop.services.papers import keys
from polima_desktop.services.review import attachments, claims
from polima_desktop.services.rules import versions
from polima_desktop.services.session import DEMO_PASSWORD, Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.office import settings

WHOLE_CITY = 4039
USERS = {
    Role.ADMIN: "Wa Ode Sariani",
    Role.BKPSDM: "La Ode Ansar",
    Role.ORGANISASI: "Hasrul Malik",
    Role.KOMINFO: "Muh. Fahmi Bakri",
    Role.VERIFIKATOR: "La Ode Rahim",
    Role.KEUANGAN: "Ratna Zahara",
    Role.PIMPINAN: "Wa Ode Zahra Manarfa",
    Role.AUDITOR: "Sitti Hawa Kobi",
}
"""One invented person a role; the user name is the role's."""


@dataclass(frozen=True)
class Imported:
    """One file that went in, with the numbers of its import."""

    kind: str
    file: str
    counts: Counts


@dataclass(frozen=True)
class DemoCity:
    """What stands in the folder now."""

    store: Path
    files: CityFiles
    imported: tuple[Imported, ...]


def create(
    folder: Path,
    employees: int = WHOLE_CITY,
    seed: int = 1,
    progress: Progress | None = None,
) -> DemoCity:
    """Write the demo city's files and its store into a folder, whole or not at all.

    Raises:
        Refused: the folder already holds a store or files of these names.
        WrongUsage: too few employees for a city.
        StoreUnavailable: the folder cannot be written.
    """
    progress = progress or Progress()
    names = names_of(employees)
    refuse_if_there(folder, names)
    with _workshop(folder) as workshop:
        files = write_city(workshop, employees, seed, progress)
        imported = fill(str(workshop / STORE_NAME), files, progress)
        progress.report(0, 0, "Menyimpan kota contoh")
        _move(workshop, folder, names)
    return DemoCity(folder / STORE_NAME, files.moved(folder), imported)


def refuse_if_there(folder: Path, names: Sequence[str]) -> None:
    """Refuse a folder that holds a store or files of the city's ``names``; others may stay."""
    if (folder / STORE_NAME).exists():
        raise Refused(
            f"{folder / STORE_NAME} sudah ada; kota contoh tidak menimpanya.",
            "Pilih folder lain, atau hapus folder itu dulu.",
        )
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} adalah berkas, bukan folder.", "Pilih nama folder lain.")
    if taken := [name for name in names if (folder / name).exists()]:
        raise Refused(
            f"Folder {folder} sudah berisi {taken[0]}; kota contoh tidak menimpanya.",
            "Pilih folder baru atau folder yang kosong.",
        )


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Give a folder near the wanted one; whatever is left in it in the end is thrown away."""
    try:
        base = folder if folder.is_dir() else folder.parent
        base.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=base))
    except OSError as problem:
        raise _unwritable(folder) from problem
    try:
        yield workshop
    except OSError as problem:
        raise _unwritable(folder) from problem
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _move(workshop: Path, folder: Path, names: Sequence[str]) -> None:
    """Put the finished city where it was wanted: a new folder in one step, else file by file.

    The store comes last; if anything stands in the way, what was moved is taken away again.
    """
    if not folder.exists():
        workshop.chmod(0o755)
        workshop.rename(folder)
        return
    moved: list[str] = []
    try:
        for name in (*names, STORE_NAME):
            (workshop / name).rename(folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            (folder / name).rename(workshop / name)
        raise


def _unwritable(folder: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"Folder {folder} tidak bisa ditulis.", "Periksa izin dan ruang penyimpanan."
    )


def fill(address: str, files: CityFiles, progress: Progress) -> tuple[Imported, ...]:
    """Create the store at an address, its users, and its content out of the city's files."""
    progress.report(0, 0, "Membuat data dan pengguna")
    office = create_office(address, Role.ADMIN.value, USERS[Role.ADMIN], DEMO_PASSWORD)
    try:
        for role, name in USERS.items():
            if role is not Role.ADMIN:
                accounts.add(office, role.value, name, role, DEMO_PASSWORD)
        _mark_as_demo(office)
        keys.create(_as(office.database, Role.KEUANGAN), keys.DEMO_PASSPHRASE, remember=False)
        return tuple(_imported(office.database, files, progress))
    finally:
        office.database.close()


def _mark_as_demo(office: Session) -> None:
    """Say in the store itself that its accounts and password are published."""
    with office.changing("demo.create", Permission.CHANGE_SETTINGS) as work:
        settings.write(work, "demo", "1")
        work.note("office", demo=True)


def _as(database: Database, role: Role) -> Session:
    return Session(database, Actor(role.value, USERS[role], role))


class _Importing(Progress):
    """Reports an import's steps to whoever watches the whole, with the file's name before."""

    def __init__(self, outer: Progress, file: str) -> None:
        super().__init__()
        self.outer, self.file = outer, file

    def report(self, done: int, total: int, text: str) -> None:
        """Pass the step on; the outer one knows whether to stop."""
        self.outer.report(done, total, f"{self.file}: {text.lower()}")


def _imported(database: Database, files: CityFiles, progress: Progress) -> Iterator[Imported]:
    """Import every file in the order in which they rest on one another."""

    def go(role: Role, kind: str, path: Path, source: str = "bkpsdm") -> Imported:
        inner = _Importing(progress, path.name)
        options = Options(source=source)
        _, result = imports.run(_as(database, role), kind, path, options, inner)
        return Imported(kind, path.name, result.counts)

    yield go(Role.BKPSDM, "units", files.units)
    yield go(Role.BKPSDM, "points", files.points)
    yield go(Role.BKPSDM, "employees", files.employees)
    yield go(Role.KOMINFO, "employees", files.server, "kominfo")
    yield go(Role.BKPSDM, "events", files.events)
    _publish_rules(database, files, progress)
    for attendance, activities in zip(files.attendance, files.activities, strict=True):
        yield go(Role.KOMINFO, "attendance", attendance)
        yield go(Role.KOMINFO, "activities", activities)
    for workbook in files.workbooks:
        yield go(Role.VERIFIKATOR, "backup", workbook)
    _attach_evidence(_as(database, Role.VERIFIKATOR), files, progress)


def _publish_rules(database: Database, files: CityFiles, progress: Progress) -> None:
    """The organisation bureau proposes the example rule set, the leadership publishes it."""
    progress.report(0, 0, "Menerbitkan aturan contoh")
    text = versions.read_file(files.ruleset)
    row = versions.propose_text(_as(database, Role.ORGANISASI), text)
    versions.publish(_as(database, Role.PIMPINAN), row.id, progress)


def _attach_evidence(session: Session, files: CityFiles, progress: Progress) -> None:
    """Keep each attendance sheet with the claims of its workbook that name it."""
    progress.report(0, 0, "Melampirkan bukti")
    sheets = {(f"{path.parent.name}.xlsx", path.name): path for path in files.evidence}
    for month in MONTHS:
        for claim in claims.queue(session, month):
            for name in claim.row.named:
                path = sheets.pop((claim.row.file, name), None)
                if path is not None:
                    attachments.attach(session, claim.id, path)
